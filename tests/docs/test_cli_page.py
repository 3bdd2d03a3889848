"""The page on the command line has every command and every option that the program has."""

import os
from pathlib import Path

from openpalm_desktop.cli.commands import COMMANDS
from tests.docs.cli_reference import commands, options_of_all

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
BEGINNING = "## Every option\n\n"


def test_the_options_on_the_page_are_those_of_the_program() -> None:
    before, beginning, tables = PAGE.read_text(encoding="utf-8").partition(BEGINNING)
    if os.environ.get("OPENPALM_REFRESH"):
        tables = options_of_all()
        PAGE.write_text(before + beginning + tables, encoding="utf-8")
    assert tables == options_of_all()


def test_every_command_stands_in_the_table_of_commands() -> None:
    table = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    said = " ".join(table)
    assert {name for name in COMMANDS if f"`{name}" not in said} == set()
    assert {name.split()[-1] for name, _ in commands() if name.split()[-1] not in said} == set()

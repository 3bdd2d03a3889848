"""Whole folders: a spec and its secrets in, every file out; OPENPALM_REFRESH=1 writes them anew."""

import os
import shutil
from pathlib import Path

import pytest

from openpalm_desktop.generate.artifact import Bundle
from openpalm_desktop.generate.generator import Supplies
from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.spec_file import SpecFile, read_spec

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir())
ROOT = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def secrets(text: str) -> dict[str, str]:
    """The values of a case: one a line, as they stand; quotes around the whole do not count."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = [line.partition("=") for line in lines]
    return {name: value.removeprefix('"').removesuffix('"') for name, _, value in pairs}


def bundle(case: Path) -> Bundle:
    """Everything that is generated for a case; the manifest says the version, and is left out."""
    file = read_spec((case / "openpalm.yaml").read_text(encoding="utf-8"))
    assert isinstance(file, SpecFile), file
    values = secrets((case / "secrets.env").read_text(encoding="utf-8"))
    made = Workshop(Supplies(values, ROOT)).make(file.spec, values)
    assert made.generated is not None, made.problems
    return made.generated.bundle


@pytest.mark.parametrize("name", CASES)
def test_the_folder_is_as_expected(name: str) -> None:
    expected = GOLDEN / name / "expected"
    made = {one.name: one for one in bundle(GOLDEN / name) if one.name != "manifest.json"}
    if os.environ.get("OPENPALM_REFRESH"):
        shutil.rmtree(expected, ignore_errors=True)
        for one in made.values():
            (expected / one.name).parent.mkdir(parents=True, exist_ok=True)
            (expected / one.name).write_bytes(one.content)
    files = [file for file in sorted(expected.rglob("*")) if file.is_file()]
    there = {file.relative_to(expected).as_posix(): file.read_bytes().decode() for file in files}
    assert {name: one.content.decode() for name, one in sorted(made.items())} == there


@pytest.mark.parametrize("name", CASES)
def test_only_env_files_are_secret_and_only_scripts_can_be_run(name: str) -> None:
    for one in bundle(GOLDEN / name):
        is_run = one.name.endswith((".sh", "run-automation", "start"))
        assert one.mode == (0o600 if one.name.startswith("env/") else 0o755 if is_run else 0o644)

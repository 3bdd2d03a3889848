"""What an installed program does: `python3 dev.py test tests/smoke --program openpalm-desktop`.

The program may be several words, such as a chroot's or Wine's, if it sees this machine's files by
the same paths. Without a program to try, nothing here is collected.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.real.conftest import engine, engine_version, shared_engine
from tests.smoke.program import Program, source
from tests.smoke.screen import Screen, running_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["engine", "engine_version", "shared_engine"]

OPTION = "--program"
OTHER_OPTIONS = {"test_on_bare_debian.py": "--root", "test_setup_under_wine.py": "--wine"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let be named what is tried."""
    parser.addoption(OPTION, metavar="COMMAND", help="the installed program that is tried")
    parser.addoption("--home", metavar="FOLDER", help="where it keeps its own, if not in $HOME")
    parser.addoption("--root", metavar="FOLDER", help="a bare Debian to install on")
    parser.addoption("--wine", metavar="PREFIX", help="a Wine to install on")
    parser.addoption("--handed-out", metavar="FOLDER", help="where what is installed lies: dist")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what is not asked for by its option."""
    if collection_path.suffix == ".py":
        option = OTHER_OPTIONS.get(collection_path.name, OPTION)
        return None if config.getoption(option, default=None) else True
    return None


@pytest.fixture
def program(pytestconfig: pytest.Config, tmp_path: Path) -> Program:
    """The program that is tried, in an empty folder and a home of its own."""
    words: str = pytestconfig.getoption(OPTION)
    home = pytestconfig.getoption("--home") or tmp_path / "home"
    return Program(tuple(shlex.split(words)), tmp_path, Path(home))


@pytest.fixture
def sources(tmp_path: Path) -> Program:
    """The same from this tree."""
    folder = tmp_path / "by the sources"
    folder.mkdir()
    return Program(source(), folder, folder / "home")


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen with a window manager, and hands."""
    with running_screen() as shown:
        yield shown

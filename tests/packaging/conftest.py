"""A program to pack that takes no minute to freeze: a script in the place of the frozen one."""

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
VERSION = "1.2.3"


def code_of(name: str) -> dict[str, Any]:
    """What a file of packaging/ defines; the folder is no package, as another one has its name."""
    return runpy.run_path(str(PACKAGING / name))


def needs(tool: str, package: str) -> str:
    """Return where a tool is, or leave the test out."""
    beside = Path(sys.executable).parent  # where dev.txt puts what it brings
    found = shutil.which(tool, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"no {tool}: install {package}")
    return found


def run(*words: str | Path, **variables: str) -> str:
    """Run a packager and return what it printed."""
    done = subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A program that only tells its version, in the folders of a frozen one."""
    folder = tmp_path / "openpalm-desktop"
    for inner in ("docs", "resources/licences"):
        (folder / "_internal" / inner).mkdir(parents=True)
    program = folder / "openpalm-desktop"
    program.write_text(f'#!/bin/sh\necho "openpalm-desktop {VERSION}"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The icons in all forms."""
    folder = tmp_path_factory.mktemp("icons")
    run(sys.executable, PACKAGING / "icons.py", folder, QT_QPA_PLATFORM="offscreen")
    return folder

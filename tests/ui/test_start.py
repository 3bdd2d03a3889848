"""How the window starts: what it does without until somebody needs it."""

import subprocess
import sys

from tests.ui.test_pauses import modules

_WRONG = """
from PySide6.QtCore import QPoint
try:
    QPoint("here")
except TypeError as error:
    print(error)
"""
_OURS = f"import sys, openpalm_desktop.ui\nbefore = set(sys.modules)\n{_WRONG}"


def test_pyside_explains_a_wrong_argument_as_ever() -> None:
    said = printed(_OURS)
    assert "QPoint.__init__(xpos: int, ypos: int, /)" in said
    assert said == printed(_WRONG)


def test_pyside_reads_what_it_explains_with_when_it_explains() -> None:
    explaining = "shibokensupport.signature.errorhandler"
    assert explaining not in modules("import sys, openpalm_desktop.app; print(*sys.modules)")
    assert explaining in modules(f"{_OURS}\nprint(*sys.modules)")


def test_a_module_that_is_imported_is_not_searched_for_pysides_spellings() -> None:
    program = "import builtins, openpalm_desktop.ui; print(builtins.__import__)"
    assert printed(program) == "<built-in function __import__>\n"


def printed(program: str) -> str:
    """Return what a program of its own says."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

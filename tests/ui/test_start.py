"""How the window starts: what it does without until somebody needs it."""

import subprocess
import sys

from openpalm_desktop.ui import quick_enums
from tests.ui.test_pauses import modules

_WRONG = """
from PySide6.QtCore import QPoint
try:
    QPoint("here")
except TypeError as error:
    print(error)
"""
_OURS = f"import sys, openpalm_desktop.ui\nbefore = set(sys.modules)\n{_WRONG}"

_ENUMS = """
import enum, runpy, sys
quick_enum = runpy.run_path(sys.argv[1])["quick_enum"]
by_the_book = enum.EnumType._create_
both = []

def create(kind, class_name, names, **wishes):
    made = by_the_book(kind, class_name, names, **wishes)
    both.append((made, quick_enum(kind, class_name, dict(names or {}))))
    return made

enum.EnumType._create_ = create
from PySide6 import QtCore, QtGui, QtWidgets
for module in (QtCore, QtGui, QtWidgets):
    for name in dir(module):
        getattr(getattr(module, name), "__dict__", None)
for made, quick in both:
    for name in vars(made).keys() - vars(quick).keys():  # what PySide adds afterwards
        type.__setattr__(quick, name, vars(made)[name])
    for name in ("__doc__", "__module__", "__qualname__"):
        setattr(quick, name, getattr(made, name))
    enum._test_simple_enum(made, quick)
    for name, member in made.__members__.items():
        other = getattr(quick, name)
        assert (repr(member), member.value, hash(member)) == (repr(other), other.value, hash(other))
print(len(both))
"""


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


def test_all_of_qts_enumerations_are_the_same_made_quickly() -> None:
    assert int(printed(_ENUMS, quick_enums.__file__)) > 500


def printed(program: str, *arguments: str) -> str:
    """Return what a program of its own says."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

"""How the window starts: what it does without until somebody needs it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from benchmarks.specs import spec_text
from openpalm_desktop.app import fill
from openpalm_desktop.ui import quick_enums
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.last_edit import _StaleMark
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Theme
from tests.ui.conftest import forget_changes
from tests.ui.hands import TWO_CHANNELS, wait_opened
from tests.ui.test_pauses import modules

_FILLS = """
import sys
from pathlib import Path
from openpalm_desktop import app as program
from PySide6 import QtWidgets
from PySide6.QtCore import QSettings
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
app = program.application()
settings = Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat))
window = MainWindow(settings, Theme(app, Look.LIGHT))
window.show()
app.processEvents()
program.fill(window, [Path(sys.argv[1])])
{then}
sys.stdout.flush()
import os
os._exit(0)
"""
_MODULES = 'print(*sys.modules, *(f"Qt.{name}" for name in vars(QtWidgets)))'
_FONTS = """
parts = (window, window.menuBar(), window.statusBar(), window.sidebar, window.preview.tabs)
print(*{part.font().toString() for part in (app, *parts)}, sep="\\n")
"""
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


@pytest.fixture
def fresh(qtbot: QtBot, qapp: QApplication, settings: Settings, theme: Theme) -> MainWindow:
    """A window of which no part is made yet."""
    window = MainWindow(settings, theme)
    qtbot.addWidget(window, before_close_func=forget_changes)
    window.show()
    qapp.processEvents()
    return window


def test_the_first_picture_needs_none_of_what_comes_after_it(tmp_path: Path) -> None:
    loaded = modules(*_filled(tmp_path, _MODULES))
    assert "openpalm_desktop.ui.channel_table" in loaded
    heavy = {"yaml", "dataclasses", "inspect", "logging", "html", "concurrent.futures"}
    assert loaded & heavy == set()
    later = {"channel_form", "deploy_desk", "find_bar", "message_dialog", "secret_desk", "welcome"}
    assert loaded & {f"openpalm_desktop.ui.{name}" for name in later} == set()
    below = {"deploy.opening", "generate.generator", "model.edits", "model.stack"}
    assert loaded & {f"openpalm_desktop.{name}" for name in below} == set()
    costly = {"QStyle", "QFileDialog", "QMessageBox", "QGraphicsView", "QSlider"}
    assert loaded & {f"Qt.{name}" for name in costly} == set()


def test_the_parts_of_the_first_window_have_the_font_of_the_application(tmp_path: Path) -> None:
    fonts = printed(*_filled(tmp_path, _FONTS)).splitlines()
    assert len(fonts) == 1, fonts


def test_the_parts_are_shown_at_once_and_all_of_them_painted_once(fresh: MainWindow) -> None:
    QApplication.processEvents()
    fill(fresh, [])
    assert fresh.regions.isVisible()
    assert fresh.menuBar().isVisible()
    assert fresh.statusBar().isVisible()
    painted = _Paintings()
    fresh.regions.installEventFilter(painted)
    QApplication.processEvents()
    whole = fresh.regions.rect()
    assert [rect for rect in painted.rects if rect == whole] == [whole]
    wait_opened(fresh)


def test_what_is_pressed_right_after_the_first_picture_is_answered(fresh: MainWindow) -> None:
    fill(fresh, [])
    assert not fresh.later.is_done
    menu = fresh.menuBar().actions()[0].menu()
    assert isinstance(menu, QMenu)
    assert menu.isEmpty()
    menu.aboutToShow.emit()
    assert fresh.menus.actions["save"] in menu.actions()
    fresh.preview.ask_what_to_find()
    assert not fresh.preview.find_bar.isHidden()
    fresh.top.deploy.click()
    assert fresh.sections.current is Section.DEPLOY
    wait_opened(fresh)


def test_nothing_is_worked_out_that_a_named_file_takes_the_place_of(
    fresh: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_wanted(document: Document) -> None:
        raise AssertionError(document)

    monkeypatch.setattr(Document, "_empty", property(not_wanted))
    spec = tmp_path / "home.yaml"
    spec.write_text(TWO_CHANNELS, encoding="utf-8")
    document = fill(fresh, [spec])
    assert fresh.preview.last_edit.findChildren(_StaleMark)[0].isHidden()  # nothing is wrong yet
    wait_opened(fresh)
    assert list(document.state.spec.channels) == fresh.channels.rows.names == ["blog", "notes"]


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


class _Paintings(QObject):
    """Takes down what of a part is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.rects: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return super().eventFilter(watched, event)


def _filled(folder: Path, then: str) -> tuple[str, str, str]:
    """A program that fills a window and does something more, with its arguments."""
    spec = folder / "stack.yaml"
    spec.write_text(spec_text(3), encoding="utf-8")
    return _FILLS.replace("{then}", then), str(spec), str(folder / "settings.ini")


def printed(program: str, *arguments: str) -> str:
    """Return what a program of its own says."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

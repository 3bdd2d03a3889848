"""The window in another language: nothing of it stays English."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from openpalm_desktop.model.reference import SECTIONS
from openpalm_desktop.model.resources import resource_text
from openpalm_desktop.model.value import Value
from openpalm_desktop.phrases import ENGLISH, speak
from openpalm_desktop.ui import menus
from openpalm_desktop.ui.language import LANGUAGES, speak_language, system_language
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.welcome import EXAMPLE
from openpalm_desktop.ui.words import counted, in_tenths
from tests.foreign import nobodys_language
from tests.ui.hands import Open

_KEY = re.compile(r"(?<!&)&([^&\s])")
_WORD = re.compile("[A-Za-z]{3,}")
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
_NAMES = {
    *("OpenPalm", "Desktop", "English", "Deutsch", "Ctrl", "Shift", "Alt", "Del", "Esc", "Tab"),
    *("docker", "compose", "yml", "Caddyfile", "NAME"),
    *("Scroll", "Left", "Right"),  # Qt says these, and has a translation of its own
}


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Let the program speak a language, as from its start."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = QLocale()
    try:
        speak_language(app, code)
        yield
    finally:
        speak(ENGLISH)
        QLocale.setDefault(before)
        for translator in app.findChildren(QTranslator):
            app.removeTranslator(translator)
            translator.deleteLater()


@pytest.fixture
def foreign() -> Iterator[None]:
    """Let the program speak no language that anybody knows."""
    with nobodys_language():
        yield


def shown(widget: QWidget) -> Iterator[str]:
    """What a widget shows or tells, itself and by its tips and names."""
    yield widget.toolTip()
    yield widget.statusTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox() | QMenu():
            yield widget.title()
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(min(widget.count(), 30)))
        case QTabBar():
            yield from (widget.tabText(at) for at in range(widget.count()))
            yield from (widget.tabToolTip(at) for at in range(widget.count()))
        case QTableView() | QTreeView():
            yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount() if model else 0):
        for role in _ROLES:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(model.rowCount()):
                yield str(model.index(row, column).data(role) or "")


def left_english(window: QWidget, known: set[str]) -> Iterator[str]:
    """Texts that are shown and hold words that nobody has translated."""
    widgets = [window, *window.findChildren(QWidget)]
    texts = [text for widget in widgets for text in shown(widget)]
    texts += [action.text() for action in window.findChildren(QAction)]
    for text in dict.fromkeys(texts):
        if set(_WORD.findall(text)) - known:
            yield text


def _examples(kind: type[Value]) -> Iterator[str]:
    return (str(field.example or "") for field in kind.fields.values())


def words_of_the_stack(window: MainWindow) -> set[str]:
    """What the person wrote, and what their files are made of: shown as it stands."""
    assert window.document is not None
    generated = window.document.state.product.generated
    files = [artifact.content.decode() for artifact in generated.bundle] if generated else []
    data = resource_text("templates", "channels.yaml") + resource_text("presets", "openpalm.yaml")
    data = re.sub(r"(title|issuer): [^,}]*", "", data)
    keys = (line for line in data.splitlines() if not re.match(r"\s*(label|description):", line))
    examples = (example for kind in SECTIONS.values() for example in _examples(kind))
    text = "\n".join([str(EXAMPLE), EXAMPLE.read_text(encoding="utf-8"), *files, *keys, *examples])
    return {*_WORD.findall(text), *_NAMES}


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("section", Section, ids=lambda section: section.value)
def test_no_text_of_a_section_is_left_in_english(open_window: Open, section: Section) -> None:
    window = open_window(path=EXAMPLE)
    window.show_section(section)
    QApplication.processEvents()
    assert list(left_english(window, words_of_the_stack(window))) == []


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("tab", Tab, ids=lambda tab: tab.value)
def test_no_text_of_a_tab_is_left_in_english(open_window: Open, tab: Tab) -> None:
    window = open_window(path=EXAMPLE)
    window.show_section(Section.CHANNELS)
    window.channels.show_channel("discord")
    window.channels.form.page(tab)
    QApplication.processEvents()
    assert list(left_english(window, words_of_the_stack(window))) == []


@pytest.mark.usefixtures("foreign")
def test_the_welcome_page_is_not_left_in_english(open_window: Open) -> None:
    assert list(left_english(open_window(), {*_NAMES})) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_key_opens_one_entry_of_a_menu(open_window: Open, code: str) -> None:
    with spoken(code):
        window = open_window(path=EXAMPLE)
        for menu in (window.menuBar(), *window.menuBar().findChildren(QMenu)):
            keys = [key.lower() for one in menu.actions() for key in _KEY.findall(one.text())]
            assert len(keys) == len(set(keys)), [one.text() for one in menu.actions()]


def test_the_window_speaks_german(open_window: Open) -> None:
    with spoken("de"):
        window = open_window(path=EXAMPLE)
        assert window.menus.actions["save"].text() == "&Speichern"
        assert in_tenths(1.5) == "1,5"
        assert "Kanäle" in [window.sidebar.list.model().index(row, 0).data() for row in range(8)]
        assert counted(1, "channel", "channels") == "1 Kanal"
        assert counted(1234, "channel", "channels") == "1.234 Kanäle"


def test_a_chosen_language_is_there_from_the_next_start_on(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[MainWindow] = []
    monkeypatch.setattr(menus, "show_new_language", told.append)
    window.menus.actions["language_de"].trigger()
    assert told == [window]
    assert window.settings.language == "de"
    assert window.menus.actions["save"].text() == "&Save"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["de-AT", "en"], "de"),
        (["fr-FR", "de-DE", "en-US"], "de"),
        (["en-GB", "de-DE"], "en"),
        (["ja-JP"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_system_says_which_language_comes_first(wanted: list[str], code: str) -> None:
    assert system_language(wanted) == code

"""The palette finds anything by a few letters, and keys alone do it or go there."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.command_palette import CommandPalette
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.fuzzy import places, score, sought, words_of
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.theme import Look
from tests.ui.hands import Open, click, press, type_text


def opened(window: MainWindow) -> CommandPalette:
    press(window.channels.table, Qt.Key.Key_K, ctrl=True)
    palette = window.command_palette
    assert palette is not None
    assert palette.isVisible()
    return palette


def rows(palette: CommandPalette) -> list[str]:
    model = palette.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def current(palette: CommandPalette) -> str:
    index: QModelIndex = palette.list.currentIndex()
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def fits(query: str, text: str) -> float:
    return score(words_of(query), sought(text))


def test_beginnings_come_before_insides_and_scattered_letters_last() -> None:
    texts = ["Restart policy", "Time to start", "Stop after art", "Start"]
    ranked = sorted(texts, key=lambda text: -fits("start", text))
    assert ranked == ["Start", "Time to start", "Restart policy", "Stop after art"]
    assert fits("tgm", "Telegram")
    assert not fits("xyz", "Telegram")
    assert not fits("fam zz", "Family blog")


def test_the_letters_that_were_meant_are_known() -> None:
    assert places(words_of("blog"), "Family blog") == {7, 8, 9, 10}
    assert places(words_of("tgm"), "Telegram") == {0, 4, 7}


def test_letters_of_a_channel_and_a_field_lead_into_the_field(window: MainWindow) -> None:
    palette = opened(window)
    type_text(palette.line, "notes image")
    assert current(palette) == "Image, notes › General"
    press(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.channels.current == "notes"
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    assert QApplication.focusWidget() is page.image.line


def test_a_domain_leads_to_the_channel_that_has_it(window: MainWindow) -> None:
    window.channels.show_channel("notes")
    palette = opened(window)
    type_text(palette.line, "blog.example")
    assert current(palette).startswith("blog.example.org")
    press(palette.line, Qt.Key.Key_Return)
    assert window.channels.current == "blog"


def test_settings_are_found_by_their_help(window: MainWindow) -> None:
    palette = opened(window)
    type_text(palette.line, "zone of every schedule")
    assert rows(palette)[0] == "Time zone"
    press(palette.line, Qt.Key.Key_Return)
    assert window.sections.currentWidget() is window.sections.page(Section.OVERVIEW)


def test_a_command_shows_its_keys_and_is_done(window: MainWindow, document: Document) -> None:
    window.channels.show_channel("notes")
    palette = opened(window)
    type_text(palette.line, "dupl")
    assert current(palette) == "Duplicate, Channel, Ctrl+D"
    press(palette.line, Qt.Key.Key_Return)
    assert len(document.state.spec.channels) == 3


def test_looks_are_found_as_theme(window: MainWindow) -> None:
    palette = opened(window)
    type_text(palette.line, "theme dark")
    press(palette.line, Qt.Key.Key_Return)
    assert window.theme.look is Look.DARK


def test_a_generated_file_is_shown(window: MainWindow) -> None:
    palette = opened(window)
    type_text(palette.line, "caddyfile show")
    press(palette.line, Qt.Key.Key_Return)
    assert "reverse_proxy" in window.preview.text.toPlainText()


def test_escape_gives_the_focus_back(window: MainWindow) -> None:
    window.channels.filter.setFocus()
    palette = opened(window)
    assert QApplication.focusWidget() is palette.line
    press(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is window.channels.filter


def test_arrows_go_round_and_the_line_tells_the_row(window: MainWindow) -> None:
    palette = opened(window)
    first = current(palette)
    press(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1
    press(palette.line, Qt.Key.Key_Down)
    assert current(palette) == palette.line.accessibleDescription() == first


def test_an_empty_line_shows_what_was_used_last(window: MainWindow) -> None:
    palette = opened(window)
    assert rows(palette)[0] == "Overview"
    type_text(palette.line, "family blog")
    press(palette.line, Qt.Key.Key_Return)
    assert rows(opened(window))[0] == "Family blog"


def test_nothing_that_fits_is_said(window: MainWindow) -> None:
    palette = opened(window)
    type_text(palette.line, "qqqq")
    assert palette.none.isVisible()
    assert not palette.list.isVisible()
    press(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_click_chooses_and_a_click_elsewhere_closes(window: MainWindow) -> None:
    palette = opened(window)
    type_text(palette.line, "automations")
    where = palette.list.visualRect(palette.model.index(0)).center()
    click(palette.list.viewport(), where)
    assert window.sections.currentWidget() is window.sections.page(Section.AUTOMATIONS)
    window.show_section(Section.CHANNELS)
    palette = opened(window)
    click(window.channels.filter)
    assert not palette.isVisible()


def test_another_key_opens_it_too_and_the_menu_says_the_first(open_window: Open) -> None:
    window = open_window()
    press(window, Qt.Key.Key_F1)
    assert window.command_palette is not None
    assert window.command_palette.isVisible()
    assert window.menus.actions["palette"].shortcut().toString() == "Ctrl+K"


def test_keys_in_a_text_field_open_it(window: MainWindow) -> None:
    line = window.channels.filter
    assert isinstance(line, QLineEdit)
    line.setFocus()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(line, Qt.Key.Key_P, control)
    assert window.command_palette is not None
    assert window.command_palette.isVisible()

"""The tour, and what the Help menu shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from openpalm_desktop import __version__
from openpalm_desktop.ui.about_dialog import AboutDialog
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.manual_dialog import ManualDialog
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.shortcuts_dialog import ShortcutsDialog
from openpalm_desktop.ui.tour import Tour
from tests.ui.hands import TWO_CHANNELS, Open, opened_text, press, wait_for
from tests.ui.walk import name_of


def tour_of(window: MainWindow) -> Tour:
    tour = window.beginning.tour
    assert tour is not None
    return tour


def test_the_tour_is_walked_through_by_keys(window: MainWindow, settings: Settings) -> None:
    window.channels.table.setFocus()
    window.menus.actions["tour"].trigger()
    tour = tour_of(window)
    assert tour.step.target is window.sidebar
    assert QApplication.focusWidget() is tour.next
    press(tour.next, Qt.Key.Key_Return)
    assert tour.count.text() == "2 of 5"
    press(tour.next, Qt.Key.Key_Left)
    assert tour.count.text() == "1 of 5"
    for _ in range(4):
        press(tour.next, Qt.Key.Key_Right)
    assert tour.next.text() == "Done"
    press(tour.next, Qt.Key.Key_Space)
    assert window.beginning.tour is None
    assert QApplication.focusWidget() is window.channels.table
    assert settings.has_toured


def test_tab_stays_in_the_tour_and_escape_ends_it(window: MainWindow) -> None:
    window.menus.actions["tour"].trigger()
    tour = tour_of(window)
    press(tour.next, Qt.Key.Key_Return)
    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert set(seen) == {tour.skip, tour.back, tour.next}
    press(tour.next, Qt.Key.Key_Escape)
    assert not tour.isVisible()


def test_the_tour_says_nothing_of_a_pane_that_is_put_away(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F9)
    window.menus.actions["tour"].trigger()
    assert tour_of(window).count.text() == "1 of 4"


def test_whoever_never_saw_the_tour_gets_it_with_their_first_stack(open_window: Open) -> None:
    window = open_window()
    window.beginning.offer_tour()
    assert window.beginning.tour is None
    assert window.document is not None
    window.document.show_opened(opened_text(TWO_CHANNELS))
    wait_for(lambda: window.beginning.tour is not None)


def test_whoever_saw_the_tour_does_not_get_it_again(window: MainWindow, settings: Settings) -> None:
    settings.has_toured = True
    window.beginning.offer_tour()
    assert not window.beginning.offers_tour


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_the_tour_stands_inside_the_window(window: MainWindow, size: tuple[int, int]) -> None:
    window.menus.actions["tour"].trigger()
    tour = tour_of(window)
    window.resize(*size)
    for _ in range(5):
        QApplication.processEvents()
        assert window.rect().contains(tour.card.geometry())
        press(tour.next, Qt.Key.Key_Right)


def dialog_of(window: MainWindow, kind: type[QDialog]) -> QDialog:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_the_list_of_keys_has_all_that_the_menus_have(window: MainWindow) -> None:
    window.menus.actions["shortcuts"].trigger()
    dialog = dialog_of(window, ShortcutsDialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Save", "Ctrl+S", "Generated files", "F9", "Go to the next problem", "F8"} <= shown
    assert "Domains & TLS" in shown
    dialog.reject()


def test_the_documentation_is_at_hand(window: MainWindow) -> None:
    window.menus.actions["manual"].trigger()
    dialog = dialog_of(window, ManualDialog)
    assert isinstance(dialog, ManualDialog)
    titles = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert "The window" in titles
    press(dialog.list, Qt.Key.Key_Down)
    assert dialog.text.toPlainText().startswith(titles[1])
    dialog.reject()


def test_about_says_version_and_licences(window: MainWindow) -> None:
    window.menus.actions["about"].trigger()
    dialog = dialog_of(window, AboutDialog)
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"Version {__version__}" in shown
    assert "LGPL-3.0" in shown
    assert name_of(dialog) == "About OpenPalm Desktop"
    dialog.reject()

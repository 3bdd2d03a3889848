"""The documentation in the window: the page of a section, its links, its pictures."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest

from openpalm_desktop.deploy.bundle_opening import ReadBundle
from openpalm_desktop.ui.bundle_dialog import BundleDialog
from openpalm_desktop.ui.bundle_opening_dialog import BundleOpeningDialog
from openpalm_desktop.ui.export_dialog import ExportDialog
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.manual_dialog import ManualDialog
from openpalm_desktop.ui.navigation import SECTION_NAMES, Section
from openpalm_desktop.ui.place_dialog import PlaceDialog


def opened(window: MainWindow) -> ManualDialog:
    return next(one for one in window.findChildren(ManualDialog) if one.isVisible())


def title(dialog: ManualDialog) -> str:
    item = dialog.list.currentItem()
    assert item is not None
    return item.text()


def line_at_the_top(dialog: ManualDialog) -> str:
    cursor = dialog.text.cursorForPosition(dialog.text.viewport().rect().topLeft())
    cursor.movePosition(QTextCursor.MoveOperation.Down)
    found = cursor.block()
    while not found.blockFormat().headingLevel():
        found = found.previous()
    return found.text()


@pytest.mark.parametrize("section", [one for one in Section if one is not Section.PICTURE])
def test_the_key_opens_what_is_said_of_the_section(window: MainWindow, section: Section) -> None:
    window.show_section(section)
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    dialog = opened(window)
    assert title(dialog) == "The window"
    assert dialog.text.textCursor().block().text() == SECTION_NAMES[section]
    assert line_at_the_top(dialog) == SECTION_NAMES[section]
    dialog.reject()


def test_a_link_opens_its_page_at_its_heading(window: MainWindow) -> None:
    window.menus.actions["manual"].trigger()
    dialog = opened(window)
    assert title(dialog) == "The handbook"
    dialog.text.anchorClicked.emit(QUrl("secrets.md#when-the-keyring-does-not-answer"))
    assert title(dialog) == "Secrets"
    assert dialog.text.textCursor().block().text() == "When the keyring does not answer"
    dialog.text.anchorClicked.emit(QUrl("#moving"))
    assert dialog.text.textCursor().block().text() == "Moving"
    dialog.reject()


def test_pictures_are_shown_as_wide_as_the_page(window: MainWindow) -> None:
    window.menus.actions["manual"].trigger()
    dialog = opened(window)
    dialog.show_page("first-stack.md")
    kind = QTextDocument.ResourceType.ImageResource
    picture = dialog.text.document().resource(kind, QUrl("pictures/welcome-light.png"))
    assert 400 < picture.width() / picture.devicePixelRatio() < dialog.text.viewport().width()
    assert dialog.text.horizontalScrollBar().maximum() == 0
    dialog.reject()


def test_dialogs_that_write_lead_to_their_page(window: MainWindow) -> None:
    here = Path.home()
    headings: dict[PlaceDialog | BundleOpeningDialog, str] = {
        ExportDialog(window, here): "Export: Ctrl+E",
        BundleDialog(window, here, has_secrets=True, steps=0): "A bundle for a server",
        BundleOpeningDialog(window, ReadBundle(here, "home", "")): "Back from a bundle",
    }
    for dialog, heading in headings.items():
        dialog.show()
        dialog.help.click()
        manual = next(one for one in dialog.findChildren(ManualDialog) if one.isVisible())
        assert manual.text.textCursor().block().text() == heading
        manual.reject()
        dialog.reject()

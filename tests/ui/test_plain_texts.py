"""What servers and files say is shown letter by letter, and never as HTML."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from openpalm_desktop.ui.elided_label import ElidedLabel
from openpalm_desktop.ui.fields_dialog import FieldsDialog
from openpalm_desktop.ui.plain_tip import plain_tip
from openpalm_desktop.ui.target_test import TargetTest

FORGED = "Let's Encrypt <img src='//elsewhere/x.png'>\n  <b>trust me</b> & go"


def test_a_tooltip_shows_each_letter_of_what_looks_like_html(qtbot: QtBot) -> None:
    assert plain_tip("a < b\nand more") == "a < b\nand more"
    shown = QTextDocument()
    shown.setHtml(plain_tip(FORGED))
    assert shown.toPlainText().replace("\u2028", "\n") == FORGED
    label = ElidedLabel(FORGED)
    qtbot.addWidget(label)
    label.resize(20, 20)
    label.grab()
    assert label.toolTip() == plain_tip(FORGED)


def test_what_an_engine_says_is_plain(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    test, dialog = TargetTest(window), FieldsDialog(window, "Title", "A sentence.", "Do it")
    assert test.result.textFormat() == Qt.TextFormat.PlainText
    assert dialog.note.textFormat() == Qt.TextFormat.PlainText
    test.close_test()

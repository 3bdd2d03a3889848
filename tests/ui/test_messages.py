"""Questions are answered by keys, by clicks, or by closing them, which is no."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice


def answering(act: Callable[[QWidget], object]) -> None:
    """Do something to the next question."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        act(dialog)

    QTimer.singleShot(0, answer)


def button(dialog: QWidget, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text)


@pytest.mark.parametrize(
    ("act", "choice"),
    [
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), Choice.SAVE),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), Choice.CANCEL),
        (lambda dialog: button(dialog, "Don’t save").click(), Choice.DISCARD),
        (lambda dialog: dialog.close(), Choice.CANCEL),
    ],
)
def test_unsaved_work_is_asked_about(
    window: MainWindow, act: Callable[[QWidget], object], choice: Choice
) -> None:
    answering(act)
    assert messages.ask_about_unsaved(window, "home.yaml") is choice


def test_losing_a_value_needs_more_than_enter(window: MainWindow) -> None:
    answering(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    assert not messages.ask_about_lost_value(window, "Make up another value?", "Make it up")


def test_an_error_says_what_happened_and_what_to_do(window: MainWindow) -> None:
    seen: list[str] = []

    def read(dialog: QWidget) -> None:
        labels = dialog.findChildren(QLabel)
        seen.extend(label.text() for label in labels)
        assert all(dialog.rect().contains(label.geometry()) for label in labels)
        dialog.close()

    answering(read)
    messages.show_error(window, OpenPalmError("The disk is full.", "Make room " * 40))
    assert seen == ["The disk is full.", "Make room " * 40]


def test_a_long_list_of_notes_fits_on_a_small_screen(window: MainWindow) -> None:
    heights: list[int] = []

    def measure(dialog: QWidget) -> None:
        heights.append(dialog.height())
        dialog.close()

    answering(measure)
    notes = tuple(f"The label number {number} has no meaning here." for number in range(100))
    messages.show_notes(window, "docker-compose.yml", notes)
    assert heights[0] < 600

"""A mistake of ours: one dialog with a text to copy, nothing of the stack in it, all goes on."""

import sys
from collections.abc import Callable, Generator, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox

from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.crash_dialog import CrashDialog, report_of
from openpalm_desktop.ui.crash_hook import watch_for_crashes
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from tests.ui.hands import click, wait_for

SECRET = "canary-7f3a"
LABEL = ("channels", "blog", "label")


@pytest.fixture(autouse=True)
def watch() -> Iterator[None]:
    before = sys.excepthook
    watch_for_crashes()
    yield
    sys.excepthook = before


def soon(slot: Callable[[], None]) -> None:
    """Let a signal call a slot when the event loop comes round."""
    timer = QTimer(QApplication.instance())
    timer.setSingleShot(True)
    timer.timeout.connect(timer.deleteLater)
    timer.timeout.connect(slot)
    timer.start(0)


def dialogs() -> list[CrashDialog]:
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog)]
    return [one for one in shown if one.isVisible()]


def the_dialog() -> CrashDialog:
    wait_for(lambda: bool(dialogs()))
    (dialog,) = dialogs()
    return dialog


def stumble() -> None:
    value = SECRET
    raise ValueError(f"could not use {value}")


def stumble_elsewhere() -> None:
    try:
        stumble()
    except ValueError:
        raise KeyError(SECRET)  # noqa: B904 – a chain as it comes about


def test_a_slot_that_raises_shows_one_dialog_and_all_goes_on(
    document: Document, capfd: pytest.CaptureFixture[str]
) -> None:
    document.put(LABEL, "News")
    soon(stumble)
    dialog = the_dialog()
    report = dialog.report.toPlainText()
    assert "OpenPalm Desktop" in report
    assert "test_crashes.py" in report
    assert report.rstrip().endswith("ValueError")
    click(dialog.copy)
    assert QApplication.clipboard().text() == report
    assert dialog.copy.text() == "Copied"
    click(dialog.findChildren(QDialogButtonBox)[0].button(QDialogButtonBox.StandardButton.Close))
    assert not dialogs()
    document.put(LABEL, "Newspaper")
    document.undo()
    assert document.state.spec.channels["blog"].label == "News"
    assert SECRET not in report + capfd.readouterr().err


@pytest.mark.usefixtures("window")
def test_a_mistake_that_repeats_shows_one_dialog_for_all_time() -> None:
    for _ in range(5):
        soon(stumble)
    dialog = the_dialog()
    wait_for(lambda: dialog.again.text() == "It happened 5 times.")
    assert len(dialogs()) == 1
    assert dialog.report.toPlainText().count("in stumble") == 1
    dialog.reject()
    soon(stumble)
    QTest.qWait(20)
    assert not dialogs()
    soon(stumble_elsewhere)
    assert the_dialog().report.toPlainText().rstrip().endswith("KeyError")


@pytest.mark.usefixtures("window")
def test_two_mistakes_at_once_are_in_one_dialog() -> None:
    soon(stumble)
    soon(stumble_elsewhere)
    dialog = the_dialog()
    wait_for(lambda: "KeyError" in dialog.report.toPlainText())
    assert "then:" in dialog.report.toPlainText()
    assert len(dialogs()) == 1


def test_a_mistake_inside_work_beside_the_window_is_shown_too(
    window: MainWindow, document: Document
) -> None:
    def work() -> Generator[Progress, None, None]:
        yield Progress("Working")
        stumble()

    task = document.tasks.run(work())
    task.failed.connect(lambda error: messages.show_failure(window, error))
    report = the_dialog().report.toPlainText()
    assert "in stumble" in report
    assert SECRET not in report
    document.put(LABEL, "News")
    assert document.is_edited


def test_a_mistake_is_shown_above_another_question(window: MainWindow) -> None:
    box = QMessageBox(window)
    box.open()
    soon(stumble)
    dialog = the_dialog()
    assert QApplication.activeModalWidget() is dialog
    dialog.reject()
    box.close()


def test_a_report_holds_no_message_of_any_error_in_the_chain() -> None:
    try:
        stumble_elsewhere()
    except KeyError as error:
        report = report_of(error)
    assert SECRET not in report
    assert "ValueError" in report
    assert "KeyError" in report

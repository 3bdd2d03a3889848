"""The history list: what was done, where the stack stands, a click goes there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.history_list import HistoryList
from openpalm_desktop.ui.main_window import MainWindow
from tests.ui.hands import TWO_CHANNELS, Open, click, press, wait_saved

LABEL = ("channels", "blog", "label")


@pytest.fixture
def window(open_window: Open, tmp_path: Path) -> MainWindow:
    path = tmp_path / "home.yaml"
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    return open_window(path=path)


def edit(document: Document, *labels: str) -> None:
    for label in labels:
        document.put(LABEL, label)
        document.seal()


def the_list(window: MainWindow) -> HistoryList:
    click(window.top.history)
    (one,) = window.top.findChildren(HistoryList)
    return one


def rows(history: HistoryList) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(history.list.item(row).data(role)) for row in range(history.list.count())]


def test_it_lists_the_steps_with_the_current_and_the_saved_one(
    window: MainWindow, document: Document
) -> None:
    assert not window.top.history.isEnabled()
    edit(document, "One", "Two")
    window.files.save()
    wait_saved(window)
    edit(document, "Three")
    window.undo()
    window.undo()
    history = the_list(window)
    assert rows(history) == [
        "Change label of Two, undone",
        "Change label of One, undone, saved",
        "Change label of Family blog, the stack stands here",
        "Opened home.yaml",
    ]
    assert history.list.currentRow() == 2
    history.close()


def test_a_click_goes_to_a_step_and_the_list_stays_open(
    window: MainWindow, document: Document
) -> None:
    edit(document, "One", "Two", "Three")
    history = the_list(window)
    place = history.list.visualItemRect(history.list.item(3)).center()
    click(history.list.viewport(), place)
    assert document.text == TWO_CHANNELS
    assert history.isVisible()
    assert rows(history)[3] == "Opened home.yaml, the stack stands here, saved"
    click(history.list.viewport(), history.list.visualItemRect(history.list.item(1)).center())
    assert document.state.spec.channels["blog"].label == "Two"
    history.close()


def test_keys_open_it_and_go_to_a_step(window: MainWindow, document: Document) -> None:
    edit(document, "One", "Two")
    window.menus.actions["history"].trigger()
    (history,) = window.top.findChildren(HistoryList)
    assert QApplication.focusWidget() is history.list
    press(history.list, Qt.Key.Key_Down)
    press(history.list, Qt.Key.Key_Return)
    assert document.state.spec.channels["blog"].label == "One"
    press(history.list, Qt.Key.Key_Escape)
    assert window.top.findChildren(HistoryList) == []

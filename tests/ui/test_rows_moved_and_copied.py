"""Rows of channels and services: dragged, moved by keys, copied, cut, pasted, edited together."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.channel_rows import Column
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.named_page import NamedPage
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.services_page import ServicesPage
from tests.ui.hands import TWO_CHANNELS, Open, press, type_text

FOUR = """\
version: 4
channels:
  # the first one
  a: {image: "x:1", containerPort: 80, exposure: host}   # stays with it
  b: {image: "x:1", containerPort: 81, exposure: host}
  # the third one
  c: {image: "x:1", containerPort: 82, exposure: host}
  d: {image: "x:1", containerPort: 83, exposure: host}
"""
SERVICES = (
    TWO_CHANNELS
    + """\
preset: openpalm
services:
  one: {image: "x:1"}
  two: {image: "x:2"}
"""
)


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window(FOUR)


def order(document: Document) -> str:
    return "".join(document.state.spec.channels)


def drop(page: NamedPage, names: list[str], row: int) -> None:
    """Let go of rows above another one, as at the end of a drag."""
    table, rows = page.table, page.rows
    data = rows.mimeData([rows.index_of(name) for name in names])
    table.scrollTo(rows.index(min(row, len(rows.names) - 1), 1))
    if row < len(rows.names):
        at = table.visualRect(rows.index(row, 1)).topLeft() + QPoint(9, 1)
    else:
        at = table.visualRect(rows.index(row - 1, 1)).bottomLeft() + QPoint(9, 30)
    no_key = Qt.KeyboardModifier.NoModifier
    action, button = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    table.dropEvent(QDropEvent(QPointF(at), action, data, button, no_key))
    QApplication.processEvents()


def test_a_dragged_row_stands_where_it_was_let_go_with_its_comments(
    window: MainWindow, document: Document
) -> None:
    drop(window.channels, ["c"], 0)
    assert order(document) == "cabd"
    assert window.channels.rows.names == ["c", "a", "b", "d"]
    assert document.text.index("# the third one\n  c:") < document.text.index("# stays with it")
    assert document.history.undoText() == "Move c"
    document.undo()
    assert document.text == FOUR


def test_several_rows_are_dragged_together_and_stay_chosen(
    window: MainWindow, document: Document
) -> None:
    page = window.channels
    page.table.show_chosen(["a", "c"])
    drop(page, ["a", "c"], 4)
    assert order(document) == "bdac"
    assert page.table.chosen == ["a", "c"]
    assert document.history.count() == 1


def test_rows_of_another_window_are_not_taken(
    window: MainWindow, document: Document, open_window: Open
) -> None:
    other = open_window(FOUR)
    data = other.channels.rows.mimeData([other.channels.rows.index_of("d")])
    rows = window.channels.rows
    assert not rows.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, rows.index(0, 0))
    assert order(document) == "abcd"


def test_alt_and_arrows_move_all_chosen_rows(window: MainWindow, document: Document) -> None:
    page = window.channels
    page.table.show_chosen(["b", "c"])
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert order(document) == "adbc"
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(document) == "bcad"
    steps = document.history.count()
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert (order(document), document.history.count()) == ("bcad", steps)


def test_in_a_sorted_or_filtered_table_rows_stay_and_a_word_says_why(
    window: MainWindow, document: Document
) -> None:
    page = window.channels
    page.table.show_chosen(["a"])
    page.table.horizontalHeader().setSortIndicator(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert page.in_order.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "neither sorted nor filtered" in page.notice.label.text()
    page.notice.findChildren(QToolButton)[0].click()
    assert not page.notice.isVisible()
    page.table.startDrag(Qt.DropAction.MoveAction)
    assert page.notice.isVisible()
    drop(page, ["a"], 0)
    assert order(document) == "abcd"
    page.in_order.click()
    assert page.rows.names == list("abcd")
    assert not page.in_order.isVisible()
    drop(page, ["d"], 0)
    assert order(document) == "dabc"


def test_services_of_ones_own_move_below_the_core_ones(open_window: Open) -> None:
    window = open_window(SERVICES)
    window.show_section(Section.SERVICES)
    page = window.sections.page(Section.SERVICES)
    assert isinstance(page, ServicesPage)
    document = window.document
    assert document is not None
    drop(page, ["two"], page.rows.names.index("one"))
    assert list(document.state.spec.services) == ["two", "one"]
    page.show_named("postgres")
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "order of their set" in page.notice.label.text()


def copy(page: NamedPage) -> str:
    press(page.table, Qt.Key.Key_C, ctrl=True)
    return QApplication.clipboard().text()


def paste(page: NamedPage, text: str | None = None) -> None:
    if text is not None:
        QApplication.clipboard().setText(text)
    press(page.table, Qt.Key.Key_V, ctrl=True)


def test_rows_are_copied_to_another_window_under_new_names_in_one_step(
    window: MainWindow, open_window: Open
) -> None:
    window.channels.table.show_chosen(["a", "b"])
    text = copy(window.channels)
    assert text.startswith("version: 4\nchannels:\n  a:\n")
    other = open_window("version: 4\nchannels:\n  a: {image: y}\n  z: {image: y}\n")
    assert other.document is not None
    paste(other.channels)
    assert list(other.document.state.spec.channels) == ["a", "a-2", "b", "z"]
    assert other.channels.table.chosen == ["a-2", "b"]
    assert other.document.history.undoText() == "Add 2"
    other.undo()
    assert list(other.document.state.spec.channels) == ["a", "z"]


def test_cut_rows_are_gone_and_come_back_where_they_are_pasted(
    window: MainWindow, document: Document
) -> None:
    page = window.channels
    page.table.show_chosen(["a", "b"])
    press(page.table, Qt.Key.Key_X, ctrl=True)
    assert order(document) == "cd"
    page.table.show_current("d")
    paste(page)
    assert order(document) == "cdab"


def test_a_docker_run_line_is_pasted_and_what_it_lost_is_said(
    window: MainWindow, document: Document
) -> None:
    page = window.channels
    paste(page, "docker run -d --name web -p 80:8080 -e API_TOKEN=canary --wat nginx")
    channel = document.state.spec.channels["web"]
    assert (channel.image, channel.host_port, channel.container_port) == ("nginx", 80, 8080)
    assert page.current == "web"
    assert "--wat was left out" in page.notice.label.text()
    assert "what stays out of the stack’s file: API_TOKEN." in page.notice.label.text()
    assert "canary" not in document.text + page.notice.label.text()


def test_a_compose_snippet_goes_where_it_belongs(window: MainWindow, document: Document) -> None:
    text = "services:\n  web: {image: nginx, ports: ['80:80']}\n  db: {image: 'postgres:17'}\n"
    paste(window.channels, text)
    assert list(document.state.spec.channels) == ["a", "web", "b", "c", "d"]
    assert list(document.state.spec.services) == ["db"]
    assert "db went to the services." in window.channels.notice.label.text()
    document.undo()
    assert document.text == FOUR


def test_a_text_that_is_nothing_of_ours_is_answered_by_a_sentence(
    window: MainWindow, document: Document
) -> None:
    paste(window.channels, "Dear all,")
    assert "no channel and no service" in window.channels.notice.label.text()
    assert not document.is_edited


def test_a_field_keeps_ctrl_v_for_itself(window: MainWindow, document: Document) -> None:
    QApplication.clipboard().setText("Hello")
    line = window.channels.filter
    line.setFocus()
    press(line, Qt.Key.Key_V, ctrl=True)
    assert line.text() == "Hello"
    assert not document.is_edited


def test_one_field_of_all_chosen_rows_is_one_step(window: MainWindow, document: Document) -> None:
    page = window.channels
    page.table.show_current("a")
    assert page.form.isVisible()
    page.table.selectAll()
    assert page.several.isVisible()
    assert page.several.title.text() == "4 channels"
    page.several.reach.button(Exposure.LAN).click()
    assert {one.exposure for one in document.state.spec.channels.values()} == {Exposure.LAN}
    assert document.history.undoText() == "Change who can reach 4 channels"
    page.several.turn_off.click()
    assert not any(one.enabled for one in document.state.spec.channels.values())
    type_text(page.several.tag.line, "2 ")
    assert not page.several.tag_button.isEnabled()
    type_text(page.several.tag.line, "\b.1")
    press(page.several.tag.line, Qt.Key.Key_Return)
    assert {one.image for one in document.state.spec.channels.values()} == {"x:2.1"}
    page.several.duplicate_button.click()
    assert order(document) == "aa-2bb-2cc-2dd-2"
    assert page.table.chosen == ["a-2", "b-2", "c-2", "d-2"]
    page.several.remove_button.click()
    assert order(document) == "abcd"
    assert document.history.count() == 5
    while document.history.canUndo():
        document.undo()
    assert document.text == FOUR


def test_the_context_menu_names_every_key_and_sets_the_reach(
    window: MainWindow, document: Document
) -> None:
    page = window.channels
    page.table.show_chosen(["a", "b"])
    menu = page.keys.menu()
    texts = [action.text().partition("\t")[0] for action in menu.actions()]
    assert texts == [
        *("Cut", "Copy", "Paste", "Duplicate", "Remove", "", "Turn on", "Turn off"),
        *("Who can reach it", "", "Move up", "Move down"),
    ]
    menus = [each for each in menu.findChildren(QMenu) if each.title() == "Who can reach it"]
    menus[0].actions()[2].trigger()
    channels = document.state.spec.channels
    assert [channels[name].exposure.value for name in "abc"] == ["public", "public", "host"]


def test_delete_removes_the_chosen_rows(window: MainWindow, document: Document) -> None:
    window.channels.table.show_chosen(["a", "c"])
    press(window.channels.table, Qt.Key.Key_Delete)
    assert order(document) == "bd"
    assert document.history.undoText() == "Remove 2 channels"

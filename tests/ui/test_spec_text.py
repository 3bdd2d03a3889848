"""The stack as text: typing makes the stack, edits elsewhere show, nothing typed is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from openpalm_desktop.ui import messages
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.spec_text_page import SpecTextPage
from tests.ui.hands import TWO_CHANNELS, Open, press, type_text, wait_for, wait_saved

Answer = Callable[[Choice], list[str]]
LABEL = ("channels", "blog", "label")


@pytest.fixture
def page(window: MainWindow, document: Document) -> SpecTextPage:
    """The section, open and filled."""
    page = opened(window)
    wait_for(lambda: not document.tasks.is_busy)
    page.editor.setFocus()
    return page


def opened(window: MainWindow) -> SpecTextPage:
    window.show_section(Section.SPEC_TEXT)
    return cast("SpecTextPage", window.sections.page(Section.SPEC_TEXT))


def shown(page: SpecTextPage) -> str:
    return page.editor.toPlainText()


def put_cursor_after(page: SpecTextPage, text: str) -> None:
    cursor = page.editor.document().find(text)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionEnd())
    page.editor.setTextCursor(cursor)


def wait_read(document: Document) -> None:
    wait_for(lambda: not document.draft.is_unread)


def steps(document: Document) -> list[str]:
    return [document.history.text(index) for index in range(document.history.count())]


def test_the_text_is_that_of_the_file(page: SpecTextPage) -> None:
    assert shown(page) == TWO_CHANNELS
    assert page.editor.accessibleName() == "Spec as text"


def test_a_new_stack_has_a_text_too(open_window: Open) -> None:
    page = opened(open_window())
    wait_for(lambda: shown(page) == "version: 4\n")


def test_a_burst_of_typing_becomes_one_step_of_the_stack(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    put_cursor_after(page, "Family blog")
    type_text(page.editor, " of ours")
    wait_read(document)
    assert document.state.spec.channels["blog"].label == "Family blog of ours"
    assert document.text == TWO_CHANNELS.replace("Family blog", "Family blog of ours")
    assert steps(document) == ["Edit text"]
    assert page.editor.textCursor().block().text() == "    label: Family blog of ours"
    assert page.editor.textCursor().atBlockEnd()
    window.undo()
    wait_for(lambda: shown(page) == TWO_CHANNELS)
    assert not document.is_edited
    window.redo()
    wait_for(lambda: "of ours" in shown(page))


def test_what_was_not_typed_at_stays_the_same_object(
    page: SpecTextPage, document: Document
) -> None:
    before = document.state.spec
    put_cursor_after(page, "Family blog")
    type_text(page.editor, "s")
    wait_read(document)
    after = document.state.spec
    assert after.channels["notes"] is before.channels["notes"]
    assert after.caddy is before.caddy


def test_a_typed_comment_is_kept_and_undone(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    put_cursor_after(page, "comments.")
    type_text(page.editor, " So do I.")
    wait_read(document)
    assert document.is_edited
    document.put(LABEL, "News")
    text = TWO_CHANNELS.replace("comments.", "comments. So do I.")
    assert document.text == text.replace("Family blog", "News")
    wait_for(lambda: shown(page) == text.replace("Family blog", "News"))
    window.undo()
    window.undo()
    assert document.text == TWO_CHANNELS
    assert not document.is_edited


def test_edits_in_forms_show_and_leave_cursor_and_scroll(
    page: SpecTextPage, document: Document
) -> None:
    put_cursor_after(page, "example/notes:latest")
    document.put(LABEL, "A much longer name than before 📚")
    document.put(("caddy", "email"), "me@example.org")
    wait_for(lambda: "📚" in shown(page) and "me@example.org" in shown(page))
    assert shown(page) == document.text
    assert page.editor.textCursor().block().text() == "    image: example/notes:latest"
    assert page.editor.textCursor().atBlockEnd()


@pytest.mark.parametrize("width", [1000, 1280, 1400])
def test_a_long_sentence_of_a_mistake_is_seen_whole(
    page: SpecTextPage, document: Document, window: MainWindow, width: int
) -> None:
    window.resize(width, 800)
    many = (f"x-{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    page.editor.setPlainText(f"version: 4\nx-0: &a0 [1, 1, 1]\n{''.join(many)}")
    wait_read(document)
    QApplication.processEvents()
    shown = page.mistakes.list
    assert "repeat each other" in shown.item(0).text()
    assert shown.visualItemRect(shown.item(0)).height() <= shown.viewport().height()


def test_an_unsound_text_says_where_and_leaves_the_stack_as_it_was(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    before = document.state
    put_cursor_after(page, "8080")
    type_text(page.editor, "x")
    wait_read(document)
    assert document.state is before
    assert document.is_edited
    assert page.mistakes.isVisible()
    item = page.mistakes.list.item(0)
    assert item.text().startswith("Line 9 ")
    QApplication.processEvents()
    shown = page.mistakes.list
    assert shown.visualItemRect(item).height() <= shown.viewport().height()
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    page.mistakes.list.setFocus()
    page.mistakes.list.setCurrentRow(0)
    press(page.mistakes.list, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.editor
    assert page.editor.textCursor().blockNumber() == 8
    put_cursor_after(page, "8080x")
    type_text(page.editor, "\b\b1")
    wait_read(document)
    assert not page.mistakes.isVisible()
    assert document.state.spec.channels["blog"].container_port == 8081
    assert window.document is document


def test_an_unsound_text_is_shown_again_and_joins_what_was_edited_meanwhile(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    put_cursor_after(page, "8080")
    type_text(page.editor, "x")
    wait_read(document)
    window.show_section(Section.CHANNELS)
    document.put(LABEL, "News")
    opened(window)
    assert "8080x" in shown(page)
    put_cursor_after(page, "8080x")
    type_text(page.editor, "\b\b5")
    wait_read(document)
    blog = document.state.spec.channels["blog"]
    assert (blog.label, blog.container_port) == ("News", 8085)
    text = TWO_CHANNELS.replace("8080", "8085").replace("Family blog", "News")
    assert shown(page) == document.text == text


def test_undo_takes_back_what_is_not_in_the_stack_first(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    document.put(LABEL, "News")
    wait_for(lambda: "News" in shown(page))
    put_cursor_after(page, "8080")
    type_text(page.editor, "x")
    wait_read(document)
    press(page.editor, Qt.Key.Key_Z, ctrl=True)
    wait_for(lambda: document.draft.text is None)
    assert document.state.spec.channels["blog"].label == "News"
    press(page.editor, Qt.Key.Key_Z, ctrl=True)
    assert document.state.spec.channels["blog"].label == "Family blog"
    wait_for(lambda: shown(page) == TWO_CHANNELS)
    assert not window.isWindowModified()


def test_going_back_to_the_last_sound_text(page: SpecTextPage, document: Document) -> None:
    put_cursor_after(page, "8080")
    type_text(page.editor, "x")
    wait_read(document)
    page.mistakes.give_up.click()
    assert shown(page) == TWO_CHANNELS
    assert not document.is_edited


def test_saving_takes_along_what_was_typed_just_now(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    window = open_window(path=path)
    page = opened(window)
    put_cursor_after(page, "Family blog")
    type_text(page.editor, "s")
    press(page.editor, Qt.Key.Key_S, ctrl=True)
    document = window.document
    assert document is not None
    wait_for(lambda: not document.is_edited)
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == TWO_CHANNELS.replace("blog\n", "blogs\n", 1)


def test_an_unsound_text_is_neither_saved_nor_lost(
    page: SpecTextPage,
    document: Document,
    window: MainWindow,
    answer: Answer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    put_cursor_after(page, "8080")
    type_text(page.editor, "x")
    window.files.save()
    wait_read(document)
    assert said == ["The spec’s text has mistakes, so it cannot be saved yet."]
    asked = answer(Choice.CANCEL)
    assert not window.close()
    assert asked == ["New stack"]
    assert "8080x" in shown(page)


def test_enter_goes_on_at_the_same_indentation(page: SpecTextPage) -> None:
    put_cursor_after(page, "label: Family blog")
    press(page.editor, Qt.Key.Key_Return)
    assert page.editor.textCursor().positionInBlock() == 4


def test_another_file_brings_its_own_text(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    type_text(page.editor, ": :")
    window.document = document
    document.show_opened(document.opened)
    wait_for(lambda: not document.tasks.is_busy)
    assert document.draft.text is None
    assert shown(page) == TWO_CHANNELS


def test_letting_go_of_what_was_typed_shows_the_stack(
    page: SpecTextPage, document: Document, window: MainWindow
) -> None:
    put_cursor_after(page, "8080")
    type_text(page.editor, "x")
    document.draft.forget()
    assert shown(page) == TWO_CHANNELS
    assert not window.isWindowModified()

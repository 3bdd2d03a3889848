"""In the previews: finding with keys, copying, saving a file, following the focus."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from openpalm_desktop.deploy.files import FileTrouble
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.find_hits import Hit, Hits
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.preview_pane import Kind
from tests.ui.hands import Open, click, opened_text, press, type_text, wait_for


def find(window: MainWindow, text: str) -> None:
    window.preview.text.setFocus()
    press(window.preview.text, Qt.Key.Key_F, ctrl=True)
    assert QApplication.focusWidget() is window.preview.find_bar.line
    type_text(window.preview.find_bar.line, text)


def selected(window: MainWindow) -> tuple[int, str]:
    cursor = window.preview.text.textCursor()
    return cursor.blockNumber(), cursor.selectedText()


def lit(window: MainWindow) -> list[str]:
    preview = window.preview.text
    lines = enumerate(preview.toPlainText().splitlines())
    return [text.strip() for line, text in lines if preview.is_lit(line)]


def test_hits_are_counted_as_qt_counts_letters() -> None:
    hits = Hits.of("Blog", "a blog\n\n🌴 BLOG blog\n")
    assert hits.all == (Hit(0, 2, 6), Hit(2, 3, 7), Hit(2, 8, 12))
    assert hits.by_line[2] == hits.all[1:]
    assert Hits.of("", "text").all == ()


def test_keys_find_and_go_from_hit_to_hit(window: MainWindow) -> None:
    bar = window.preview.find_bar
    find(window, "IMAGE:")
    assert bar.count.text() == "1 of 3"
    lines = []
    for _ in range(4):
        lines.append(selected(window)[0])
        press(bar.line, Qt.Key.Key_Return)
    assert lines[0] < lines[1] < lines[2]
    assert lines[3] == lines[0]
    assert selected(window)[1] == "image:"
    QTest.keyClick(bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "1 of 3"


def test_what_is_not_there_is_said_and_escape_closes(window: MainWindow) -> None:
    bar = window.preview.find_bar
    find(window, "no such thing")
    assert bar.count.text() == "no hits"
    assert not bar.forth.isEnabled()
    press(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is window.preview.text


def test_hits_follow_edits_and_tabs(window: MainWindow, document: Document) -> None:
    bar = window.preview.find_bar
    find(window, "blog")
    before = len(window.preview.text.hits.all)
    document.put(("channels", "blog", "image"), "example/other:1")
    assert len(window.preview.text.hits.all) == before - 1
    window.preview.show_kind(Kind.CADDYFILE)
    assert bar.count.text().endswith(f"of {len(window.preview.text.hits.all)}")


def test_the_keys_of_the_table_are_left_to_the_table(window: MainWindow) -> None:
    press(window.channels.table, Qt.Key.Key_F, ctrl=True)
    assert QApplication.focusWidget() is window.channels.filter
    assert not window.preview.find_bar.isVisible()


def test_f3_finds_again_from_anywhere(window: MainWindow) -> None:
    find(window, "image:")
    window.channels.table.setFocus()
    press(window.channels.table, Qt.Key.Key_F3)
    assert window.preview.find_bar.count.text() == "2 of 3"


def test_a_button_copies_the_whole_file(window: MainWindow) -> None:
    window.preview.show_kind(Kind.CADDYFILE)
    click(window.preview.copy_button)
    artifact = window.preview.text.artifact
    assert artifact is not None
    assert QGuiApplication.clipboard().text() == artifact.text


def test_a_file_is_saved_as_it_is_shown(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "mine.env"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.preview.show_kind(Kind.ENV)
    click(window.preview.save_button)
    wait_for(target.exists)
    artifact = window.preview.text.artifact
    assert artifact is not None
    assert target.read_bytes() == artifact.content
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_saved_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(messages, "show_failure", lambda _, error: told.append(error))
    target = tmp_path / "no" / "folder"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    click(window.preview.save_button)
    wait_for(lambda: bool(told))
    assert isinstance(told[0], FileTrouble)


def test_the_field_with_the_focus_lights_up_its_lines(window: MainWindow) -> None:
    window.channels.show_channel("notes")
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    page.image.line.setFocus()
    assert lit(window) == ["image: example/notes:latest"]


def test_a_field_without_lines_lights_up_the_channel(window: MainWindow) -> None:
    window.channels.show_channel("blog")
    window.channels.focus(("channels", "blog", "label"))
    assert lit(window)[0] == "channel-blog:"


def test_a_dot_says_which_other_file_has_lines_of_the_field(window: MainWindow) -> None:
    window.channels.show_channel("blog")
    window.channels.focus(("channels", "blog", "containerPort"))
    wait_for(lambda: window.preview.tabs.dotted == {Kind.CADDYFILE, Kind.ENV})
    index = list(Kind).index(Kind.CADDYFILE)
    assert "lines of the field" in window.preview.tabs.accessibleTabName(index)
    window.channels.focus(("channels", "blog", "label"))
    wait_for(lambda: window.preview.tabs.dotted == frozenset())


def test_no_dot_of_the_stack_before_stays(window: MainWindow, document: Document) -> None:
    window.channels.show_channel("blog")
    window.channels.focus(("channels", "blog", "containerPort"))
    wait_for(lambda: window.preview.tabs.dotted == {Kind.CADDYFILE, Kind.ENV})
    document.show_opened(opened_text("version: 4\n"))
    wait_for(lambda: window.preview.tabs.dotted == frozenset())


def test_choosing_a_channel_opens_its_env_file(open_window: Open) -> None:
    channels = "".join(
        f"  c{n}: {{image: a/b:1, containerPort: {8000 + n}, env: {{N: {n}}}}}\n" for n in range(40)
    )
    window = open_window(f"version: 4\nprojectName: many\nchannels:\n{channels}")
    window.preview.show_kind(Kind.ENV)
    assert window.preview.chooser.count() == 40
    window.channels.show_channel("c17")
    assert window.preview.chooser.currentText() == "channel-c17.env"
    window.preview.chooser.setFocus()
    QTest.keyClicks(window.preview.chooser, "channel-c31")
    assert "N=31" in window.preview.text.toPlainText()

"""Saving beside the window: it goes on, what is typed meanwhile is kept, nothing is lost."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from openpalm_desktop.deploy import save as saving
from openpalm_desktop.deploy.files import Stamp, write_atomically
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model import edits
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from tests.ui.hands import TWO_CHANNELS, Open, press, wait_for, wait_saved

Answer = Callable[[Choice], list[str]]
LABEL = ("channels", "blog", "label")


class Disk:
    """A disk that writes when it is let, and remembers what it was given."""

    def __init__(self) -> None:
        self.is_free = threading.Event()
        self.is_free.set()
        self.written: list[str] = []
        self.error: Exception | None = None

    def write(self, path: Path, data: bytes) -> Stamp:
        assert self.is_free.wait(5)
        if self.error:
            raise self.error
        self.written.append(data.decode())
        return write_atomically(path, data)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    monkeypatch.setattr(saving, "write_atomically", disk.write)
    yield disk
    disk.is_free.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home.yaml"
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    return path


@pytest.fixture
def window(open_window: Open, path: Path, disk: Disk) -> Iterator[MainWindow]:
    window = open_window(path=path)
    yield window
    disk.is_free.set()
    wait_saved(window)


def label(text: str) -> str:
    return TWO_CHANNELS.replace("Family blog", text)


def test_the_window_goes_on_while_it_saves(
    window: MainWindow, document: Document, disk: Disk, path: Path
) -> None:
    turns: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(document.is_saving))
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    assert document.is_saving
    timer.start(0)
    wait_for(lambda: turns.count(True) > 3)
    disk.is_free.set()
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == label("News")
    assert not document.is_edited


def test_what_is_edited_meanwhile_stays_unsaved(
    window: MainWindow, document: Document, disk: Disk, path: Path
) -> None:
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    document.put(LABEL, "Newspaper")
    disk.is_free.set()
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == label("News")
    assert document.is_edited
    window.undo()
    assert document.state.spec.channels["blog"].label == "News"
    assert not document.is_edited
    window.redo()
    window.files.save()
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == label("Newspaper")
    assert not document.is_edited


def test_what_is_undone_meanwhile_is_an_edit(
    window: MainWindow, document: Document, disk: Disk
) -> None:
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    window.undo()
    disk.is_free.set()
    wait_saved(window)
    assert document.is_edited
    assert document.state.spec.channels["blog"].label == "Family blog"
    window.redo()
    assert not document.is_edited


def test_another_way_taken_meanwhile_is_an_edit(
    window: MainWindow, document: Document, disk: Disk
) -> None:
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    window.undo()
    document.put(LABEL, "Diary")
    disk.is_free.set()
    wait_saved(window)
    assert document.is_edited
    assert document.state.spec.channels["blog"].label == "Diary"


def test_saves_wanted_while_saving_become_one_more(
    window: MainWindow, document: Document, disk: Disk
) -> None:
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    document.put(LABEL, "Newspaper")
    for _ in range(3):
        press(window, Qt.Key.Key_S, ctrl=True)
    disk.is_free.set()
    wait_for(lambda: not document.is_saving and not document.is_edited)
    assert disk.written == [label("News"), label("Newspaper")]


def test_a_save_wanted_while_saving_the_same_is_none(
    window: MainWindow, document: Document, disk: Disk
) -> None:
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    window.files.save()
    disk.is_free.set()
    wait_saved(window)
    assert len(disk.written) == 1


def test_the_next_save_asks_nothing_about_the_file_it_wrote(
    window: MainWindow, document: Document, disk: Disk, answer: Answer
) -> None:
    asked = answer(Choice.CANCEL)
    for text in ("One", "Two"):
        document.put(LABEL, text)
        window.files.save()
        wait_saved(window)
    assert asked == []
    assert disk.written == [label("One"), label("Two")]


def test_undoing_past_a_save_gives_back_the_same_bytes_with_comments(
    window: MainWindow, document: Document, path: Path
) -> None:
    document.edit("Remove Family blog", edits.remove_channels(document.state.spec, ["blog"]))
    window.files.save()
    wait_saved(window)
    assert "the newest that works" not in path.read_text(encoding="utf-8")
    window.undo()
    window.files.save()
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == TWO_CHANNELS


def test_a_save_that_fails_says_why_and_leaves_everything(
    window: MainWindow,
    document: Document,
    disk: Disk,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    disk.error = OpenPalmError("The disk is full.")
    document.put(LABEL, "News")
    before = document.state
    window.files.save()
    wait_saved(window)
    assert said == ["The disk is full."]
    assert document.state is before
    assert document.is_edited
    assert path.read_text(encoding="utf-8") == TWO_CHANNELS
    disk.error = None
    window.files.save()
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == label("News")


def test_closing_with_save_waits_until_it_is_saved(
    window: MainWindow, document: Document, disk: Disk, path: Path, answer: Answer
) -> None:
    document.put(LABEL, "News")
    asked = answer(Choice.SAVE)
    disk.is_free.clear()
    assert not window.close()
    assert window.isVisible()
    disk.is_free.set()
    wait_for(lambda: not window.isVisible())
    assert asked == ["home.yaml"]
    assert path.read_text(encoding="utf-8") == label("News")


def test_closing_with_save_stays_open_when_saving_fails(
    window: MainWindow,
    document: Document,
    disk: Disk,
    answer: Answer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    disk.error = OpenPalmError("The disk is full.")
    document.put(LABEL, "News")
    answer(Choice.SAVE)
    window.close()
    wait_saved(window)
    assert said == ["The disk is full."]
    assert window.isVisible()
    assert document.is_edited


def test_closing_while_saving_waits_and_asks_nothing(
    window: MainWindow, document: Document, disk: Disk, answer: Answer
) -> None:
    document.put(LABEL, "News")
    asked = answer(Choice.CANCEL)
    disk.is_free.clear()
    window.files.save()
    assert not window.close()
    disk.is_free.set()
    wait_for(lambda: not window.isVisible())
    assert asked == []


def test_what_is_edited_while_closing_is_asked_about_again(
    window: MainWindow, document: Document, disk: Disk, answer: Answer
) -> None:
    document.put(LABEL, "News")
    answer(Choice.SAVE)
    disk.is_free.clear()
    window.close()
    document.put(LABEL, "Newspaper")
    asked = answer(Choice.CANCEL)
    disk.is_free.set()
    wait_saved(window)
    assert asked == ["home.yaml"]
    assert window.isVisible()


def test_saving_under_another_name_makes_that_the_file(
    window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "other.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    document.put(LABEL, "News")
    window.files.save_as()
    wait_saved(window)
    assert document.path == target
    assert target.read_text(encoding="utf-8") == label("News")
    assert window.settings.recent_files[0] == target


def test_only_a_long_save_is_spoken_of(window: MainWindow, document: Document, disk: Disk) -> None:
    document.put(LABEL, "News")
    disk.is_free.clear()
    window.files.save()
    assert window.top.edited.text() == "edited"
    QTest.qWait(350)
    assert window.top.edited.text() == "Saving…"
    disk.is_free.set()
    wait_saved(window)
    assert not window.top.edited.isVisible()
    document.put(LABEL, "Newspaper")
    assert window.top.edited.text() == "edited"

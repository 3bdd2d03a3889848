"""Another program writes the open file: it is noticed, and nothing of either is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from openpalm_desktop.deploy.files import write_atomically
from openpalm_desktop.ui import disk_watch
from openpalm_desktop.ui.disk_watch import DiskWatch
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.join_dialog import JoinDialog
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from tests.ui.hands import TWO_CHANNELS, Open, click, wait_for, wait_saved

LABEL = ("channels", "blog", "label")
Write = Callable[..., str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "stack" / "home.yaml"
    path.parent.mkdir()
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    return path


@pytest.fixture
def window(open_window: Open, path: Path) -> MainWindow:
    window = open_window(path=path)
    assert window.document is not None
    DiskWatch(window, window.document)
    return window


@pytest.fixture
def write(path: Path) -> Write:
    """Write the file as other programs do: a new one that takes its name."""

    def write(*changes: tuple[str, str], text: str = TWO_CHANNELS) -> str:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        write_atomically(path, text.encode())
        return text

    return write


def noted(window: MainWindow) -> str:
    wait_for(window.note.isVisible)
    return window.note.label.text()


def test_an_unedited_file_is_shown_as_it_is_now_and_can_be_undone(
    window: MainWindow, document: Document, write: Write
) -> None:
    text = write(("blog:1", "blog:2"), ("# The people", "# Those people"))
    assert noted(window).startswith("Another program changed home.yaml; it is shown as it is now.")
    assert document.text == text
    assert not document.is_edited
    assert document.history.undoText() == "File changed by another program"
    window.undo()
    assert document.text == TWO_CHANNELS
    assert document.is_edited
    window.redo()
    assert not document.is_edited


@pytest.mark.usefixtures("window")
def test_it_is_noticed_again_and_again(document: Document, write: Write) -> None:
    for number in (2, 3, 4):
        write(("blog:1", f"blog:{number}"))
        wait_for(lambda one=number: f"blog:{one}" in document.text)  # type: ignore[misc]
    assert document.history.count() == 3


def test_a_file_written_in_its_place_is_noticed_too(
    window: MainWindow, document: Document, path: Path
) -> None:
    assert window.isVisible()
    path.write_text(TWO_CHANNELS.replace("blog:1", "blog:7"), encoding="utf-8")
    wait_for(lambda: "blog:7" in document.text)


def test_edits_of_both_are_joined_with_their_comments_in_one_step(
    window: MainWindow, document: Document, path: Path, write: Write, answer: Callable[..., object]
) -> None:
    document.put(LABEL, "Mine")
    text = write(("blog:1   # the newest", "blog:2   # the very newest"))
    assert "your edits are joined with it" in noted(window)
    joined = text.replace("Family blog", "Mine")
    assert document.text == joined
    assert document.is_edited
    assert document.history.undoText() == "Join with another program’s changes"
    asked = answer(Choice.CANCEL)
    window.files.save()
    wait_saved(window)
    assert asked == []
    assert path.read_text(encoding="utf-8") == joined
    window.undo()
    assert document.text == TWO_CHANNELS.replace("Family blog", "Mine")


@pytest.mark.parametrize(("is_theirs", "label"), [(False, "Mine"), (True, "Theirs")])
def test_a_field_that_both_changed_is_asked_about_in_words(
    window: MainWindow,
    document: Document,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    is_theirs: bool,
    label: str,
) -> None:
    shown: list[str] = []

    def answer(dialog: JoinDialog) -> int:
        shown.extend(one.text() for one in dialog.findChildren(QLabel))
        (dialog._fields[0].theirs if is_theirs else dialog._fields[0].mine).setChecked(True)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(JoinDialog, "exec", answer)
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    document.put(LABEL, "Mine")
    text = write(("Family blog", "Theirs"), ("blog:1", "blog:2"))
    assert "1 field that you edited differ" in noted(window)
    assert document.state.spec.channels["blog"].image == "ghcr.io/example/blog:1"
    click(window.note.button)
    wait_for(lambda: "blog:2" in document.text)
    assert "Mine › General › Label" in shown
    assert {"Mine", "Theirs"} <= set(shown)
    assert document.text == text.replace("Theirs", label)
    assert document.is_edited is not is_theirs


def test_not_now_leaves_everything_and_saving_asks(
    window: MainWindow,
    document: Document,
    path: Path,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[Choice], list[str]],
) -> None:
    monkeypatch.setattr(JoinDialog, "exec", lambda _: QDialog.DialogCode.Rejected.value)
    document.put(LABEL, "Mine")
    text = write(("Family blog", "Theirs"))
    noted(window)
    assert document.state.spec.channels["blog"].label == "Mine"
    asked = answer(Choice.CANCEL)
    window.files.save()
    wait_saved(window)
    assert asked == ["home.yaml"]
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_is_gone_is_a_sentence_and_saving_writes_it_again(
    window: MainWindow, document: Document, path: Path, answer: Callable[[Choice], list[str]]
) -> None:
    path.unlink()
    assert noted(window) == "home.yaml was moved, renamed or removed. Saving writes it again."
    assert document.is_edited
    asked = answer(Choice.CANCEL)
    window.files.save()
    wait_saved(window)
    assert asked == []
    assert path.read_text(encoding="utf-8") == TWO_CHANNELS
    assert not document.is_edited


def test_a_file_that_is_no_stack_any_more_is_a_sentence(
    window: MainWindow, document: Document, write: Write
) -> None:
    write(("8080", "eighty"))
    assert noted(window).startswith(
        "Another program changed home.yaml, and it is no stack now (line 9: "
    )
    assert document.text == TWO_CHANNELS
    write(("blog:1", "blog:2"))
    wait_for(lambda: "blog:2" in document.text)


def test_a_file_that_cannot_be_read_is_a_sentence(window: MainWindow, path: Path) -> None:
    path.unlink()
    path.mkdir()  # as for a file without rights, which root reads all the same
    assert "could not be read" in noted(window)


def test_a_file_that_is_written_the_same_is_not_spoken_of(
    window: MainWindow, document: Document, write: Write
) -> None:
    stamp = document.opened.stamp
    write()
    wait_for(lambda: document.opened.stamp != stamp)
    assert not window.note.isVisible()
    assert document.history.count() == 0
    assert not document.is_edited


def test_our_own_saving_is_not_another_program(
    window: MainWindow, document: Document, qtbot: QtBot
) -> None:
    document.put(LABEL, "Mine")
    window.files.save()
    wait_saved(window)
    qtbot.wait(disk_watch._SETTLE_MS + 100)
    wait_for(lambda: not document.tasks.is_busy)
    assert not window.note.isVisible()
    assert document.history.count() == 1


def test_a_file_that_is_another_one_altogether_is_shown_with_its_files(
    window: MainWindow, document: Document, path: Path
) -> None:
    image = "ghcr.io/example/{}:{}"
    one = "  c{}: {{image: {}, containerPort: 80, pathPrefixes: [/c{}]}}"
    channels = [one.format(number, image.format(number, 1), number) for number in range(40)]
    text = "version: 4\nchannels:\n" + "\n".join(channels) + "\n"
    path.write_text(text, encoding="utf-8")
    wait_for(lambda: "c39" in document.state.spec.channels)
    assert document.text == text
    assert document.state.product.generated is not None
    document.put(("channels", "c7", "image"), image.format(7, 2))
    assert image.format(7, 2) in window.preview.text.toPlainText()
    window.undo()
    window.undo()
    assert document.text == TWO_CHANNELS
    assert "ghcr.io/example/blog:1" in window.preview.text.toPlainText()

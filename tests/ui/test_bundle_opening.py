"""Opening a bundle by hand: its stack, its secrets and its history come back."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from pyrage import x25519
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from openpalm_desktop.cli import commands
from openpalm_desktop.deploy.age_file import ForPassphrase, for_keys
from openpalm_desktop.deploy.bundle_making import Wish, make_bundle
from openpalm_desktop.deploy.lost_work import find_left, recover
from openpalm_desktop.deploy.secret_places import SecretPlace
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.deploy.stack_export import ExportSource
from openpalm_desktop.ui import messages, secret_desk
from openpalm_desktop.ui.bundle_opening_dialog import BundleOpeningDialog
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.journal_keeper import JournalKeeper
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.tasks import Work
from tests.cli.test_bundle_secrets import SPEC as STACK
from tests.ui.hands import click, opened_text, press, type_text, wait_for
from tests.ui.test_journal import result, the_one

KEY = x25519.Identity.generate()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)


@pytest.fixture
def made(tmp_path: Path) -> Document:
    """A stack that was edited twice, whose secret has a value."""
    (tmp_path / "kept.env").write_text("NOTES_TOKEN=a-value\n", encoding="utf-8")
    document = Document()
    document.show_opened(opened_text(STACK))
    document.put(("channels", "notes", "image"), "example/notes:2")
    document.put(("channels", "notes", "exposure"), "public")
    return document


def bundle(made: Document, path: Path, wish: Wish) -> Path:
    place = SecretPlace(path.parent / "kept.env")
    source = ExportSource(made.state.product.stack, None, place)
    result(make_bundle(source, made.state.version.base, path, wish))
    return path


def asked(window: MainWindow) -> BundleOpeningDialog:
    """Wait for the dialog that asks where the stack goes."""

    def shown() -> list[BundleOpeningDialog]:
        return [one for one in window.findChildren(BundleOpeningDialog) if one.isVisible()]

    wait_for(lambda: bool(shown()))
    return shown()[-1]


def wait_current(window: MainWindow, spec: Path) -> Document:
    document = window.document
    assert document is not None
    wait_for(lambda: document.path == spec)
    return document


def test_a_bundle_is_chosen_laid_out_and_opened(
    window: MainWindow, made: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = bundle(made, tmp_path / "home.zip", Wish())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(archive), ""))
    window.menus.actions["open_bundle"].trigger()
    dialog = asked(window)
    assert dialog.folder.text() == str(tmp_path / "home")
    assert not dialog.key.isVisible()
    click(dialog.action)
    document = wait_current(window, tmp_path / "home" / "openpalm.yaml")
    assert document.text == made.text
    assert (tmp_path / "home" / "openpalm.yaml").read_text(encoding="utf-8") == made.text
    assert not document.is_edited


def test_a_bundle_is_dropped_and_a_key_opens_its_secrets(
    window: MainWindow, made: Document, tmp_path: Path
) -> None:
    lock = for_keys([str(KEY.to_public())])
    archive = bundle(made, tmp_path / "home.tar.gz", Wish(lock))
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    drop(window, archive)
    dialog = asked(window)
    type_text(dialog.key, str(tmp_path / "nowhere"))
    click(dialog.action)
    wait_for(lambda: "could not be read" in dialog.note.text())
    dialog.key.clear()
    type_text(dialog.key, str(tmp_path / "key"))
    click(dialog.action)
    document = wait_current(window, tmp_path / "home" / "openpalm.yaml")
    kept = tmp_path / "home" / "secrets.env"
    assert kept.read_text(encoding="utf-8") == "NOTES_TOKEN=a-value\n"
    wait_for(lambda: "NOTES_TOKEN" in (document.secrets.held.names or ()))


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    window.dropEvent(event)


def test_a_wrong_passphrase_is_told_and_can_be_typed_again(
    window: MainWindow, made: Document, tmp_path: Path
) -> None:
    lock = ForPassphrase(SecretValue("correct horse"))
    archive = bundle(made, tmp_path / "home.zip", Wish(lock))
    window.files.open_path(archive)
    dialog = asked(window)
    type_text(dialog.passphrase, "correct house")
    click(dialog.action)
    wait_for(lambda: "The passphrase does not open these secrets." in dialog.note.text())
    assert not (tmp_path / "home").exists()
    assert dialog.focusWidget() is dialog.passphrase
    type_text(dialog.passphrase, "correct horse")  # over the wrong one, which is selected
    click(dialog.action)
    wait_current(window, tmp_path / "home" / "openpalm.yaml")
    assert (tmp_path / "home" / "secrets.env").is_file()


def test_secrets_may_stay_locked(window: MainWindow, made: Document, tmp_path: Path) -> None:
    archive = bundle(made, tmp_path / "home.zip", Wish(for_keys([str(KEY.to_public())])))
    window.files.open_path(archive)
    click(asked(window).action)
    wait_current(window, tmp_path / "home" / "openpalm.yaml")
    assert not (tmp_path / "home" / "secrets.env").exists()


def test_another_stack_in_the_folder_is_not_replaced(
    window: MainWindow, made: Document, tmp_path: Path
) -> None:
    archive = bundle(made, tmp_path / "home.zip", Wish())
    there = tmp_path / "home" / "openpalm.yaml"
    there.parent.mkdir()
    there.write_text("version: 4\n", encoding="utf-8")
    window.files.open_path(archive)
    dialog = asked(window)
    click(dialog.action)
    wait_for(lambda: "is there already, and another stack" in dialog.note.text())
    assert there.read_text(encoding="utf-8") == "version: 4\n"
    dialog.folder.selectAll()
    type_text(dialog.folder, str(tmp_path / "elsewhere"))
    click(dialog.action)
    wait_current(window, tmp_path / "elsewhere" / "openpalm.yaml")


def test_a_damaged_bundle_is_told(
    window: MainWindow, made: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    archive = bundle(made, tmp_path / "home.zip", Wish())
    archive.write_bytes(archive.read_bytes().replace(b"said twice", b"said twicf"))
    window.files.open_path(archive)
    wait_for(lambda: bool(said))
    assert "not as it was written" in said[0] or "damaged" in said[0]


def test_the_history_comes_back_and_can_be_undone(
    window: MainWindow, made: Document, tmp_path: Path
) -> None:
    archive = bundle(made, tmp_path / "home.zip", Wish(steps=made.steps))
    window.files.open_path(archive)
    click(asked(window).action)
    document = wait_current(window, tmp_path / "home" / "openpalm.yaml")
    assert document.text == made.text
    assert not document.is_edited
    assert document.history.count() == 2
    document.undo()
    document.undo()
    assert document.text == STACK
    assert document.is_edited
    document.redo()
    assert "notes:2" in document.text


def test_what_is_edited_after_a_bundle_was_opened_outlives_a_crash(
    window: MainWindow, made: Document, tmp_path: Path
) -> None:
    assert window.document is not None
    journals = tmp_path / "journals"
    keeper = JournalKeeper(window.document, journals)
    archive = bundle(made, tmp_path / "home.zip", Wish(steps=made.steps))
    window.files.open_path(archive)
    click(asked(window).action)
    document = wait_current(window, tmp_path / "home" / "openpalm.yaml")
    document.put(("channels", "notes", "image"), "example/notes:3")
    copies = tmp_path / "copies"  # stand for what the next start finds
    copies.mkdir()
    (copies / "one.journal").write_bytes(the_one(journals).read_bytes())
    (left,) = result(find_left(copies))
    one = result(recover(left))
    assert one.version.text == document.text
    assert left.path == document.path
    assert (one.index, one.clean, len(one.steps)) == (3, 2, 3)
    assert one.steps[0].before.text == STACK
    left.journal.discard()
    keeper.discard()


def test_unsaved_work_is_asked_about_before_a_bundle_takes_its_place(
    window: MainWindow, made: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "ask_about_unsaved", lambda *_: Choice.CANCEL)
    assert window.document is not None
    window.document.put(("projectName",), "mine")
    window.files.open_path(bundle(made, tmp_path / "home.zip", Wish()))
    assert not window.findChildren(BundleOpeningDialog)


@pytest.fixture(params=[True, False], ids=["with its history", "without"])
def archive(made: Document, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A bundle with the history of edits, or without."""
    return bundle(made, tmp_path / "home.zip", Wish(steps=made.steps if request.param else ()))


def test_unsaved_work_that_was_let_go_is_not_asked_about_again(
    window: MainWindow, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []
    monkeypatch.setattr(messages, "ask_about_unsaved", answering(Choice.DISCARD, questions))
    assert window.document is not None
    window.document.put(("projectName",), "mine")
    window.files.open_path(archive)
    click(asked(window).action)
    wait_current(window, tmp_path / "home" / "openpalm.yaml")
    assert len(questions) == 1


def test_what_was_edited_while_a_bundle_was_read_is_asked_about(
    window: MainWindow, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []
    monkeypatch.setattr(messages, "ask_about_unsaved", answering(Choice.CANCEL, questions))
    document = window.document
    assert document is not None
    window.files.open_path(archive)
    document.put(("projectName",), "mine")
    click(asked(window).action)
    wait_for(lambda: bool(questions))
    assert document.state.spec.project_name == "mine"
    assert document.path is None


def answering(choice: Choice, questions: list[str]) -> Callable[[object, str], Choice]:
    """Return what answers each question alike, and notes it."""

    def answer(_: object, name: str) -> Choice:
        questions.append(name)
        return choice

    return answer


def test_what_is_given_up_while_it_waits_is_not_laid_out(
    window: MainWindow, archive: Path, tmp_path: Path
) -> None:
    document = window.document
    assert document is not None
    window.files.open_path(archive)
    dialog = asked(window)
    others = Event()
    document.tasks.run(waiting(others))
    click(dialog.action)
    press(dialog, Qt.Key.Key_Escape)
    others.set()
    wait_for(lambda: not document.tasks.is_busy)
    assert not (tmp_path / "home").exists()
    assert document.path is None


def waiting(others: Event) -> Work:
    """Work that others let end."""
    yield others.wait(5)


def test_the_command_line_opens_what_the_window_made(
    made: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = bundle(made, tmp_path / "home.zip", Wish(steps=made.steps))
    folder = tmp_path / "there"
    assert commands.run(["bundle", "open", str(archive), "--out", str(folder)]) == 0
    assert (folder / "openpalm.yaml").read_text(encoding="utf-8") == made.text
    assert "history of edits" in capsys.readouterr().out

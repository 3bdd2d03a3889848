"""Exporting the folder by hand, and what is said before anything is written."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel

from openpalm_desktop.ui import messages, secret_desk
from openpalm_desktop.ui.bundle_dialog import BundleDialog
from openpalm_desktop.ui.difference_rows import said
from openpalm_desktop.ui.export_dialog import ExportDialog
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from tests.ui.hands import Open, click, press, type_text, wait_for, wait_saved

STACK = """\
version: 4
projectName: home
channels:
  notes:
    image: example/notes:1
    containerPort: 3000
    pathPrefixes: [/notes]
    env: {TOKEN: "${NOTES_TOKEN}"}
"""

BOT = """\
version: 4
projectName: home
channels:
  notes: {image: example/notes:1, containerPort: 3000, env: {TOKEN: "${NOTES_TOKEN}"}}
  bot: {image: example/bot:1, containerPort: 3001, env: {DISCORD_BOT_TOKEN: "${BOT}"}}
"""


pytestmark = pytest.mark.usefixtures("no_keyring")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A stack in a file."""
    path = tmp_path / "openpalm.yaml"
    path.write_text(STACK, encoding="utf-8")
    return path


@pytest.fixture
def window(open_window: Open, spec: Path) -> MainWindow:
    """A window on that stack, whose one secret has a value."""
    (spec.parent / "secrets.env").write_text("NOTES_TOKEN=a-value\n", encoding="utf-8")
    return open_window(path=spec)


def begun(window: MainWindow) -> ExportDialog:
    """Click on Export… and return the dialog when it has looked into the folder."""
    click(window.top.export)
    dialog = [one for one in window.findChildren(ExportDialog) if one.isVisible()][-1]
    wait_for(lambda: not dialog.words.text().endswith("…"))
    return dialog


def listed(dialog: ExportDialog) -> list[str]:
    if not dialog.changes.isVisible():
        return []
    return [one.text() for one in dialog.changes.findChildren(QLabel)]


def shown_lines(dialog: ExportDialog | BundleDialog) -> str:
    """Return the lines of the differences as they are copied."""
    return "\n".join(said(row) for row in dialog.replacing.lines.rows.rows)


def write(dialog: ExportDialog) -> None:
    press(dialog, Qt.Key.Key_Return)
    wait_for(dialog.command.isVisible)


def test_a_click_on_export_says_what_will_be_written_and_return_writes_it(
    window: MainWindow, spec: Path
) -> None:
    dialog = begun(window)
    folder = spec.parent / "home"
    assert dialog.line.text() == str(folder)
    assert dialog.words.text().endswith("files will be written.")
    assert listed(dialog)[:2] == ["new", "docker-compose.yml"]
    assert not folder.exists()
    write(dialog)
    assert "image: example/notes:1" in (folder / "docker-compose.yml").read_text(encoding="utf-8")
    assert "a-value" in (folder / "env/channel-notes.env").read_text(encoding="utf-8")
    assert dialog.command.text() == f"cd {folder} && docker compose up -d"
    click(dialog.copy)
    assert QGuiApplication.clipboard().text() == dialog.command.text()
    press(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_return_is_not_lost_while_the_folder_is_looked_at(window: MainWindow, spec: Path) -> None:
    click(window.top.export)
    (dialog,) = window.findChildren(ExportDialog)
    assert dialog.words.text().endswith("…")
    press(dialog.line, Qt.Key.Key_Return)
    wait_for(dialog.command.isVisible)
    assert (spec.parent / "home/docker-compose.yml").is_file()


def test_return_while_the_folder_is_looked_at_replaces_nothing_unseen(
    window: MainWindow, spec: Path
) -> None:
    dialog = begun(window)
    write(dialog)
    click(dialog.cancel)
    assert window.document is not None
    window.document.put(("channels", "notes", "image"), "example/notes:2")
    click(window.top.export)
    again = next(one for one in window.findChildren(ExportDialog) if one.isVisible())
    press(again.line, Qt.Key.Key_Return)
    wait_for(again.write.isEnabled)
    assert "notes:1" in (spec.parent / "home/docker-compose.yml").read_text(encoding="utf-8")
    write(again)


def test_a_second_export_tells_the_difference_first(window: MainWindow, spec: Path) -> None:
    dialog = begun(window)
    write(dialog)
    click(dialog.cancel)
    again = begun(window)
    assert again.words.text() == "The folder is up to date."
    assert again.command.text().endswith("home && docker compose up -d")
    assert not again.write.isEnabled()
    click(again.cancel)
    assert window.document is not None
    window.document.put(("channels", "notes", "image"), "example/notes:2")
    third = begun(window)
    assert third.words.text() == "This folder is an export already: 2 files differ."
    words = third.replacing.words
    assert words.heading.text() == "What it changes"
    assert [one.entry.title for one in words.rows if one.isVisible()] == [
        "notes: image changes from example/notes:1 to example/notes:2"
    ]
    assert "notes:1" in shown_lines(third)
    assert "notes:2" in shown_lines(third)
    assert third.replacing.rest.text() == "Also, without showing lines: manifest.json."
    write(third)
    assert "notes:2" in (spec.parent / "home/docker-compose.yml").read_text(encoding="utf-8")


def test_the_folder_may_be_typed_or_chosen(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = begun(window)
    dialog.line.selectAll()
    type_text(dialog.line, str(tmp_path / "mine"))
    press(dialog.line, Qt.Key.Key_Return)
    wait_for((tmp_path / "mine/docker-compose.yml").is_file)
    wait_for(dialog.command.isVisible)
    click(dialog.cancel)
    dialog = begun(window)
    dialog.line.selectAll()
    type_text(dialog.line, "stack")
    assert not dialog.write.isEnabled()
    wait_for(lambda: dialog.words.text() == "Choose a folder.")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    click(dialog.choose)
    wait_for(dialog.write.isEnabled)
    write(dialog)
    assert (tmp_path / "elsewhere/docker-compose.yml").is_file()
    click(dialog.cancel)
    assert begun(window).line.text() == str(tmp_path / "elsewhere")


def test_files_of_somebody_else_are_not_written_over(window: MainWindow, spec: Path) -> None:
    theirs = spec.parent / "home/docker-compose.yml"
    theirs.parent.mkdir()
    theirs.write_text("services: {}\n", encoding="utf-8")
    dialog = begun(window)
    assert dialog.words.text() == f"{theirs} was not generated; nothing was changed."
    assert dialog.hint.text() == "Choose another folder, or move that file away."
    assert not dialog.write.isEnabled()
    assert theirs.read_text(encoding="utf-8") == "services: {}\n"


def test_missing_secrets_are_named_and_can_be_made_up_at_once(
    open_window: Open, spec: Path
) -> None:
    window = open_window(path=spec)
    click(window.top.export)
    (dialog,) = window.findChildren(ExportDialog)
    press(dialog.line, Qt.Key.Key_Return)
    wait_for(dialog.generate.isVisible)
    assert dialog.words.text() == "1 secret has no value yet: NOTES_TOKEN"
    assert not dialog.write.isEnabled()
    click(dialog.generate)
    wait_for(dialog.write.isEnabled)
    assert "NOTES_TOKEN=" in (spec.parent / "secrets.env").read_text(encoding="utf-8")
    write(dialog)


def test_what_others_give_out_is_not_made_up_for_an_export(
    open_window: Open, tmp_path: Path
) -> None:
    path = tmp_path / "bot.yaml"
    path.write_text(BOT, encoding="utf-8")
    window = open_window(path=path)
    dialog = begun(window)
    wait_for(dialog.generate.isVisible)
    assert "2 secrets have no value yet: " in dialog.words.text()
    click(dialog.generate)
    wait_for(lambda: dialog.words.text() == "1 secret has no value yet: BOT")
    assert not dialog.generate.isVisible()
    assert dialog.secrets.isVisible()
    kept = (tmp_path / "secrets.env").read_text(encoding="utf-8")
    assert "NOTES_TOKEN=" in kept
    assert "BOT=" not in kept


def test_missing_secrets_can_be_set_in_their_section(open_window: Open, spec: Path) -> None:
    window = open_window(path=spec)
    dialog = begun(window)
    click(dialog.secrets)
    assert not dialog.isVisible()
    assert window.sections.currentWidget() is window.sections.page(Section.SECRETS)


def test_a_stack_that_is_not_saved_is_saved_first_where_it_has_secrets(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(STACK)
    target = tmp_path / "mine.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog = begun(window)
    click(dialog.save)
    wait_saved(window)
    wait_for(dialog.generate.isVisible)
    assert target.is_file()


def test_nothing_is_called_ready_before_the_secrets_were_looked_at(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 3_600_000)
    window = open_window(STACK)
    assert window.problems.none.text().startswith("Nothing is wrong so far.")


def test_errors_in_the_stack_are_told_instead(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    assert window.document is not None
    window.document.put(("channels", "notes", "image"), None)
    click(window.top.export)
    assert said == ["1 error in the stack: its files cannot be written yet."]
    assert not window.findChildren(ExportDialog)

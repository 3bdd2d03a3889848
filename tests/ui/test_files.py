"""Opening, saving, closing: nothing is lost and nothing is written that nobody asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from openpalm_desktop.deploy.opening import Refused, read_stack
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.refused_dialog import RefusedDialog
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.welcome import EXAMPLE
from tests.ui.hands import TWO_CHANNELS, Open, press, type_text, wait_saved

Answer = Callable[[Choice], list[str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home.yaml"
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    return path


def type_in_image(window: MainWindow, text: str) -> None:
    window.channels.show_channel("blog")
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    type_text(page.image.line, text)


def test_saving_writes_only_what_was_edited_and_keeps_comments(
    open_window: Open, path: Path
) -> None:
    window = open_window(path=path)
    type_in_image(window, "0")
    assert window.top.edited.isVisible()
    press(window, Qt.Key.Key_S, ctrl=True)
    wait_saved(window)
    saved = path.read_text(encoding="utf-8")
    assert saved == TWO_CHANNELS.replace("blog:1   #", "blog:10   #")
    assert not window.top.edited.isVisible()
    assert window.settings.recent_files == [path]


def test_saving_after_undo_gives_back_the_same_bytes(open_window: Open, path: Path) -> None:
    window = open_window(path=path)
    type_in_image(window, "0")
    window.files.save()
    wait_saved(window)
    window.undo()
    window.files.save()
    wait_saved(window)
    assert path.read_text(encoding="utf-8") == TWO_CHANNELS


def test_a_file_that_another_program_changed_is_asked_about(
    open_window: Open, path: Path, answer: Answer
) -> None:
    window = open_window(path=path)
    type_in_image(window, "0")
    path.write_text("something else, and longer", encoding="utf-8")
    asked = answer(Choice.CANCEL)
    window.files.save()
    wait_saved(window)
    assert asked == ["home.yaml"]
    assert path.read_text(encoding="utf-8") == "something else, and longer"
    answer(Choice.DISCARD)
    window.files.save()
    wait_saved(window)
    assert "blog:10" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("choice", "closes"), [(Choice.CANCEL, False), (Choice.DISCARD, True)])
def test_closing_with_unsaved_work_asks(
    window: MainWindow, answer: Answer, choice: Choice, closes: bool
) -> None:
    type_in_image(window, "0")
    asked = answer(choice)
    assert window.close() is closes
    assert asked == ["New stack"]


def test_save_as_asks_for_a_name(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "other.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.files.save_as()
    wait_saved(window)
    assert target.read_text(encoding="utf-8") == TWO_CHANNELS
    assert window.top.name.text() == "other.yaml"


def test_a_name_without_an_ending_gets_the_one_that_the_dialog_for_opening_shows(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "family"), ""))
    window.files.save_as()
    wait_saved(window)
    assert window.top.name.text() == "family.yaml"
    assert (tmp_path / "family.yaml").is_file()


def test_a_stack_is_never_kept_under_the_name_of_an_archive(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters: list[str] = []

    def answer(*said: str) -> tuple[str, str]:
        filters.append(said[3])
        return str(tmp_path / "family.tar.gz"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    window.files.save_as()
    wait_saved(window)
    assert window.top.name.text() == "family.tar.gz.yaml"
    assert "tar" not in filters[0]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where the dialog for saving begins, each time that it is asked."""
    asked: list[str] = []

    def answer(*said: str) -> tuple[str, str]:
        asked.append(said[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def test_a_new_stack_is_offered_a_place_beside_the_last_one(
    window: MainWindow, tmp_path: Path, offered: list[str]
) -> None:
    window.settings.add_recent_file(tmp_path / "other.yaml")
    window.files.save_as()
    assert offered == [str(tmp_path / "openpalm.yaml")]


def test_a_new_stack_is_not_offered_a_place_among_the_examples(
    window: MainWindow, offered: list[str]
) -> None:
    window.settings.add_recent_file(EXAMPLE)
    window.files.save_as()
    assert Path(offered[0]).parent != EXAMPLE.parent


def test_a_file_with_mistakes_is_refused_with_line_and_column(
    tmp_path: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(TWO_CHANNELS.replace("8080", "eighty"), encoding="utf-8")
    seen: list[Refused] = []
    monkeypatch.setattr(messages, "show_refused", lambda _, refused: seen.append(refused))
    window = open_window(path=path)
    assert window.top.name.text() == "New stack"
    dialog = RefusedDialog(window, seen[0])
    qtbot.addWidget(dialog)
    texts = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Line 9, column" in texts


def test_an_older_file_becomes_a_new_stack_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "compose.yml"
    text = "services:\n  web:\n    image: nginx:1\n    ports: ['8080:80']\n"
    path.write_text(text, encoding="utf-8")
    opened = read_stack(path)
    assert not isinstance(opened, Refused)
    assert (opened.path, opened.source, opened.is_unsaved) == (None, path, True)
    assert path.read_text(encoding="utf-8") == text


def test_sizes_and_look_are_remembered(window: MainWindow, settings: Settings) -> None:
    window.menus.actions["look_dark"].trigger()
    assert settings.look.value == "dark"
    window.close()
    assert settings.size("main") is not None


def test_a_missing_file_is_a_sentence(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    open_window(path=tmp_path / "none.yaml")
    assert said
    assert "none.yaml" in said[0]

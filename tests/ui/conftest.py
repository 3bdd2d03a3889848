"""A window of its own for each test, with settings that nobody else sees."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from openpalm_desktop.app import fill
from openpalm_desktop.deploy import secret_places
from openpalm_desktop.deploy.keyring_store import NoKeyring
from openpalm_desktop.ui import messages, secret_desk
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
from tests.ui.hands import TWO_CHANNELS, Open, opened_text, wait_opened


@pytest.fixture(autouse=True)
def _leave_stores_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tests of secrets look into a store; in others nothing would wait for its answer."""
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 3_600_000)


class _NoKeyring:
    """Where a computer without a keyring would have it."""

    def __init__(self, project: str) -> None:
        raise NoKeyring(f"No keyring for {project}.", "")


@pytest.fixture
def no_keyring(_leave_stores_alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look into stores at once, on a computer without a keyring."""
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)
    monkeypatch.setattr(secret_places, "KeyringStore", _NoKeyring)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a file of the test's own."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The one theme: dressing the application takes long."""
    return Theme(qapp, Look.LIGHT)


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, settings: Settings, theme: Theme
) -> Iterator[Open]:
    """Open windows, with a text or a file in them, and close them without questions."""

    def opened(text: str | None = None, path: Path | None = None) -> MainWindow:
        window = MainWindow(settings, theme)
        window.resize(1280, 800)
        qtbot.addWidget(window, before_close_func=forget_changes)
        window.show()
        qapp.processEvents()
        document = fill(window, [path] if path else [])
        if text is not None:
            document.show_opened(opened_text(text))
        wait_opened(window)
        qapp.processEvents()
        return window

    yield opened
    theme.choose(Look.LIGHT)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # else they would pile up


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    """A window on a stack with two channels."""
    return open_window(TWO_CHANNELS)


@pytest.fixture
def document(window: MainWindow) -> Document:
    """The document of that window."""
    assert window.document is not None
    return window.document


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Choice], list[str]]:
    """Answer the next questions, and tell which were asked."""

    def answering(choice: Choice) -> list[str]:
        asked: list[str] = []

        def reply(_: object, name: str) -> Choice:
            asked.append(name)
            return choice

        monkeypatch.setattr(messages, "ask_about_unsaved", reply)
        monkeypatch.setattr(messages, "ask_about_changed_file", reply)
        return asked

    return answering


def forget_changes(window: MainWindow) -> None:
    """Let a window close without a question."""
    if window.document is not None:
        window.document.draft.forget()
        window.document.history.setClean()

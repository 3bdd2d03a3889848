"""The program: builds the window, paints it, then opens what was asked for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from .ui.crash_dialog import watch_for_crashes
from .ui.language import speak_language
from .ui.main_window import MainWindow
from .ui.settings import Settings
from .ui.theme import Theme

if TYPE_CHECKING:
    from .ui.document import Document


def run(arguments: Sequence[str]) -> int:
    """Show the window, with the spec that was named, until it is closed."""
    watch_for_crashes()
    QApplication.setApplicationName("OpenPalm Desktop")
    QApplication.setDesktopFileName("openpalm-desktop")
    app = QApplication.instance() or QApplication(["openpalm-desktop"])
    assert isinstance(app, QApplication)  # noqa: S101 – nobody made another kind before
    settings = Settings()
    speak_language(app, settings.language)
    window = MainWindow(settings, Theme(app, settings.look))
    window.show()
    QTimer.singleShot(0, lambda: _begin(window, [Path(each) for each in arguments]))
    return app.exec()


def _begin(window: MainWindow, paths: Sequence[Path]) -> None:
    fill(window, paths)
    window.beginning.offer_tour()


def fill(window: MainWindow, paths: Sequence[Path]) -> "Document":
    """Put a document into the window, and a file's stack into the document."""
    from .ui.document import Document  # noqa: PLC0415 – the frame is painted before the model is there

    document = Document(window)
    window.attach(document)
    if paths:
        window.files.open_path(paths[0].absolute())
    return document

"""The program: builds the window, paints it, then opens what was asked for."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import ui  # noqa: F401 – starts PySide, before anything asks for it

# isort: split
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication

from .ui.crash_hook import watch_for_crashes
from .ui.language import speak_language
from .ui.main_window import MainWindow
from .ui.settings import Settings
from .ui.theme import Theme
from .ui.windows import Windows

if TYPE_CHECKING:
    from .ui.document import Document


def run(arguments: Sequence[str]) -> int:
    """Show the window, with the spec that was named, until it is closed."""
    watch_for_crashes()
    QApplication.setApplicationName("OpenPalm Desktop")
    QApplication.setDesktopFileName("openpalm-desktop")
    app = application()
    settings = Settings()
    windows = Windows(settings, Theme(app, settings.look), _journals(), app)
    if sys.platform == "darwin":  # no other asks so; it would look at each event
        from .ui.files_from_system import FilesFromSystem  # noqa: PLC0415 – as above

        FilesFromSystem(app, windows.open_file)
    paths = [Path(each) for each in arguments]
    windows.begin(paths, lambda: speak_language(app, settings.language))
    return app.exec()


def application() -> QApplication:
    """Return Qt's application, in the style that the theme is drawn for.

    Choosing it by `setStyle` would make PySide prepare all that styles know, which takes 5 ms.
    """
    app = QApplication.instance() or QApplication(["openpalm-desktop", "-style", "fusion"])
    assert isinstance(app, QApplication)  # noqa: S101 – nobody made another kind before
    return app


def _journals() -> Path:
    """Return the folder for what a crash must not take, in the system's own place for such."""
    place = QStandardPaths.StandardLocation.StateLocation
    return Path(QStandardPaths.writableLocation(place)) / "journals"


def fill(window: MainWindow, paths: Sequence[Path]) -> "Document":
    """Put a document into the window, and a file's stack into the document."""
    from .ui.document import Document  # noqa: PLC0415 – the frame is painted before the model is there

    document = Document(window)
    window.attach(document)
    if paths:
        window.files.open_path(paths[0].absolute())
    return document

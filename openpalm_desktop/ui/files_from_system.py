"""Files that the system asks to open while the program runs: so macOS passes on a double-click."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class FilesFromSystem(QObject):
    """Hands on each file that the system wants opened; installed on the application."""

    def __init__(self, application: QObject, open_file: Callable[[Path], None]) -> None:
        super().__init__(application)
        self._open = open_file
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the requests out of the application's events."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._open(Path(event.file()))
            return True
        return super().eventFilter(watched, event)

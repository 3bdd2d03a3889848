"""What is not in the first picture of a window comes after it, one part a turn."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from .opener import Opener


class Later(QObject):
    """Makes parts in their order, each in a turn of its own, once what was asked for is shown.

    Whoever needs one before that makes it, as each is a property that makes itself.
    """

    def __init__(self, parts: Iterator[None], opener: "Opener", parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._opener = opener
        self.is_done = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_next)
        self._timer.start()
        opener.changed.connect(self._timer.start)

    def _make_next(self) -> None:
        if self._opener.is_busy:
            return
        for _ in self._parts:
            self._timer.start()
            return
        self.is_done = True
        self._opener.changed.disconnect(self._timer.start)

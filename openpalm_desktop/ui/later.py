"""What is not in the first picture of a window comes after it, one part a turn."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from .opener import Opener


class Later(QObject):
    """Makes parts in their order, each in a turn of its own, once what was asked for is shown.

    Whoever needs one before that makes it, as each is a property that makes itself.
    """

    def __init__(self, opener: "Opener", parent: QObject) -> None:
        super().__init__(parent)
        self._parts: deque[Callable[[], object]] = deque()
        self._opener = opener
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_next)
        opener.changed.connect(self._timer.start)

    @property
    def is_done(self) -> bool:
        """Whether every part is there."""
        return not self._parts

    def add(self, parts: "Iterable[Callable[[], object]]") -> None:
        """Make these parts, too, after those that were added before."""
        self._parts.extend(parts)
        self._timer.start()

    def _make_next(self) -> None:
        if self._parts and not self._opener.is_busy:
            make = self._parts.popleft()
            self._timer.start()
            make()

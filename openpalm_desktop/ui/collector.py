"""Collects circles of objects, which Python cannot do without looking for them, where it is safe.

Left alone, Python looks on whichever thread makes the next object. A circle with a dialog in it
would end there, and with it the program: Qt's objects may only end on the window's thread.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_PAUSE_MS = 1000


def collect_here(is_busy: Callable[[], bool]) -> None:
    """Collect on this thread from now on, and on no other; not while there is much to do."""
    if gc.isenabled():
        _Collector(is_busy, QCoreApplication.instance())


class _Collector(QObject):
    """Looks, as rarely as Python would."""

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_busy = is_busy
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(_PAUSE_MS)

    def _look(self) -> None:
        if self._is_busy():
            return
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most > 0]
        if due:
            gc.collect(due[-1])

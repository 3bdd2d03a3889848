"""What PySide does wrong and we mend."""

from PySide6.QtCore import QObject, Signal

import openpalm_desktop.ui  # noqa: F401 – which mends it


class Bell(QObject):
    rung = Signal()


def test_a_signal_may_be_emitted_as_often_as_one_likes() -> None:
    bell = Bell()
    for _ in range(5000):
        bell.rung.emit()

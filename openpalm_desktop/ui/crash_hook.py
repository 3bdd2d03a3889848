"""Mistakes that nothing else handles are shown; what shows them is read when there is one."""

import sys
from types import TracebackType


def watch_for_crashes() -> None:
    """Show mistakes that nothing else handles."""
    sys.excepthook = _hear_first


def _hear_first(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    from .crash_dialog import CrashWatch  # noqa: PLC0415 – the frame is painted first

    sys.excepthook = CrashWatch().hear
    sys.excepthook(kind, error, trace)

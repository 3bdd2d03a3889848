"""Opening a file beside the window: one at a time, the last one wanted wins."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

if TYPE_CHECKING:
    from .tasks import Task, Tasks, Work


class Opener(QObject):
    """Reads a file and makes what follows from it; ends with `opened` or `failed`.

    `opened` carries an `Opening` or what refused it, `failed` the error; neither comes once the
    person has cancelled. `changed` tells that something began or ended.
    """

    opened = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, tasks: "Tasks", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self.path: Path | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being opened."""
        return self.path is not None

    def open(self, path: Path) -> None:
        """Begin to open a file, once the window is painted; one that is being opened is let go."""
        self.cancel()
        self.path = path
        self._soon.start()
        self.changed.emit()

    def cancel(self) -> None:
        """Let go of what is being opened."""
        if self._task is not None:
            self._task.cancel()
        if self.is_busy:
            self._forget()

    def _begin(self) -> None:
        assert self.path is not None  # noqa: S101 – else nothing would begin
        task = self._tasks.run(_opening(self.path))
        task.succeeded.connect(lambda result: self._report(task, self.opened, result))
        task.failed.connect(lambda error: self._report(task, self.failed, error))
        self._task = task

    def _report(self, task: "Task", signal: SignalInstance, result: object) -> None:
        if task is self._task:  # else it is not wanted any more
            self._forget()
            signal.emit(result)

    def _forget(self) -> None:
        self._soon.stop()
        self._task = None
        self.path = None
        self.changed.emit()


def _opening(path: Path) -> "Work":
    """Return the work of opening; what it takes is read on the work's own thread, too."""
    from openpalm_desktop.deploy.opening import open_spec  # noqa: PLC0415 – the window comes first

    return (yield from open_spec(path))

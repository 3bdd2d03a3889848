"""Work beside the GUI thread: one piece after another; threads exist nowhere else."""

import gc
import sys
from collections import deque
from collections.abc import Callable, Generator
from enum import Enum, auto
from threading import Event, Semaphore, Thread
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from .collector import collect_here

_SWITCH = 0.0005  # seconds
_PATIENCE = 0.3  # seconds
Work = Generator[Any, None, Any]  # yields Progress, or other frozen news


class Task(QObject):
    """A piece of work under way; its signals arrive on the thread that made it.

    It ends with exactly one of `succeeded`, `failed` and `cancelled`. Only frozen values may cross.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _reported = Signal(object, object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._is_unwanted = Event()
        self._is_abandoned = Event()
        self._reported.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Stop the work after its current step; it may still succeed when that was the last."""
        self._is_unwanted.set()

    def abandon(self) -> None:
        """Cancel, and say no more: whoever would listen is about to be gone."""
        self._is_unwanted.set()
        self._is_abandoned.set()

    def drive(self) -> None:
        """Do the work, on whichever thread this is called."""
        try:
            while not self._is_unwanted.is_set():
                self._report(_News.PROGRESSED, next(self._work))
            self._work.close()
            self._report(_News.CANCELLED, None)
        except StopIteration as end:
            self._report(_News.SUCCEEDED, end.value)
        except Exception as error:  # noqa: BLE001 – carried home, where it is shown
            self._report(_News.FAILED, error)

    def _report(self, news: "_News", value: object) -> None:
        if not self._is_abandoned.is_set():
            self._reported.emit(news, value)

    def _hear(self, news: "_News", value: object) -> None:
        match news:
            case _News.PROGRESSED:
                self.progressed.emit(value)
                return
            case _News.SUCCEEDED:
                self.succeeded.emit(value)
            case _News.FAILED:
                self.failed.emit(value)
            case _News.CANCELLED:
                self.cancelled.emit()
        self.deleteLater()


class Tasks(QObject):
    """Runs pieces of work in their order, on one thread that lives only while there is any.

    Work that `waits_for_people`, such as for the password of a keyring, is not hurried, and does
    not keep a window from closing.
    """

    def __init__(self, parent: QObject | None = None, *, waits_for_people: bool = False) -> None:
        super().__init__(parent)
        collect_here(_MANNERS.are_kept)
        self._waits_for_people = waits_for_people
        self._worker: _Worker | None = None
        self._tasks: list[Task] = []
        self.destroyed.connect(lambda *_: self._abandon())  # a slot of its own would be gone

    @property
    def is_busy(self) -> bool:
        """Whether any work is under way or waiting."""
        return bool(self._tasks)

    def run(self, work: Work) -> Task:
        """Begin a piece of work, or let it wait for those before it."""
        task = Task(work, self)
        for signal in (task.succeeded, task.failed, task.cancelled):
            signal.connect(lambda *_: self._forget(task))
        self._tasks.append(task)
        if self._worker is None:
            if not self._waits_for_people:
                _MANNERS.enter()
            self._worker = _Worker(is_left_behind=self._waits_for_people)
        self._worker.submit(task.drive)
        return task

    def close(self) -> None:
        """Cancel everything and wait for the step that is being done."""
        for task in self._tasks:
            if self._waits_for_people:
                task.abandon()
            else:
                task.cancel()
        self._let_go()

    def _abandon(self) -> None:
        """Let nothing be told any more, as whoever listened went without a word."""
        for task in self._tasks:
            task.abandon()
        self._let_go()

    def _forget(self, task: Task) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        if not self._tasks:
            self._let_go()  # its thread has nothing left to do but to end

    def _let_go(self) -> None:
        if self._worker is not None:
            self._worker.shut_down()
            self._worker = None
            if not self._waits_for_people:
                _MANNERS.leave()


class _Worker:
    """A thread that does one job after another.

    It may be left behind, where nobody answers what it asks, and then ends with the program.
    Python's own pool would read how to log, at each start of the window.
    """

    def __init__(self, *, is_left_behind: bool) -> None:
        self._jobs: deque[Callable[[], None] | None] = deque()
        self._waiting = Semaphore(0)
        self._patience = _PATIENCE if is_left_behind else None
        self._thread = Thread(target=self._do_jobs, name="work", daemon=is_left_behind)
        self._thread.start()

    def submit(self, job: Callable[[], None] | None) -> None:
        """Do a job after those before it."""
        self._jobs.append(job)
        self._waiting.release()

    def shut_down(self) -> None:
        """End after the last job, and wait for that; not long, if it may be left behind."""
        self.submit(None)
        self._thread.join(self._patience)

    def _do_jobs(self) -> None:
        while True:
            self._waiting.acquire()
            job = self._jobs.popleft()
            if job is None:
                return
            job()


class _Manners:
    """Python's ways while two threads share it: the window comes first.

    Measured on a stack of 1,000 channels: collecting circles stops every thread for 150 ms and
    more, and the usual switch interval of 5 ms adds up to a frame in a few waits. All who work
    share these ways: the first to come sets them, the last to go puts them back.
    """

    def __init__(self) -> None:
        self._count = 0
        self._interval = 0.0

    def are_kept(self) -> bool:
        """Whether anybody works."""
        return self._count > 0

    def enter(self) -> None:
        self._count += 1
        if self._count == 1:
            self._interval = sys.getswitchinterval()
            sys.setswitchinterval(_SWITCH)

    def leave(self) -> None:
        self._count -= 1
        if self._count == 0:
            sys.setswitchinterval(self._interval)
            gc.freeze()  # there and back: what was made is old now, and not looked through at once
            gc.unfreeze()


_MANNERS = _Manners()


class _News(Enum):
    PROGRESSED = auto()
    SUCCEEDED = auto()
    FAILED = auto()
    CANCELLED = auto()

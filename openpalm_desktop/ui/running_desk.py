"""What runs of the open stack on its target: seen as the engine tells of it, started and stopped.

The window never waits: each look is work on a thread of its own.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.deploy.service_state import states_of
from openpalm_desktop.errors import OpenPalmError

from .running import Running
from .target_desk import Standing, is_question
from .tasks import Task, Tasks, Work

if TYPE_CHECKING:
    from openpalm_desktop.deploy.difference import Difference
    from openpalm_desktop.deploy.engine import Engine, EngineContainer
    from openpalm_desktop.deploy.observed import Observed
    from openpalm_desktop.deploy.visit import Visit
    from openpalm_desktop.deploy.watching import Seen
    from openpalm_desktop.generate.generator import Generated

    from .document import Document
    from .target_desk import Sight, TargetDesk

_PAUSE_MS = 300  # so that what is typed is not compared letter by letter
_SOON_MS, _LATE_MS = 10_000, 300_000  # how often a target that went away is asked again


class RunningDesk(QObject):
    """Watches the stack on an engine; `lost` carries why that had an end.

    What people do to it ends with `done`, or with `failed` and the error.
    """

    changed = Signal()
    lost = Signal(object)
    progressed = Signal(str)
    done = Signal()
    failed = Signal(object)

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self.engine: Engine | None = None
        self._project = ""
        self._containers: tuple[EngineContainer, ...] = ()
        self._changes: Mapping[str, tuple[str, ...]] = {}
        self._drift: tuple[Difference, ...] = ()
        self._looked: Observed | None = None  # closely, since the engine last told of something
        self._told = 0  # how often that was
        self._told_before = 0  # the same when the target was asked last
        self._visited: Visit | None = None
        self._watching: Task | None = None
        self._watches = Tasks(self, waits_for_people=True)
        self._comparing = Tasks(self, waits_for_people=True)
        self._acting = Tasks(self, waits_for_people=True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._compare)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self.running = Running()
        document.changed.connect(self._follow)

    def follow(self, target: "TargetDesk") -> None:
        """Look wherever the stack's target is, and ask again now and then if it goes away."""
        self._again.timeout.connect(target.look)
        self.lost.connect(target.show_trouble)
        self.lost.connect(lambda _: self._ask_again(_SOON_MS))
        target.changed.connect(lambda: self._look_there(target.sight))

    def look_at(self, target: str, engine: "Engine | None", *, is_gone: bool = False) -> None:
        """Watch the stack on a target from now on; no name: none; no engine: it does not answer."""
        if target != self.running.target:
            self._forget(Running(target))
        if engine is None:
            self._let_go()
            self._show(self.running.replaced(is_gone=is_gone and self.running.is_seen))
        elif engine is not self.engine or self._watching is None:
            self._let_go()
            self.engine = engine
            self._watch()

    def close(self) -> None:
        """Watch nothing any more."""
        self._let_go()
        self._soon.stop()
        self._again.stop()
        for tasks in (self._watches, self._comparing, self._acting):
            tasks.close()

    # What people do

    @property
    def is_busy(self) -> bool:
        """Whether something is being started or stopped."""
        return self._acting.is_busy

    def start(self, services: Sequence[str] = ()) -> None:
        """Start services, or all."""
        from openpalm_desktop.deploy.running_stack import start  # noqa: PLC0415 – read when wanted

        if self.engine is not None:
            self._act(start(self.engine, self._project, services))

    def stop(self, services: Sequence[str] = ()) -> None:
        """Stop services, or all."""
        from openpalm_desktop.deploy.running_stack import stop  # noqa: PLC0415 – as above

        if self.engine is not None:
            self._act(stop(self.engine, self._project, services))

    def restart(self, services: Sequence[str] = ()) -> None:
        """Restart services, or all."""
        from openpalm_desktop.deploy.running_stack import restart  # noqa: PLC0415 – as above

        if self.engine is not None:
            self._act(restart(self.engine, self._project, services))

    # Inside

    @property
    def project(self) -> str:
        """The stack's name on an engine."""
        return self._document.state.spec.project_name

    def _look_there(self, sight: "Sight") -> None:
        match sight.standing:
            case Standing.REACHABLE if sight.visit is not None:
                self._again.stop()
                self.look_at(sight.name, sight.visit.engine)
                if sight.visit is not self._visited:  # as after a deployment, which may be silent
                    self._visited = sight.visit
                    self._take_over(sight.visit.observed)
                    self._forget_look()
                    self._soon.start()
            case Standing.UNREACHABLE:
                is_waiting = self._again.interval() > 0 and self.running.is_gone
                self.look_at(sight.name, None, is_gone=True)
                if is_waiting and not is_question(sight.trouble):
                    self._ask_again(min(2 * self._again.interval(), _LATE_MS))
            case Standing.ASKING:
                self._told_before = self._told
                self._again.stop()
            case Standing.NONE | Standing.NOT_ASKED:
                self._again.stop()
                self.look_at("", None)

    def _take_over(self, observed: "Observed") -> None:
        """Know what a visit found, unless the engine told of something meanwhile."""
        is_ours = self.running.is_seen and observed.project == self._project
        if is_ours and self._told == self._told_before:
            self._containers = tuple(sorted(observed.containers, key=lambda one: one.name))
            self._tell()

    def _ask_again(self, milliseconds: int) -> None:
        self._again.setInterval(milliseconds)
        self._again.start()

    def _act(self, work: Work) -> None:
        if self.is_busy:
            return
        task = self._acting.run(work)
        task.progressed.connect(lambda progress: self.progressed.emit(progress.sentence))
        task.succeeded.connect(lambda _: self.done.emit())
        task.failed.connect(self.failed)

    def _watch(self) -> None:
        from openpalm_desktop.deploy.watching import watch  # noqa: PLC0415 – as above

        assert self.engine is not None  # noqa: S101 – there is one to watch
        self._project = self.project
        task = self._watching = self._watches.run(watch(self.engine, self._project))
        task.progressed.connect(lambda seen: self._hear(task, seen))
        task.failed.connect(lambda error: self._hear_end(task, error))

    def _hear(self, task: Task, seen: "Seen | None") -> None:
        if task is self._watching and seen is not None:
            if seen.is_told or _places(seen.containers) != _places(self._containers):
                self._forget_look()
            self._containers = seen.containers
            if self._changes or not self.running.is_seen:
                self._compare()
            else:
                self._soon.start()
            self._tell()

    def _hear_end(self, task: Task, error: BaseException) -> None:
        if task is not self._watching:
            return
        self._watching = self.engine = None
        self._show(self.running.replaced(is_gone=self.running.is_seen))
        if not isinstance(error, OpenPalmError):
            raise error
        self.lost.emit(error)

    def _follow(self, state: object) -> None:
        del state
        if self._watching is None:
            return
        if self.project != self._project:
            engine, target = self.engine, self.running.target
            self._forget(Running(target))
            self.look_at(target, engine)
        else:
            self._soon.start()

    def _compare(self) -> None:
        """Compare with what runs, when neither another comparison nor an edit is at work."""
        if self._comparing.is_busy or self._document.making.is_busy:
            self._soon.start()
            return
        files = self._document.state.files
        if files is not None and self.engine is not None and self._was_there:
            task = self._comparing.run(_compared(files, self.engine, self._project, self._looked))
            told = self._told
            task.succeeded.connect(lambda found: self._hear_changes(told, found))
            task.failed.connect(self._hear_no_changes)

    def _forget_look(self) -> None:
        self._looked, self._told = None, self._told + 1

    @property
    def _was_there(self) -> bool:
        """Whether anything of the stack is there, or was and has been removed."""
        return bool(self._containers or self._drift)

    def _hear_changes(self, told: int, found: "_Compared") -> None:
        if found.observed.project != self._project or self._watching is None:
            return
        if told == self._told:
            self._looked = found.observed
        is_new = found.changes != self._changes or found.drift != self._drift
        if is_new and self.running.is_seen:
            self._changes, self._drift = found.changes, found.drift
            self._tell()

    def _hear_no_changes(self, error: BaseException) -> None:
        """The engine is gone, which whoever watches it says."""
        if not isinstance(error, OpenPalmError):
            raise error

    def _tell(self) -> None:
        states = states_of(self._containers, self._changes, self._drift)
        seen = Running(self.running.target, self._containers, states, self._drift, is_seen=True)
        self._show(seen)

    def _show(self, running: Running) -> None:
        self.running = running
        self.changed.emit()

    def _let_go(self) -> None:
        if self._watching is not None:
            self._watching.abandon()
        self._watching = self.engine = None

    def _forget(self, running: Running) -> None:
        self._let_go()
        self._containers, self._changes, self._drift, self._looked = (), {}, (), None
        self._show(running)


@dataclass(frozen=True, eq=False)
class _Compared:
    """A close look, and what follows from it for a stack."""

    observed: "Observed"
    changes: Mapping[str, tuple[str, ...]]
    drift: tuple["Difference", ...]


def _compared(
    files: "Generated", engine: "Engine", project: str, looked: "Observed | None"
) -> Generator[Progress, None, _Compared]:
    from openpalm_desktop.deploy.drift import drift  # noqa: PLC0415 – as above
    from openpalm_desktop.deploy.observed import observe_closely  # noqa: PLC0415
    from openpalm_desktop.deploy.pending import pending_changes  # noqa: PLC0415

    yield Progress("")
    observed = looked or observe_closely(engine, project)
    yield Progress("")
    return _Compared(observed, pending_changes(files, observed), drift(files, observed))


def _places(containers: "Sequence[EngineContainer]") -> list[tuple[object, ...]]:
    """Return what tells of containers that were changed without a word of the engine."""
    return [(one.id, one.name, one.state, sorted(one.addresses or ())) for one in containers]

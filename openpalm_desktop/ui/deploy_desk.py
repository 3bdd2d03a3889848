"""The deployment of the open stack: its plan, how far it is, and how it ended."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from openpalm_desktop.errors import OpenPalmError

from .target_desk import Standing
from .tasks import Task, Tasks

if TYPE_CHECKING:
    from openpalm_desktop.deploy.execute import Deployed
    from openpalm_desktop.deploy.plan import Plan
    from openpalm_desktop.deploy.planning import Secrets
    from openpalm_desktop.deploy.progress import Progress
    from openpalm_desktop.model.stack import StackSpec

    from .document import Document
    from .target_desk import TargetDesk


class Stage(Enum):
    """Where a deployment stands."""

    IDLE = auto()
    PLANNING = auto()
    PLANNED = auto()
    WORKING = auto()
    STOPPING = auto()  # it is being taken back, because somebody wants so
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


BUSY = (Stage.WORKING, Stage.STOPPING)


@dataclass(frozen=True, eq=False)
class Doing:
    """A deployment: the plan, what was done so far, and what came of it."""

    stage: Stage = Stage.IDLE
    plan: "Plan | None" = None
    basis: "tuple[StackSpec, int] | None" = None  # the plan was made from it
    returns_to: int | None = None
    removes_orphans: bool = False
    only: tuple[str, ...] = ()  # services, if not all may be touched
    is_renewed: bool = False  # the plan before was out of date
    done: tuple[str, ...] = ()
    progress: "Progress | None" = None
    result: "Deployed | None" = None
    trouble: OpenPalmError | None = None

    @property
    def count(self) -> int | None:
        """How many things the plan changes; None where no plan is made."""
        if self.plan is None or self.stage is not Stage.PLANNED:
            return None
        from openpalm_desktop.deploy.plan_steps import Kind  # noqa: PLC0415 – a plan needs it, no start

        quiet = (Kind.REACH, Kind.BLOCKED, Kind.WARNING, Kind.ORPHAN)
        return sum(step.kind not in quiet for step in self.plan.steps)


class DeployDesk(QObject):
    """Makes plans and carries them out, beside the window."""

    changed = Signal()
    progressed = Signal()
    failed = Signal(object)

    def __init__(self, document: "Document", target: "TargetDesk") -> None:
        super().__init__(document)
        self._document, self._target = document, target
        self._planning = Tasks(self, waits_for_people=True)
        self._working = Tasks(self)
        self._task: Task | None = None
        self._visit = 0
        self._wanted: Doing | None = None  # as soon as the target answers
        self._is_renewing = False
        self.doing = Doing()
        target.changed.connect(self._follow_target)

    @property
    def is_busy(self) -> bool:
        """Whether something is being changed on the target just now."""
        return self.doing.stage in BUSY

    @property
    def is_outdated(self) -> bool:
        """Whether the stack or a secret's value changed since the plan was made from it."""
        doing = self.doing
        if doing.plan is None or doing.returns_to is not None or doing.basis is None:
            return False
        spec, edition = doing.basis
        is_same = spec is self._document.state.spec and edition == self._document.secrets.edition
        return not is_same

    @property
    def obstacles(self) -> int:
        """How many errors of the stack, or secrets without value, keep it from being deployed."""
        return sum(problem.is_error for problem in self._document.state.product.problems)

    # What people do

    def plan(self, *, removes_orphans: bool = False, only: tuple[str, ...] = ()) -> None:
        """Make the plan for the stack, or some services of it; first the target is asked."""
        if self.is_busy:
            return
        visit = self._target.sight.visit
        from openpalm_desktop.deploy.planning import plan_stack  # noqa: PLC0415 – read when it is wanted

        if visit is None or self._target.sight.trouble is not None:
            self._wanted = Doing(removes_orphans=removes_orphans, only=only)
            self._target.look()
            return
        product = self._document.state.product
        if self.obstacles or product.generated is None:
            self._show(Doing())
            return
        work = plan_stack(
            visit.engine,
            product.generated,
            self._secrets,
            remove_orphans=removes_orphans,
            only=only,
        )
        basis = (self._document.state.spec, self._document.secrets.edition)
        self._plan(work, Doing(basis=basis, removes_orphans=removes_orphans, only=only))

    def plan_return(self, number: int) -> None:
        """Make the plan that goes back to a release."""
        visit = self._target.sight.visit
        if visit is None or self.is_busy:
            return
        from openpalm_desktop.deploy.planning import plan_return  # noqa: PLC0415 – as above

        project = self._document.state.spec.project_name
        work = plan_return(visit.engine, project, number, self._secrets)
        self._plan(work, Doing(returns_to=number))

    def plan_for(self, doing: Doing) -> None:
        """Make the plan once more that something was done by, or was to be."""
        if doing.returns_to is None:
            self.plan(removes_orphans=doing.removes_orphans, only=doing.only)
        else:
            self.plan_return(doing.returns_to)

    def carry_out(self) -> None:
        """Do what the plan says."""
        from openpalm_desktop.deploy.execute import execute  # noqa: PLC0415 – as above

        doing, visit = self.doing, self._target.sight.visit
        is_ready = doing.stage is Stage.PLANNED and not self.is_outdated
        if visit is None or doing.plan is None or not is_ready:
            return
        self._work(execute(doing.plan, visit.engine, returns_to=doing.returns_to), doing)

    def put_in_order(self) -> None:
        """Finish or take back what was interrupted, and nothing else."""
        from openpalm_desktop.deploy.planning import put_in_order  # noqa: PLC0415 – as above

        visit = self._target.sight.visit
        if visit is not None and not self.is_busy:
            project = self._document.state.spec.project_name
            self._work(put_in_order(visit.engine, project), Doing())

    def stop(self) -> None:
        """Take back what is being done; a plan that is being made is left."""
        if self.doing.stage is Stage.PLANNING:
            self.forget()
        elif self._task is not None and self.doing.stage is Stage.WORKING:
            self._task.cancel()
            self._show(replace(self.doing, stage=Stage.STOPPING))

    def forget(self) -> None:
        """Begin anew: another stack is open, or another target is chosen."""
        self._visit += 1
        self._wanted = None
        if not self.is_busy:
            self._show(Doing())

    def close(self) -> None:
        """Wait for nobody any more, but for what is being taken back."""
        self._visit += 1
        self._planning.close()
        self._working.close()

    # Inside

    @property
    def _secrets(self) -> "Secrets":
        from openpalm_desktop.deploy.planning import Secrets  # noqa: PLC0415 – as above

        return Secrets(self._document.secrets.held.place, self._document.path)

    def _plan(self, work: "Generator[Progress, None, Plan]", doing: Doing) -> None:
        self._visit += 1
        visit = self._visit
        self._show(replace(doing, stage=Stage.PLANNING, is_renewed=self._is_renewing))
        self._is_renewing = False
        task = self._planning.run(work)
        task.succeeded.connect(lambda plan: self._hear_plan(visit, plan))
        task.failed.connect(lambda error: self._hear_trouble(visit, error))

    def _hear_plan(self, visit: int, plan: "Plan") -> None:
        if visit == self._visit:
            self._show(replace(self.doing, stage=Stage.PLANNED, plan=plan))

    def _work(self, work: "Generator[Progress, None, object]", doing: Doing) -> None:
        self._visit += 1
        visit = self._visit
        self._show(replace(doing, stage=Stage.WORKING, trouble=None))
        task = self._task = self._working.run(work)
        task.progressed.connect(self._hear_progress)
        task.succeeded.connect(self._hear_done)
        task.failed.connect(lambda error: self._hear_trouble(visit, error))
        task.cancelled.connect(self._hear_stopped)

    def _hear_progress(self, progress: "Progress") -> None:
        before = self.doing.progress
        done = self.doing.done
        if before is not None and _is_next(before, progress):
            done = (*done, before.sentence)
        self.doing = replace(self.doing, progress=progress, done=done)
        self.progressed.emit()

    def _hear_done(self, result: "Deployed | None") -> None:
        last = self.doing.progress
        done = (*self.doing.done, last.sentence) if last else self.doing.done
        self._show(replace(self.doing, stage=Stage.DONE, result=result, done=done))
        self._target.look()

    def _hear_stopped(self) -> None:
        self._show(replace(self.doing, stage=Stage.STOPPED))
        self._target.look()

    def _hear_trouble(self, visit: int, error: Exception) -> None:
        from openpalm_desktop.deploy.engine import EngineUnreachable  # noqa: PLC0415 – as above
        from openpalm_desktop.deploy.execute import StalePlan  # noqa: PLC0415

        if not self.is_busy and visit != self._visit:
            return
        if not isinstance(error, OpenPalmError):
            self._show(replace(self.doing, stage=Stage.IDLE))
            self.failed.emit(error)
        elif isinstance(error, StalePlan):
            self._plan_again()
        else:
            self._show(replace(self.doing, stage=Stage.FAILED, trouble=error))
            if isinstance(error, EngineUnreachable):
                self._target.show_trouble(error)
            else:
                self._target.look()

    def _plan_again(self) -> None:
        """Make the plan again, because the target is no longer as it was."""
        doing = self.doing
        self.doing = Doing()
        self._is_renewing = True
        self.plan_for(doing)

    def _follow_target(self) -> None:
        sight, wanted = self._target.sight, self._wanted
        if wanted is not None and sight.standing is not Standing.ASKING:
            self._wanted = None
            if sight.visit is not None:
                self.plan_for(wanted)

    def _show(self, doing: Doing) -> None:
        self.doing = doing
        self.changed.emit()


def _is_next(before: "Progress", progress: "Progress") -> bool:
    """Whether another step has begun; what is fetched counts down and is one step."""
    is_fetching = before.is_bytes and progress.is_bytes
    return before.sentence != progress.sentence and not is_fetching

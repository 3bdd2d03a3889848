"""Carries a plan out, deciding nothing; what fails is taken back, with the evidence kept."""

from collections.abc import Generator
from dataclasses import dataclass, replace

from openpalm_desktop.phrases import phrase

from .deployment import Deployment
from .engine import Engine, EngineTrouble
from .journal import Phase
from .note_keeper import NoteKeeper
from .observed import Observed, observe
from .plan import Plan
from .progress import Progress
from .readiness import NotReady
from .recovery import recover, recovery


class DeploymentFailed(EngineTrouble):
    """A deployment was taken back; the evidence is what the failing part said."""

    def __init__(self, sentence: str, hint: str, evidence: str) -> None:
        super().__init__(sentence, hint)
        self.evidence = evidence


class Blocked(EngineTrouble):
    """Something is in the way of a plan."""


class Unfinished(EngineTrouble):
    """All new containers run, and some old things are still there."""


class StalePlan(EngineTrouble):
    """The engine is no longer as it was when the plan was made."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment that went well, and the number under which it is kept."""

    project: str
    release: int


def execute(
    plan: Plan, engine: Engine, *, returns_to: int | None = None
) -> Generator[Progress, None, Deployed]:
    """Make the engine run what the plan wants.

    Closing it, as any failure, takes everything back, until the moment when all new containers have
    come up; from then on it is finished. Killed, the next deployment does the same.
    """
    if plan.blocked:
        raise Blocked(
            phrase("Nothing was done: {reason}.", reason=plan.blocked[0]),
            phrase("Mend that, then plan again."),
        )
    keeper = NoteKeeper(engine, plan.wanted.project)
    try:
        keeper.begin()
        release = yield from _executed(Deployment(plan, engine, keeper), keeper, plan, returns_to)
    finally:
        keeper.leave()
    return Deployed(plan.wanted.project, release)


def _executed(
    deployment: Deployment, keeper: NoteKeeper, plan: Plan, returns_to: int | None
) -> Generator[Progress, None, int]:
    try:
        now = yield from _prepared(plan, deployment.engine, keeper)
        for progress in deployment.bring_up(now):
            keeper.keep()
            yield progress
        yield Progress(phrase("Tidying up"))
        keeper.write(Phase.DECIDED)
    except BaseException as error:
        is_as_before = _take_back(deployment, keeper)
        if isinstance(error, EngineTrouble):
            raise _failure(error, plan, is_as_before=is_as_before) from error
        raise
    return _settled(deployment, keeper, returns_to)


def _prepared(
    plan: Plan, engine: Engine, keeper: NoteKeeper
) -> Generator[Progress, None, Observed]:
    """Put in order what was interrupted, and see that the engine is as the plan knows it."""
    yield Progress(phrase("Looking at the engine"))
    now = observe(engine, plan.wanted.project, plan.wanted.images)
    others = tuple(note for note in now.interrupted if note.token != keeper.note.token)
    steps = recovery(replace(now, interrupted=others))
    if steps is not None:
        yield Progress(steps.sentence)
        recover(engine, steps, now)
        now = observe(engine, plan.wanted.project, plan.wanted.images)
    if now.fingerprint != plan.observed.fingerprint:
        raise StalePlan(
            phrase("Something changed on the server since the plan was made; nothing was done."),
            phrase("Make the plan again."),
        )
    return now


def _settled(deployment: Deployment, keeper: NoteKeeper, returns_to: int | None) -> int:
    try:
        release = deployment.settle(returns_to)
        keeper.end()
    except EngineTrouble as error:
        raise Unfinished(
            phrase("Everything new runs, but tidying up failed: {reason}", reason=error.sentence),
            phrase("The next deployment does the rest."),
        ) from error
    return release


def _take_back(deployment: Deployment, keeper: NoteKeeper) -> bool:
    """Undo, or return False: where the engine is gone the note stays for the next deployment."""
    try:
        deployment.take_back()
        keeper.end()
    except EngineTrouble:
        return False
    return True


def _failure(error: EngineTrouble, plan: Plan, *, is_as_before: bool) -> EngineTrouble:
    if isinstance(error, StalePlan):
        return error
    evidence = error.evidence if isinstance(error, NotReady) else ""
    for name, value in sorted(plan.wanted.secrets.items(), key=lambda item: -len(item[1])):
        evidence = evidence.replace(value, f"${{{name}}}")
    hint = f"{error.hint} {_ending(plan, is_as_before=is_as_before)}".strip()
    return DeploymentFailed(error.sentence, hint, evidence)


def _ending(plan: Plan, *, is_as_before: bool) -> str:
    if not is_as_before:
        return phrase("Nothing could be taken back from here; the next deployment does that first.")
    if any(one.is_running for one in plan.observed.containers):
        return phrase("What ran before runs again.")
    return phrase("What was begun is taken back; nothing of the stack ran before.")

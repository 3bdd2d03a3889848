"""Plans as work: secrets read, the engine looked at, both compared."""

from collections.abc import Collection, Generator
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.phrases import phrase

from .content import Content, content
from .engine import Engine
from .note_keeper import NoteKeeper
from .observed import observe, observe_closely
from .plan import Plan, plan
from .preflight import checked
from .progress import Progress, Steps
from .recovery import recover, recovery
from .releases import needed_secrets, read_release
from .rollback import content_of
from .secret_places import SecretPlace, look
from .wanted import wanted


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where a stack's secrets are: the place that was chosen, if any, and its file."""

    place: SecretPlace | None
    spec: Path | None


def plan_stack(
    engine: Engine,
    generated: Generated,
    secrets: Secrets,
    *,
    remove_orphans: bool = False,
    only: Collection[str] = (),
) -> Generator[Progress, None, Plan]:
    """Return the plan that makes an engine run a stack, or only some of its services."""
    what = content(generated)
    return (yield from _compared(engine, what, secrets, remove_orphans=remove_orphans, only=only))


def plan_return(
    engine: Engine, project: str, number: int, secrets: Secrets
) -> Generator[Progress, None, Plan]:
    """Return the plan that goes back to a release."""
    yield Progress(phrase("Reading release {number}", number=number))
    what = yield from content_of(engine, read_release(engine, project, number))
    return (yield from _compared(engine, what, secrets))


def put_in_order(engine: Engine, project: str) -> Steps:
    """Finish what was interrupted, or take it back."""
    yield Progress(phrase("Putting the interrupted deployment in order"))
    steps = recovery(observe(engine, project))
    keeper = NoteKeeper(engine, project)
    keeper.begin()
    try:
        if steps is not None:
            recover(engine, steps, observe(engine, project))
    finally:
        keeper.end()


def _compared(
    engine: Engine,
    what: Content,
    secrets: Secrets,
    *,
    remove_orphans: bool = False,
    only: Collection[str] = (),
) -> Generator[Progress, None, Plan]:
    project = what.project.name
    names = needed_secrets(what)
    values = {}
    if names:
        found = yield from look(secrets.place, secrets.spec, project, names)
        values = dict(found.place.store(project).values(names))
    yield Progress(phrase("Comparing the stack with what runs"))
    wished = wanted(what, values)
    observed = observe_closely(engine, project, wished.images)
    made = plan(wished, observed, remove_orphans=remove_orphans, only=only)
    return (yield from checked(engine, made))

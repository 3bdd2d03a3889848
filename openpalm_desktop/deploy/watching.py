"""Keeping an eye on a stack that runs: listed once, and again whenever the engine tells of it."""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace

from openpalm_desktop.phrases import phrase

from .engine import Engine, EngineContainer, EngineUnreachable
from .followed import Source, batches
from .labels import is_of_project

_TICK = 0.3  # seconds; a deployment's many events are answered by one look each
_SILENCE = 30.0  # seconds after which somebody is asked whether he is still there


@dataclass(frozen=True, eq=False)
class Seen:
    """The containers of a stack at one moment."""

    project: str
    containers: tuple[EngineContainer, ...]
    is_told: bool = True  # the engine told of something; else it was only asked whether it is there


def watch(engine: Engine, project: str) -> Generator[Seen | None, None, None]:
    """Yield what is there of a stack whenever that has changed, and nothing several times a second.

    Raises EngineUnreachable when the engine is gone.
    """
    yield seen(engine, project)
    events = engine.follow_events(project)
    is_new, looked = True, time.monotonic()
    for some in batches([Source(events, events.close)], _TICK):
        if some or is_new or time.monotonic() - looked > _SILENCE:
            yield replace(seen(engine, project), is_told=bool(some) or is_new)
            is_new, looked = False, time.monotonic()
        else:
            yield None
    yield seen(engine, project)
    raise EngineUnreachable(
        phrase("The connection to the engine broke."), phrase("Check that it runs, then ask again.")
    )


def seen(engine: Engine, project: str) -> Seen:
    """Return the containers of a stack as they are now."""
    found = [one for one in engine.containers() if is_of_project(one.labels, project)]
    return Seen(project, tuple(sorted(found, key=lambda one: one.name)))

"""A visit to an engine: the way to it opened, who answers, and what is there of one stack."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

from openpalm_desktop.phrases import phrase

from . import connecting
from .engine import Engine, EngineInfo
from .labels import PROJECT
from .observed import Observed, observe
from .progress import Progress
from .ssh import HostKey, trust
from .target import Target


@dataclass(frozen=True)
class Answers:
    """What a person said to what the way to an engine asked; it is kept in memory only."""

    replies: Mapping[str, str] = field(default_factory=dict, repr=False)  # by question
    trusted: HostKey | None = None  # the key of a server, compared


@dataclass(frozen=True, eq=False)
class Visit:
    """An engine that answered, and what was seen there."""

    engine: Engine
    target: Target
    observed: Observed
    others: tuple[str, ...]  # names of the other stacks, and of containers that belong to none

    @property
    def info(self) -> EngineInfo:
        """Who answered."""
        return self.observed.engine


def connect(target: Target, answers: Answers) -> Generator[Progress, None, Engine]:
    """Return the engine at a target; `answers` are those to what the way there asks."""
    if answers.trusted is not None:
        trust(answers.trusted)
    yield Progress(phrase("Asking {name}", name=target.title))
    return (yield from connecting.connect(target, answers.replies))


def visit(target: Target, project: str, answers: Answers) -> Generator[Progress, None, Visit]:
    """Return an engine with what is there; raises OpenPalmError where there is no way to it."""
    engine = yield from connect(target, answers)
    return (yield from look_around(engine, target, project))


def look_around(engine: Engine, target: Target, project: str) -> Generator[Progress, None, Visit]:
    """Return what is on an engine that answered before."""
    yield Progress(phrase("Looking at {name}", name=target.title))
    observed = observe(engine, project)
    ours = {one.id for one in observed.containers}
    strangers = [one for one in engine.containers() if one.id not in ours]
    names = dict.fromkeys(one.labels.get(PROJECT) or one.name for one in strangers)
    return Visit(engine, target, observed, tuple(names))

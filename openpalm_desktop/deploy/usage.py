"""How much processor and memory the containers of a stack use, every few seconds."""

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from .engine import Engine, EngineContainer, EngineTrouble, Sample
from .labels import SERVICE
from .side_by_side import side_by_side

_PAUSE, _TICK = 3.0, 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Use:
    """What a service uses: hundredths of one processor, and bytes of memory of the most it may."""

    processor: float
    memory: int
    most_memory: int


def use_between(before: Sample, after: Sample) -> Use:
    """Return what was used between two samples of a container."""
    passed = after.everything - before.everything
    spent = after.processor - before.processor
    percent = 100.0 * spent / passed * after.processors if passed > 0 and spent > 0 else 0.0
    return Use(percent, after.memory, after.most_memory)


def watch_use(
    engine: Engine, containers: Sequence[EngineContainer]
) -> Generator[Mapping[str, Use] | None, None, None]:
    """Yield what each service uses, by name, every few seconds, for as long as somebody asks."""
    before: dict[str, Sample] = {}
    names = {one.id: one.labels[SERVICE] for one in containers if one.is_running}
    while names:
        after: dict[str, Sample] = {}
        for _ in side_by_side([partial(_take, engine, id_, after) for id_ in names]):
            yield None
        both = [id_ for id_ in after if id_ in before]
        yield {names[id_]: use_between(before[id_], after[id_]) for id_ in both} or None
        until = time.monotonic() + (_PAUSE if before else 1.0)
        before = after
        while time.monotonic() < until:
            time.sleep(_TICK)
            yield None


def _take(engine: Engine, id_: str, into: dict[str, Sample]) -> None:
    with suppress(EngineTrouble):  # it may have ended just now; the next list says so
        into[id_] = engine.sample(id_)

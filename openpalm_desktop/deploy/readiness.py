"""Whether a container came up: healthy, or without a healthcheck listening or running a while."""

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, cast

from openpalm_desktop.phrases import marked, phrase

from .engine import ContainerLook, Engine, EngineTrouble
from .progress import Progress, Steps, listed
from .side_by_side import answers_to
from .wanted import WantedService

# Seconds that a program without healthcheck runs before it is believed; longer where an old one is
# given up for it.
SETTLED = 0.5
SETTLED_INSTEAD = 1.5
_TICK = 0.1
_MARGIN = 10
_OTHER_PROCESSOR = re.compile("exec format error")
_UNHEALTHY = marked("{name} was not healthy after {seconds} s.")
_SILENT = marked("{name} was not answering after {seconds} s.")
_DEFAULTS = {"Interval": 30.0, "Timeout": 30.0, "Retries": 3, "StartPeriod": 0.0}


class NotReady(EngineTrouble):
    """A container did not come up; the evidence is what it said."""

    def __init__(self, sentence: str, hint: str, evidence: str) -> None:
        super().__init__(sentence, hint)
        self.evidence = evidence


@dataclass(frozen=True, eq=False)
class Started:
    """A container that was started, and whether it answers where that can be asked."""

    service: WantedService
    id: str
    since: float  # of the monotonic clock
    settles: float
    answers: Callable[[], bool | None] | None = None
    must_end: bool = False  # and well, before others start
    port: int = 0  # on which Caddy should find it; 0: nowhere, or its time must pass all the same

    @property
    def is_settled(self) -> bool:
        """Whether its time is over, so that it is believed if it runs."""
        return time.monotonic() - self.since >= self.settles


Listening: TypeAlias = Callable[[Mapping[str, int]], Collection[str]]
"""Which of some containers, by their ids, accept connections on a port."""


def wait_until_ready(
    engine: Engine, started: Sequence[Started], listening: Listening = lambda _: ()
) -> Steps:
    """Wait until containers are ready, saying for which; who listens need not wait any longer.

    Raises NotReady with what the first one that is not had to say.
    """
    waiting = list(started)
    while waiting:
        ports = {one.id: one.port for one in waiting if one.port and not one.is_settled}
        # Who listens takes the longest to find out.
        asked = [partial(listening, ports), *(partial(engine.look, one.id) for one in waiting)]
        heard, *looks = answers_to(cast("list[Callable[[], Any]]", asked))
        waiting = [
            one
            for one, look in zip(waiting, looks, strict=True)
            if not _is_ready(engine, one, look, is_heard=one.id in heard)
        ]
        if waiting:
            names = listed([one.service.name for one in waiting])
            sentence = phrase("Waiting for {names}", names=names)
            yield Progress(sentence, len(started) - len(waiting), len(started))
            time.sleep(_TICK)


def health_seconds(check: Mapping[str, Any]) -> float:
    """Return how long a healthcheck may take until it has decided."""
    seconds = {
        name: (check.get(name) or 0) / 10**9 or _DEFAULTS[name]
        for name in ("Interval", "Timeout", "StartPeriod")
    }
    retries = check.get("Retries") or _DEFAULTS["Retries"]
    each = seconds["Interval"] + seconds["Timeout"]
    return float(seconds["StartPeriod"] + each * retries + _MARGIN)


def _is_ready(engine: Engine, one: Started, look: ContainerLook, *, is_heard: bool) -> bool:
    name = one.service.name
    if look.state == "exited" and look.exit_code == 0 and one.service.may_end:
        return True
    if one.must_end and look.state == "running":
        return False
    if look.state not in {"running", "created"} or look.restarts:
        raise _not_ready(engine, one, look, _ended(name, look.exit_code))
    if look.health == "unhealthy":
        raise _not_ready(
            engine, one, look, phrase("{name} says that it is not healthy.", name=name)
        )
    if look.health == "healthy" or (not look.health and (is_heard or _answers(one))):
        return True
    age = time.monotonic() - one.since
    patience = health_seconds(look.healthcheck) if look.health else _MARGIN + one.settles
    if age > patience:
        said = _UNHEALTHY if look.health else _SILENT
        raise _not_ready(engine, one, look, phrase(said, name=name, seconds=round(age)))
    return False


def _ended(name: str, code: int) -> str:
    if not code:
        return phrase("{name} ended right after its start.", name=name)
    return phrase("{name} ended right after its start with exit code {code}.", name=name, code=code)


def _answers(one: Started) -> bool:
    answers = one.answers() if one.answers is not None else None
    return one.is_settled if answers is None else answers


def _not_ready(engine: Engine, one: Started, look: ContainerLook, sentence: str) -> NotReady:
    said = [
        phrase("healthcheck: {said}", said=look.health_output) if look.health_output else "",
        look.error,
        engine.logs(one.id, 20).rstrip(),
    ]
    evidence = "\n".join(filter(None, said))
    if _OTHER_PROCESSOR.search(evidence):
        why = phrase(
            "{name} does not run here: its image is made for another kind of processor.",
            name=one.service.name,
        )
        return NotReady(why, phrase("Choose an image for the server’s architecture."), evidence)
    return NotReady(sentence, phrase("Read what it said, mend it, and deploy again."), evidence)

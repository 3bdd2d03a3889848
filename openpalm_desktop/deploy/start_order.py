"""In which order services start: what others wait for comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .wanted import WantedService

_STARTED, _ENDED = "service_started", "service_completed_successfully"


@dataclass(frozen=True, eq=False)
class Wave:
    """Services that start side by side, and the names of those that the next must wait for."""

    services: tuple[WantedService, ...]
    awaited: frozenset[str]
    ending: frozenset[str]  # of those, what must have ended well


def waves(services: Iterable[WantedService]) -> Sequence[Wave]:
    """Return services in waves; a circle, which checks keep out, comes as a last wave."""
    left = list(services)
    waits = [wait for one in left for wait in one.waits]
    awaited = frozenset(wait.service for wait in waits if wait.condition != _STARTED)
    ending = frozenset(wait.service for wait in waits if wait.condition == _ENDED)
    found = []
    while left:
        names = {one.name for one in left}
        ready = [one for one in left if not names & {wait.service for wait in one.waits}]
        wave = tuple(ready or left)
        found.append(Wave(wave, awaited, ending))
        left = [one for one in left if one not in wave]
    return found

"""How each service of a stack is on an engine: pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from openpalm_desktop.record import Record

from .labels import SERVICE

if TYPE_CHECKING:
    from .difference import Difference
    from .engine import EngineContainer


class Condition(StrEnum):
    """How a service is."""

    RUNNING = "running"
    STARTING = "starting"
    UNHEALTHY = "unhealthy"
    RESTARTING = "restarting"  # its program ends again and again
    STOPPED = "stopped"
    NOT_DEPLOYED = "not-deployed"


class ServiceState(Record):
    """How one service is, why a deployment would change it, and the engine's own words.

    `drift` counts what was changed on the server.
    """

    condition: Condition
    changes: tuple[str, ...] = ()
    status: str = ""
    drift: int = 0

    @property
    def is_there(self) -> bool:
        """Whether it has a container at all."""
        return self.condition is not Condition.NOT_DEPLOYED

    @property
    def is_well(self) -> bool:
        """Whether it does what it should."""
        return self.condition is Condition.RUNNING

    @property
    def has_drifted(self) -> bool:
        """Whether it is well, but not as it was deployed."""
        return self.drift > 0 and self.is_well

    @property
    def will_change(self) -> bool:
        """Whether it is well now, and another one after the next deployment."""
        return bool(self.changes) and self.is_well


NOT_DEPLOYED = ServiceState(Condition.NOT_DEPLOYED)
_WORST = (
    Condition.RESTARTING,
    Condition.UNHEALTHY,
    Condition.STOPPED,
    Condition.STARTING,
    Condition.RUNNING,
)


def condition_of(one: "EngineContainer") -> Condition:
    """Return how a container is."""
    if one.state == "restarting":
        return Condition.RESTARTING
    if not one.is_running:
        return Condition.STARTING if one.state == "created" else Condition.STOPPED
    health = {"unhealthy": Condition.UNHEALTHY, "starting": Condition.STARTING}
    return health.get(one.health, Condition.RUNNING)


def states_of(
    containers: "Sequence[EngineContainer]",
    changes: Mapping[str, tuple[str, ...]],
    differences: "Iterable[Difference]" = (),
) -> Mapping[str, ServiceState]:
    """Return how each service is that has a container."""
    by_service: dict[str, list[EngineContainer]] = {}
    for one in containers:
        by_service.setdefault(one.labels.get(SERVICE, one.name), []).append(one)
    drift = Counter(one.service for one in differences)
    return {
        name: _state(some, changes.get(name, ()), drift[name])
        for name, some in sorted(by_service.items())
    }


def _state(
    containers: "Sequence[EngineContainer]", changes: tuple[str, ...], drift: int
) -> ServiceState:
    worst = min(containers, key=lambda one: _WORST.index(condition_of(one)))
    return ServiceState(condition_of(worst), changes, worst.status, drift)

"""How each service of a stack is on an engine, and whether a deployment would change it: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.model.secret import secret_name

from .causes import causes
from .compose_units import NotDeployable
from .content import Content, content
from .engine import EngineContainer
from .labels import SERVICE
from .wanted import Wanted, wanted

_HIDDEN = "x"  # stands for every secret: no value is needed to tell what else differs


class Condition(StrEnum):
    """How a service is."""

    RUNNING = "running"
    STARTING = "starting"
    UNHEALTHY = "unhealthy"
    RESTARTING = "restarting"  # its program ends again and again
    STOPPED = "stopped"
    NOT_DEPLOYED = "not-deployed"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """How one service is, why a deployment would change it, and the engine's own words."""

    condition: Condition
    changes: tuple[str, ...] = ()
    status: str = ""

    @property
    def is_there(self) -> bool:
        """Whether it has a container at all."""
        return self.condition is not Condition.NOT_DEPLOYED

    @property
    def is_well(self) -> bool:
        """Whether it does what it should."""
        return self.condition is Condition.RUNNING

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


def condition_of(one: EngineContainer) -> Condition:
    """Return how a container is."""
    if one.state == "restarting":
        return Condition.RESTARTING
    if not one.is_running:
        return Condition.STARTING if one.state == "created" else Condition.STOPPED
    health = {"unhealthy": Condition.UNHEALTHY, "starting": Condition.STARTING}
    return health.get(one.health, Condition.RUNNING)


def states_of(
    containers: Sequence[EngineContainer], changes: Mapping[str, tuple[str, ...]]
) -> Mapping[str, ServiceState]:
    """Return how each service is that has a container."""
    by_service: dict[str, list[EngineContainer]] = {}
    for one in containers:
        by_service.setdefault(one.labels.get(SERVICE, one.name), []).append(one)
    return {name: _state(some, changes.get(name, ())) for name, some in sorted(by_service.items())}


def pending_changes(
    generated: Generated, containers: Iterable[EngineContainer]
) -> Mapping[str, tuple[str, ...]]:
    """Return why a deployment would make services anew, by name; no secret's value is asked for.

    So a secret that was changed is not seen here, but in the plan.
    """
    try:
        found = content(generated)
        what = wanted(found, _hidden_secrets(found))
    except NotDeployable:
        return {}
    return dict(_changes(found, what, containers))


def _changes(
    found: Content, what: Wanted, containers: Iterable[EngineContainer]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for one in containers:
        name = one.labels.get(SERVICE, "")
        service = what.services.get(name)
        if service is None:
            yield name, ("no longer in the spec",)
            continue
        hidden = {
            f"{variable} changed"
            for variable, (value, _) in found.project.services[name].environment.items()
            if secret_name(value) is not None
        }
        why = [cause for cause in causes(one, service, None) if cause not in hidden]
        if why:
            yield name, tuple(why)


def _hidden_secrets(found: Content) -> Mapping[str, str]:
    names = (
        secret_name(value)
        for service in found.project.services.values()
        for value, _ in service.environment.values()
    )
    return {name: _HIDDEN for name in names if name is not None}


def _state(containers: Sequence[EngineContainer], changes: tuple[str, ...]) -> ServiceState:
    worst = min(containers, key=lambda one: _WORST.index(condition_of(one)))
    return ServiceState(condition_of(worst), changes, worst.status)

"""What is known of the open stack on its target."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.service_state import NOT_DEPLOYED, ServiceState
from openpalm_desktop.record import Record

if TYPE_CHECKING:
    from openpalm_desktop.deploy.difference import Difference
    from openpalm_desktop.deploy.engine import EngineContainer
    from openpalm_desktop.deploy.visit import Visit


class Running(Record, eq=False):
    """What is known of a target: its name, what was seen there last, and whether it answers."""

    target: str = ""  # nothing: none is chosen
    containers: "tuple[EngineContainer, ...]" = ()
    states: Mapping[str, ServiceState] = {}
    drift: "tuple[Difference, ...]" = ()
    is_seen: bool = False
    is_gone: bool = False

    def state_of(self, service: str) -> ServiceState | None:
        """Return how a service is; None where that is not known."""
        return self.states.get(service, NOT_DEPLOYED) if self.is_seen else None

    @property
    def is_deployed(self) -> bool:
        """Whether anything of the stack is there."""
        return bool(self.containers)


def containers_there(running: Running, visit: "Visit") -> "tuple[EngineContainer, ...]":
    """Return the stack's containers as they were seen last: by a visit, or since."""
    is_there = running.is_seen and not running.is_gone
    return running.containers if is_there else visit.observed.containers

"""How visitors get to a container: paths behind Caddy, and ports of the server beside it."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import TypeAlias

from openpalm_desktop.record import Record

from .changes.places import Ports, ports_of
from .channel import Channel
from .exposure import Exposure, widest
from .memo import MemoMap
from .path import Path
from .resolved_stack import Part, ResolvedStack
from .routes import Route

Door: TypeAlias = Route | Ports


class WayIn(Record):
    """One route or published port, for whom it is, and the field that says so."""

    door: Door
    reach: Exposure
    origin: Path


class Ways(Record):
    """Every way to a container, and how far the widest of them reaches."""

    all: tuple[WayIn, ...]
    reach: Exposure | None


class WaysOf:
    """Finds the ways to all containers of one stack after another, where they changed."""

    def __init__(self) -> None:
        self._channels: MemoMap[str, Ways] = MemoMap(_ways)
        self._services: MemoMap[str, Ways] = MemoMap(_ways)

    def channels(self, stack: ResolvedStack) -> Mapping[str, Ways]:
        """Return the ways to each channel."""
        return self._channels.get(stack.channels)

    def services(self, stack: ResolvedStack) -> Mapping[str, Ways]:
        """Return the ways to each service."""
        return self._services.get(stack.services)


def ways_in(part: Part) -> tuple[WayIn, ...]:
    """Return every way to a container: its routes first, then its ports; none while it is off."""
    routes = (WayIn(route, route.reach, route.origin) for route in part.routes)
    return (*routes, *_through_ports(part))


def reach_of(ways: tuple[WayIn, ...]) -> Exposure | None:
    """Return how far the widest of some ways reaches, or None where there is none."""
    return widest([way.reach for way in ways])


def _ways(_: str, part: Part) -> Ways:
    ways = ways_in(part)
    return Ways(ways, reach_of(ways))


def _through_ports(part: Part) -> Iterator[WayIn]:
    """A port that is published for IPv4 and IPv6 is one way."""
    seen: set[tuple[int, int, str, str, bool]] = set()
    for ports in ports_of(part):
        key = (ports.first, ports.last, ports.protocol, ports.chosen_for, ports.is_loopback)
        if key not in seen:
            seen.add(key)
            yield WayIn(ports, _ports_reach(part, ports), (*part.resolved.origin, _field(part)))


def _ports_reach(part: Part, ports: Ports) -> Exposure:
    """A channel says for whom its port is; any other open port is for whoever gets there."""
    if ports.is_loopback:
        return Exposure.HOST
    channel = part.resolved.container
    if isinstance(channel, Channel):
        return Exposure.PUBLIC if channel.exposure is Exposure.PUBLIC else Exposure.LAN
    address = ip_address(ports.address)
    is_private = address.is_private and not address.is_unspecified
    return Exposure.LAN if is_private else Exposure.PUBLIC


def _field(part: Part) -> str:
    container = part.resolved.container
    if "ports" in container.compose or container.compose.get("network_mode") == "host":
        return "compose"
    if isinstance(container, Channel):
        return "hostPort" if container.host_port is not None else "containerPort"
    return "ports"

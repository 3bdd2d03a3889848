"""What is on the picture: visitors, ways in, channels and services, and what leads where."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from openpalm_desktop.model.dependencies import Named, dependencies
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack
from openpalm_desktop.model.routes import Route
from openpalm_desktop.model.ways_in import WayIn, Ways, WaysOf, reach_of
from openpalm_desktop.record import Record

CADDY: Path = ("caddy",)
PORTS: Path = ("ports",)


class Kind(StrEnum):
    """What a node stands for; CADDY and PORTS are the two ways in."""

    VISITOR = "visitor"
    CADDY = "caddy"
    PORTS = "ports"
    CHANNEL = "channel"
    SERVICE = "service"

    @property
    def is_way_in(self) -> bool:
        """Whether visitors pass it on their way to a container."""
        return self in (Kind.CADDY, Kind.PORTS)

    @property
    def is_container(self) -> bool:
        """Whether it is a container of the stack's own."""
        return self in (Kind.CHANNEL, Kind.SERVICE)


class Node(Record):
    """One thing on the picture; its reach is how far the widest way to it goes."""

    key: Path
    kind: Kind
    reach: Exposure | None
    is_enabled: bool = True


class Edge(Record):
    """What leads from one node to another: a visitor's way, or without a reach a dependency."""

    source: Path
    target: Path
    reach: Exposure | None = None
    way: WayIn | None = None

    @property
    def is_dependency(self) -> bool:
        """Whether the source starts after the target."""
        return self.reach is None


class Picture(Record):
    """All nodes, and all edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def picture(
    stack: ResolvedStack, known: WaysOf | None = None, *, shows_disabled: bool = True
) -> Picture:
    """Return the picture of a stack, its disabled containers left out where they are not wanted."""
    known = known or WaysOf()
    found: dict[Path, Ways] = {
        **{("channels", name): ways for name, ways in known.channels(stack).items()},
        **{("services", name): ways for name, ways in known.services(stack).items()},
    }
    channels = _shown(stack.channels.values(), shows_disabled=shows_disabled)
    services = _shown(stack.services.values(), shows_disabled=shows_disabled)
    ways = [
        Edge(CADDY if isinstance(way.door, Route) else PORTS, part.resolved.origin, way.reach, way)
        for part in (*channels, *services)
        for way in found[part.resolved.origin].all
    ]
    ways.sort(key=lambda edge: edge.source is PORTS)
    visitors = [
        Edge(visitor_key(reach), way_in, reach)
        for reach in Exposure
        for way_in in (CADDY, PORTS)
        if any(edge.source is way_in and lets_in(edge, reach) for edge in ways)
    ]
    named = stack.named
    needs = [edge for part in (*channels, *services) for edge in _dependencies(part, named)]
    nodes = (
        *(Node(visitor_key(reach), Kind.VISITOR, reach) for reach in Exposure),
        *_ways_in_nodes(ways),
        *(_container(part, Kind.CHANNEL, found) for part in channels),
        *(_container(part, Kind.SERVICE, found) for part in services),
    )
    return Picture(nodes, (*visitors, *ways, *needs))


def visitor_key(reach: Exposure) -> Path:
    """Return the key of a circle of visitors."""
    return ("visitor", reach.value)


def lets_in(edge: Edge, visitor: Exposure) -> bool:
    """Whether a way is for a circle of visitors."""
    return edge.reach is not None and visitor.width <= edge.reach.width


def _shown(parts: Iterable[Part], *, shows_disabled: bool) -> list[Part]:
    return [part for part in parts if part.is_enabled or shows_disabled]


def _ways_in_nodes(ways: list[Edge]) -> Iterator[Node]:
    for key, kind in ((CADDY, Kind.CADDY), (PORTS, Kind.PORTS)):
        through = tuple(edge.way for edge in ways if edge.source is key and edge.way)
        if through:
            yield Node(key, kind, reach_of(through))


def _container(part: Part, kind: Kind, found: Mapping[Path, Ways]) -> Node:
    origin = part.resolved.origin
    return Node(origin, kind, found[origin].reach, part.is_enabled)


def _dependencies(part: Part, named: Named) -> Iterator[Edge]:
    """As Compose waits: for what is there and on, each once."""
    if not part.is_enabled or not part.waits:
        return
    origin = part.resolved.origin
    others = (named.get(name) for name in dependencies(part.resolved.container).values())
    targets = (one.origin for one in others if one is not None and one.is_enabled)
    for target in dict.fromkeys(targets):
        if target != origin:
            yield Edge(origin, target)

"""What the picture of the stack says: titles, labels, problems, and each node in a sentence."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.picture.graph import Kind, Node, Picture, lets_in, picture
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.ways_in import WaysOf

from .way_words import way_field, way_words
from .words import counted, owner_of, reach_name, tr

if TYPE_CHECKING:
    from .state import State


_LARGE = 300


@dataclass(frozen=True, slots=True)
class NodeWords:
    """A node's name and the line below it, and where a click on it goes, if anywhere."""

    title: str
    line: str
    path: Path = ()


@dataclass(frozen=True)
class Drawn:
    """A picture with everything that is written on it; equal ones look alike."""

    picture: Picture
    nodes: Mapping[Path, NodeWords]
    labels: tuple[str, ...]
    fields: tuple[Path, ...]
    marks: Mapping[Path, Severity]
    is_large: bool


def is_large(state: "State") -> bool:
    """Whether a stack holds so much that drawing it takes a while."""
    stack = state.product.stack
    return len(stack.channels) + len(stack.services) > _LARGE


def drawn(state: "State", *, shows_disabled: bool) -> Drawn:
    """Return what is to be drawn of a state."""
    steps = drawn_steps(state, WaysOf(), shows_disabled=shows_disabled)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("Drawn", end.value)


def drawn_steps(
    state: "State", known: WaysOf, *, shows_disabled: bool
) -> Generator[None, None, Drawn]:
    """Return the same, with pauses if it is large."""
    found = picture(state.product.stack, known, shows_disabled=shows_disabled)
    if is_large(state):
        yield
    words = {node.key: _node_words(state, found, node) for node in found.nodes}
    if is_large(state):
        yield
    labels = tuple(way_words(edge.way) if edge.way else "" for edge in found.edges)
    if is_large(state):
        yield
    fields = tuple(way_field(state.spec, edge.way) if edge.way else () for edge in found.edges)
    return Drawn(found, words, labels, fields, _marks(state), is_large(state))


def spoken(shown: Drawn, key: Path) -> str:
    """Return a node in a sentence, for those who do not see it."""
    node = next(one for one in shown.picture.nodes if one.key == key)
    words = shown.nodes[key]
    numbered = list(enumerate(shown.picture.edges))
    addresses = [shown.labels[n] for n, edge in numbered if edge.target == key and edge.way]
    needs = [shown.nodes[edge.target].title for _, edge in numbered if edge.source == key]
    mark = {
        None: "",
        Severity.ERROR: tr("has an error"),
        Severity.WARNING: tr("has a warning"),
    }[shown.marks.get(key)]
    needed = tr("starts after {}").format(", ".join(needs)) if needs else ""
    parts = [words.title, kind_name(node.kind), words.line]
    if node.kind.is_container:
        parts += [", ".join(addresses), needed]
    return ". ".join(dict.fromkeys(filter(None, [*parts, mark])))


def kind_name(kind: Kind) -> str:
    """Return what a node is, in a word or two."""
    return {
        Kind.VISITOR: tr("Visitors"),
        Kind.CADDY: tr("Way in"),
        Kind.PORTS: tr("Way in"),
        Kind.CHANNEL: tr("Channel"),
        Kind.SERVICE: tr("Service"),
    }[kind]


def visitor_name(reach: Exposure) -> str:
    """Return a circle of visitors."""
    return {
        Exposure.HOST: tr("This host"),
        Exposure.LAN: tr("Local network"),
        Exposure.PUBLIC: tr("Internet"),
    }[reach]


def _node_words(state: "State", found: Picture, node: Node) -> NodeWords:
    caddy = state.spec.caddy
    match node.kind:
        case Kind.VISITOR:
            assert node.reach is not None  # noqa: S101 – visitors have one
            ways = [edge for edge in found.edges if edge.way and lets_in(edge, node.reach)]
            count = len({edge.target for edge in ways})
            line = tr("reaches {}").format(count) if count else tr("reaches nothing")
            return NodeWords(visitor_name(node.reach), line)
        case Kind.CADDY:
            line = tr("ports {}, {}").format(caddy.http_port, caddy.https_port)
            return NodeWords(tr("Caddy"), line, ("caddy",))
        case Kind.PORTS:
            return NodeWords(tr("Open ports"), tr("beside Caddy"))
        case Kind.CHANNEL | Kind.SERVICE:
            return NodeWords(owner_of(state.spec, node.key), _state_words(node), node.key)


def _state_words(node: Node) -> str:
    if not node.is_enabled:
        return tr("Off")
    return reach_name(node.reach) if node.reach else tr("Inside only")


def _marks(state: "State") -> Mapping[Path, Severity]:
    """A mark is on the container or on Caddy; errors win."""
    found: dict[Path, Severity] = {}
    for problem in state.product.problems:
        key = problem.path[:1] if problem.path[:1] == ("caddy",) else problem.path[:2]
        if found.get(key) is not Severity.ERROR:
            found[key] = problem.severity
    return found


def summary(shown: Drawn) -> str:
    """Return how much is on a picture, in a line."""
    nodes = shown.picture.nodes
    channels = sum(node.kind is Kind.CHANNEL for node in nodes)
    services = sum(node.kind is Kind.SERVICE for node in nodes)
    ways = sum(edge.way is not None for edge in shown.picture.edges)
    if not channels + services:
        return tr("Nothing to reach yet")
    return " · ".join(
        (
            counted(channels, "channel", "channels"),
            counted(services, "service", "services"),
            counted(ways, "way in", "ways in"),
        )
    )

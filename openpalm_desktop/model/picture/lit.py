"""What lights up with a node: everyone who gets there, and everything that it needs."""

from collections.abc import Iterable

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record

from .graph import Edge, Kind, Picture, lets_in


class Lit(Record):
    """The nodes by their keys and the edges by their numbers."""

    nodes: frozenset[Path]
    edges: frozenset[int]


def lit(picture: Picture, key: Path) -> Lit:
    """Return what belongs to a node's paths: a visitor passes only what is for them."""
    kinds = {node.key: node for node in picture.nodes}
    node = kinds.get(key)
    if node is None:
        return Lit(frozenset(), frozenset())
    numbered = list(enumerate(picture.edges))
    if node.kind is Kind.VISITOR:
        assert node.reach is not None  # noqa: S101 – visitors have one
        ways = [n for n, edge in numbered if edge.way and lets_in(edge, node.reach)]
        into = [n for n, edge in numbered if edge.source == key]
    elif node.kind.is_way_in:
        ways = [n for n, edge in numbered if edge.source == key]
        into = [n for n, edge in numbered if edge.target == key]
    else:
        inside = _closure(picture.edges, [key], is_forward=False)
        ways = [n for n, edge in numbered if edge.way and edge.target in inside]
        into = _visitors(numbered, [picture.edges[n] for n in ways])
    reached = {picture.edges[n].target for n in ways} if not node.kind.is_container else {key}
    edges = {*ways, *into, *_needed(numbered, reached, is_forward=True)}
    if node.kind.is_container:
        edges |= _needed(numbered, {key}, is_forward=False)
    ends = ((picture.edges[n].source, picture.edges[n].target) for n in edges)
    return Lit(frozenset({key, *(end for pair in ends for end in pair)}), frozenset(edges))


def _visitors(numbered: list[tuple[int, Edge]], ways: list[Edge]) -> list[int]:
    widest: dict[Path, Exposure] = {}
    for way in ways:
        if way.reach is not None:
            known = widest.get(way.source, way.reach)
            widest[way.source] = way.reach if way.reach.width >= known.width else known
    return [
        n
        for n, edge in numbered
        if edge.way is None
        and edge.reach is not None
        and edge.target in widest
        and edge.reach.width <= widest[edge.target].width
    ]


def _needed(
    numbered: list[tuple[int, Edge]], keys: Iterable[Path], *, is_forward: bool
) -> set[int]:
    inside = _closure([edge for _, edge in numbered], keys, is_forward=is_forward)
    return {
        n
        for n, edge in numbered
        if edge.is_dependency and (edge.source if is_forward else edge.target) in inside
    }


def _closure(edges: Iterable[Edge], keys: Iterable[Path], *, is_forward: bool) -> set[Path]:
    """Return what some nodes need, or what needs them, any number of steps away."""
    steps: dict[Path, list[Path]] = {}
    for edge in edges:
        if edge.is_dependency:
            near, far = (edge.source, edge.target) if is_forward else (edge.target, edge.source)
            steps.setdefault(near, []).append(far)
    found, waiting = set(keys), list(keys)
    while waiting:
        for far in steps.get(waiting.pop(), ()):
            if far not in found:
                found.add(far)
                waiting.append(far)
    return found

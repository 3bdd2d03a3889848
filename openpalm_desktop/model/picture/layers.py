"""Which column each node stands in: what is needed stands to the right of what needs it."""

from collections.abc import Mapping

from openpalm_desktop.model.path import Path

from .graph import Kind, Picture

FIRST = {Kind.VISITOR: 0, Kind.CADDY: 1, Kind.PORTS: 1, Kind.CHANNEL: 2, Kind.SERVICE: 3}
"""The leftmost column of each kind."""


def layers(picture: Picture) -> tuple[Mapping[Path, int], frozenset[int]]:
    """Return each node's column, and the numbers of the edges that close a circle.

    Every other edge goes to the right.
    """
    needs: dict[Path, list[tuple[int, Path]]] = {node.key: [] for node in picture.nodes}
    for number, edge in enumerate(picture.edges):
        if edge.is_dependency:
            needs[edge.source].append((number, edge.target))
    order, backward = _from_the_end(needs)
    columns = {node.key: FIRST[node.kind] for node in picture.nodes}
    for key in reversed(order):
        for number, target in needs[key]:
            if number not in backward:
                columns[target] = max(columns[target], columns[key] + 1)
    return columns, frozenset(backward)


def _from_the_end(needs: Mapping[Path, list[tuple[int, Path]]]) -> tuple[list[Path], set[int]]:
    """Return all keys, each after everything that it needs, and the edges that close circles."""
    order: list[Path] = []
    backward: set[int] = set()
    is_open: dict[Path, bool] = {}
    for start in needs:
        if start in is_open:
            continue
        is_open[start] = True
        stack = [(start, iter(needs[start]))]
        while stack:
            key, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                is_open[key] = False
                order.append(key)
                stack.pop()
            elif step[1] not in is_open:
                is_open[step[1]] = True
                stack.append((step[1], iter(needs[step[1]])))
            elif is_open[step[1]]:
                backward.add(step[0])
    return order, backward

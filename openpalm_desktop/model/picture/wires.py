"""The ways of edges over the picture, from the places of what they join."""

from collections.abc import Iterator, Mapping, Sequence

from openpalm_desktop.model.path import Path

from .graph import Edge
from .shapes import LABEL_HEIGHT, Point, Rect, Wire
from .standing import Chain, Item, Standing

BEFORE_LABEL, AFTER_LABEL = 28.0, 20.0
"""The room in front of the widest label and behind all of them."""

_FROM_END, _ARRIVALS = 10.0, 8.0


class Wires:
    """Draws each edge between the nodes' places."""

    def __init__(
        self,
        standing: Standing,
        rects: Mapping[Path, Rect],
        lefts: Sequence[float],
        widths: Sequence[float],
    ) -> None:
        self._standing, self._rects = standing, rects
        self._lefts, self._widths = lefts, widths
        self._visits: dict[Path, list[Edge]] = {}
        for edge in standing.picture.edges:
            if edge.way is None and not edge.is_dependency:
                self._visits.setdefault(edge.target, []).append(edge)

    def all(self) -> Iterator[Wire]:
        """Yield every edge's wire, in the order of the edges."""
        edges = self._standing.picture.edges
        for number, (edge, chain) in enumerate(zip(edges, self._standing.chains, strict=True)):
            if not chain:
                yield self._visit(edge)
            elif edge.way is not None:
                yield self._way(number, edge, chain)
            else:
                yield self._dependency(number, chain)

    def _visit(self, edge: Edge) -> Wire:
        """Visitors enter a bar at their own height, or where they cannot, one below the other."""
        start, bar = self._rects[edge.source], self._rects[edge.target]
        visits = self._visits[edge.target]
        is_level = all(
            bar.y + 8 <= self._rects[one.source].middle <= bar.bottom - 8 for one in visits
        )
        if is_level:
            return Wire(((start.right, start.middle), (bar.x, start.middle)))
        number = visits.index(edge)
        y = bar.y + bar.height * (number + 1) / (len(visits) + 1)
        return Wire(((start.right, start.middle), (bar.x, y)), bend=0.75 - 0.25 * number)

    def _way(self, number: int, edge: Edge, chain: Chain) -> Wire:
        bar, row, left = self._rects[edge.source], self._standing.row(number), self._lefts[2]
        y = min(max(row, bar.y + _FROM_END), bar.bottom - _FROM_END)
        width, right = self._standing.sizes.labels[number], left - AFTER_LABEL
        label = Rect(right - width, row - LABEL_HEIGHT / 2, width, LABEL_HEIGHT) if width else None
        start = ((bar.right, y), (right - width, row))
        if len(chain) == 1:
            return Wire((*start, (left, row)), label)
        target = self._rects[edge.target]
        end = (target.x, self._arrival(number, target))
        return Wire((*start, *self._passed(chain[:-1]), end), label)

    def _arrival(self, number: int, target: Rect) -> float:
        some = self._standing.ways[self._standing.picture.edges[number].target]
        step = min(_ARRIVALS, (target.height - 16) / len(some))
        return target.middle + (some.index(number) - (len(some) - 1) / 2) * step

    def _dependency(self, number: int, chain: Chain) -> Wire:
        source, target = self._rects[chain[0][0]], self._rects[chain[-1][0]]
        points = [(source.right, source.middle), *self._passed(chain[1:-1])]
        points.append((target.x, target.middle))
        is_backward = number in self._standing.backward
        return Wire(tuple(reversed(points) if is_backward else points), None, is_backward)

    def _passed(self, items: Sequence[Item]) -> list[Point]:
        points: list[Point] = []
        for item in items:
            column, y = self._standing.column_of(item), self._standing.middles[item]
            points.append((self._lefts[column], y))
            points.append((self._lefts[column] + self._widths[column], y))
        return points

"""Where everything on the picture stands: columns from visitors to services, edges between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from openpalm_desktop.model.path import Path

from .graph import PORTS, Edge, Picture
from .layers import layers
from .order import ordered
from .spread import spread

Point: TypeAlias = tuple[float, float]
Span: TypeAlias = tuple[Path, float, float]
Item: TypeAlias = tuple[Path, int]
"""A node with -1, or what an edge passes in a column: for its target, or for its own number."""

_TOGETHER = 10**9
LABEL_HEIGHT, ROW = 19.0, 23.0
_GAP, _PASS_GAP, _BAR_GAP = 10.0, 3.0, 14.0
_VISITOR_GAP, _BAR_PAD, _LEAST_BAR = 16.0, 17.0, 64.0
_BEFORE_LABEL, _AFTER_LABEL = 28.0, 20.0
_TO_DOORS, _BETWEEN = 60.0, 52.0
_TALL = 520.0  # higher pictures have their visitors at the top


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge's way over the picture, from point to point, and where its label stands."""

    points: tuple[Point, ...]
    label: Rect | None = None
    is_backward: bool = False
    bend: float = 0.5  # where on its way from column to column it turns


@dataclass(frozen=True, slots=True)
class Layout:
    """All places: nodes by their keys, wires in the order of the picture's edges."""

    nodes: Mapping[Path, Rect]
    wires: tuple[Wire, ...]
    columns: tuple[Rect, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large each node is at least, and how wide each edge's label is, nought for none."""

    nodes: Mapping[Path, tuple[float, float]]
    labels: Sequence[float]


def layout(picture: Picture, sizes: Sizes) -> Layout:
    """Return where everything stands; nothing overlaps, and the same picture is laid out alike."""
    return _Drawing(picture, sizes).layout()


class _Drawing:
    def __init__(self, picture: Picture, sizes: Sizes) -> None:
        self._picture, self._sizes = picture, sizes
        self._columns, self._backward = layers(picture)
        self._last = max([3, *self._columns.values()])
        self._ways: dict[Path, list[int]] = {}
        for number, edge in enumerate(picture.edges):
            if edge.way is not None:
                self._ways.setdefault(edge.target, []).append(number)
        self._middles: dict[Item, float] = {}
        self._rects: dict[Path, Rect] = {}

    def layout(self) -> Layout:
        """Return the finished layout."""
        chains = [self._chain(number, edge) for number, edge in enumerate(self._picture.edges)]
        order = self._order(chains)
        self._stack(order, chains)
        lefts = self._lefts()
        for column, items in enumerate(order, 2):
            for item in items:
                if item[1] < 0:
                    self._place(item[0], lefts[column], self._middles[item])
        self._place_bars(lefts[1])
        self._place_visitors()
        return self._finished(chains, lefts)

    # Columns of channels and services

    def _chain(self, number: int, edge: Edge) -> tuple[Item, ...]:
        """Return what an edge passes from column 2 on, its ends among it; from left to right.

        Ways pass alone, for their labels; dependencies on one target pass together.
        """
        source, target = edge.source, edge.target
        if number in self._backward:
            source, target = target, source
        first, last = self._columns[source], self._columns[target]
        if last < 2:
            return ()
        if edge.way is not None:
            between = tuple(((*target, column), number) for column in range(2, last))
            return (*between, (target, -1))
        through = tuple(((*target, column), _TOGETHER) for column in range(first + 1, last))
        return ((source, -1), *through, (target, -1))

    def _order(self, chains: list[tuple[Item, ...]]) -> list[list[Item]]:
        columns: list[dict[Item, None]] = [{} for _ in range(2, self._last + 1)]
        rank = {node.key: -node.reach.width if node.reach else 1 for node in self._picture.nodes}
        for node in sorted(
            self._picture.nodes, key=lambda one: (not one.is_enabled, rank[one.key])
        ):
            if node.kind.is_container:
                columns[self._columns[node.key] - 2][node.key, -1] = None
        steps: list[dict[tuple[Item, Item], None]] = [{} for _ in columns[1:]]
        for chain in chains:
            start = self._column_of(chain[0]) if chain else 2
            for offset, item in enumerate(chain):
                columns[start - 2 + offset][item] = None
            for offset, step in enumerate(pairwise(chain)):
                steps[start - 2 + offset][step] = None
        groups = {item: self._group(item) for item in columns[0]}
        return ordered([list(some) for some in columns], [list(some) for some in steps], groups)

    def _column_of(self, item: Item) -> int:
        column = item[0][-1]
        return self._columns[item[0]] if item[1] < 0 else int(column)

    def _group(self, item: Item) -> int:
        """Return a rank by the way in: Caddy, both, ports, none; so that the bars stay apart."""
        key, number = item
        numbers = [number] if number >= 0 else self._ways.get(key, [])
        is_port = [self._picture.edges[one].source == PORTS for one in numbers]
        if not is_port:
            return 3
        return 2 if all(is_port) else 1 if any(is_port) else 0

    def _height(self, item: Item) -> float:
        if item[1] >= 0:
            return LABEL_HEIGHT if item[1] < _TOGETHER else 4.0
        count = len(self._ways.get(item[0], ())) if self._columns[item[0]] == 2 else 0
        return max(self._sizes.nodes[item[0]][1], count * ROW + 6)

    def _stack(self, order: list[list[Item]], chains: list[tuple[Item, ...]]) -> None:
        """Give every item its height on the picture: packed first, then drawn to its neighbours."""
        joined: tuple[dict[Item, list[Item]], ...] = ({}, {})
        for chain in chains:
            for one, other in pairwise(chain):
                joined[0].setdefault(other, []).append(one)
                joined[1].setdefault(one, []).append(other)
        for items in order:
            self._settle(items, {})
        for neighbours, columns in (
            (joined[0], order[1:]),
            (joined[1], order[-2::-1]),
            (joined[0], order[1:]),
        ):
            for items in columns:
                self._settle(items, neighbours)

    def _settle(self, items: list[Item], neighbours: Mapping[Item, list[Item]]) -> None:
        heights = [self._height(item) for item in items]
        distances = [
            (heights[n] + heights[n + 1]) / 2 + self._gap(items[n], items[n + 1])
            for n in range(len(items) - 1)
        ]
        wanted = []
        for item, at in zip(items, spread([0.0] * len(items), distances), strict=True):
            near = [self._middles[one] for one in neighbours.get(item, ())]
            wanted.append(sum(near) / len(near) if near else self._middles.get(item, at))
        self._middles.update(zip(items, spread(wanted, distances), strict=True))

    def _gap(self, one: Item, other: Item) -> float:
        if one[1] >= 0 and other[1] >= 0:
            return _PASS_GAP
        is_new_group = self._columns.get(one[0]) == 2 and self._group(one) != self._group(other)
        return _GAP + (12 if is_new_group else 0)

    # From left to right

    def _lefts(self) -> list[float]:
        widths = [0.0] * (self._last + 1)
        for key, (width, _) in self._sizes.nodes.items():
            column = self._columns[key]
            widths[column] = max(widths[column], width)
        self._widths = widths
        label = max(self._sizes.labels, default=0.0)
        gaps = [_TO_DOORS, _BEFORE_LABEL + label + _AFTER_LABEL] + [_BETWEEN] * self._last
        lefts = [0.0]
        for column in range(self._last):
            lefts.append(lefts[-1] + widths[column] + gaps[column])
        return lefts

    def _place(self, key: Path, left: float, middle: float) -> None:
        height = self._height((key, -1))
        self._rects[key] = Rect(left, middle - height / 2, self._sizes.nodes[key][0], height)

    def _row(self, number: int) -> float:
        """Return the height at which a way leaves the gap before the channels."""
        target = self._picture.edges[number].target
        if self._columns[target] > 2:
            return self._middles[(*target, 2), number]
        some = self._ways[target]
        return self._middles[target, -1] + (some.index(number) - (len(some) - 1) / 2) * ROW

    def _place_bars(self, left: float) -> None:
        spans: list[Span] = []
        for key in (node.key for node in self._picture.nodes if node.kind.is_way_in):
            rows = [
                self._row(number)
                for number, edge in enumerate(self._picture.edges)
                if edge.way is not None and edge.source == key
            ]
            spans.append((key, min(rows) - _BAR_PAD, max(rows) + _BAR_PAD))
        spans = _apart(spans[0], spans[1]) if len(spans) == 2 else [_grown(one) for one in spans]
        for key, top, bottom in spans:
            self._rects[key] = Rect(left, top, self._sizes.nodes[key][0], bottom - top)

    def _place_visitors(self) -> None:
        keys = [node.key for node in self._picture.nodes if self._columns[node.key] == 0]
        heights = [self._sizes.nodes[key][1] for key in keys]
        distances = [(heights[n] + heights[n + 1]) / 2 + _VISITOR_GAP for n in range(len(keys) - 1)]
        whole = sum(heights) + _VISITOR_GAP * (len(keys) - 1)
        tops = [rect.y for rect in self._rects.values()] or [0.0]
        bottoms = [rect.bottom for rect in self._rects.values()] or [whole]
        bars = [self._rects[n.key] for n in self._picture.nodes if n.kind.is_way_in]
        middle = (min(tops) + max(bottoms)) / 2
        if bars:
            middle = (bars[0].y + bars[-1].bottom) / 2
        if max(bottoms) - min(tops) > _TALL:
            top = bars[0].y if bars else min(tops)
            middle = min(middle, top + whole / 2 + 24)
        for key, at in zip(keys, spread([middle] * len(keys), distances), strict=True):
            self._place(key, 0.0, at)

    # Edges

    def _finished(self, chains: list[tuple[Item, ...]], lefts: list[float]) -> Layout:
        wires = [
            self._visitor_wire(edge)
            if not chain
            else self._way_wire(number, edge, chain, lefts)
            if edge.way is not None
            else self._dependency_wire(number, chain, lefts)
            for number, (edge, chain) in enumerate(zip(self._picture.edges, chains, strict=True))
        ]
        top = min((rect.y for rect in self._rects.values()), default=0.0)
        bottom = max((rect.bottom for rect in self._rects.values()), default=0.0)
        for wire in wires:
            top = min(top, *(y for _, y in wire.points), *([wire.label.y] if wire.label else []))
            bottom = max(bottom, *(y for _, y in wire.points))
        used = max(self._columns.values(), default=0)
        columns = tuple(Rect(lefts[n], 0.0, self._widths[n], bottom - top) for n in range(used + 1))
        return Layout(
            nodes={key: _lower(rect, -top) for key, rect in self._rects.items()},
            wires=tuple(_moved(wire, -top) for wire in wires),
            columns=columns,
            width=max(column.right for column in columns),
            height=bottom - top,
        )

    def _visitor_wire(self, edge: Edge) -> Wire:
        start, end = self._rects[edge.source], self._rects[edge.target]
        same = [one for one in self._picture.edges if one.way is None and one.target == edge.target]
        same = [one for one in same if not one.is_dependency]
        share = end.height * (same.index(edge) + 1) / (len(same) + 1)
        is_level = all(
            end.y + 8 <= self._rects[one.source].middle <= end.bottom - 8 for one in same
        )
        y = start.middle if is_level else end.y + share
        bend = 0.5 if is_level else 0.75 - 0.25 * same.index(edge)
        return Wire(((start.right, start.middle), (end.x, y)), bend=bend)

    def _way_wire(
        self, number: int, edge: Edge, chain: tuple[Item, ...], lefts: list[float]
    ) -> Wire:
        bar, row = self._rects[edge.source], self._row(number)
        y = min(max(row, bar.y + 10), bar.bottom - 10)
        width = self._sizes.labels[number]
        right = lefts[2] - _AFTER_LABEL
        label = Rect(right - width, row - LABEL_HEIGHT / 2, width, LABEL_HEIGHT) if width else None
        points = [(bar.right, y), (lefts[2] - _AFTER_LABEL - width, row)]
        if len(chain) == 1:
            return Wire((*points, (lefts[2], row)), label)
        points += self._passed(chain[:-1], lefts)
        target = self._rects[edge.target]
        return Wire((*points, (target.x, self._arrival(number, target))), label)

    def _arrival(self, number: int, target: Rect) -> float:
        some = self._ways[self._picture.edges[number].target]
        step = min(8.0, (target.height - 16) / max(1, len(some)))
        return target.middle + (some.index(number) - (len(some) - 1) / 2) * step

    def _dependency_wire(self, number: int, chain: tuple[Item, ...], lefts: list[float]) -> Wire:
        source, target = self._rects[chain[0][0]], self._rects[chain[-1][0]]
        points = [(source.right, source.middle), *self._passed(chain[1:-1], lefts)]
        points.append((target.x, target.middle))
        is_backward = number in self._backward
        return Wire(tuple(reversed(points) if is_backward else points), None, is_backward)

    def _passed(self, items: Sequence[Item], lefts: list[float]) -> list[Point]:
        points: list[Point] = []
        for item in items:
            column = self._column_of(item)
            y = self._middles[item]
            points += [(lefts[column], y), (lefts[column] + self._widths[column], y)]
        return points


def _apart(upper: Span, lower: Span) -> list[Span]:
    """Return two bars that do not touch, where they would, both give way, and neither is short."""
    border = (upper[2] + lower[1]) / 2
    over, under = min(upper[2], border - _BAR_GAP / 2), max(lower[1], border + _BAR_GAP / 2)
    return [
        (upper[0], min(upper[1], over - _LEAST_BAR), over),
        (lower[0], under, max(lower[2], under + _LEAST_BAR)),
    ]


def _grown(span: Span) -> Span:
    """Return a bar that is long enough for its words."""
    key, top, bottom = span
    more = max(0.0, _LEAST_BAR - (bottom - top)) / 2
    return key, top - more, bottom + more


def _lower(rect: Rect, by: float) -> Rect:
    return Rect(rect.x, rect.y + by, rect.width, rect.height)


def _moved(wire: Wire, by: float) -> Wire:
    points = tuple((x, y + by) for x, y in wire.points)
    label = _lower(wire.label, by) if wire.label else None
    return replace(wire, points=points, label=label)

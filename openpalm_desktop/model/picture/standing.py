"""Who stands how high: channels, services and the edges that pass them, column by column."""

from collections.abc import Mapping
from itertools import pairwise
from typing import TypeAlias

from openpalm_desktop.model.path import Path

from .graph import PORTS, Edge, Picture
from .layers import layers
from .order import ordered
from .shapes import LABEL_HEIGHT, ROW, Sizes
from .spread import spread

Item: TypeAlias = tuple[Path, int]
"""A node with -1, or what passes a column: an edge by its number, or all on one target together."""
Chain: TypeAlias = tuple[Item, ...]

TOGETHER = 10**9
_GAP, _PASS_GAP, _GROUP_GAP, _THIN = 10.0, 3.0, 22.0, 4.0


class Standing:
    """Columns from the channels' on, and the height of the middle of everything in them."""

    def __init__(self, picture: Picture, sizes: Sizes) -> None:
        self.picture, self.sizes = picture, sizes
        self.columns, self.backward = layers(picture)
        self.last = max([3, *self.columns.values()])
        self.ways: dict[Path, list[int]] = {}
        for number, edge in enumerate(picture.edges):
            if edge.way is not None:
                self.ways.setdefault(edge.target, []).append(number)
        self.chains = [self._chain(number, edge) for number, edge in enumerate(picture.edges)]
        self.order: list[list[Item]] = []
        self.middles: dict[Item, float] = {}
        self._groups: dict[Item, int] = {}

    def arrange(self) -> None:
        """Give every column an order with few crossings."""
        columns: list[dict[Item, None]] = [{} for _ in range(2, self.last + 1)]
        rank = {node.key: -node.reach.width if node.reach else 1 for node in self.picture.nodes}
        for node in sorted(self.picture.nodes, key=lambda one: (not one.is_enabled, rank[one.key])):
            if node.kind.is_container:
                columns[self.columns[node.key] - 2][node.key, -1] = None
        steps: list[dict[tuple[Item, Item], None]] = [{} for _ in columns[1:]]
        for chain in self.chains:
            start = self.column_of(chain[0]) if chain else 2
            for offset, item in enumerate(chain):
                columns[start - 2 + offset][item] = None
            for offset, step in enumerate(pairwise(chain)):
                steps[start - 2 + offset][step] = None
        self._groups = {item: self._group(item) for item in columns[0]}
        self.order = ordered(
            [list(some) for some in columns], [list(some) for some in steps], self._groups
        )

    def stack(self) -> None:
        """Give everything its height: packed first, then drawn to what it is joined with."""
        before: dict[Item, list[Item]] = {}
        after: dict[Item, list[Item]] = {}
        for chain in self.chains:
            for one, other in pairwise(chain):
                before.setdefault(other, []).append(one)
                after.setdefault(one, []).append(other)
        for items in self.order:
            self._settle(items, {})
        for joined, columns in (
            (before, self.order[1:]),
            (after, self.order[-2::-1]),
            (before, self.order[1:]),
        ):
            for items in columns:
                self._settle(items, joined)

    def move(self, by: float) -> None:
        """Move everything up or down."""
        self.middles = {item: middle + by for item, middle in self.middles.items()}

    def column_of(self, item: Item) -> int:
        """Return the column that a node stands in, or that an edge passes."""
        return self.columns[item[0]] if item[1] < 0 else int(item[0][-1])

    def height(self, item: Item) -> float:
        """Return how high a node is, so that all ways to it have room, or what passes."""
        key, number = item
        if number >= 0:
            return LABEL_HEIGHT if number < TOGETHER else _THIN
        count = len(self.ways.get(key, ())) if self.columns[key] == 2 else 0
        return max(self.sizes.nodes[key][1], count * ROW + 6)

    def row(self, number: int) -> float:
        """Return the height at which a way leaves the gap before the channels."""
        target = self.picture.edges[number].target
        if self.columns[target] > 2:
            return self.middles[(*target, 2), number]
        some = self.ways[target]
        return self.middles[target, -1] + (some.index(number) - (len(some) - 1) / 2) * ROW

    def _chain(self, number: int, edge: Edge) -> Chain:
        """Return what an edge passes from column 2 on, its ends among it; from left to right."""
        source, target = edge.source, edge.target
        if number in self.backward:
            source, target = target, source
        first, last = self.columns[source], self.columns[target]
        if last < 2:
            return ()
        if edge.way is not None:
            between = tuple(((*target, column), number) for column in range(2, last))
            return (*between, (target, -1))
        through = tuple(((*target, column), TOGETHER) for column in range(first + 1, last))
        return ((source, -1), *through, (target, -1))

    def _group(self, item: Item) -> int:
        """Return a rank by the way in: Caddy, both, ports, none; so that the bars stay apart."""
        key, number = item
        numbers = [number] if number >= 0 else self.ways.get(key, [])
        is_port = [self.picture.edges[one].source == PORTS for one in numbers]
        if not is_port:
            return 3
        return 2 if all(is_port) else 1 if any(is_port) else 0

    def _settle(self, items: list[Item], joined: Mapping[Item, list[Item]]) -> None:
        heights = [self.height(item) for item in items]
        distances = [
            (heights[n] + heights[n + 1]) / 2 + self._gap(items[n], items[n + 1])
            for n in range(len(items) - 1)
        ]
        wanted = []
        for item, at in zip(items, spread([0.0] * len(items), distances), strict=True):
            near = [self.middles[one] for one in joined.get(item, ())]
            wanted.append(sum(near) / len(near) if near else self.middles.get(item, at))
        self.middles.update(zip(items, spread(wanted, distances), strict=True))

    def _gap(self, one: Item, other: Item) -> float:
        if one[1] >= 0 and other[1] >= 0:
            return _PASS_GAP
        return _GAP if self._groups.get(one) == self._groups.get(other) else _GROUP_GAP

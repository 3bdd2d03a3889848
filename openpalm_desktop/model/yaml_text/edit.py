"""What differs between old and new data, as changes to the text and to nothing else in it."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

from openpalm_desktop.record import Record

from .align import Added, Kept, aligned_items, same
from .anchors import literal_copies
from .blocks import Blocks
from .brackets import brackets
from .layouts import layout_in
from .lines import Lines
from .mappings import kept_and_added, living
from .places import (
    ON_ONE_LINE,
    Behind,
    Place,
    content_end,
    content_start,
    end_of_nothing,
    first_entry,
    signs,
)
from .replacing import closed, ends_with_break, in_brackets, renamed, replaced
from .splices import Part, Splice, joined, spliced
from .tree import Alias, Anchored, Items, Map, Node
from .writing import Layout, after_dash, block_entry, flow_key

_FLOW_COLON = re.compile(r"[ \t\r\n]*:")

Changes: TypeAlias = list[Splice]


class _Difference(Record):
    """A collection that stays one: what it held, and what becomes of its entries or items."""

    node: Map | Items
    olds: Sequence[object]
    targets: list[Kept | Added]
    living: list[int]
    depth: int

    @property
    def values(self) -> list[Node]:
        """The value of each entry, or each item."""
        if isinstance(self.node, Map):
            return [entry.value for entry in self.node.entries]
        return self.node.items

    @property
    def is_rearranged(self) -> bool:
        """Whether anything comes, goes or moves."""
        kept = [target.old for target in self.targets if isinstance(target, Kept)]
        return kept != self.living or len(kept) != len(self.targets)


def _difference(node: Node, old: object, new: object, depth: int) -> _Difference | None:
    """Return how one collection becomes another; None where there is nothing to keep."""
    if isinstance(node, Map) and isinstance(old, dict) and isinstance(new, dict) and old and new:
        olds = [old.get(entry.name) for entry in node.entries]
        return _Difference(node, olds, kept_and_added(node, old, new), living(node), depth)
    if isinstance(node, Items) and isinstance(old, list) and isinstance(new, list) and old and new:
        return _Difference(node, old, aligned_items(old, new), list(range(len(old))), depth)
    return None


class Edit:
    """One edit of a text; what is nested deeper than `limit` is rewritten with what holds it."""

    def __init__(
        self,
        lines: Lines,
        root: Node,
        references: Sequence[Anchored | Alias],
        layout: Layout,
        limit: int | None = None,
    ) -> None:
        self._text = lines.text
        self._lines = lines
        self._root = root
        self._references = references
        self._limit = limit
        self._layout = layout
        self._edited: set[Anchored] = set()
        self.deepest = 0

    def text(self, old: object, new: object) -> str:
        """Return the text with the new data."""
        place = Place(Behind.NOTHING, 0, self._root.start, self._layout)
        changes = self._value(place, self._root, old, new, 0)
        pieces = list(spliced(Part(0, len(self._text), changes)))
        copies = literal_copies(self._references, pieces, self._edited, self._layout)
        return joined(self._text, pieces, copies)

    def _value(self, place: Place, node: Node, old: object, new: object, depth: int) -> Changes:
        if same(old, new):
            return []
        if not isinstance(node, Alias):
            self._edited.add(node)
        self.deepest = max(self.deepest, depth)
        changes = None
        if self._limit is None or depth < self._limit:
            difference = _difference(node, old, new, depth)
            if difference and difference.node.flow:
                changes = self._in_brackets(difference, place)
            elif difference:
                changes = self._in_block(difference, place)
        return replaced(self._lines, place, node, new) if changes is None else changes

    def _children(self, difference: _Difference, places: Sequence[Place]) -> dict[int, Changes]:
        """Return the changes inside each entry or item that stays, by its number."""
        changes: dict[int, Changes] = {}
        node, values = difference.node, difference.values
        for target in difference.targets:
            if isinstance(target, Added):
                continue
            number, place = target.old, places[target.old]
            entry = node.entries[number] if isinstance(node, Map) else None
            if entry and entry.is_merge:
                continue
            old = difference.olds[number]
            inside = self._value(place, values[number], old, target.value, difference.depth + 1)
            if entry and entry.name != target.name:
                inside.append(renamed(self._text, entry.key, target.name, place))
            changes[number] = inside
        return changes

    def _in_block(self, difference: _Difference, place: Place) -> Changes | None:
        node = difference.node
        ends = signs(self._text, self._lines, node)
        if ends is None:
            return None
        column = self._lines.column(first_entry(self._text, node))
        layout = layout_in(self._lines, node, self._layout)
        behind = Behind.COLON if isinstance(node, Map) else Behind.DASH
        places = [Place(behind, column, end, layout) for _, end in ends]
        inside = self._children(difference, places)
        if not difference.is_rearranged:
            return list(chain.from_iterable(inside.values()))
        bounds = [
            (start, max(end, content_end(self._text, value)))
            for (start, end), value in zip(ends, difference.values, strict=True)
        ]
        blocks = Blocks(self._lines, column, bounds, is_root=place.behind is Behind.NOTHING)

        def written(target: Added) -> str:
            if behind is Behind.COLON:
                return block_entry(target.name, target.value, column, layout)
            return "-" + after_dash(target.value, column, layout)

        last, final = len(ends) - 1, difference.targets[-1]
        moves_up = last in inside and not (isinstance(final, Kept) and final.old == last)
        if moves_up and not inside[last] and not blocks.chunks[last].newline:
            inside[last] = closed(self._lines, difference.values[last])
        needs_break = ends_with_break(final.value)
        return [
            blocks.rearranged(difference.targets, inside, written, layout, needs_break=needs_break)
        ]

    def _in_brackets(self, difference: _Difference, place: Place) -> Changes | None:
        node = difference.node
        start = content_start(self._text, node)
        if self._text[start : start + 1] not in ("{", "["):
            return None
        places, bounds = self._members(node, place.layout)
        found = brackets(self._text, start + 1, node.end - 1, bounds)
        if found is None:
            return None
        layout = place.layout
        column = found.column if found.is_lined else ON_ONE_LINE
        places = [one.replaced(column=column) for one in places]
        inside = self._children(difference, places)
        if not difference.is_rearranged:
            return list(chain.from_iterable(inside.values()))

        def written(target: Added) -> str:
            name = flow_key(target.name, layout) + layout.colon if isinstance(node, Map) else ""
            return name + in_brackets(target.value, column, layout)

        return [found.rearranged(difference.targets, inside, written, layout)]

    def _members(
        self, node: Map | Items, layout: Layout
    ) -> tuple[list[Place], list[tuple[int, int]]]:
        """Return the place of each value in brackets, and where its member begins and ends."""
        places = []
        bounds = []
        if isinstance(node, Items):
            for item in node.items:
                places.append(Place(Behind.BRACKET, ON_ONE_LINE, item.start, layout))
                bounds.append((item.start, item.end))
            return places, bounds
        for entry in node.entries:
            after, sign = entry.key.end, layout.colon
            colon = _FLOW_COLON.match(self._text, after)
            if colon and colon.end() <= entry.value.start:
                after, sign = colon.end(), layout.colon[1:]
            places.append(Place(Behind.BRACKET, ON_ONE_LINE, after, layout, sign))
            end = end_of_nothing(self._text, places[-1], entry.value)
            bounds.append((entry.key.start, entry.value.end if end is None else end))
        return places, bounds

"""Entries and items of a block collection, one below the other: taken out, put in, moved."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .align import Added, Kept
from .lines import BREAK, Lines
from .splices import Part, Piece, Splice
from .writing import Layout

_COMMENT = re.compile(r"[ \t]*#")
_BLANK = re.compile(r"[ \t]*(?=[\r\n]|\Z)")
_NOTHING_YET = re.compile(r"\ufeff?(?:\s+|---|%[^\r\n]*)*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)")


class Chunk(NamedTuple):
    """One entry with the comments that belong to it, without the indentation before it."""

    start: int
    end: int
    newline: str
    "The break that ends its last line; '' at the end of the text."


class Blocks:
    """The entries of one block collection in whole lines."""

    def __init__(
        self, lines: Lines, column: int, bounds: Sequence[tuple[int, int]], *, is_root: bool
    ) -> None:
        self._text = lines.text
        self._lines = lines
        self._column = column
        self._is_root = is_root
        self.chunks: list[Chunk] = []
        for number, (start, end) in enumerate(bounds):
            limit = bounds[number + 1][0] if number + 1 < len(bounds) else len(self._text)
            self.chunks.append(self._chunk(start, end, limit))

    def _chunk(self, start: int, end: int, limit: int) -> Chunk:
        end = self._with_inner_comments(self._lines.end(end), limit)
        found = BREAK.match(self._text, end)
        return Chunk(self._with_lead(start), end, found.group() if found else "")

    def _with_inner_comments(self, end: int, limit: int) -> int:
        """Take along comments below the entry that are indented further than it."""
        here = end
        while (here := self._lines.next(here)) < limit:
            comment = _COMMENT.match(self._text, here)
            if comment and comment.end() - 1 - here > self._column:
                here = end = self._lines.end(here)
            elif not _BLANK.match(self._text, here):
                break
        return end

    def _with_lead(self, start: int) -> int:
        """Take along the comments directly above the entry, indented like it."""
        line = self._lines.start(start)
        if self._text[line:start].strip(" "):
            return start
        above_all = not self.chunks
        floor = 0 if above_all else self.chunks[-1].end
        top, first = line, start
        while top > floor:
            above = self._lines.start(top - 1)
            comment = _COMMENT.match(self._text, above)
            if above < floor or not comment or comment.end() - 1 - above != self._column:
                break
            top, first = above, comment.end() - 1
        is_head = self._is_root and above_all and _NOTHING_YET.fullmatch(self._text, 0, top)
        return start if is_head else first

    def _gap(self, number: int) -> list[str]:
        """Return the lines between an entry and the next one that belong to neither."""
        if not 0 <= number < len(self.chunks) - 1:
            return []
        chunk = self.chunks[number]
        begin = chunk.end + len(chunk.newline)
        end = self._lines.start(self.chunks[number + 1].start)
        return _LINE.findall(self._text, begin, end)

    def _gaps(self, first: int, last: int) -> list[str]:
        """Return what stays between two entries when those between them go."""
        merged = self._gap(first)
        for number in range(first + 1, last):
            following = self._gap(number)
            while following and merged and _is_blank(following[0]) and _is_blank(merged[-1]):
                merged.pop()
            merged += following
        return merged

    def _gap_before(self, slots: Sequence[int], slot: int) -> list[str]:
        if slot:
            return self._gaps(slots[slot - 1], slots[slot])
        gap = self._gaps(-1, slots[0])
        while gap and _is_blank(gap[0]):
            gap.pop(0)
        return gap

    def _last_gap(self, slots: Sequence[int]) -> list[str]:
        gap = self._gaps(slots[-1] if slots else -1, len(self.chunks))
        while gap and _is_blank(gap[-1]):
            gap.pop()
        return gap

    def _is_spaced(self) -> bool:
        """Whether the person leaves a blank line between all entries."""
        pairs = range(len(self.chunks) - 1)
        return bool(pairs) and all(any(map(_is_blank, self._gap(number))) for number in pairs)

    def rearranged(
        self,
        targets: Sequence[Kept | Added],
        inside: dict[int, list[Splice]],
        written: Callable[[Added], str],
        layout: Layout,
        *,
        needs_break: bool,
    ) -> Splice:
        """Return the change that puts the entries in the order of the targets."""
        kept = [target.old for target in targets if isinstance(target, Kept)]
        slots = sorted(kept)
        blank = [layout.newline] if self._is_spaced() else []
        pieces = _Pieces(" " * self._column)
        slot = 0
        for target in targets:
            if isinstance(target, Added):
                pieces.gap(blank if pieces.has_entries else [])
                pieces.entry(written(target), layout.newline)
                continue
            pieces.gap(blank if pieces.has_entries and slot == 0 else [])
            pieces.gap(self._gap_before(slots, slot))
            chunk = self.chunks[target.old]
            pieces.entry(*_taken_along(chunk, inside.get(target.old, ()), layout))
            slot += 1
        pieces.gap(self._last_gap(slots))
        first, last = self.chunks[0], self.chunks[-1]
        if not last.newline and not needs_break:
            pieces.drop_last_break()
        return Splice(first.start, last.end + len(last.newline), tuple(pieces.found))


class _Pieces:
    """The lines of a collection as they are put together; the first has its indentation."""

    def __init__(self, indent: str) -> None:
        self.found: list[Piece] = []
        self.has_entries = False
        self._indent = indent

    def gap(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.found.append(line if self.found else line.lstrip(" \t"))

    def entry(self, piece: Piece, newline: str) -> None:
        if self.found:
            self.found.append(self._indent)
        self.found += [piece, newline]
        self.has_entries = True

    def drop_last_break(self) -> None:
        last = self.found[-1]
        if isinstance(last, str):
            self.found[-1] = last.removesuffix("\n").removesuffix("\r")


def _taken_along(chunk: Chunk, changes: Sequence[Splice], layout: Layout) -> tuple[Part, str]:
    """Return an entry and the break to put behind it: a change inside may bring its own along."""
    reach = max((change.end for change in changes), default=chunk.end)
    if reach > chunk.end:
        return Part(chunk.start, reach, changes), ""
    return Part(chunk.start, chunk.end, changes), chunk.newline or layout.newline


def _is_blank(line: str) -> bool:
    return not line.strip()

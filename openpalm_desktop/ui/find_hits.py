"""Where a text occurs in a file: by line, in the units that Qt counts letters in."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple

from openpalm_desktop.record import Record

from .text_places import units


class Hit(NamedTuple):
    """One place: its line, counted from 0, and the letters of it."""

    line: int
    start: int
    end: int


class Hits(Record):
    """All places of a text in a file, in their order."""

    all: tuple[Hit, ...] = ()

    @classmethod
    def of(cls, needle: str, text: str) -> "Hits":
        """Return where a text occurs, whatever its case."""
        if not needle:
            return cls()
        lines = text.split("\n")
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        found = []
        line = 0
        for match in re.finditer(re.escape(needle), text, re.IGNORECASE):
            while starts[line + 1] <= match.start():
                line += 1
            start, end = match.start() - starts[line], match.end() - starts[line]
            found.append(Hit(line, units(lines[line][:start]), units(lines[line][:end])))
        return cls(tuple(found))

    @cached_property
    def by_line(self) -> Mapping[int, Sequence[Hit]]:
        """The places of each line that has one."""
        return {line: tuple(hits) for line, hits in groupby(self.all, lambda hit: hit.line)}

    def from_(self, line: int, letter: int, step: int) -> int:
        """Return the number of the next place from here, or of the one before; round the end."""
        here = bisect_left(self.all, (line, letter, 0))
        if step < 0:
            return (here - 1) % len(self.all)
        return here % len(self.all)

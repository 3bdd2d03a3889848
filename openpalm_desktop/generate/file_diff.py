"""In what two versions of a generated file differ: the lines, the words in them, their paths."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import islice, pairwise, zip_longest
from sys import maxsize
from typing import Protocol

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record

from .line_diff import Marks, Step, marks, steps

_CONTEXT = 3


class Status(Enum):
    """Where a file is."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Lines(Protocol):
    """A version of a file; an `Artifact` is one."""

    @property
    def text(self) -> str:
        """The whole file."""

    def origin_of(self, line: int) -> Path:
        """Return the spec path of a line, counted from 0."""


class Line(Record):
    """One line: its number from 1, its text, the letters that are new or gone, its spec path."""

    number: int
    text: str
    origin: Path
    marks: tuple[tuple[int, int], ...] = ()


class Pair(Record):
    """A line of the old version beside one of the new; the same on both sides, or changed."""

    old: Line | None
    new: Line | None
    is_changed: bool


class Gap(Record):
    """Lines that are the same and not shown."""

    count: int


class FileDiff(Record):
    """What differs in one file; `rest` is how many changed lines are counted only."""

    name: str
    status: Status
    rows: tuple[Pair | Gap, ...]
    added: int
    removed: int
    rest: int = 0


def file_diffs(
    old: Mapping[str, Lines], new: Mapping[str, Lines], most: int = maxsize
) -> Iterator[FileDiff]:
    """Yield what differs between two sets of files, in the order of the new one."""
    for name, after in new.items():
        before = old.get(name)
        if before is None:
            yield _whole(name, after, Status.ADDED, most)
        elif before is not after and before.text != after.text:
            yield file_diff(name, before, after, most)
    for name, before in old.items():
        if name not in new:
            yield _whole(name, before, Status.REMOVED, most)


def file_diff(name: str, old: Lines, new: Lines, most: int = maxsize) -> FileDiff:
    """Return what differs between two versions of a file, with some lines around it.

    Which words differ takes longest to tell, so it is told of about `most` rows only.
    """
    olds, news = old.text.splitlines(), new.text.splitlines()
    found = steps(olds, news)
    rows: list[Pair | Gap] = []
    ends = [Step(0, 0, 0, 0), *found, Step(len(olds), len(olds), len(news), len(news))]
    for number, (before, step) in enumerate(pairwise(ends)):
        if len(rows) >= most:
            break
        alike = range(before.new_end, step.new_start)
        first, last = number == 0, number == len(found)
        rows.extend(_around(alike, before.old_end, new, news, (first, last)))
        rows.extend(islice(_changed(step, old, new, olds, news), max(0, most - len(rows))))
    added = sum(step.new_end - step.new_start for step in found)
    removed = sum(step.old_end - step.old_start for step in found)
    return FileDiff(
        name, Status.CHANGED, tuple(rows), added, removed, added + removed - _told(rows)
    )


def _told(rows: Sequence[Pair | Gap]) -> int:
    """Return how many changed lines are among some rows."""
    changed = [row for row in rows if isinstance(row, Pair) and row.is_changed]
    return sum((row.old is not None) + (row.new is not None) for row in changed)


def _around(
    alike: range, old_start: int, new: Lines, news: Sequence[str], ends: tuple[bool, bool]
) -> Iterator[Pair | Gap]:
    """Yield lines that are the same: the first and last few, and how many there are between."""
    is_first, is_last = ends
    head = 0 if is_first else _CONTEXT
    tail = 0 if is_last else _CONTEXT
    hidden = len(alike) - head - tail
    is_cut = hidden > 1
    for at in range(head if is_cut else len(alike)):
        yield _alike(old_start + at, alike[at], new, news)
    if is_cut:
        yield Gap(hidden)
        for at in range(head + hidden, len(alike)):
            yield _alike(old_start + at, alike[at], new, news)


def _alike(old_line: int, line: int, new: Lines, news: Sequence[str]) -> Pair:
    origin = new.origin_of(line)
    one = Line(old_line + 1, news[line], origin)
    return Pair(one, Line(line + 1, news[line], origin), is_changed=False)


def _changed(
    step: Step, old: Lines, new: Lines, olds: Sequence[str], news: Sequence[str]
) -> Iterator[Pair]:
    near = new.origin_of(min(step.new_start, max(0, len(news) - 1)))
    lines = zip_longest(
        range(step.old_start, step.old_end), range(step.new_start, step.new_end), fillvalue=None
    )
    for a, b in lines:
        both = Marks() if a is None or b is None else marks(olds[a], news[b])
        before = None if a is None else Line(a + 1, olds[a], old.origin_of(a) or near, both.old)
        after = None if b is None else Line(b + 1, news[b], new.origin_of(b), both.new)
        yield Pair(before, after, is_changed=True)


def _whole(name: str, file: Lines, status: Status, most: int) -> FileDiff:
    """Return a file that is on one side only, with its lines."""
    is_new = status is Status.ADDED
    texts = file.text.splitlines()
    lines = [Line(at + 1, text, file.origin_of(at)) for at, text in enumerate(texts[:most])]
    pairs = (
        Pair(None if is_new else one, one if is_new else None, is_changed=True) for one in lines
    )
    count = len(texts)
    added, removed = (count, 0) if is_new else (0, count)
    return FileDiff(name, status, tuple(pairs), added, removed, count - len(lines))

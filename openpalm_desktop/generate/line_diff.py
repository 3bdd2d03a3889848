"""Which lines of two texts differ, in time that long files do not make long.

Lines that both texts have once, in the same order, hold the two together; between them it is
looked closely. Generated files repeat most of their lines, so comparing each with each would take
minutes.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

_CLOSE = 60_000  # pairs of lines that may be compared each with each
_WORDS = re.compile(r"\w+|\s+|.")
_LEAST_ALIKE = 0.35


class Step(NamedTuple):
    """Lines of the old text, and the lines of the new one that stand in their place."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Marks(NamedTuple):
    """The letters in which two lines differ, on both sides, from and to."""

    old: tuple[tuple[int, int], ...] = ()
    new: tuple[tuple[int, int], ...] = ()


def steps(old: Sequence[str], new: Sequence[str]) -> tuple[Step, ...]:
    """Return the places in which two texts differ, in their order."""
    return tuple(_steps(old, new, Step(0, len(old), 0, len(new))))


def marks(old: str, new: str) -> Marks:
    """Return the words in which two lines differ; none where they have little in common."""
    one, other = _WORDS.findall(old.strip()), _WORDS.findall(new.strip())
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    alike = sum(len("".join(one[a : a + size])) for a, _, size in matcher.get_matching_blocks())
    if 2 * alike < _LEAST_ALIKE * (len(old.strip()) + len(new.strip())):
        return Marks()
    places = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    return Marks(
        _letters(one, len(old) - len(old.lstrip()), [(a, b) for a, b, _, _ in places]),
        _letters(other, len(new) - len(new.lstrip()), [(c, d) for _, _, c, d in places]),
    )


def _letters(
    words: Sequence[str], indent: int, places: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    starts = [indent]
    for word in words:
        starts.append(starts[-1] + len(word))
    return tuple((starts[a], starts[b]) for a, b in places if a < b)


def _steps(old: Sequence[str], new: Sequence[str], span: Step) -> Iterator[Step]:
    a, b, c, d = span
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    if a == b and c == d:
        return
    if a == b or c == d:
        yield Step(a, b, c, d)
        return
    anchors = _anchors(old, new, Step(a, b, c, d))
    if anchors:
        ends = [(a - 1, c - 1), *anchors, (b, d)]
        for (old_from, new_from), (old_to, new_to) in pairwise(ends):
            yield from _steps(old, new, Step(old_from + 1, old_to, new_from + 1, new_to))
    elif (b - a) * (d - c) <= _CLOSE:
        matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
        for tag, w, x, y, z in matcher.get_opcodes():
            if tag != "equal":
                yield Step(a + w, a + x, c + y, c + z)
    else:
        yield Step(a, b, c, d)


def _anchors(old: Sequence[str], new: Sequence[str], span: Step) -> list[tuple[int, int]]:
    """Return pairs of the lines that stand once on both sides, as many as keep their order."""
    a, b, c, d = span
    olds, news = Counter(old[a:b]), Counter(new[c:d])
    places = {line: at for at, line in enumerate(new[c:d], c) if news[line] == 1}
    pairs = [
        (at, places[line])
        for at, line in enumerate(old[a:b], a)
        if olds[line] == 1 and line in places
    ]
    tops: list[int] = []
    chains: list[tuple[int, int | None]] = []  # of each pair: its number, and the one before it
    heads: list[int] = []
    for number, (_, at) in enumerate(pairs):
        place = bisect_left(tops, at)
        chains.append((number, heads[place - 1] if place else None))
        if place == len(tops):
            tops.append(at)
            heads.append(number)
        else:
            tops[place], heads[place] = at, number
    found = []
    step = heads[-1] if heads else None
    while step is not None:
        found.append(pairs[step])
        step = chains[step][1]
    return found[::-1]

"""How well a few typed letters fit a text: whole words first, beginnings next, scattered last.

`score` is for a thousand texts at each key and does not look closer than it must; `places` is for
the few that are shown.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_AT_START, _AT_WORD, _INSIDE, _SCATTERED, _IN_REST = 100.0, 80.0, 55.0, 30.0, 18.0
_WIDEST = 3  # scattered letters stand this many letters apart on average, and no more
_BETWEEN_WORDS = re.compile(r"[\W_]")


def sought(text: str) -> str:
    """Return a text as it is looked through: small letters, a space before each of its words."""
    return " " + _BETWEEN_WORDS.sub(" ", text.lower())


def words_of(query: str) -> tuple[str, ...]:
    """Return the words that are looked for."""
    return tuple(sought(query).split())


def score(words: Sequence[str], title: str, rest: str = "") -> float:
    """Return how well all words fit a title, or else what is said of it; nothing if one does not.

    Title and rest are as `sought` makes them.
    """
    total = 0.0
    for word in words:
        if word in title:
            at_word = f" {word}" in title
            total += _AT_START if title.startswith(word, 1) else _AT_WORD if at_word else _INSIDE
        elif f" {word}" in rest:
            total += _IN_REST
        elif len(word) > 2 and _pattern(word).search(title):
            total += _SCATTERED
        else:
            return 0.0
    return total / len(words) + 20 / len(title)


def places(words: Iterable[str], title: str) -> frozenset[int]:
    """Return which letters of a title were meant."""
    padded = sought(title)
    found: set[int] = set()
    for word in words:
        at = padded.find(f" {word}")
        at = at if at >= 0 else padded.find(word) - 1
        if at >= 0:
            found.update(range(at, at + len(word)))
        elif scattered := _pattern(word).search(padded):
            found.update(scattered.start(group) - 1 for group in range(1, len(word) + 1))
    return frozenset(found)


@lru_cache(maxsize=64)
def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds letters in their order with others between, as `tgm` in Telegram."""
    gap = f".{{0,{_WIDEST}}}?"
    return re.compile(gap.join(f"({re.escape(letter)})" for letter in word))

"""No language at all, to see what would stay English in every other one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from openpalm_desktop.phrases import ENGLISH, Language, speak

_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&)")
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ",
)


class _Texts(dict[str, str]):
    """Every text with accents on its letters; what is filled in stays."""

    def get(self, text: str, _: object = None) -> str:
        """Translate a text."""
        parts = _KEPT.split(text)
        parts[::2] = [part.translate(_LETTERS) for part in parts[::2]]
        return "".join(parts)


class _Plurals(dict[str, tuple[str, ...]]):
    """The same for words that count."""

    def get(self, text: str, _: object = None) -> tuple[str, ...]:
        """Translate a word."""
        return (text.translate(_LETTERS),) * 2


@contextmanager
def nobodys_language() -> Iterator[None]:
    """Let the program speak a language that nobody knows."""
    speak(Language(_Texts(), _Plurals()))
    try:
        yield
    finally:
        speak(ENGLISH)

"""The events of a YAML text from PyYAML's parser, with its YAML 1.1 habits set right."""

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from .lines import BYTE_ORDER_MARK
from .pyyaml import Parser, events

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Two, as Python takes twice as long to compile both in one.
_MORE_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
_NO_CHARACTER = "[\ud800-\udfff\ufffe\uffff]"
# Line breaks in YAML 1.1, which libyaml reads; ordinary characters in YAML 1.2 and JSON.
_OLD_BREAKS = "\x85\u2028\u2029"
_HAS_OLD_BREAK = re.compile(f"[{_OLD_BREAKS}]")
# A character beyond U+FFFF as JSON writes it; libyaml takes each half for an error.
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")

Mend: TypeAlias = Callable[[str, int, int], str]


class Source:
    """A text made ready for the parser, character for character in the same places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._stand_ins: dict[int, int] = {}
        self.offset = 1 if text.startswith(BYTE_ORDER_MARK) else 0
        ready = text[self.offset :]
        self._has_pairs = bool(_PAIR.search(ready)) and is_json(text)
        if self._has_pairs:
            ready = _PAIR.sub("x" * 12, ready)
        if _HAS_OLD_BREAK.search(ready):
            self._stand_ins = _stand_ins(ready)
            ready = ready.translate({ord(char): place for place, char in self._back.items()})
        self._ready = ready

    @property
    def _back(self) -> dict[int, str]:
        return {place: chr(char) for place, char in self._stand_ins.items()}

    def events(self) -> Iterator[events.Event]:
        """Yield the parser's events; their places count from `offset`."""
        parser = Parser(self._ready)
        try:
            while not isinstance(event := parser.get_event(), events.StreamEndEvent):
                yield event
        finally:
            parser.dispose()

    @property
    def mend(self) -> Mend | None:
        """What turns a scalar as read into the one that was written, if any needs it."""
        return self._mended if self._stand_ins or self._has_pairs else None

    def _mended(self, value: str, start: int, end: int) -> str:
        written = self.text[start:end]
        if self._has_pairs and _PAIR.search(written):
            return str(json.loads(written))
        return value.translate(self._stand_ins)


def not_allowed(text: str) -> re.Match[str] | None:
    """Find the first character that YAML does not allow.

    What it may not be is said, as what it may be takes Python thirty times as long to compile.
    """
    if text.isascii():
        return _CONTROL.search(text)
    found = [re.search(each, text) for each in (_MORE_CONTROL, _NO_CHARACTER)]
    return min(filter(None, found), key=lambda one: one.start(), default=None)


def is_json(text: str) -> bool:
    """Whether the whole text is JSON, an object or an array."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    if not text.lstrip(" \t\r\n").startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _stand_ins(text: str) -> dict[int, int]:
    """Return characters that the text neither holds nor spells out, one per old line break."""
    lower = text.lower()
    free = (
        place
        for place in range(0x10FFFD, 0x100000, -1)
        if chr(place) not in text and f"{place:x}" not in lower
    )
    return {next(free): ord(char) for char in _OLD_BREAKS}

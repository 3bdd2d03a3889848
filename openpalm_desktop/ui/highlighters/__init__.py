"""Colours for generated files, a line at a time: each format says what its lines are made of."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of a line and the colour token it wears."""

    start: int
    length: int
    colour: str


Highlighter = Callable[[str], list[Span]]


def counted_as_qt(spans: Highlighter) -> Highlighter:
    """Return a highlighter whose places are Qt's, where an emoji counts as two letters."""

    @wraps(spans)
    def counted(line: str) -> list[Span]:
        found = spans(line)
        if line.isascii() or max(line) <= "\uffff":
            return found
        return [
            Span(
                _units(line[: one.start]),
                _units(line[one.start : one.start + one.length]),
                one.colour,
            )
            for one in found
        ]

    return counted


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def highlighter_for(name: str) -> Highlighter:
    """Return the highlighter for a generated file, by its name."""
    from . import caddyfile, env, shell, yaml  # noqa: PLC0415 – looked up with the first file shown

    if name.endswith((".yml", ".yaml", ".json")):
        return yaml.spans
    if name.endswith("Caddyfile"):
        return caddyfile.spans
    return env.spans if name.endswith(".env") else shell.spans

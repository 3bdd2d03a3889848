"""Colours for generated files, a line at a time: each format says what its lines are made of."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import NamedTuple, cast

from openpalm_desktop.ui.text_places import units


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
                units(line[: one.start]),
                units(line[one.start : one.start + one.length]),
                one.colour,
            )
            for one in found
        ]

    return counted


_FORMATS = {
    ".yml": "yaml",
    ".yaml": "yaml",
    ".json": "yaml",
    "Caddyfile": "caddyfile",
    ".env": "env",
}
"""The module of each format by how names end; read with the first file of it that is shown."""


def highlighter_for(name: str) -> Highlighter:
    """Return the highlighter for a generated file, by its name; other names are of scripts."""
    module = next((one for end, one in _FORMATS.items() if name.endswith(end)), "shell")
    return cast("Highlighter", import_module(f".{module}", __package__).spans)


def no_colours(line: str) -> list[Span]:
    """Highlight nothing."""
    del line
    return []

"""Env files: names, secrets and texts."""

import re

from . import Span, counted_as_qt

_NAME = re.compile(r"^([A-Za-z_][\w.-]*)=")
_SECRET = re.compile(r"\$\{\w+\}")


@counted_as_qt
def spans(line: str) -> list[Span]:
    """Return the coloured pieces of a line."""
    if line.startswith("#"):
        return [Span(0, len(line), "comment")]
    found = _NAME.match(line)
    if not found:
        return [Span(0, len(line), "string")]
    start = found.end()
    pieces = [Span(0, start - 1, "key")]
    if line[start : start + 1] in ('"', "'"):
        pieces.append(Span(start, len(line) - start, "string"))
    pieces += [Span(one.start(), one.end() - one.start(), "name") for one in _SECRET.finditer(line)]
    return pieces

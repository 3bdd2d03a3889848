"""Caddyfiles: site addresses, directives, matchers, texts."""

import re

from . import Span, counted_as_qt

_SITE = re.compile(r"^[^\s#{}()].*(?=\s\{$)|^\([\w-]+\)")
_WORD = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)
    |(?P<string>"(?:[^"\\]|\\.)*"|`[^`]*`|\{[$\w.:-]+\}|(?<=\s)https?://\S+|\S+@\S+\.\S+)
    |(?P<name>(?<=\s)@[\w-]+)
    |(?P<key>^\s+[a-z_]+(?=\s|$))""",
    re.VERBOSE,
)


@counted_as_qt
def spans(line: str) -> list[Span]:
    """Return the coloured pieces of a line."""
    site = _SITE.match(line)
    if site:
        return [Span(0, site.end(), "name")]
    return [
        Span(found.start(), found.end() - found.start(), found.lastgroup or "")
        for found in _WORD.finditer(line)
    ]

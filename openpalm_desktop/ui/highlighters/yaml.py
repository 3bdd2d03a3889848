"""YAML and JSON: keys, texts, numbers, comments."""

import re

from . import Span, counted_as_qt

_TOKEN = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)
    |(?P<key>(?:"(?:[^"\\]|\\.)*"|[\w./$-][\w./$ -]*)(?=\s*:(?:\s|$)))
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
    |(?P<name>(?<![\w./@-])(?<!\w:)(?:true|false|null|~|-?\d+(?:\.\d+)?)(?=\s*(?:[,}\]]|$)))""",
    re.VERBOSE,
)


@counted_as_qt
def spans(line: str) -> list[Span]:
    """Return the coloured pieces of a line."""
    return [
        Span(found.start(), found.end() - found.start(), found.lastgroup or "")
        for found in _TOKEN.finditer(line)
    ]

"""YAML and JSON: keys, texts, numbers, comments."""

import re

from . import Span

_TOKEN = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)
    |(?P<key>(?:"(?:[^"\\]|\\.)*"|[\w./$-][\w./$ -]*)(?=\s*:(?:\s|$)))
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
    |(?P<name>(?<![\w.-])(?:true|false|null|~|-?\d+(?:\.\d+)?)(?=\s*(?:[,}\]]|$)))""",
    re.VERBOSE,
)


def spans(line: str) -> list[Span]:
    """Return the coloured pieces of a line."""
    return [
        Span(found.start(), found.end() - found.start(), found.lastgroup or "")
        for found in _TOKEN.finditer(line)
    ]

"""Shell scripts and crontabs: comments, texts, variables, words of the language."""

import re

from . import Span, counted_as_qt

_TOKEN = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)
    |(?P<string>"(?:[^"\\]|\\.)*"|'[^']*')
    |(?P<name>\$\{?\w+\}?|\$\()
    |(?P<key>(?<![\w-])(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|in|set|exec|exit
        |export|trap|return|function)(?![\w-]))""",
    re.VERBOSE,
)


@counted_as_qt
def spans(line: str) -> list[Span]:
    """Return the coloured pieces of a line."""
    return [
        Span(found.start(), found.end() - found.start(), found.lastgroup or "")
        for found in _TOKEN.finditer(line)
    ]

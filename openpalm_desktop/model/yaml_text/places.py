"""Where a value stands in the person's text: behind a colon, behind a dash, in brackets, alone."""

import re
from enum import Enum, auto

from openpalm_desktop.record import Record

from .lines import Lines
from .tree import Items, Map, Node, Scalar, is_nothing
from .writing import Layout

_PROPERTIES = re.compile(r"(?:(?:&[^\s,\[\]{}]+|!(?:<[^>\s]*>|[^\s,\[\]{}]*))[ \t]*)+")
_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_COLON = re.compile(r"[ \t]*:")
_HEADER = re.compile(r"[|>][-+0-9]*")


# The column of a value in brackets that are not spread over lines.
ON_ONE_LINE = -1


class Behind(Enum):
    """What a value stands behind."""

    COLON = auto()
    DASH = auto()
    BRACKET = auto()
    NOTHING = auto()


class Place(Record):
    """A value's place: the column of its key or dash, and where its sign ends.

    `sign` is what is still missing before a value where there is none yet.
    """

    behind: Behind
    column: int
    after: int
    layout: Layout
    sign: str = " "


def content_start(text: str, node: Node) -> int:
    """Return where the value itself begins, after an anchor or a tag."""
    if not isinstance(node, Scalar | Map | Items) or (node.anchor is None and node.tag is None):
        return node.start
    found = _PROPERTIES.match(text, node.start)
    end = found.end() if found else node.start
    return min(end, node.end) if isinstance(node, Scalar) else end


def first_entry(text: str, node: Map | Items) -> int:
    """Return where the first key or dash of a block collection begins."""
    if isinstance(node, Map):
        is_bare = node.anchor is None and node.tag is None
        return node.start if is_bare else node.entries[0].key.start
    found = _BETWEEN.match(text, content_start(text, node))
    return found.end() if found else node.start


def end_of_nothing(text: str, place: Place, node: Node) -> int | None:
    """Return where the blanks end that stand in place of a value, or None if there is a value."""
    if not is_nothing(node):
        return None
    is_blank = not text[place.after : node.start].strip(" \t")
    return max(place.after, node.start) if is_blank else place.after


def is_block(node: Node) -> bool:
    """Whether this is a mapping or sequence without brackets."""
    return isinstance(node, Map | Items) and not node.flow


def signs(text: str, lines: Lines, node: Map | Items) -> list[tuple[int, int]] | None:
    """Return start and end of each key with its colon, or of each dash; None if any is unusual."""
    if isinstance(node, Map):
        signs = []
        for entry in node.entries:
            colon = _COLON.match(text, entry.key.end)
            if colon is None or is_block(entry.key):
                return None
            signs.append((entry.key.start, colon.end()))
        return signs
    return _dashes(text, lines, node)


def _dashes(text: str, lines: Lines, node: Items) -> list[tuple[int, int]] | None:
    at = first_entry(text, node)
    signs: list[tuple[int, int]] = []
    for number, item in enumerate(node.items):
        if number:
            found = _BETWEEN.match(text, lines.next(content_end(text, node.items[number - 1])))
            at = found.end() if found else at
        if text[at : at + 1] != "-" or at >= max(item.start, at + 1):
            return None
        signs.append((at, at + 1))
    return signs


def block_header_end(text: str, node: Scalar) -> int:
    """Return where the sign of a text block ends, such as `|-`."""
    found = _HEADER.match(text, content_start(text, node))
    return found.end() if found else node.end


def content_end(text: str, node: Node) -> int:
    """Return where the last line with something of this value ends, without its line break."""
    while isinstance(node, Map | Items) and not node.flow:
        node = node.entries[-1].value if isinstance(node, Map) else node.items[-1]
    if not isinstance(node, Scalar) or node.style not in ("|", ">"):
        return node.end
    header = block_header_end(text, node)
    written = text[header : node.end]
    if "+" in text[node.start : header]:
        return header + len(_without_last_break(written))
    while written.rstrip(" \t").endswith(("\n", "\r")):
        written = _without_last_break(written.rstrip(" \t"))
    return header + len(written)


def _without_last_break(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")

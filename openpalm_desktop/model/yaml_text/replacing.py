"""One value in place of another, with the comments, the anchor and the quotes kept."""

import re

from .comments import kept_comments
from .lines import Lines
from .places import (
    ON_ONE_LINE,
    Behind,
    Place,
    block_header_end,
    content_end,
    content_start,
    end_of_nothing,
    first_entry,
    is_block,
)
from .quoting import TextBlock, double_quoted, scalar_text, text_block
from .splices import Splice, splice
from .tree import Alias, Items, Map, Node, Scalar, is_nothing
from .writing import (
    Layout,
    after_colon,
    after_dash,
    block_document,
    flow_lines,
    flow_text,
    key_text,
)

_FIRST_BREAK = re.compile(r"\r\n|\n|\r")


def renamed(text: str, key: Node, name: str, place: Place) -> Splice:
    """Return the change of a key, in its quote style."""
    style = key.style if isinstance(key, Scalar) else ""
    flow = place.behind is Behind.BRACKET
    return splice(content_start(text, key), key.end, key_text(name, flow=flow, style=style))


def in_brackets(value: object, column: int, layout: Layout) -> str:
    """Return a value for brackets, on lines of its own where the others have that."""
    if column == ON_ONE_LINE:
        return flow_text(value, layout)
    return flow_lines(value, column, layout)


def ends_with_break(value: object) -> bool:
    """Whether the last text in it ends with a line break, which a block at the end must keep."""
    while isinstance(value, dict | list) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and value.endswith("\n")


def closed(lines: Lines, node: Node) -> list[Splice]:
    """Return the change that lets something follow a text block at the very end of the text.

    There a block without a last line break has no break in its value; elsewhere it must say so.
    """
    while is_block(node) and isinstance(node, Map | Items):
        node = node.entries[-1].value if isinstance(node, Map) else node.items[-1]
    if not isinstance(node, Scalar) or node.style not in ("|", ">") or ends_with_break(node.data):
        return []
    end = block_header_end(lines.text, node)
    says_so = "-" in lines.text[content_start(lines.text, node) : end]
    return [] if says_so else [splice(end, end, "-")]


def replaced(lines: Lines, place: Place, node: Node, new: object) -> list[Splice]:
    """Return the changes that write `new` where `node` stands."""
    if isinstance(node, Scalar) and not isinstance(new, dict | list):
        changes = _scalar(lines, place, node, new)
        if changes is not None:
            return changes
    if place.behind is Behind.BRACKET:
        written = _anchor(node) + in_brackets(new, place.column, place.layout)
        return [_inline(lines.text, place, node, written)]
    if place.behind is Behind.NOTHING:
        return _document(lines, place, node, new)
    return _Replacement(lines, place, node, new).changes()


def _scalar(lines: Lines, place: Place, node: Scalar, new: object) -> list[Splice] | None:
    """Return the change of one scalar into another in place, if the style of the old one can."""
    block = _block_for(lines, place, node, new)
    if node.style in ("|", ">"):
        return _text_block(lines, node, block) if block and isinstance(new, str) else None
    if block and not _is_quoted_text(node):
        return None
    start = content_start(lines.text, node)
    if node.tag is not None and not (isinstance(new, str) and node.tag.endswith(":str")):
        start = node.start
    flow = place.behind is Behind.BRACKET
    if place.layout.is_json and isinstance(new, str):
        written = double_quoted(new)
    else:
        written = scalar_text(new, flow=flow, style=node.style)
    if start == node.start:
        return [_inline(lines.text, place, node, _anchor(node) + written)]
    between = "" if lines.text[start - 1] in " \t\r\n" else " "
    return [splice(start, max(start, node.end), between + written)]


def _is_quoted_text(node: Scalar) -> bool:
    """Whether the person wrote lines in quotes; a text that ends empty had to be written so."""
    if node.style != '"' or not isinstance(node.data, str):
        return False
    return "\n" in node.data and not node.data.endswith("\n\n")


def _inline(text: str, place: Place, node: Node, written: str) -> Splice:
    end = end_of_nothing(text, place, node)
    if end is not None:
        return splice(place.after, end, place.sign + written)
    return splice(node.start, node.end, written)


def _anchor(node: Node) -> str:
    """Return the anchor of a value with a blank, to be kept before the new one."""
    if isinstance(node, Alias) or node.anchor is None:
        return ""
    return f"&{node.anchor} "


def _block_for(lines: Lines, place: Place, node: Scalar, new: object) -> TextBlock | None:
    """Return the new text as a block, if it should be one: it has lines, or the old one was."""
    if not isinstance(new, str) or place.behind is Behind.BRACKET:
        return None
    if not place.layout.has_block_for(new):
        return None
    if node.style not in ("|", ">") and "\n" not in new:
        return None
    offset = place.layout.item if place.behind is Behind.DASH else place.layout.step
    column = _text_column(lines, node) or place.column + offset
    style = ">" if node.style == ">" else "|"
    return text_block(new, style=style, column=column, parent=place.column)


def _text_column(lines: Lines, node: Scalar) -> int:
    """Return the column of the lines of an old text block, or 0."""
    if node.style not in ("|", ">"):
        return 0
    header = block_header_end(lines.text, node)
    body = lines.text[lines.next(header) : node.end]
    first = next((line for line in body.splitlines() if line.strip()), "")
    written = first[len(first) - len(first.lstrip(" ")) :]
    return 0 if lines.text[header - 1].isdigit() or not written else len(first) - len(written)


def _text_block(lines: Lines, node: Scalar, block: TextBlock) -> list[Splice]:
    """Return the change of one text block into another, the comment behind its sign kept."""
    text = lines.text
    sign, end = content_start(text, node), content_end(text, node)
    header_end = block_header_end(text, node)
    newline = lines.newline(header_end)
    below = "".join(newline + line for line in block.lines)
    if end == len(text) and not block.header.endswith("-"):
        below += newline
    body = lines.end(header_end)
    return [splice(sign, header_end, block.header), splice(body, max(body, end), below)]


def _document(lines: Lines, place: Place, node: Node, new: object) -> list[Splice]:
    """Return the change of the only value of a document, the comments inside it kept above it."""
    text = lines.text
    start, end = node.start, max(content_end(text, node), node.start)
    if is_block(node):
        end = lines.end(end)
    newline = place.layout.newline
    written = block_document(new, place.layout)
    if place.layout.is_json:
        written = flow_lines(new, 0, place.layout) + newline
    comments = "".join(comment + newline for comment in kept_comments(lines, node, new))
    line = lines.start(start)
    if text[line:start].strip(" \ufeff"):
        comments = newline + comments
    elif is_block(node):
        start = line
    if not (end == len(text) and ends_with_break(new)):
        written = written.removesuffix(newline)
    return [splice(start, end, comments + written)]


class _Replacement:
    """A new value behind a colon or a dash, in place of what is there."""

    def __init__(self, lines: Lines, place: Place, node: Node, new: object) -> None:
        self._lines = lines
        self._text = lines.text
        self._place = place
        self._node = node
        self._new = new

    def changes(self) -> list[Splice]:
        """Return what changes on the line of the sign and below it."""
        head, below = self._written()
        node, text, lines, after = self._node, self._text, self._lines, self._place.after
        first = (
            first_entry(text, node) if is_block(node) and isinstance(node, Map | Items) else None
        )
        begin = node.start if first is None else first
        end = max(after, content_end(text, node))
        if first is not None:
            end = lines.end(end)
        if end == len(text) and below and ends_with_break(self._new):
            below += self._place.layout.newline
        if isinstance(node, Scalar) and node.style in ("|", ">"):
            return self._two(after, block_header_end(text, node), end, head, below)
        if lines.start(begin) != lines.start(after):
            header_end = after
            if first is not None and not isinstance(node, Alias) and node.start < begin:
                header_end = self._properties_end()
            return self._two(after, header_end, end, head, below)
        if first is not None:
            return [splice(after, end, head + below)]
        rest = lines.end(end)
        return [splice(after, end, head), splice(rest, rest, below)]

    def _two(self, after: int, header_end: int, end: int, head: str, below: str) -> list[Splice]:
        body = self._lines.end(header_end)
        return [splice(after, header_end, head), splice(body, max(body, end), below)]

    def _properties_end(self) -> int:
        """Return where the anchor and tag of a block collection end, on the line of the sign."""
        node = self._node
        if self._lines.start(node.start) != self._lines.start(self._place.after):
            return self._place.after
        return self._place.after + len(
            self._text[self._place.after : content_start(self._text, node)].rstrip()
        )

    def _written(self) -> tuple[str, str]:
        """Return what comes on the line of the sign, and what comes below it."""
        place, anchor = self._place, _anchor(self._node).rstrip()
        if place.behind is Behind.COLON:
            written = after_colon(self._new, place.column, place.layout)
        else:
            written = after_dash(self._new, place.column, place.layout)
        inner = " " * (place.column + place.layout.step)
        comments = kept_comments(self._lines, self._node, self._new)
        if place.behind is Behind.DASH:
            inner = " " * (place.column + place.layout.item)
            if (anchor or comments) and isinstance(self._new, dict | list) and self._new:
                written = place.layout.newline + inner + written.lstrip(" ")
        found = _FIRST_BREAK.search(written)
        cut = found.start() if found else len(written)
        head, below = written[:cut], written[cut:]
        remarks = "".join(place.layout.newline + inner + comment for comment in comments)
        gap = self._gap() if head.startswith(" ") else ""
        return (f" {anchor}" if anchor else "") + (gap + head[1:] if gap else head), remarks + below

    def _gap(self) -> str:
        """Return the blanks that the person left before the value."""
        between = self._text[self._place.after : self._node.start]
        if is_nothing(self._node) or between.strip(" \t"):
            return " "
        return between or " "

"""The comments inside a collection, for when it has to be written anew."""

import re
from collections.abc import Iterator

from .lines import Lines
from .places import content_end, is_block
from .tree import Items, Map, Node

_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*")


def kept_comments(lines: Lines, node: Node, new: object) -> list[str]:
    """Return the comments inside a collection that is rewritten as one of the same kind."""
    kinds = (isinstance(node, Map) and isinstance(new, dict)) or (
        isinstance(node, Items) and isinstance(new, list)
    )
    if not kinds or not new:
        return []
    found: list[str] = []
    here = node.start
    end = lines.end(content_end(lines.text, node)) if is_block(node) else node.end
    for leaf in _leaves(node):
        found += _COMMENT.findall(lines.text, here, leaf.start)
        here = content_end(lines.text, leaf)
    return found + _COMMENT.findall(lines.text, here, end)


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, Map):
        for entry in node.entries:
            yield from _leaves(entry.key)
            yield from _leaves(entry.value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _leaves(item)
    else:
        yield node

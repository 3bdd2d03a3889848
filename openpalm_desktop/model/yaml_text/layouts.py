"""How a person indents, found out from what they wrote."""

from collections.abc import Iterator
from itertools import islice

from .lines import Lines
from .places import first_entry, is_block
from .source import is_json
from .tree import Items, Map, Node
from .writing import Layout

# So many collections show how a person indents.
_SAMPLE = 300


def layout_of(lines: Lines, root: Node | None) -> Layout:
    """Return the layout of a document, as far as it has one."""
    layout = Layout().replaced(newline=lines.newline(0), is_json=is_json(lines.text))
    if layout.is_json:
        return _json_layout(lines, root, layout)
    step = dash = None
    for node in islice(_blocks(root), _SAMPLE):
        found_step, found_dash = _offsets(lines, node)
        step, dash = step or found_step, found_dash if dash is None else dash
        if step and dash is not None:
            break
    step = step or layout.step
    return layout.replaced(step=step, dash=step if dash is None else dash)


def layout_in(lines: Lines, node: Map | Items, layout: Layout) -> Layout:
    """Return the layout among the entries of one block collection, where they show another one."""
    step, dash = _offsets(lines, node)
    return layout.replaced(
        item=_item_offset(lines, node) or layout.item,
        step=step or layout.step,
        dash=layout.dash if dash is None else dash,
        newline=lines.newline(node.start),
    )


def _offsets(lines: Lines, node: Map | Items) -> tuple[int | None, int | None]:
    """Return how much further right the mappings and the dashes below its keys begin."""
    step = dash = None
    if isinstance(node, Items):
        return None, None
    column = lines.column(first_entry(lines.text, node))
    for entry in node.entries:
        value = entry.value
        if not isinstance(value, Map | Items) or value.flow:
            continue
        offset = lines.column(first_entry(lines.text, value)) - column
        if isinstance(value, Map) and step is None and offset > 0:
            step = offset
        if isinstance(value, Items) and dash is None and offset >= 0:
            dash = offset
    return step, dash


def _item_offset(lines: Lines, node: Map | Items) -> int | None:
    """Return how far behind its dash the first item begins."""
    dash = first_entry(lines.text, node)
    if isinstance(node, Map) or lines.text[dash + 1 : node.items[0].start].strip(" "):
        return None
    offset = node.items[0].start - dash
    return offset if offset > 1 else None


def _blocks(root: Node | None) -> Iterator[Map | Items]:
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Map | Items) and is_block(node):
            yield node
            inner = [e.value for e in node.entries] if isinstance(node, Map) else node.items
            waiting += reversed(inner)


def _json_layout(lines: Lines, root: Node | None, layout: Layout) -> Layout:
    if not isinstance(root, Map) or not root.entries:
        return layout
    entry = root.entries[0]
    colon = lines.text[entry.key.end : entry.value.start]
    line = lines.start(entry.key.start)
    indent = entry.key.start - line if line > root.start else layout.step
    return layout.replaced(colon=":" if colon == ":" else ": ", step=indent or layout.step)

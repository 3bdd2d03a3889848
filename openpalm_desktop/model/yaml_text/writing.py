"""Plain data as YAML: fresh text in block style, or in brackets, for a whole document or a part."""

from collections.abc import Iterable
from itertools import chain

from openpalm_desktop.record import Record

from .quoting import double_quoted, scalar_text, text_block

WIDTH = 80
# A key that is not on one line within 1024 characters must be announced by a question mark.
_LONGEST_KEY = 1000


class Layout(Record):
    """How the person indents: levels, dashes below a key, items behind a dash; and ends a line.

    A text block may end with empty lines only where no others follow, which would become its own.
    """

    step: int = 2
    dash: int = 2
    item: int = 2
    newline: str = "\n"
    is_json: bool = False
    colon: str = ": "
    may_end_empty: bool = True

    @property
    def comma(self) -> str:
        """What separates values in brackets on one line; JSON may be written without blanks."""
        return "," if self.colon == ":" else ", "

    def has_block_for(self, text: str) -> bool:
        """Whether the text may become a block with its line breaks at the end."""
        return self.may_end_empty or not text.endswith("\n\n")


def write_yaml(data: object) -> str:
    """Return a fresh document, in block style, that reads back as the same data."""
    return block_document(data, Layout())


def block_document(data: object, layout: Layout) -> str:
    """Return the text of a whole document, with its last line ended."""
    if isinstance(data, dict) and data:
        return block_map(data, 0, layout) + layout.newline
    if isinstance(data, list) and data:
        return block_items(data, 0, layout) + layout.newline
    return after_colon(data, 0, layout).removeprefix(" ") + layout.newline


def block_map(data: dict[str, object], column: int, layout: Layout) -> str:
    """Return the entries one below the other, the first without its indentation."""
    between = layout.newline + " " * column
    return between.join(block_entry(key, data[key], column, layout) for key in data)


def block_items(data: Iterable[object], column: int, layout: Layout) -> str:
    """Return the items one below the other, the first without its indentation."""
    between = layout.newline + " " * column
    return between.join("-" + after_dash(item, column, layout) for item in data)


def block_entry(key: str, value: object, column: int, layout: Layout) -> str:
    """Return one entry of a mapping, without its indentation and last line break."""
    name = key_text(key)
    if len(name) > _LONGEST_KEY:
        name = f"? {name}{layout.newline}{' ' * column}"
    return f"{name}:{after_colon(value, column, layout, used=len(name) + 1)}"


def key_text(key: str, *, flow: bool = False, style: str = "") -> str:
    """Return the name of an entry on one line."""
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no name for YAML: names are text")
    return scalar_text(key, flow=flow, style=style)


def after_colon(value: object, column: int, layout: Layout, *, used: int = 1) -> str:
    """Return what follows the colon of a key at `column`: on its line, below it, or both."""
    if isinstance(value, dict) and value:
        inner = column + layout.step
        return f"{layout.newline}{' ' * inner}{block_map(value, inner, layout)}"
    if isinstance(value, list) and value and not _fits(value, column + used + 1):
        inner = column + layout.dash
        return f"{layout.newline}{' ' * inner}{block_items(value, inner, layout)}"
    return " " + _on_the_line(value, column, column + layout.step, layout)


def after_dash(value: object, column: int, layout: Layout) -> str:
    """Return what follows the dash at `column`, on its line and below it."""
    inner = column + layout.item
    gap = " " * (layout.item - 1)
    if isinstance(value, dict) and value:
        return gap + block_map(value, inner, layout)
    if isinstance(value, list) and value and not _fits(value, inner):
        return gap + block_items(value, inner, layout)
    return gap + _on_the_line(value, column, inner, layout)


def _on_the_line(value: object, parent: int, column: int, layout: Layout) -> str:
    if isinstance(value, str) and "\n" in value and layout.has_block_for(value):
        block = text_block(value, style="|", column=column, parent=parent)
        if block:
            return layout.newline.join([block.header, *block.lines])
    return flow_text(value, layout) if isinstance(value, dict | list) else scalar_text(value)


def _fits(items: list[object], column: int) -> bool:
    if any(isinstance(item, dict | list) and item for item in items):
        return False
    if any(isinstance(item, str) and "\n" in item for item in items):
        return False
    return column + len(flow_text(items, Layout())) <= WIDTH


def flow_text(value: object, layout: Layout) -> str:
    """Return the value in brackets, on one line."""
    if isinstance(value, dict):
        return "{" + layout.comma.join(flow_entry(key, value[key], layout) for key in value) + "}"
    if isinstance(value, list):
        return "[" + layout.comma.join(flow_text(item, layout) for item in value) + "]"
    if layout.is_json and isinstance(value, str):
        return double_quoted(value)
    return scalar_text(value, flow=True)


def flow_entry(key: str, value: object, layout: Layout) -> str:
    """Return one entry inside braces, on one line."""
    return flow_key(key, layout) + layout.colon + flow_text(value, layout)


def flow_key(key: str, layout: Layout) -> str:
    """Return the name of an entry inside braces, without its colon."""
    name = double_quoted(key) if layout.is_json else key_text(key, flow=True)
    return f"? {name} " if len(name) > _LONGEST_KEY and not layout.is_json else name


def flow_lines(value: object, column: int, layout: Layout) -> str:
    """Return the value in brackets, over several lines where one would be too long."""
    line = flow_text(value, layout)
    is_flat = not isinstance(value, dict | list) or not any(
        isinstance(part, dict | list) and part
        for part in (value.values() if isinstance(value, dict) else value)
    )
    if not isinstance(value, dict | list) or (is_flat and column + len(line) <= WIDTH):
        return line
    inner = column + layout.step
    between = layout.newline + " " * inner
    if isinstance(value, dict):
        brackets = "{}"
        parts = [
            f"{flow_key(key, layout)}{layout.colon}{flow_lines(value[key], inner, layout)}"
            for key in value
        ]
    else:
        brackets = "[]"
        parts = [flow_lines(item, inner, layout) for item in value]
    inside = ",".join(chain.from_iterable([between + part] for part in parts))
    return f"{brackets[0]}{inside}{layout.newline}{' ' * column}{brackets[1]}"

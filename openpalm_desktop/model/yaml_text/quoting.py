"""How one scalar is written: plain where every reader agrees, else quoted or as a text block."""

import json
import math
import re
from typing import NamedTuple

from .scalars import is_text_everywhere

# Safe as an unquoted value in a block: begins with no sign of YAML's own, holds no comment and
# no second key, and has no blanks at its ends.
_PLAIN = re.compile(
    r"(?![?:,\[\]{}#&*!|>'\"%@`\s]|-(?:\s|$|--)|\.\.\.)(?:(?!:(?:\s|$)|\s#).)*(?<!\s)"
)
_NOT_IN_FLOW = re.compile(r"[,\[\]{}?]|:$")


def scalar_text(value: object, *, flow: bool = False, style: str = "") -> str:
    """Return the scalar on one line, in the person's quote style where the value allows it."""
    if isinstance(value, str):
        return _text(value, flow=flow, style=style)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    raise TypeError(f"{type(value).__name__} has no place in YAML")


def _text(text: str, *, flow: bool, style: str) -> str:
    if style == "" and is_plain(text, flow=flow):
        return text
    if not text.isprintable():
        return double_quoted(text)
    if style == "'" or (style != '"' and ('"' in text or "\\" in text)):
        return "'" + text.replace("'", "''") + "'"
    return double_quoted(text)


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether the text may stand without quotes and stays text for every reader."""
    return (
        text.isprintable()
        and is_text_everywhere(text)
        and _PLAIN.fullmatch(text) is not None
        and not (flow and _NOT_IN_FLOW.search(text))
    )


def double_quoted(text: str) -> str:
    """Return the text as JSON writes it, which is YAML too; what cannot be seen is spelled out."""
    written = json.dumps(text, ensure_ascii=False)
    if written.isprintable():
        return written
    return "".join(
        char if char.isprintable() or ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
        for char in written
    )


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # Without a point a reader of YAML 1.1 takes 1e+16 for text.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


class TextBlock(NamedTuple):
    """A text after `|` or `>`: its sign, and its lines with their indentation."""

    header: str
    lines: list[str]


def text_block(text: str, *, style: str, column: int, parent: int) -> TextBlock | None:
    """Return the text as a block whose lines begin at `column`, or None where YAML has no way."""
    lines = text.split("\n")
    if not all(line.replace("\t", "").isprintable() for line in lines):
        return None
    if text.endswith("\n"):
        lines.pop()
    core = [line for line in lines if line]
    if not core or any(line.isspace() for line in lines):
        return None
    if style == ">":
        if any(line[0] in " \t" for line in core):
            return None
        lines = _unfolded(lines)
    chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
    begins_blank = text[0] in " \t\n"
    if begins_blank and not 1 <= column - max(parent, 0) <= 9:
        return None
    indicator = str(column - max(parent, 0)) if begins_blank else ""
    indent = " " * column
    return TextBlock(
        f"{style}{indicator}{chomping}", [f"{indent}{line}" if line else "" for line in lines]
    )


def _unfolded(lines: list[str]) -> list[str]:
    """Return the lines so that a reader, who joins neighbours by a blank, finds them again."""
    written: list[str] = []
    for line in lines:
        if (line and written and written[-1]) or (line and any(written)):
            written.append("")
        written.append(line)
    return written

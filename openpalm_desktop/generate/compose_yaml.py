"""The one writer of Compose YAML: plain data in, lines that every YAML reader agrees on out."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from json.encoder import encode_basestring
from typing import Any

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record

from .artifact import Block

_plain = re.compile(r"(?:[A-Za-z_/]|\./)[A-Za-z0-9_./@+-]*(?::[A-Za-z0-9_./@+-]+)*").fullmatch
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NOT_PRINTABLE = "[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
_INDENT = "  "
_LONGEST_KEY = 1000  # YAML readers look for a colon in the next 1024 characters only


class From(Record):
    """A value, and the spec path that says it; what lies in it inherits the path."""

    value: Any
    path: Path


class OnOneLine(Record):
    """A mapping that is the same everywhere and takes one line only."""

    value: Mapping[str, Any]

    @cached_property
    def text(self) -> str:
        """The line."""
        return _flow(self.value)


def without_origins(value: Any) -> Any:
    """Return plain data: the same without any `From`."""
    match value:
        case From() | OnOneLine():
            return without_origins(value.value)
        case Mapping():
            return {key: without_origins(item) for key, item in value.items()}
        case list() | tuple():
            return [without_origins(item) for item in value]
        case _:
            return value


def yaml_block(data: Mapping[str, Any], origin: Path, depth: int = 0) -> Block:
    """Return a mapping in block style, indented `depth` steps."""
    writer = _Writer()
    writer.mapping(data, _INDENT * depth, origin)
    return Block.of(writer.lines, writer.origins)


def scalar(value: Any) -> str:
    """Return a scalar as YAML 1.1 and 1.2 read it alike; doubtful text is quoted."""
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    if _plain(text) and (len(text) > 5 or text.lower() not in _NOT_TEXT):
        return text
    return _quoted(text)


@lru_cache(maxsize=1024)
def _key(key: str) -> str:
    return scalar(key)


def _quoted(text: str) -> str:
    quoted = encode_basestring(text)
    if quoted.isprintable():
        return quoted
    return re.sub(_NOT_PRINTABLE, lambda match: f"\\u{ord(match[0]):04x}", quoted)


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.origins: list[Path] = []

    def mapping(self, data: Mapping[str, Any], pad: str, origin: Path) -> None:
        lines, origins = self.lines, self.origins
        for key, said in data.items():
            if type(said) is From:
                value, path = said.value, said.path
            else:
                value, path = said, origin
            head = _key(key)
            if len(head) > _LONGEST_KEY:
                lines.append(f"{pad}? {head}")
                origins.append(origin)
                head = ""
            origins.append(path)
            if type(value) is str:
                lines.append(f"{pad}{head}: {_text(value)}")
            else:
                self._value(f"{pad}{head}:", value, pad, path)

    def _sequence(self, items: Sequence[Any], pad: str, origin: Path) -> None:
        lines, origins = self.lines, self.origins
        for item in items:
            if type(item) is From:
                value, path = item.value, item.path
            else:
                value, path = item, origin
            if type(value) is dict and value:
                start = len(lines)
                self.mapping(value, pad + _INDENT, path)
                lines[start] = f"{pad}- {lines[start].lstrip(' ')}"
                continue
            origins.append(path)
            if type(value) is str:
                lines.append(f"{pad}- {_text(value)}")
            else:
                self._value(f"{pad}-", value, pad, path)

    def _value(self, head: str, value: Any, pad: str, origin: Path) -> None:
        """Write the line that begins with `head`, and below it what has lines of its own."""
        kind = type(value)
        if kind is dict and value:
            self.lines.append(head)
            self.mapping(value, pad + _INDENT, origin)
        elif (kind is list or kind is tuple) and value:
            self.lines.append(head)
            self._sequence(value, pad + _INDENT, origin)
        else:
            self.lines.append(f"{head} {_flow(value)}")


def _flow(value: Any) -> str:
    if isinstance(value, OnOneLine):
        return value.text
    if isinstance(value, dict):
        if not value:
            return "{}"
        return "{" + ", ".join(f"{scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[]"
    return scalar(value)

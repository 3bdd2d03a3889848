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

_PLAIN = re.compile(r"(?:[A-Za-z_/]|\./)[A-Za-z0-9_./@+-]*(?::[A-Za-z0-9_./@+-]+)*")
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
    is_plain = _PLAIN.fullmatch(text) and (len(text) > 5 or text.lower() not in _NOT_TEXT)
    return text if is_plain else _quoted(text)


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
        add_line, add_origin = self.lines.append, self.origins.append
        for key, said in data.items():
            head = _key(key)
            if len(head) > _LONGEST_KEY:
                self._line(f"{pad}? {head}", origin)
                head = ""
            value, path = (said.value, said.path) if type(said) is From else (said, origin)
            if type(value) is str:
                add_line(f"{pad}{head}: {_text(value)}")
                add_origin(path)
            else:
                self._entry(f"{pad}{head}:", value, pad, path)

    def _entry(self, head: str, value: Any, pad: str, origin: Path) -> None:
        kind = type(value)
        if kind is dict and value:
            self._line(head, origin)
            self.mapping(value, pad + _INDENT, origin)
        elif (kind is list or kind is tuple) and value:
            self._line(head, origin)
            self._sequence(value, pad + _INDENT, origin)
        else:
            self._line(f"{head} {_flow(value)}", origin)

    def _sequence(self, items: Sequence[Any], pad: str, origin: Path) -> None:
        add_line, add_origin = self.lines.append, self.origins.append
        for item in items:
            value, path = (item.value, item.path) if type(item) is From else (item, origin)
            kind = type(value)
            if kind is str:
                add_line(f"{pad}- {_text(value)}")
                add_origin(path)
            elif kind is dict and value:
                start = len(self.lines)
                self.mapping(value, pad + _INDENT, path)
                self.lines[start] = f"{pad}- {self.lines[start].lstrip(' ')}"
            elif (kind is list or kind is tuple) and value:
                self._line(f"{pad}-", path)
                self._sequence(value, pad + _INDENT, path)
            else:
                self._line(f"{pad}- {_flow(value)}", path)

    def _line(self, line: str, origin: Path) -> None:
        self.lines.append(line)
        self.origins.append(origin)


def _flow(value: Any) -> str:
    if isinstance(value, OnOneLine):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[]"
    return scalar(value)

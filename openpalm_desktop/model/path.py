"""The address of one value in a spec: it names a field, a problem's place and an undo step."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """Return the path as a person reads it, `channels.chat.domains[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def value_at(data: object, path: Path) -> object:
    """Return what stands at `path` in plain mappings and lists, or None where nothing does."""
    for step in path:
        if isinstance(data, Mapping) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, Sequence) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data

"""Values of a spec as Compose's own words: escaped, renamed, with volumes put in their place."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from openpalm_desktop.model.container import Labels
from openpalm_desktop.model.value import Value, text_of

_HUMP = re.compile(r"(?<=[a-z0-9])[A-Z]")
_NAMED_VOLUME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def literal(value: Any) -> Any:
    """Return a value whose every `$` reaches the container: Compose reads `$$` as one."""
    if isinstance(value, str):
        return value.replace("$", "$$") if "$" in value else value
    match value:
        case list() | tuple():
            return [literal(item) for item in value]
        case dict() | Mapping():
            return {key: literal(item) for key, item in value.items()}
        case _:
            return value


def snake_case(value: Any) -> Any:
    """Return Compose's names for keys that a spec writes in camelCase, at every depth."""
    match value:
        case Value():
            return snake_case(value.to_data())
        case dict() | Mapping():
            return {_snake_key(str(key)): snake_case(item) for key, item in value.items()}
        case list() | tuple():
            return [snake_case(item) for item in value]
        case _:
            return value


def labels_map(labels: Labels) -> dict[str, str]:
    """Return labels as a map, whichever of Compose's two forms they are in."""
    if isinstance(labels, Mapping):
        return {key: text_of(value) for key, value in labels.items()}
    return {key: value for key, _, value in (label.partition("=") for label in labels)}


def volume_source(volume: str | Mapping[str, Any]) -> str | None:
    """Return the name of the named volume that a volume entry mounts, or None."""
    if isinstance(volume, str):
        name, separator, _ = volume.partition(":")
        return name if separator and _NAMED_VOLUME.fullmatch(name) else None
    source = volume.get("source") if volume.get("type", "volume") == "volume" else None
    return str(source) if source else None


def placed_volume(volume: str | Mapping[str, Any], data_root: str | None) -> Any:
    """Return a volume entry as Compose takes it: below the data folder where the spec has one."""
    entry: Any = volume if isinstance(volume, str) else snake_case(volume)
    name = volume_source(volume) if data_root else None
    if not (name and data_root):
        return literal(entry)
    folder = data_root.rstrip("/")
    if isinstance(entry, str):
        return literal(f"{folder}/{entry}")
    entry |= {"type": "bind", "source": f"{folder}/{name}"}
    entry.setdefault("bind", {"create_host_path": True})
    return literal(entry)


@lru_cache(maxsize=256)
def _snake_key(key: str) -> str:
    """Return Compose's name for one key."""
    return _HUMP.sub(lambda match: f"_{match[0].lower()}", key)

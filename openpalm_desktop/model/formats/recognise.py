"""Which format a file is in, by its shape: its version number alone tells nothing.

The same number stands in files that have nothing else in common: 1 in five formats, 2 in three.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from .format import Format

Fields: TypeAlias = Mapping[str, Any]

_VERSIONS = {1: Format.V1, 2: Format.V2, 3: Format.V3}
_EARLY_FIELDS = {"secrets", "connections", "extensions", "gateway"}
_STACK_FIELDS = {"version", "accessScope", "automations", "caddy", "ingressPort", "services"}
_CONN4_FIELDS = {"features", "ports", "network", "image", "runtime"}
_COMPOSE_FIELDS = {
    "name",
    "version",
    "services",
    "networks",
    "volumes",
    "configs",
    "secrets",
    "include",
    "models",
}
_COMPOSE_SERVICE_FIELDS = {"image", "build", "extends", "ports", "environment", "command"}


def recognise(data: object) -> Format | None:
    """Return the format of a file's data, or None where it has the shape of none."""
    if not isinstance(data, Mapping):
        return None
    if data.get("version") == 4 and not _is_profile(data):
        return Format.V4
    return _profile(data) if _is_profile(data) else _stack(data) or _later(data) or _compose(data)


def _is_profile(data: Fields) -> bool:
    """Providers and what they are used for, instead of containers."""
    connections, assignments = data.get("connections"), data.get("assignments")
    return isinstance(connections, list) and isinstance(assignments, Mapping)


def _profile(data: Fields) -> Format:
    if isinstance(data.get("security"), Mapping):
        return Format.SETUP
    if isinstance(data.get("addons"), list | Mapping):
        return Format.SY1
    is_fourth = data.get("version") == 4 or _CONN4_FIELDS & data.keys()
    return Format.CONN4 if is_fourth else Format.CONN3


def _stack(data: Fields) -> Format | None:
    channels = data.get("channels")
    if isinstance(channels, list) and all(isinstance(item, Mapping) for item in channels):
        return Format.POC
    if not isinstance(channels, Mapping):
        return None
    has_stated_fields = any({"enabled", "exposure"} <= c.keys() for c in _maps(channels))
    if not has_stated_fields and (channels or not data.keys() & (_STACK_FIELDS - {"version"})):
        return None
    if _EARLY_FIELDS & data.keys():
        return Format.EARLY
    version = data.get("version", 3)
    return _VERSIONS.get(version) if type(version) is int else None


def _later(data: Fields) -> Format | None:
    if isinstance(data.get("capabilities"), Mapping):
        return Format.SY2
    if isinstance(data.get("assistant"), Mapping) and (
        isinstance(data.get("portals"), Mapping) or isinstance(data.get("credentials"), Mapping)
    ):
        return Format.SJ1
    if data.get("kind") in ("channel", "service", "automation") and isinstance(
        data.get("env"), list
    ):
        return Format.SNIPPET
    if isinstance(data.get("schedule"), str) and isinstance(data.get("action"), Mapping):
        return Format.AUTO
    if isinstance(data.get("schedule"), str) and isinstance(data.get("command"), list):
        return Format.TASK
    return None


def _compose(data: Fields) -> Format | None:
    services = data.get("services")
    if not isinstance(services, Mapping):
        return None
    is_all_known = all(key in _COMPOSE_FIELDS or key.startswith("x-") for key in data)
    has_service = any(_COMPOSE_SERVICE_FIELDS & service.keys() for service in _maps(services))
    return Format.COMPOSE if is_all_known or has_service else None


def _maps(named: Fields) -> list[Fields]:
    return [value for value in named.values() if isinstance(value, Mapping)]

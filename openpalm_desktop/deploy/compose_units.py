"""Compose's durations, sizes and texts as the Engine API's numbers."""

import re
from collections.abc import Iterator
from typing import Any

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>h|ms|us|ns|m|s)")
_NANOSECONDS = {
    "h": 3600 * 10**9,
    "m": 60 * 10**9,
    "s": 10**9,
    "ms": 10**6,
    "us": 10**3,
    "ns": 1,
}
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[bkmgt]?)(?:i?b)?", re.IGNORECASE)
_BYTES = {"": 1, "b": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_INTERPOLATION = re.compile(r"\$(?:\$|\{[^}]*\}?|[A-Za-z_][A-Za-z0-9_]*)")

SENSELESS = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
"""What reading a Compose key raises that says something of another kind than it can be."""


class NotDeployable(OpenPalmError):
    """A service says something that only Docker Compose can carry out."""


def nanoseconds(value: Any) -> int:
    """Return a duration such as `1m30s`; a plain number is seconds."""
    text = str(value).strip()
    if text.isdigit():
        return int(text) * 10**9
    parts = list(_DURATION.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text:
        raise NotDeployable(
            phrase("“{value}” is no length of time.", value=value),
            phrase("Write it as in 30s or 1m30s."),
        )
    return sum(int(float(part["number"]) * _NANOSECONDS[part["unit"]]) for part in parts)


def number_of_bytes(value: Any) -> int:
    """Return a size such as `64m`; a plain number is bytes."""
    match = _SIZE.fullmatch(str(value).strip())
    if match is None:
        raise NotDeployable(
            phrase("“{value}” is no size.", value=value), phrase("Write it as in 512m or 1g.")
        )
    return int(float(match["number"]) * _BYTES[match["unit"].lower()])


def as_text(value: Any) -> str:
    """Return a scalar as Compose hands it on."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def pairs(value: Any) -> Iterator[tuple[str, str]]:
    """Yield names and values of a map, or of a list of `name=value`."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name), as_text(each)
        return
    for each in value or ():
        name, _, text = as_text(each).partition("=")
        yield name, text


def as_list(value: Any) -> list[Any]:
    """Return a value that may stand alone as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def read_back(value: Any, service: str) -> Any:
    """Return Compose data as Compose understands it: `$$` is one `$`.

    Raises NotDeployable for what Compose would fill in from the environment it is started in.
    """
    match value:
        case str():
            return _INTERPOLATION.sub(lambda match: _dollar(match[0], service), value)
        case dict():
            return {key: read_back(item, service) for key, item in value.items()}
        case list():
            return [read_back(item, service) for item in value]
        case _:
            return value


def _dollar(found: str, service: str) -> str:
    if found == "$$":
        return "$"
    raise NotDeployable(
        phrase(
            "{service} uses {found}, which only Docker Compose fills in.",
            service=service,
            found=found,
        ),
        phrase("Write the value itself, or move it to the environment as a secret."),
    )

"""Time zones by their IANA names, from the packaged database: the same on every machine."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DATABASE = Path(import_module("tzdata").__path__[0])


@cache
def zone_names() -> tuple[str, ...]:
    """Return all IANA names, sorted."""
    return tuple(sorted((_DATABASE / "zones").read_text(encoding="utf-8").split()))


def is_zone(name: str) -> bool:
    """Whether there is a zone of this name."""
    return name in _known_names()


@cache
def zone(name: str) -> "ZoneInfo | None":
    """Return the zone of this name, or None if there is none."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 – a rule that only asks for a name needs none

    if not is_zone(name):
        return None
    with _file(name).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


@cache
def posix_tz(name: str) -> str | None:
    """Return the zone's rule for a system without a time zone database, or None if unknown.

    `Europe/Berlin` gives `CET-1CEST,M3.5.0,M10.5.0/3`. The rule is the one for the years to come;
    where clock changes follow no rule (Africa/Casablanca's follow the moon) it has none of them.
    """
    if not is_zone(name):
        return None
    return _file(name).read_bytes().rsplit(b"\n", 2)[-2].decode("ascii")  # ends in \nRULE\n


def _file(name: str) -> Path:
    return _DATABASE.joinpath("zoneinfo", *name.split("/"))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(zone_names())

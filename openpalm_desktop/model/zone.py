"""Time zones by their IANA names, from the packaged database: the same on every machine."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo


@cache
def zone_names() -> tuple[str, ...]:
    """Return all IANA names, sorted."""
    return tuple(sorted(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()))


@cache
def zone(name: str) -> ZoneInfo | None:
    """Return the zone of this name, or None if there is none."""
    file = _zone_file(name)
    if file is None:
        return None
    with file.open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


@cache
def posix_tz(name: str) -> str | None:
    """Return the zone's rule for a system without a time zone database, or None if unknown.

    `Europe/Berlin` gives `CET-1CEST,M3.5.0,M10.5.0/3`. The rule is the one for the years to come;
    where clock changes follow no rule (Africa/Casablanca's follow the moon) it has none of them.
    """
    file = _zone_file(name)
    if file is None:
        return None
    return file.read_bytes().rsplit(b"\n", 2)[-2].decode("ascii")  # a TZif file ends in \nRULE\n


def _zone_file(name: str) -> Traversable | None:
    if name not in _known_names():
        return None
    return files("tzdata").joinpath("zoneinfo", *name.split("/"))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(zone_names())

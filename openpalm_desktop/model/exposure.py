"""Who may reach a thing, and what happens to the path on the way."""

from enum import StrEnum


class Exposure(StrEnum):
    """How far a channel reaches; each step includes the ones before it."""

    HOST = "host"
    LAN = "lan"
    PUBLIC = "public"

    @property
    def width(self) -> int:
        """Rank of the reach: 0 for this host, 1 for the LAN, 2 for the internet."""
        return _WIDTHS[self]

    def narrowed_to(self, other: "Exposure") -> "Exposure":
        """Return the narrower of the two."""
        return self if self.width <= other.width else other


_WIDTHS = {Exposure.HOST: 0, Exposure.LAN: 1, Exposure.PUBLIC: 2}


def widest(exposures: "list[Exposure]") -> Exposure | None:
    """Return the widest of some exposures, or None where there are none."""
    return max(exposures, key=lambda exposure: exposure.width, default=None)


class PathMode(StrEnum):
    """What the container sees of a request's path."""

    STRIP = "strip"
    KEEP = "keep"
    REWRITE = "rewrite"

"""The steps of a plan: what is done to what, why, and who is away meanwhile."""

from dataclasses import dataclass
from enum import StrEnum

from openpalm_desktop.phrases import marked, phrase


class Kind(StrEnum):
    """What is done."""

    REACH = "reach"
    BLOCKED = "blocked"
    WARNING = "warning"
    SETTLE = "settle"
    PULL = "pull"
    CREATE = "create"
    RECREATE = "recreate"
    RENAME = "rename"
    START = "start"
    RELOAD = "reload"
    REMOVE = "remove"
    ORPHAN = "orphan"


SYMBOLS = {
    Kind.REACH: "!",
    Kind.BLOCKED: "x",
    Kind.WARNING: "⚠",
    Kind.SETTLE: "?",
    Kind.PULL: "v",
    Kind.CREATE: "+",
    Kind.RECREATE: "~",
    Kind.RENAME: ">",
    Kind.START: "^",
    Kind.RELOAD: "*",
    Kind.REMOVE: "-",
    Kind.ORPHAN: ".",
}


class Thing(StrEnum):
    """What something is done to."""

    STACK = "stack"
    SERVICE = "service"
    IMAGE = "image"
    NETWORK = "network"
    VOLUME = "volume"


class Way(StrEnum):
    """How one container takes the place of another."""

    STOP_FIRST = "stop-first"  # the old one stops, then the new one starts
    SIDE_BY_SIDE = "side-by-side"  # Caddy turns to the new one once it answers
    HELD = "held"  # Caddy lets requests wait until the new one answers


@dataclass(frozen=True, slots=True)
class Away:
    """How long a service is away at most, in seconds, and what is away with it."""

    seconds: int
    takes_along: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One small change, with its causes in words."""

    kind: Kind
    thing: Thing
    name: str
    causes: tuple[str, ...] = ()
    way: Way | None = None
    away: Away | None = None

    @property
    def symbol(self) -> str:
        """The sign before it."""
        return SYMBOLS[self.kind]

    @property
    def title(self) -> str:
        """What it is done to, in words."""
        is_plain = self.thing in {Thing.SERVICE, Thing.IMAGE, Thing.STACK}
        return self.name if is_plain else f"{self.thing} {self.name}"

    @property
    def absence(self) -> str:
        """Who is away for how long, in words; empty where nobody is."""
        if self.away is None:
            return phrase(_UNNOTICED[self.way]) if self.way in _UNNOTICED else ""
        seconds, along = self.away.seconds, ", ".join(self.away.takes_along)
        if not along:
            return phrase("away for up to {seconds} s", seconds=seconds)
        return phrase(
            "away for up to {seconds} s, and with it {names}", seconds=seconds, names=along
        )

    def __str__(self) -> str:
        why = "; ".join(self.causes)
        lines = [f"{self.symbol} {self.title}{': ' if why else ''}{why}"]
        return "\n    ".join([*lines, self.absence]) if self.absence else lines[0]


_UNNOTICED = {
    Way.SIDE_BY_SIDE: marked("no request fails: the new one takes over once it answers"),
    Way.HELD: marked("requests wait for a few seconds, none fails"),
}

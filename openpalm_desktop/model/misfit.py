"""What does not fit a type: facts, which `spec_problems.py` puts in sentences."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, TypeAlias

from openpalm_desktop.record import Record

from .path import Path, dotted


class Kind(Enum):
    """A kind of data that may stand in a place, without further bounds."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    MAP = "map"
    LIST = "list"


class Range(Record):
    """The bounds of a whole number, both included."""

    least: int
    most: int


class Choices(Record):
    """All values that may stand in a place."""

    values: tuple[Any, ...]


class Known(Record):
    """The keys that may stand where an unknown one does."""

    keys: tuple[str, ...]


class Needed(Record):
    """What must be said and is not; an example of it, if there is one."""

    example: Any


Wanted: TypeAlias = Kind | Range | Choices | Known | Needed


class Fault(Record):
    """One thing that does not fit: its place below what was read, and what would fit there."""

    place: Path
    wanted: Wanted
    value: Any = None


class Misfit(ValueError):
    """Data that a type does not take, and everything in them that does not fit.

    Its text names places only, as a value may be secret.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{dotted(one.place)}: {one.wanted}" for one in self.faults))

    @classmethod
    def of(cls, value: Any, wanted: Wanted) -> "Misfit":
        """Return the misfit of a value as a whole."""
        return cls((Fault((), wanted, value),))

    def below(self, step: str | int) -> Iterator[Fault]:
        """Yield what does not fit, with its place as seen from one step further up."""
        return (fault.replaced(place=(step, *fault.place)) for fault in self.faults)

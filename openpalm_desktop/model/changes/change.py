"""One thing that differs between two stacks."""

from collections.abc import Iterable
from enum import Enum, IntEnum

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record


class Reach(Enum):
    """Whether somebody reaches more than before, only less, or neither."""

    WIDER = "wider"
    NARROWER = "narrower"
    SAME = "same"


class Weight(IntEnum):
    """How much a change is about: a note or an order, a field, a whole thing."""

    LIGHT = 0
    MEDIUM = 1
    HEAVY = 2


class Change(Record):
    """A sentence without a full stop, and the place that it is about.

    The path leads into the spec after the change; for what is gone, into the one before.
    """

    path: Path
    sentence: str
    reach: Reach = Reach.SAME
    weight: Weight = Weight.MEDIUM


def in_order(found: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes with wider reach first, then by weight; each sentence of a place once."""
    unique: dict[tuple[Path, str, Reach], Change] = {}
    for change in found:
        unique.setdefault((change.path[:2], change.sentence, change.reach), change)
    return tuple(sorted(unique.values(), key=_rank))


def _rank(change: Change) -> tuple[bool, int, bool]:
    is_wider = change.reach is Reach.WIDER
    return not is_wider, -change.weight, change.reach is Reach.SAME

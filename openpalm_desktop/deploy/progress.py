"""How far a piece of work is, in words for a person."""

from collections.abc import Generator, Sequence
from typing import TypeAlias

from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

_NAMED = 3
Steps: TypeAlias = Generator["Progress", None, None]
"""Work that says how far it is, and returns nothing."""


class Progress(Record):
    """What is being done now, and how much of it is behind; a total of 0 is not known."""

    sentence: str
    done: int = 0
    total: int = 0
    is_bytes: bool = False


def listed(names: Sequence[str]) -> str:
    """Return names for a sentence, the first few of many."""
    shown, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    return phrase("{names} and {count} more", names=shown, count=more) if more > 0 else shown

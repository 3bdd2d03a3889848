"""How far a piece of work is, in words for a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done now, and how much of it is behind; a total of 0 is not known."""

    sentence: str
    done: int = 0
    total: int = 0
    is_bytes: bool = False

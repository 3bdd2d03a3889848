"""What is wrong with a spec, as a value: shown at its field, never raised."""

from enum import StrEnum
from typing import NamedTuple

from openpalm_desktop.record import Record

from .path import Path


class Severity(StrEnum):
    """Errors block generate, export and deploy; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Position(NamedTuple):
    """A place in a text, both numbers from 1; columns count characters."""

    line: int
    column: int


class Problem(Record):
    """One thing to mend: where, a stable code for programs, a sentence and a hint for people."""

    path: Path
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    position: Position | None = None

    @property
    def is_error(self) -> bool:
        """Whether it blocks generate, export and deploy."""
        return self.severity is Severity.ERROR


def warning(path: Path, code: str, message: str, hint: str = "") -> Problem:
    """Return a problem that does not block."""
    return Problem(path, code, message, hint, Severity.WARNING)

"""How bad it is, at one look."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from openpalm_desktop.model.problem import Severity

from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.problem import Problem

Index = QModelIndex | QPersistentModelIndex
"""What Qt hands to models and delegates."""


def worst(severities: Iterable[Severity]) -> Severity | None:
    """Return the worse of two or more, or None where there is none."""
    found = set(severities)
    if Severity.ERROR in found:
        return Severity.ERROR
    return Severity.WARNING if found else None


def worst_by_name(section: str, problems: "tuple[Problem, ...]") -> Mapping[str, Severity]:
    """Return the worst problem of each channel, or of each service, by name."""
    by_name: dict[str, Severity] = {}
    for problem in problems:
        if len(problem.path) > 1 and problem.path[0] == section:
            name = str(problem.path[1])
            if by_name.get(name) is not Severity.ERROR:
                by_name[name] = problem.severity
    return by_name


def severity_word(severity: Severity | None) -> str:
    """Return how bad it is in a word; nothing where nothing is wrong."""
    if severity is None:
        return ""
    return tr("Error") if severity is Severity.ERROR else tr("Warning")

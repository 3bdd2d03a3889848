"""The secrets as a table model: every name used or kept, and values that stand in the clear."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.secret_issuers import issuer_of

from .named_rows import NamedRows
from .severities import Index
from .words import owner_of, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.secret_uses import SecretUse

    from .secret_desk import Held
    from .state import State

MASKED = "••••••••"
_IN_CLEAR = "secret-in-clear"


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    USED_BY = 1
    STATE = 2
    VALUE = 3


class Condition(Enum):
    """How it is about a secret's value."""

    SET = auto()
    GENERATED = auto()
    MISSING = auto()
    UNUSED = auto()
    UNKNOWN = auto()
    IN_CLEAR = auto()


def condition_word(condition: Condition) -> str:
    """Return a condition in a word or two."""
    return {
        Condition.SET: tr("Set"),
        Condition.GENERATED: tr("Generated"),
        Condition.MISSING: tr("Missing"),
        Condition.UNUSED: tr("Unused"),
        Condition.UNKNOWN: tr("Not known"),
        Condition.IN_CLEAR: tr("In the clear"),
    }[condition]


@dataclass(frozen=True)
class Use:
    """One variable that gets a secret: its path, and how people call its place."""

    path: Path
    owner: str
    variable: str
    is_enabled: bool


@dataclass(frozen=True)
class SecretRow:
    """What one row shows; `name` is the row's own, `title` what stands in it."""

    name: str
    title: str
    condition: Condition
    uses: tuple[Use, ...]
    issuer: str = ""  # who gives out its value, where it cannot be made up

    @property
    def is_on(self) -> bool:
        """Every secret is; a switch has no meaning here."""
        return True

    @property
    def has_value(self) -> bool:
        """Whether the store has a value."""
        return self.condition in (Condition.SET, Condition.GENERATED, Condition.UNUSED)

    @property
    def severity(self) -> Severity | None:
        """How bad it is."""
        if self.condition is Condition.IN_CLEAR:
            return Severity.WARNING
        is_needed = any(use.is_enabled for use in self.uses)
        is_missed = self.condition is Condition.MISSING and is_needed
        return Severity.ERROR if is_missed else None

    @property
    def can_be_made(self) -> bool:
        """Whether it is missed, and any new value does."""
        return self.severity is Severity.ERROR and not self.issuer

    @property
    def owners(self) -> tuple[str, ...]:
        """Who uses it, each once."""
        return tuple(dict.fromkeys(use.owner for use in self.uses))

    def text(self, column: int) -> str:
        """Return a cell in words."""
        match column:
            case Column.NAME:
                return self.title
            case Column.USED_BY:
                return ", ".join(self.owners) or "–"
            case Column.STATE:
                return condition_word(self.condition)
            case _:
                return MASKED if self.has_value else "–"


class SecretRows(NamedRows[SecretRow]):
    """A row for each secret by name; what stands in the clear comes first."""

    COLUMNS = Column
    FIXED: ClassVar[frozenset[int]] = frozenset(Column)

    def __init__(self) -> None:
        super().__init__()
        self._made: Mapping[str, SecretRow] = {}

    def show_secrets(self, state: "State", held: "Held", uses: "Sequence[SecretUse]") -> None:
        """Show the secrets of a state, telling views only of rows that differ."""
        rows = secret_rows(state, held, uses)
        before, self._made = self._made, rows
        changed = [name for name in {*before, *rows} if before.get(name) != rows.get(name)]
        self.show_changed(changed, names_changed=[*before] != [*rows])

    def all_names(self) -> list[str]:
        return list(self._made)

    def made_row(self, name: str) -> SecretRow:
        return self._made[name]

    def title(self, column: int) -> str:
        match column:
            case Column.NAME:
                return tr("Name")
            case Column.USED_BY:
                return tr("Used by")
            case Column.STATE:
                return tr("State")
            case _:
                return tr("Value")

    def tool_tip(self, row: SecretRow, column: int) -> str | None:
        if column == Column.USED_BY and row.uses:
            return "\n".join(f"{use.owner} · {use.variable}" for use in row.uses[:20])
        return row.title if column == Column.NAME else None

    def texts_to_find(self, row: SecretRow) -> Sequence[str]:
        return [row.title, row.text(Column.USED_BY), row.text(Column.STATE)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.VALUE:
            has_value = self.row(self.names[index.row()]).has_value
            return tr("hidden") if has_value else tr("none")
        return super().data(index, role)


def secret_rows(
    state: "State", held: "Held", uses: "Sequence[SecretUse]"
) -> Mapping[str, SecretRow]:
    """Return a row for each value in the clear, then for each secret by its name."""
    by_name: dict[str, list[Use]] = {name: [] for name in held.names or ()}
    for use in uses:
        owner = owner_of(state.spec, use.path)
        shown = Use(use.path, owner, use.variable, use.is_enabled)
        by_name.setdefault(use.name, []).append(shown)
    rows = {row.name: row for row in _rows_in_clear(state)}
    for name in sorted(by_name, key=_in_order):
        found = tuple(by_name[name])
        condition = _condition(name, found, held)
        issuer = issuer_of(name, [use.variable for use in found])
        rows[name] = SecretRow(name, name, condition, found, issuer)
    return rows


def issuer_words(issuer: str) -> str:
    """Return where a value comes from that nobody can make up."""
    return tr("It comes from {}: copy it there and enter it here.").format(issuer)


def _in_order(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as people do: KEY_2 before KEY_10."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _rows_in_clear(state: "State") -> list[SecretRow]:
    rows = []
    for problem in state.product.problems:
        if problem.code == _IN_CLEAR:
            variable = str(problem.path[-1])
            use = Use(problem.path, owner_of(state.spec, problem.path), variable, is_enabled=True)
            name = "/".join(str(step) for step in problem.path)
            rows.append(SecretRow(name, variable, Condition.IN_CLEAR, (use,)))
    return rows


def _condition(name: str, uses: tuple[Use, ...], held: "Held") -> Condition:
    if held.names is None:
        return Condition.UNKNOWN
    if name not in held.names:
        return Condition.MISSING
    if not uses:
        return Condition.UNUSED
    return Condition.GENERATED if name in held.generated else Condition.SET

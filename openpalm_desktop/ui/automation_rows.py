"""The automations as a table model: named by their places, for ids may be missing or twice."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from openpalm_desktop.model.problem import Severity

from .automation_words import (
    automation_title,
    next_runs,
    run_words,
    schedule_in_words,
    timeout_words,
)
from .clock import Clock
from .named_rows import NamedRows
from .severities import Index, worst
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.automation import Automation

    from .state import State


class Column(IntEnum):
    """The columns, from left to right."""

    ON = 0
    NAME = 1
    SCHEDULE = 2
    NEXT = 3
    TIMEOUT = 4


@dataclass(frozen=True)
class AutomationRow:
    """What one row shows."""

    name: str
    title: str
    id: str
    is_on: bool
    cron: str
    zone: str
    timeout: str
    seconds: int
    severity: Severity | None
    messages: tuple[str, ...]

    def text(self, column: int) -> str:
        """Return a cell in words; when it runs next depends on the clock and is asked for."""
        match column:
            case Column.ON:
                return tr("On") if self.is_on else tr("Off")
            case Column.NAME:
                return self.title
            case Column.SCHEDULE:
                return schedule_in_words(self.cron)
            case Column.NEXT:
                return ""
            case _:
                return self.timeout


class AutomationRows(NamedRows[AutomationRow]):
    """A row for each automation, named by its place in the spec."""

    COLUMNS = Column
    MARKED = Column.NAME
    FIXED = frozenset({Column.ON, Column.NEXT})

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.edit_at: Callable[[int, Column, str], None] = lambda *_: None
        self.edit = lambda name, column, text: self.edit_at(int(name), column, str(text))
        self._state: State | None = None
        self._problems: dict[int, list[tuple[Severity, str]]] = {}

    def show_state(self, state: "State") -> None:
        """Show a state's automations, telling views only of rows that differ."""
        before = [(self.row(name)) for name in self.all_names()]
        self._state = state
        self._problems = {}
        for problem in state.product.problems:
            match problem.path:
                case ("automations", int(index), *_):
                    said = (problem.severity, problem.message)
                    self._problems.setdefault(index, []).append(said)
        after = [self.made_row(name) for name in self.all_names()]
        changed = [
            row.name
            for index, row in enumerate(after)
            if index >= len(before) or before[index] != row
        ]
        self.show_changed(changed, names_changed=len(before) != len(after))

    def all_names(self) -> list[str]:
        count = len(self._state.spec.automations) if self._state else 0
        return [str(index) for index in range(count)]

    def made_row(self, name: str) -> AutomationRow:
        one, zone = self._automation(name), self._state.spec.timezone if self._state else ""
        problems = self._problems.get(int(name), [])
        return AutomationRow(
            name=name,
            title=automation_title(one),
            id=one.id,
            is_on=one.enabled,
            cron=one.schedule,
            zone=zone,
            timeout=timeout_words(one.timeout),
            seconds=one.timeout or 0,
            severity=worst([severity for severity, _ in problems]),
            messages=tuple(message for _, message in problems),
        )

    def title(self, column: int) -> str:
        match column:
            case Column.ON:
                return tr("On")
            case Column.NAME:
                return tr("Name")
            case Column.SCHEDULE:
                return tr("Schedule")
            case Column.NEXT:
                return tr("Next run")
            case _:
                return tr("Stop after")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if is_text and index.isValid() and index.column() == Column.NEXT:
            return self._next_run(self.row(self.names[index.row()]))
        return super().data(index, role)

    def edited_text(self, row: AutomationRow, column: int) -> str:
        one = self._automation(row.name)
        match column:
            case Column.NAME:
                return one.name or ""
            case Column.SCHEDULE:
                return one.schedule
            case _:
                return "" if one.timeout is None else str(one.timeout)

    def tool_tip(self, row: AutomationRow, column: int) -> str | None:
        if column == Column.NAME:
            return "\n".join([row.title, *row.messages])
        return f"{schedule_in_words(row.cron)}\n{row.cron}" if column == Column.SCHEDULE else None

    def texts_to_find(self, row: AutomationRow) -> list[str]:
        return [row.title, row.id, row.cron, row.text(Column.SCHEDULE)]

    def sort_key(self, row: AutomationRow, column: int) -> Any:
        if column == Column.TIMEOUT:
            return row.seconds
        if column == Column.NEXT:
            coming = next_runs(row.cron, row.zone, self.clock(), 1) if row.is_on else ()
            return (0, coming[0].local.timestamp()) if coming else (1, 0.0)
        return super().sort_key(row, column)

    def _automation(self, name: str) -> "Automation":
        assert self._state is not None  # noqa: S101 – names come from a state
        return self._state.spec.automations[int(name)]

    def _next_run(self, row: AutomationRow) -> str:
        """Return when a row runs next; looked up for the rows in view only."""
        now = self.clock()
        coming = next_runs(row.cron, row.zone, now, 1) if row.is_on else ()
        return run_words(coming[0], now) if coming else "–"

"""The automations as a table model."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from openpalm_desktop.model.problem import Severity

from .automation_words import (
    automation_title,
    next_runs,
    run_words,
    schedule_in_words,
    timeout_words,
)
from .clock import Clock
from .severities import Index, worst
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.automation import Automation

    from .document import State

_NOWHERE = QModelIndex()


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

    title: str
    is_on: bool
    cron: str
    zone: str
    timeout: str
    severity: Severity | None
    messages: tuple[str, ...]

    def text(self, column: int) -> str:
        """Return a cell in words."""
        return {
            Column.ON: tr("On") if self.is_on else tr("Off"),
            Column.NAME: self.title,
            Column.SCHEDULE: schedule_in_words(self.cron),
            Column.NEXT: "",
            Column.TIMEOUT: self.timeout,
        }[Column(column)]


class AutomationRows(QAbstractTableModel):
    """A row for each automation, in the spec's order."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.rows: list[AutomationRow] = []
        self.edit: Callable[[int, Column, str], None] = lambda *_: None
        self._automations: tuple[Automation, ...] = ()

    def show_state(self, state: "State") -> None:
        """Show a state's automations, telling views only of rows that differ."""
        automations = state.spec.automations
        problems: dict[int, list[tuple[Severity, str]]] = {}
        for problem in state.product.problems:
            match problem.path:
                case ("automations", int(index), *_):
                    problems.setdefault(index, []).append((problem.severity, problem.message))
        rows = [
            self._row(one, state.spec.timezone, problems.get(index, []))
            for index, one in enumerate(automations)
        ]
        before, self._automations = self._automations, automations
        if len(automations) != len(before):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        old, self.rows = self.rows, rows
        for index, (row, was) in enumerate(zip(rows, old, strict=True)):
            if row != was:
                self.dataChanged.emit(self.index(index, 0), self.index(index, len(Column) - 1))

    # For Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                is_next = index.column() == Column.NEXT
                return self._next_run(row) if is_next else row.text(index.column())
            case Qt.ItemDataRole.EditRole:
                return self._edited_text(index.row(), Column(index.column()))
            case Qt.ItemDataRole.ToolTipRole if index.column() == Column.NAME:
                return "\n".join(row.messages) or None
            case Qt.ItemDataRole.ToolTipRole if index.column() == Column.SCHEDULE:
                return f"{schedule_in_words(row.cron)}\n{row.cron}"
            case self.ROW:
                return row
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.edit(index.row(), Column(index.column()), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() not in (Column.ON, Column.NEXT):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.ON: tr("On"),
            Column.NAME: tr("Name"),
            Column.SCHEDULE: tr("Schedule"),
            Column.NEXT: tr("Next run"),
            Column.TIMEOUT: tr("Stop after"),
        }[Column(section)]

    # Inside

    def _row(
        self, one: "Automation", zone: str, problems: list[tuple[Severity, str]]
    ) -> AutomationRow:
        return AutomationRow(
            title=automation_title(one),
            is_on=one.enabled,
            cron=one.schedule,
            zone=zone,
            timeout=timeout_words(one.timeout),
            severity=worst([severity for severity, _ in problems]),
            messages=tuple(message for _, message in problems),
        )

    def _next_run(self, row: AutomationRow) -> str:
        """Return when a row runs next; looked up for the rows in view only."""
        now = self.clock()
        coming = next_runs(row.cron, row.zone, now, 1) if row.is_on else ()
        return run_words(coming[0], now) if coming else "–"

    def _edited_text(self, index: int, column: Column) -> str:
        one = self._automations[index]
        match column:
            case Column.NAME:
                return one.name or ""
            case Column.SCHEDULE:
                return one.schedule
            case Column.TIMEOUT:
                return "" if one.timeout is None else str(one.timeout)
            case _:
                return ""

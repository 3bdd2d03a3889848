"""Rows to read as a table model; who makes one says what stands in a cell."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from .plain_tip import plain_tip
from .severities import Index

_NOWHERE = QModelIndex()
R = TypeVar("R")


class ReadRows(QAbstractTableModel, Generic[R]):
    """Rows that stand as they are told to; `ROW` hands a delegate the whole row."""

    ROW = Qt.ItemDataRole.UserRole
    COLUMNS: ClassVar[type[IntEnum]]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[R] = ()

    # What a subclass says

    def cell(self, row: R, column: int) -> str:
        """Return a cell in words."""
        raise NotImplementedError

    def tool_tip(self, row: R, column: int) -> str:
        """Return what else there is to know about a cell."""
        raise NotImplementedError

    def title(self, column: int) -> str:
        """Return what stands above a column."""
        raise NotImplementedError

    # Rows

    def begin_with(self, rows: Sequence[R]) -> None:
        """Show other rows; what was chosen among those before is not any more."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def go_on_with(self, rows: Sequence[R]) -> None:
        """Show the same rows as they are now."""
        self.rows = rows
        if rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(rows) - 1, len(self.COLUMNS) - 1)
            )

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.cell(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self.tool_tip(row, column))
            case self.ROW:
                return row
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.title(section)

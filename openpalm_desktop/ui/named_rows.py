"""Things with names as a table model: filter, order, and only the changed rows told about."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import compress
from operator import eq, is_not
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt, Signal

from openpalm_desktop.model.problem import Severity

from .plain_tip import plain_tip
from .running import Running
from .severities import Index, severity_word

_FEW = 20
_NOWHERE = QModelIndex()
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
_EDITED = _READ | Qt.ItemFlag.ItemIsEditable


class NamedRow(Protocol):
    """What every row can say."""

    @property
    def name(self) -> str:
        """The name in the spec."""

    @property
    def is_on(self) -> bool:
        """Whether it is in the generated files."""

    @property
    def severity(self) -> Severity | None:
        """How bad its worst problem is."""

    def text(self, column: int) -> str:
        """Return a cell in words."""


R = TypeVar("R", bound=NamedRow)


class NamedRows(QAbstractTableModel, Generic[R]):
    """Names in the order shown, and a row made for each when it is looked at."""

    ROW = Qt.ItemDataRole.UserRole
    MIME = "application/x-openpalm-rows"
    moved = Signal(list, int)
    COLUMNS: ClassVar[type[IntEnum]]
    FIXED: ClassVar[frozenset[int]] = frozenset()  # columns that are not edited in place
    MARKED: ClassVar[int | None] = None  # the column whose cells show a mark of problems

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: list[str] = []
        self._width = len(self.COLUMNS)  # counting an enum takes long where Qt asks so often
        self.edit: Callable[[str, Any, Any], None] = lambda *_: None
        self._rows: dict[str, R] = {}
        self._filter = ""
        self._sort: tuple[int, Qt.SortOrder] | None = None
        self.running = Running()

    # What a table of something says

    def all_names(self) -> list[str]:
        """Return every name in the spec's order."""
        raise NotImplementedError

    def made_row(self, name: str) -> R:
        """Return what the row of a name shows."""
        raise NotImplementedError

    def title(self, column: int) -> str:
        """Return a column's title."""
        raise NotImplementedError

    def edited_text(self, row: R, column: int) -> Any:
        """Return what an editor of a cell begins with."""
        return row.text(column)

    def tool_tip(self, row: R, column: int) -> str | None:
        """Return what is worth knowing about a cell."""
        del row, column
        return None

    def texts_to_find(self, row: R) -> Sequence[str]:
        """Return the texts that the filter looks through."""
        return [row.name, *(row.text(column) for column in self.COLUMNS)]

    def sort_key(self, row: R, column: int) -> Any:
        """Return what a column's order goes by: numbers in texts count as numbers."""
        parts = re.split(r"(\d{1,18})", row.text(column).casefold())
        return [int(part) if at % 2 else part for at, part in enumerate(parts)]

    # What it shows

    def show_changed(self, changed: Sequence[str], *, names_changed: bool) -> None:
        """Forget the rows of some names, and tell views of them or of another order."""
        for name in changed:
            self._rows.pop(name, None)
        before = set(self.names)
        if names_changed:
            self._show_names(self._wanted_names())
        self._tell([name for name in changed if name in before])

    def show_running(self, running: Running) -> None:
        """Show how everything is on a target, telling views only of rows that differ."""
        before, self.running = self.running, running
        old = {name: row for name, row in self._rows.items() if name in self.names}
        changed = [name for name, row in old.items() if self.made_row(name) != row]
        is_other = (before.is_gone, before.target) != (running.is_gone, running.target)
        again = self._filter or self._sort is not None
        self.show_changed(list(old) if is_other else changed, names_changed=bool(again))
        if before.target != running.target:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.COLUMNS) - 1)

    def show_filter(self, text: str) -> None:
        """Show only rows in which a text occurs."""
        self._filter = text.strip().casefold()
        self._show_names(self._wanted_names())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Bring the rows into an order; -1 is the order of the spec."""
        self._sort = None if column < 0 else (column, order)
        self._show_names(self._wanted_names())

    @property
    def is_in_order(self) -> bool:
        """Whether all rows stand as in the spec, so that one can be put between two others."""
        return not self._filter and self._sort is None

    @property
    def is_sorted(self) -> bool:
        """Whether a column decides the order."""
        return self._sort is not None

    def can_move(self, name: str) -> bool:
        """Whether a row has a place in the spec that can be another."""
        return name in self.names

    def row(self, name: str) -> R:
        """Return a name's row."""
        made = self._rows.get(name)
        if made is None:
            made = self._rows[name] = self.made_row(name)
        return made

    def index_of(self, name: str, column: int = 1) -> QModelIndex:
        """Return where a name stands, or no index."""
        try:
            return self.index(self.names.index(name), column)
        except ValueError:
            return QModelIndex()

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(self.names[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text(index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                word = severity_word(row.severity) if index.column() == self.MARKED else ""
                return ", ".join(filter(None, (row.text(index.column()), word)))
            case Qt.ItemDataRole.EditRole:
                return self.edited_text(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self.tool_tip(row, index.column()) or "")
            case self.ROW:
                return row
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.edit(self.names[index.row()], self.COLUMNS(index.column()), value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        column = index.column()
        if column < 0:
            return Qt.ItemFlag.ItemIsDropEnabled  # between rows, not onto one
        return _READ if column in self.FIXED else _EDITED

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.title(section) if role == Qt.ItemDataRole.DisplayRole else None

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [self.MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        names = dict.fromkeys(self.names[index.row()] for index in indexes)
        data = QMimeData()
        data.setData(self.MIME, "\n".join([str(id(self)), *names]).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        del action, row, column, parent
        said = bytes(data.data(self.MIME).data()).decode()
        return self.is_in_order and said.startswith(f"{id(self)}\n")

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell where the rows are wanted; the spec moves them, and the table follows it."""
        if self.canDropMimeData(data, action, row, column, parent):
            at = row if row >= 0 else parent.row() if parent.isValid() else len(self.names)
            _, *names = bytes(data.data(self.MIME).data()).decode().split("\n")
            self.moved.emit(names, at)
        return False  # what Qt would remove for us is moved already

    # Names

    def _wanted_names(self) -> list[str]:
        names = self.all_names()
        if self._filter:
            names = [name for name in names if self._is_found(name)]
        if self._sort:
            column, order = self._sort
            is_down = order is Qt.SortOrder.DescendingOrder
            names.sort(key=lambda name: self.sort_key(self.row(name), column), reverse=is_down)
        return names

    def _is_found(self, name: str) -> bool:
        texts = self.texts_to_find(self.row(name))
        return any(self._filter in text.casefold() for text in texts)

    def _show_names(self, wanted: list[str]) -> None:
        if wanted == self.names:
            return
        if self._is_one_renamed(wanted):
            self.names = wanted
            return
        if abs(len(wanted) - len(self.names)) == 1 and self._show_one(wanted):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = {name: row for row, name in enumerate(wanted)}
        new = [
            self.createIndex(kept[self.names[index.row()]], index.column())
            if self.names[index.row()] in kept
            else QModelIndex()
            for index in old
        ]
        self.names = wanted
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _is_one_renamed(self, wanted: list[str]) -> bool:
        if len(wanted) != len(self.names):
            return False
        differing = [row for row, name in enumerate(wanted) if self.names[row] != name]
        if len(differing) != 1 or wanted[differing[0]] in self.names:
            return False
        row = differing[0]
        self.names[row] = wanted[row]
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.COLUMNS) - 1))
        return True

    def _show_one(self, wanted: list[str]) -> bool:
        """Insert or remove a single row, which lets views keep everything else."""
        longer, shorter = max(wanted, self.names, key=len), min(wanted, self.names, key=len)
        row = next((i for i, name in enumerate(shorter) if longer[i] != name), len(shorter))
        if longer[row + 1 :] != shorter[row:]:
            return False
        if longer is wanted:
            self.beginInsertRows(QModelIndex(), row, row)
            self.names = wanted
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), row, row)
            self.names = wanted
            self.endRemoveRows()
        return True

    def _tell(self, names: Sequence[str]) -> None:
        """Tell views of a few rows one by one, of many all at once."""
        last = len(self.COLUMNS) - 1
        if len(names) > _FEW:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.names) - 1, last))
            return
        for name in names:
            index = self.index_of(name, 0)
            if index.isValid():
                self.dataChanged.emit(index, index.siblingAtColumn(last))


def changed_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """Return the names under which another object stands than before."""
    if len(before) == len(after) and all(map(eq, before, after)):
        return compress(after, map(is_not, after.values(), before.values()))
    return [name for name, one in after.items() if before.get(name) is not one]

"""What runs otherwise than the spec says, as rows: whose, which field, both sides in words."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from openpalm_desktop.deploy.difference import Difference

from .drift_words import field_title
from .named_table import paint_text
from .read_table import ReadDelegate, ReadTable, set_strong, space_in
from .row_table import Fit
from .severities import Index
from .theme import Tokens
from .words import tr

if TYPE_CHECKING:
    from .document import State

_NOWHERE = QModelIndex()


class DriftColumn(IntEnum):
    """The columns, from left to right."""

    SERVICE = 0
    FIELD = 1
    SAID = 2
    RUNS = 3


class DriftRows(QAbstractTableModel):
    """A row for each difference."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.differences: tuple[Difference, ...] = ()
        self._texts: list[tuple[str, str, str, str]] = []

    def show_differences(
        self, differences: Sequence[Difference], titles: Mapping[str, str], state: "State"
    ) -> None:
        """Show what differs, services by the titles that people know."""
        texts = [
            (titles.get(one.service, one.service), field_title(one, state.spec), one.said, one.runs)
            for one in differences
        ]
        if texts != self._texts:
            self.beginResetModel()
            self._texts = texts
            self.differences = tuple(differences)
            self.endResetModel()
        else:
            self.differences = tuple(differences)

    def titles_of(self, row: int) -> tuple[str, str]:
        """Return what a row's service and field are called."""
        return self._texts[row][0], self._texts[row][1]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(DriftColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self._texts[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                why = self.differences[index.row()].hindrance
                return f"{text}\n{why}" if why else text
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            DriftColumn.SERVICE: tr("Name"),
            DriftColumn.FIELD: tr("Field"),
            DriftColumn.SAID: tr("The spec says"),
            DriftColumn.RUNS: tr("What runs"),
        }[DriftColumn(section)]


class DriftTable(ReadTable):
    """Rows of differences."""

    def __init__(self, rows: DriftRows, parent: QWidget | None = None) -> None:
        super().__init__(
            rows,
            tr("Changed by hand on the server"),
            Fit(DriftColumn.SERVICE, 110, share=2),
            Fit(DriftColumn.FIELD, 130, share=2),
            Fit(DriftColumn.SAID, 140, share=3),
            Fit(DriftColumn.RUNS, 140, share=3),
            parent=parent,
        )
        self.setItemDelegate(_Delegate(self))


class _Delegate(ReadDelegate):
    """Paints what runs strongly and all else quietly."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, colours: Tokens) -> None:
        column = index.column()
        if column == DriftColumn.SERVICE:
            set_strong(painter)
        is_strong = column in {DriftColumn.SERVICE, DriftColumn.RUNS}
        is_code = column in {DriftColumn.SAID, DriftColumn.RUNS}
        colour = colours.text if is_strong else colours.muted
        paint_text(painter, space_in(rect), str(index.data()), colour, is_code)

"""What all tables of rows have in common: whole rows are chosen, cells are edited in place."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from openpalm_desktop.record import Record

from .severities import Index

ROW_HEIGHT = 35
_BESIDE_A_TITLE = 22


class Fit(Record):
    """How a column shares the width: its least, its part of what is left, when it gives way."""

    column: int
    least: int
    share: int = 0
    gives_way: int = 0  # the higher, the sooner it is hidden where there is no room; 0 stays


class RowTable(QTableView):
    """A table of rows; several can be chosen, one is current."""

    _fits: tuple[Fit, ...] = ()

    def set_up_rows(self) -> None:
        """Choose whole rows, edit by double-click, key or typing, and give rows their height."""
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height = max(ROW_HEIGHT, self.fontMetrics().height() + 17)
        self.verticalHeader().setDefaultSectionSize(height)

    def fit_columns(self, *fits: Fit) -> None:
        """Keep columns readable at any width; a person may change theirs in between."""
        self._fits = tuple(fit.replaced(least=self._least(fit)) for fit in fits)
        for fit in fits:
            mode = QHeaderView.ResizeMode.Interactive if fit.share else QHeaderView.ResizeMode.Fixed
            self.horizontalHeader().setSectionResizeMode(fit.column, mode)
        self._share(self.maximumViewportSize().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share(event.size().width())
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # a table that grew smaller still shows it

    def _least(self, fit: Fit) -> int:
        """Return a column's least width, more where a language calls it by a longer name."""
        title = self.model().headerData(fit.column, Qt.Orientation.Horizontal) or ""
        width = self.horizontalHeader().fontMetrics().horizontalAdvance(str(title))
        return max(fit.least, width + _BESIDE_A_TITLE)

    def _share(self, width: int) -> None:
        if not self._fits:
            return
        shown = list(self._fits)
        for fit in sorted(self._fits, key=lambda fit: -fit.gives_way):
            if fit.gives_way and sum(each.least for each in shown) > width:
                shown.remove(fit)
        rest = max(0, width - sum(fit.least for fit in shown))
        shares = sum(fit.share for fit in shown)
        columns = {fit.column for fit in shown}
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column not in columns)
        for fit in shown:
            more = rest * fit.share // shares if shares else 0
            self.horizontalHeader().resizeSection(fit.column, fit.least + more)

    def let_drag(self) -> None:
        """Let rows be dragged to another place among the others."""
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    def choose_only(self, index: Index) -> None:
        """Make a row the current and only chosen one, in sight."""
        flag = QItemSelectionModel.SelectionFlag  # by name: else a held Ctrl would toggle
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

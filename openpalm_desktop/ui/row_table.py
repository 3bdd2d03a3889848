"""What all tables of rows have in common: whole rows are chosen, cells are edited in place."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from .severities import Index

ROW_HEIGHT = 35


class RowTable(QTableView):
    """A table of rows; several can be chosen, one is current."""

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

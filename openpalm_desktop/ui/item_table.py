"""A table of a few items, read and chosen from a whole row at a time, and never edited."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QWidget


class ItemTable(QTableWidget):
    """Rows without a grid; columns are as wide as is said, and one takes what is left."""

    def __init__(
        self, headings: Sequence[str], widths: Mapping[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(headings), parent)
        self.setHorizontalHeaderLabels(list(headings))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding-left: 6px; }")
        self.verticalHeader().setDefaultSectionSize(30)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(len(headings)):
            has_width = column in widths
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Interactive if has_width else mode.Stretch)
            if has_width:
                header.resizeSection(column, widths[column])

    def fit(self, most: int) -> None:
        """Be as high as the rows are, up to so many."""
        rows = min(self.rowCount(), most)
        height = self.verticalHeader().defaultSectionSize() * rows
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + height + 4)

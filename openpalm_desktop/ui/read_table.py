"""A table to read: rows can be chosen, and nothing in it is edited."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QRect
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from .named_table import PADDING, Header
from .painting import paint_focus
from .row_table import Fit, RowTable
from .severities import Index
from .theme import Tokens, tokens


class ReadTable(RowTable):
    """Rows that others act on; none chosen means all of them."""

    def __init__(
        self, rows: QAbstractItemModel, name: str, *fits: Fit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setAccessibleName(name)
        self.set_up_rows()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = Header(self)
        self.setHorizontalHeader(header)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.fit_columns(*fits)

    @property
    def chosen_rows(self) -> list[int]:
        """The chosen rows, from top to bottom."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})


class ReadDelegate(QStyledItemDelegate):
    """Paints what is around a cell; `paint_cell` paints what is in it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        rect: QRect = option.rect
        colours = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.selectionModel().isSelected(index):
            painter.fillRect(rect, QColor(colours.accentsoft))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self.paint_cell(painter, rect, index, colours)
        if view.hasFocus() and view.currentIndex() == index:
            paint_focus(painter, rect, colours)
        painter.restore()

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, colours: Tokens) -> None:
        """Paint a cell into its rectangle."""
        raise NotImplementedError


def space_in(rect: QRect) -> QRect:
    """Return where a cell's text stands."""
    return rect.adjusted(PADDING, 0, -6, 0)


def set_strong(painter: QPainter) -> None:
    """Write names a little stronger from now on."""
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)

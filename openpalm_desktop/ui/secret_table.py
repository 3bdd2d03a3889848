"""The table of secrets: name, who uses it, how it is about its value, and never the value."""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from openpalm_desktop.model.problem import Severity

from .icons import icon
from .named_table import PADDING, paint_text
from .painting import paint_focus, paint_mark
from .row_table import ROW_HEIGHT, RowTable
from .secret_rows import Column, Condition, SecretRow, SecretRows
from .severities import Index
from .theme import Tokens, tokens
from .words import tr

_ICON = 16
_NARROW = 520  # below, names need the room


class SecretTable(RowTable):
    """Rows of secrets, one of them current."""

    current_changed = Signal(str)
    activated_name = Signal(str)

    def __init__(self, rows: SecretRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(tr("Secrets"))
        self.set_up_rows()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._set_up_headers()
        self.doubleClicked.connect(lambda _: self.activated_name.emit(self.current))
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    @property
    def current(self) -> str:
        """The current row's name, or an empty text."""
        row = self.currentIndex().row()
        return self.rows.names[row] if 0 <= row < len(self.rows.names) else ""

    def show_current(self, name: str) -> None:
        """Make a row the current one."""
        index = self.rows.index_of(name, Column.NAME)
        if index.isValid() and self.current != name:
            self.choose_only(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.activated_name.emit(self.current)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        self.setColumnHidden(Column.VALUE, width < _NARROW)
        self.horizontalHeader().resizeSection(Column.USED_BY, max(120, round(width * 0.24)))
        super().resizeEvent(event)

    def _set_up_headers(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        mode = QHeaderView.ResizeMode
        for column, resize, width in (
            (Column.NAME, mode.Stretch, 0),
            (Column.USED_BY, mode.Fixed, 150),
            (Column.STATE, mode.Fixed, 122),
            (Column.VALUE, mode.Fixed, 88),
        ):
            header.setSectionResizeMode(column, resize)
            if width:
                header.resizeSection(column, width)

    def _tell_current(self, current: Any) -> None:
        if current.isValid():
            self.current_changed.emit(self.rows.names[current.row()])


def _paint_condition(
    painter: QPainter, middle: QPointF, condition: Condition, colours: Tokens
) -> None:
    sign, colour = _signs(colours)[condition]
    corner = QRect(round(middle.x()) - _ICON // 2, round(middle.y()) - _ICON // 2, _ICON, _ICON)
    icon(sign, colour).paint(painter, corner)


def _signs(colours: Tokens) -> dict[Condition, tuple[str, str]]:
    return {
        Condition.SET: ("check", colours.accent),
        Condition.GENERATED: ("generated", colours.accent),
        Condition.MISSING: ("absent", colours.muted),
        Condition.UNUSED: ("unused", colours.muted),
        Condition.UNKNOWN: ("missing", colours.muted),
    }


def _colour(row: SecretRow, colours: Tokens) -> str:
    match row.severity:
        case Severity.ERROR:
            return colours.error
        case Severity.WARNING:
            return colours.warning
        case None:
            return _signs(colours)[row.condition][1]


class _Delegate(QStyledItemDelegate):
    """Paints names, quiet text, and each state with its sign."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SecretRow = index.data(SecretRows.ROW)
        view: Any = option.widget
        colours = tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.selectionModel().isSelected(index):
            painter.fillRect(rect, QColor(colours.accentsoft))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_cell(painter, rect, row, Column(index.column()), colours)
        if view.hasFocus() and view.currentIndex() == index:
            paint_focus(painter, rect, colours)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, ROW_HEIGHT)

    def _paint_cell(
        self, painter: QPainter, rect: QRect, row: SecretRow, column: Column, colours: Tokens
    ) -> None:
        space = rect.adjusted(PADDING, 0, -6, 0)
        middle = rect.top() + (rect.height() - 1) / 2
        match column:
            case Column.NAME:
                font = QFont(painter.font())
                font.setWeight(QFont.Weight.Medium)
                painter.setFont(font)
                paint_text(painter, space, row.title, colours.text)
            case Column.STATE:
                at = QPointF(space.left() + _ICON / 2, middle)
                if row.severity is None:
                    _paint_condition(painter, at, row.condition, colours)
                else:
                    paint_mark(painter, at, row.severity, colours)
                colour = _colour(row, colours)
                paint_text(painter, space.adjusted(_ICON + 6, 0, 0, 0), row.text(column), colour)
            case _:
                paint_text(painter, space, row.text(column), colours.muted)

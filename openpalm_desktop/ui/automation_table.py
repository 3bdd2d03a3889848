"""The table of automations: reads at a glance, edited in place."""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from .automation_rows import AutomationRow, AutomationRows, Column
from .fields.text_field import SecondsValidator
from .painting import paint_mark, paint_switch
from .row_table import ROW_HEIGHT, RowTable
from .severities import Index
from .theme import Tokens, tokens
from .words import tr

_PADDING = 10
_NARROW = 520  # below, names and schedules need the room


class AutomationTable(RowTable):
    """Rows of automations; several can be chosen, one is current."""

    current_changed = Signal(int)
    switched = Signal(list, bool)

    def __init__(self, rows: AutomationRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(tr("Automations"))
        self.set_up_rows()
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    @property
    def chosen(self) -> list[int]:
        """The chosen automations' places."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    @property
    def current(self) -> int:
        """The current automation's place, or -1."""
        return self.currentIndex().row()

    def show_current(self, row: int) -> None:
        """Make an automation the current and only chosen one."""
        index = self.rows.index(row, Column.NAME)
        if index.isValid() and (self.current != row or self.chosen != [row]):
            self.choose_only(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Space and self.chosen:
            self.switched.emit(self.chosen, not self.rows.rows[self.chosen[0]].is_on)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and index.isValid() and index.column() == Column.ON:
            row = index.row()
            chosen = self.chosen if row in self.chosen else [row]
            self.switched.emit(chosen, not self.rows.rows[row].is_on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setColumnHidden(Column.TIMEOUT, event.size().width() < _NARROW)
        super().resizeEvent(event)

    def _set_up_headers(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        mode = QHeaderView.ResizeMode
        for column, resize, width in (
            (Column.ON, mode.Fixed, 48),
            (Column.NAME, mode.Stretch, 0),
            (Column.SCHEDULE, mode.Stretch, 0),
            (Column.NEXT, mode.Interactive, 148),
            (Column.TIMEOUT, mode.Interactive, 92),
        ):
            header.setSectionResizeMode(column, resize)
            if width:
                header.resizeSection(column, width)

    def _tell_current(self, current: Any) -> None:
        if current.isValid():
            self.current_changed.emit(current.row())


class _Delegate(QStyledItemDelegate):
    """Paints switches, names with marks and quiet text; edits in place."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: AutomationRow = index.data(AutomationRows.ROW)
        view: Any = option.widget
        colours = tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.selectionModel().isRowSelected(index.row()):
            painter.fillRect(rect, QColor(colours.accentsoft))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = str(index.data())
        self._paint_cell(painter, rect, row, Column(index.column()), text, colours)
        if view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.accent), 1.3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -3), 5, 5)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, ROW_HEIGHT)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        hints = {
            Column.NAME: tr("Name"),
            Column.SCHEDULE: tr("Five fields, as in 30 2 * * *"),
            Column.TIMEOUT: tr("Seconds"),
        }
        line = QLineEdit(parent)
        line.setProperty("role", "cell")
        line.setPlaceholderText(hints[Column(index.column())])
        line.setAccessibleName(hints[Column(index.column())])
        if index.column() == Column.TIMEOUT:
            line.setValidator(SecondsValidator(line))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        del index
        editor.setGeometry(option.rect.adjusted(2, 2, -2, -3))

    def _paint_cell(
        self,
        painter: QPainter,
        rect: QRect,
        row: AutomationRow,
        column: Column,
        text: str,
        colours: Tokens,
    ) -> None:
        middle = rect.top() + (rect.height() - 1) / 2
        space = rect.adjusted(_PADDING, 0, -6, 0)
        match column:
            case Column.ON:
                at = QPointF(rect.left() + _PADDING, middle)
                paint_switch(painter, at, colours, is_on=row.is_on)
            case Column.NAME:
                font = QFont(painter.font())
                font.setWeight(QFont.Weight.Medium)
                painter.setFont(font)
                space = space.adjusted(0, 0, -22 if row.severity else 0, 0)
                colour = colours.text if row.is_on else colours.muted
                used = _paint_text(painter, space, row.title, colour)
                if row.severity is not None:
                    at = QPointF(space.left() + used + 14, middle)
                    paint_mark(painter, at, row.severity, colours)
            case _:
                is_strong = column is Column.SCHEDULE and row.is_on
                colour = colours.text if is_strong else colours.muted
                _paint_text(painter, space, text, colour)


def _paint_text(painter: QPainter, rect: QRect, text: str, colour: str) -> int:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)

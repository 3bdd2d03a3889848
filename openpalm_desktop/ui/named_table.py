"""Tables of things with names: read at a glance, switched and edited in place."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from openpalm_desktop.deploy.service_state import ServiceState

from .named_rows import NamedRow, NamedRows
from .painting import paint_focus, paint_ground, paint_mark, paint_switch
from .row_table import ROW_HEIGHT, RowTable
from .severities import Index
from .state_words import paint_state
from .theme import Tokens, tokens

PADDING = 10
_IN_THE_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class NamedTable(RowTable):
    """Rows of things with names; several can be chosen, one is current."""

    current_changed = Signal(str)
    chosen_changed = Signal()
    switched = Signal(list, bool)
    move_refused = Signal()

    def __init__(
        self, rows: NamedRows[Any], delegate: QStyledItemDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        delegate.setParent(self)
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.setSortingEnabled(False)
        self.setMouseTracking(False)
        self.set_up_rows()
        self._set_up_headers()
        self.let_drag()
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    @property
    def chosen(self) -> list[str]:
        """The chosen names, as they stand in the table."""
        ranges: Any = self.selectionModel().selection()  # a list, which its types do not say
        rows = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return [self.rows.names[row] for row in sorted(rows)]

    @property
    def current(self) -> str:
        """The current name, or an empty text."""
        index = self.currentIndex()
        return self.rows.names[index.row()] if index.isValid() else ""

    def show_current(self, name: str) -> None:
        """Make a row the current and only chosen one."""
        index = self.rows.index_of(name)
        if index.isValid() and (self.current != name or self.chosen != [name]):
            self.choose_only(index)

    def show_chosen(self, names: Sequence[str]) -> None:
        """Choose some rows, the first of them the current one."""
        found = [index for index in map(self.rows.index_of, names) if index.isValid()]
        if not found:
            return
        chosen = QItemSelection()
        for index in found:
            chosen.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        self.choose_only(found[0])
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)

    def show_target(self) -> None:
        """Show how things are on the target, where there is one."""

    def startDrag(self, actions: Qt.DropAction) -> None:
        if self.rows.is_in_order and all(map(self.rows.can_move, self.chosen)):
            super().startDrag(actions)
        else:
            self.move_refused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Space and self.chosen:
            self.switched.emit(self.chosen, not self.rows.row(self.chosen[0]).is_on)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and index.isValid() and index.column() == 0:
            name = self.rows.names[index.row()]
            names = self.chosen if name in self.chosen else [name]
            self.switched.emit(names, not self.rows.row(name).is_on)

    def _set_up_headers(self) -> None:
        header = Header(self)
        self.setHorizontalHeader(header)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(44)
        header.sortIndicatorChanged.connect(self.rows.sort)

    def _tell_current(self, current: Any) -> None:
        if current.isValid():
            self.current_changed.emit(self.rows.names[current.row()])


class NamedDelegate(QStyledItemDelegate):
    """Paints the ground of a row, its line, its focus and its switch; subclasses the cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        row: Any = view.rows.row(view.rows.names[index.row()])
        colours = tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.selectionModel().isSelected(index):
            paint_ground(painter, rect, colours.accentsoft)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index.column() == 0:
            left = QPointF(rect.left() + PADDING, rect.top() + (rect.height() - 1) / 2)
            paint_switch(painter, left, colours, is_on=row.is_on)
        else:
            self.paint_cell(painter, rect, row, index.column(), colours)
        if view.hasFocus() and view.currentIndex() == index:
            paint_focus(painter, rect, colours)
        painter.restore()

    def paint_cell(
        self, painter: QPainter, rect: QRect, row: Any, column: int, colours: Tokens
    ) -> None:
        """Paint a cell beside the switch."""
        raise NotImplementedError

    def paint_state(
        self,
        painter: QPainter,
        rect: QRect,
        state: ServiceState | None,
        row: NamedRow,
        colours: Tokens,
    ) -> None:
        """Paint how a row is on the target."""
        view: Any = self.parent()
        is_gone = view.rows.running.is_gone
        paint_state(painter, rect, state, colours, is_on=row.is_on, is_gone=is_gone)

    def paint_name(
        self, painter: QPainter, rect: QRect, row: NamedRow, text: str, colours: Tokens
    ) -> None:
        """Paint what a row is called, and the mark of its worst problem behind it."""
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        space = rect.adjusted(PADDING, 0, -28 if row.severity else -6, 0)
        used = paint_text(painter, space, text, colours.text if row.is_on else colours.muted)
        if row.severity is not None:
            middle = QPointF(space.left() + used + 14, rect.top() + (rect.height() - 1) / 2)
            paint_mark(painter, middle, row.severity, colours)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, ROW_HEIGHT)

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


def cell_line(parent: QWidget, hint: str) -> QLineEdit:
    """Return a line to edit a cell in place."""
    line = QLineEdit(parent)
    line.setProperty("role", "cell")
    line.setPlaceholderText(hint)
    line.setAccessibleName(hint)
    return line


class Header(QHeaderView):
    """Sections without Qt's frames; the click that sorts is also a key away in the menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def paint_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    keeps_end: bool = False,  # noqa: FBT001, FBT002 – an image's tag is worth more than its registry
) -> int:
    """Paint a text in the middle of a cell, shortened to fit; return how wide it became."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    if width > rect.width():
        mode = Qt.TextElideMode.ElideLeft if keeps_end else Qt.TextElideMode.ElideRight
        text = metrics.elidedText(text, mode, rect.width())
        width = metrics.horizontalAdvance(text)
    painter.setPen(QColor(colour))
    painter.drawText(rect, _IN_THE_MIDDLE, text)
    return width

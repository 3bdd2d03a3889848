"""The channel table: reads at a glance, edited in place."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from openpalm_desktop.model.exposure import Exposure

from .channel_rows import ChannelRow, ChannelRows, Column
from .painting import paint_mark, paint_reach, paint_switch
from .severities import Index
from .theme import Tokens, tokens
from .words import reach_name

_PADDING = 10
_ROW = 35


class ChannelTable(QTableView):
    """Rows of channels; several can be chosen, one is current."""

    current_changed = Signal(str)
    switched = Signal(list, bool)

    def __init__(self, rows: ChannelRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self._delegate = ChannelDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Channels"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSortingEnabled(False)
        self.setMouseTracking(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    @property
    def chosen(self) -> list[str]:
        """The chosen channels' names, as they stand in the table."""
        return [self.rows.names[index.row()] for index in self.selectionModel().selectedRows()]

    @property
    def current(self) -> str:
        """The current channel's name, or an empty text."""
        index = self.currentIndex()
        return self.rows.names[index.row()] if index.isValid() else ""

    def show_current(self, name: str) -> None:
        """Make a channel the current and only chosen one."""
        index = self.rows.index_of(name)
        if index.isValid() and (self.current != name or self.chosen != [name]):
            self.setCurrentIndex(index)
            self.selectRow(index.row())
            self.scrollTo(index)

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
        if is_left and index.isValid() and index.column() == Column.ON:
            name = self.rows.names[index.row()]
            names = self.chosen if name in self.chosen else [name]
            self.switched.emit(names, not self.rows.row(name).is_on)

    def _set_up_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(_ROW, self.fontMetrics().height() + 17))
        header = _Header(self)
        self.setHorizontalHeader(header)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(44)
        header.sortIndicatorChanged.connect(self.rows.sort)
        mode = QHeaderView.ResizeMode
        for column, resize, width in (
            (Column.ON, mode.Fixed, 48),
            (Column.NAME, mode.Interactive, 120),
            (Column.IMAGE, mode.Stretch, 0),
            (Column.REACH, mode.Fixed, 90),
            (Column.ANSWERS, mode.Stretch, 0),
            (Column.CERTIFICATE, mode.Interactive, 134),
        ):
            header.setSectionResizeMode(column, resize)
            if width:
                header.resizeSection(column, width)

    def _tell_current(self, current: Any) -> None:
        if current.isValid():
            self.current_changed.emit(self.rows.names[current.row()])


class ChannelDelegate(QStyledItemDelegate):
    """Paints switches, names with marks, pills and quiet text; edits in place."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ChannelRow = index.data(ChannelRows.ROW)
        view: Any = option.widget
        colours = tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = view.selectionModel().isRowSelected(index.row())
        if is_selected:
            painter.fillRect(rect, QColor(colours.accentsoft))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_cell(painter, rect, row, Column(index.column()), colours)
        if view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.accent), 1.3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -3), 5, 5)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, _ROW)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        if index.column() == Column.REACH:
            box = QComboBox(parent)
            for reach in Exposure:
                box.addItem(reach_name(reach), reach)
            box.activated.connect(lambda: self._finish(box))
            return box
        line = QLineEdit(parent)
        line.setProperty("role", "cell")
        hints = {
            Column.NAME: self.tr("Label"),
            Column.IMAGE: self.tr("Image"),
            Column.ANSWERS: self.tr("Domains, /paths or a port"),
        }
        line.setPlaceholderText(hints[Column(index.column())])
        line.setAccessibleName(hints[Column(index.column())])
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(list(Exposure).index(Exposure(value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentIndex())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        del index
        editor.setGeometry(option.rect.adjusted(2, 2, -2, -3))

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _paint_cell(
        self, painter: QPainter, rect: QRect, row: ChannelRow, column: Column, colours: Tokens
    ) -> None:
        left = QPointF(rect.left() + _PADDING, rect.top() + (rect.height() - 1) / 2)
        match column:
            case Column.ON:
                paint_switch(painter, left, colours, is_on=row.is_on)
            case Column.REACH:
                text = reach_name(row.reach)
                paint_reach(painter, left, text, row.reach, colours, painter.font())
            case Column.NAME:
                self._paint_name(painter, rect, row, colours)
            case _:
                is_quiet = column is not Column.ANSWERS or not row.is_on
                colour = colours.muted if is_quiet else colours.text
                space = rect.adjusted(_PADDING, 0, -6, 0)
                _paint_text(painter, space, row.text(column), colour, column is Column.IMAGE)

    def _paint_name(self, painter: QPainter, rect: QRect, row: ChannelRow, colours: Tokens) -> None:
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        space = rect.adjusted(_PADDING, 0, -28 if row.severity else -6, 0)
        used = _paint_text(painter, space, row.title, colours.text if row.is_on else colours.muted)
        if row.severity is not None:
            middle = QPointF(space.left() + used + 14, rect.top() + (rect.height() - 1) / 2)
            paint_mark(painter, middle, row.severity, colours)


class _Header(QHeaderView):
    """Sections without Qt's frames; the click that sorts is also a key away in the menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _paint_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    keeps_end: bool = False,  # noqa: FBT001, FBT002 – an image's tag is worth more than its middle
) -> int:
    metrics = painter.fontMetrics()
    mode = Qt.TextElideMode.ElideMiddle if keeps_end else Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, mode, rect.width())
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)


def answers_from(text: str) -> tuple[Sequence[str], Sequence[str], int | None]:
    """Return the domains, paths and host port that a person typed into one cell."""
    words = text.replace(",", " ").split()
    paths = [word for word in words if word.startswith("/")]
    ports = [int(word) for word in words if word.isdecimal() and 1 <= int(word) <= 65535]
    domains = [word for word in words if not word.startswith("/") and not word.isdecimal()]
    return domains, paths, ports[0] if ports else None

"""The list of differences: signed, coloured and marked lines, below each other or side by side."""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from openpalm_desktop.generate.file_diff import FileDiff, Line

from .difference_rows import ROW, DifferenceRows, Row, Shown, file_words, said
from .painting import paint_focus
from .severities import Index
from .theme import Tokens, code_font, tokens

_TAB = 4
_SIGN = 18
_GAP = 8


class DifferenceView(QListView):
    """Rows of differences; a click or Enter on a line tells the path it came from."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("differences")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(code_font())
        self.rows = DifferenceRows(self)
        self.setModel(self.rows)
        self.is_split = False
        self._widest = 0
        self.setItemDelegate(_DifferenceDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_rows(self, rows: list[Row], *, is_split: bool) -> None:
        """Show other rows, staying where the person looks."""
        top = self.verticalScrollBar().value()
        current = self.currentIndex().row()
        self.is_split = is_split
        longest = max((_length(row) for row in rows), default=0)
        self._widest = int(longest * QFontMetricsF(self.font()).horizontalAdvance("0"))
        self.rows.show_rows(rows)
        self.setCurrentIndex(self.rows.index(max(0, min(current, len(rows) - 1))))
        self.clearSelection()
        self.verticalScrollBar().setValue(top)

    def go(self, step: int) -> None:
        """Make the first line of the next change the current one, or of the one before."""
        starts = self.rows.starts()
        if not starts:
            return
        here = self.currentIndex().row()
        if step > 0:
            to = next((row for row in starts if row > here), starts[0])
        else:
            to = next((row for row in reversed(starts) if row < here), starts[-1])
        index = self.rows.index(to)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def row_size(self) -> QSize:
        """The size of every row."""
        height = self.fontMetrics().lineSpacing() + 4
        needed = 0 if self.is_split else self._widest + 2 * self.number_width + _SIGN + 24
        return QSize(max(needed, self.viewport().width()), height)

    @property
    def number_width(self) -> int:
        """The room of a line's number."""
        return int(QFontMetricsF(self.font()).horizontalAdvance("00000")) + 6

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted(self.selectedIndexes(), key=lambda index: index.row())
            texts = [said(self.rows.rows[index.row()]) for index in chosen]
            QGuiApplication.clipboard().setText("\n".join(texts))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        row = index.data(ROW)
        if isinstance(row, Shown) and row.origin:
            self.chosen.emit(row.origin)


class _DifferenceDelegate(QStyledItemDelegate):
    """Paints one row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        view: Any = option.widget
        size: QSize = view.row_size
        return size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        colours = tokens()
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(view.font())
        match row:
            case FileDiff():
                _paint_heading(painter, rect, row, colours)
            case Shown() if view.is_split:
                half = rect.width() // 2
                left = rect.adjusted(0, 0, half - rect.width(), 0)
                _paint_half(painter, left, row, row.old, "−", view.number_width, colours)
                right = rect.adjusted(half, 0, 0, 0)
                _paint_half(painter, right, row, row.new, "+", view.number_width, colours)
                painter.fillRect(half, rect.top(), 1, rect.height(), QColor(colours.border))
            case Shown():
                _paint_unified(painter, rect, row, view.number_width, colours)
            case _:
                painter.fillRect(rect, QColor(colours.hover))
                painter.setPen(QColor(colours.muted))
                inside = rect.adjusted(2 * view.number_width + _SIGN, 0, 0, 0)
                painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, said(row))
        if view.currentIndex() == index and view.hasFocus():
            paint_focus(painter, rect.adjusted(-1, -1, 1, 2), colours)
        elif view.selectionModel().isSelected(index):
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(colours.accent))
        painter.restore()


def _paint_heading(painter: QPainter, rect: QRect, file: FileDiff, colours: Tokens) -> None:
    painter.fillRect(rect, QColor(colours.chip))
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(colours.text))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect.adjusted(12, 0, -12, 0), middle, file.name)
    left = 12 + painter.fontMetrics().horizontalAdvance(file.name) + 14
    font.setBold(False)
    painter.setFont(font)
    painter.setPen(QColor(colours.muted))
    painter.drawText(rect.adjusted(left, 0, 0, 0), middle, file_words(file))


def _paint_unified(
    painter: QPainter, rect: QRect, row: Shown, number_width: int, colours: Tokens
) -> None:
    line = row.new or row.old
    if line is None:
        return
    sign = "" if not row.is_changed else "+" if row.new else "−"
    _paint_ground(painter, rect, sign, colours)
    for at, one in enumerate((row.old, row.new)):
        _paint_number(painter, rect, at * number_width, number_width, one, colours)
    text = rect.adjusted(2 * number_width, 0, 0, 0)
    _paint_line(painter, text, line, sign, colours)


def _paint_half(
    painter: QPainter,
    rect: QRect,
    row: Shown,
    line: Line | None,
    sign: str,
    number_width: int,
    colours: Tokens,
) -> None:
    painter.save()
    painter.setClipRect(rect)
    if line is None:
        painter.fillRect(rect, QColor(colours.hover))
    else:
        sign = sign if row.is_changed else ""
        _paint_ground(painter, rect, sign, colours)
        _paint_number(painter, rect, 0, number_width, line, colours)
        _paint_line(painter, rect.adjusted(number_width, 0, 0, 0), line, sign, colours)
    painter.restore()


def _paint_ground(painter: QPainter, rect: QRect, sign: str, colours: Tokens) -> None:
    if sign:
        ground = colours.accentsoft if sign == "+" else colours.errorsoft
        painter.fillRect(rect, QColor(ground))


def _paint_number(
    painter: QPainter, rect: QRect, left: int, width: int, line: Line | None, colours: Tokens
) -> None:
    if line is not None:
        painter.setPen(QColor(colours.muted))
        place = QRect(rect.left() + left, rect.top(), width - 6, rect.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, right, str(line.number))


def _paint_line(painter: QPainter, rect: QRect, line: Line, sign: str, colours: Tokens) -> None:
    """Paint the sign, the marks of what differs, and the text."""
    strong = QColor(colours.accent if sign == "+" else colours.error)
    metrics = QFontMetricsF(painter.font())
    left = rect.left() + _SIGN + _GAP
    if sign:
        _paint_sign(painter, rect, sign, strong)
        ground = QColor(strong)
        ground.setAlphaF(0.24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        for start, end in line.marks:
            begin = metrics.horizontalAdvance(_plain(line.text[:start]))
            width = metrics.horizontalAdvance(_plain(line.text[:end])) - begin
            painter.drawRoundedRect(
                QRectF(left + begin, rect.top() + 1, width, rect.height() - 2), 2, 2
            )
    painter.setPen(QColor(colours.text if sign else colours.muted))
    baseline = rect.center().y() + metrics.ascent() / 2 - 1
    painter.drawText(QPointF(left, baseline), _plain(line.text))


def _paint_sign(painter: QPainter, rect: QRect, sign: str, colour: QColor) -> None:
    plain = painter.font()
    font = QFont(plain)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour)
    place = QRect(rect.left(), rect.top(), _SIGN + _GAP, rect.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign)
    painter.setFont(plain)


def _plain(text: str) -> str:
    """Return a text with tabs as spaces; they stand at the beginning of lines only."""
    return text.replace("\t", " " * _TAB)


def _length(row: Row) -> int:
    line = (row.new or row.old) if isinstance(row, Shown) else None
    return len(_plain(line.text)) if line else 0

"""How a row of the palette looks: a picture, the title with its hits, where it is, its keys."""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from .icons import icon
from .palette_entries import Entry, Kind
from .severities import Index
from .theme import Tokens, tokens

ROW_HEIGHT = 36
ENTRY = Qt.ItemDataRole.UserRole
PLACES = Qt.ItemDataRole.UserRole + 1
_PICTURES = {
    Kind.ACTION: "command",
    Kind.CHANNEL: "channels",
    Kind.SERVICE: "services",
    Kind.AUTOMATION: "automations",
    Kind.DOMAIN: "domains",
    Kind.FILE: "file",
    Kind.PREVIEW: "spec",
    Kind.FIELD: "field",
}


class PaletteDelegate(QStyledItemDelegate):
    """Paints one row; the letters that were typed stand out by weight and colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        entry: Entry = index.data(ENTRY)
        colours = tokens()
        rect: QRect = option.rect
        row = QRectF(rect).adjusted(6.5, 1.5, -6.5, -1.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = view.currentIndex() == index
        if is_current:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(QColor(colours.accentsoft))
            painter.drawRoundedRect(row, 6, 6)
        colour = colours.accent if is_current else colours.muted
        picture = icon(_PICTURES[entry.kind], colour)
        picture.paint(painter, int(row.left()) + 10, int(row.center().y()) - 8, 16, 16)
        right = _paint_keys(painter, row, entry.keys, colours)
        space = QRectF(row.left() + 36, row.top(), right - row.left() - 46, row.height())
        used = _paint_title(painter, space, entry.title, index.data(PLACES), colours)
        _paint_detail(painter, space.adjusted(used + 12, 0, 0, 0), entry.detail, colours)
        painter.restore()


def _paint_title(
    painter: QPainter, space: QRectF, title: str, places: frozenset[int], colours: Tokens
) -> float:
    """Paint a title, its hits in bold, and return its width."""
    plain = QFont(painter.font())
    strong = QFont(plain)
    strong.setWeight(QFont.Weight.Bold)
    left = space.left()
    baseline = space.center().y() + QFontMetricsF(plain).ascent() / 2 - 1.5
    at = 0
    while at < len(title) and left < space.right() - 12:
        end = at + 1
        while end < len(title) and (end in places) == (at in places):
            end += 1
        font = strong if at in places else plain
        metrics = QFontMetricsF(font)
        room = space.right() - left
        text = metrics.elidedText(title[at:end], Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent if at in places else colours.text))
        painter.drawText(QPointF(left, baseline), text)
        left += metrics.horizontalAdvance(text)
        at = end
    painter.setFont(plain)
    return left - space.left()


def _paint_detail(painter: QPainter, space: QRectF, detail: str, colours: Tokens) -> None:
    if space.width() < 40:
        return
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.94)
    painter.setFont(font)
    painter.setPen(QColor(colours.muted))
    mode = Qt.TextElideMode.ElideRight
    text = painter.fontMetrics().elidedText(detail, mode, int(space.width()))
    painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, text)


def _paint_keys(painter: QPainter, row: QRectF, keys: str, colours: Tokens) -> float:
    """Paint a shortcut as a key cap at the right edge, and return where it begins."""
    right = row.right() - 10
    if not keys:
        return right
    painter.save()
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.9)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(keys) + 14
    cap = QRectF(right - width, row.center().y() - 10, width, 20)
    painter.setPen(QPen(QColor(colours.fieldborder), 1))
    painter.setBrush(QColor(colours.inset))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setPen(QColor(colours.muted))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
    painter.restore()
    return cap.left()

"""Small things that tables, lists and widgets paint alike: switches, pills, problem marks."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen, QPixmap, QPolygonF

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.problem import Severity

from .theme import Tokens

SWITCH_WIDTH, SWITCH_HEIGHT = 26.0, 15.0


def paint_ground(painter: QPainter, place: QRect, colour: str) -> None:
    """Fill a place with a colour; `fillRect` makes PySide prepare all of Qt's gradients, 2 ms."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(place)


def paint_switch(painter: QPainter, at: QPointF, colours: Tokens, *, is_on: bool) -> None:
    """Paint an on/off switch whose left edge and middle are `at`."""
    track = QRectF(at.x(), at.y() - SWITCH_HEIGHT / 2, SWITCH_WIDTH, SWITCH_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent if is_on else colours.off))
    painter.drawRoundedRect(track, SWITCH_HEIGHT / 2, SWITCH_HEIGHT / 2)
    size = SWITCH_HEIGHT - 4
    left = track.right() - size - 2 if is_on else track.left() + 2
    painter.setBrush(QColor(colours.surface))
    painter.drawEllipse(QRectF(left, track.top() + 2, size, size))


def paint_reach(
    painter: QPainter, at: QPointF, text: str, reach: Exposure, colours: Tokens, font: QFont
) -> None:
    """Paint a pill that says how far something reaches; its left edge and middle are `at`."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.92)
    small.setWeight(QFont.Weight.Medium)
    metrics = QFontMetrics(small)
    height = metrics.height() + 4
    pill = QRectF(at.x(), at.y() - height / 2, metrics.horizontalAdvance(text) + 16, height)
    front, back = reach_colours(reach, colours)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(back))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(small)
    painter.setPen(QColor(front))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def reach_colours(reach: Exposure, colours: Tokens) -> tuple[str, str]:
    """Return the text and the ground of a reach."""
    return {
        Exposure.HOST: (colours.host, colours.hostsoft),
        Exposure.LAN: (colours.lan, colours.lansoft),
        Exposure.PUBLIC: (colours.public, colours.publicsoft),
    }[reach]


def paint_mark(painter: QPainter, at: QPointF, severity: Severity, colours: Tokens) -> None:
    """Paint a problem's mark around its middle `at`: a disc for errors, a triangle for warnings."""
    painter.setPen(Qt.PenStyle.NoPen)
    if severity is Severity.ERROR:
        painter.setBrush(QColor(colours.error))
        painter.drawEllipse(at, 6.0, 6.0)
    else:
        painter.setBrush(QColor(colours.warning))
        x, y = at.x(), at.y()
        corners = [QPointF(x, y - 6.5), QPointF(x + 7, y + 5.5), QPointF(x - 7, y + 5.5)]
        painter.drawPolygon(QPolygonF(corners))
    painter.setPen(QPen(QColor(colours.surface), 1.6))
    shift = 0.0 if severity is Severity.ERROR else 1.0
    painter.drawLine(QPointF(at.x(), at.y() - 3 + shift), QPointF(at.x(), at.y() + 0.6 + shift))
    painter.drawPoint(QPointF(at.x(), at.y() + 3.2 + shift * 0.4))


def mark_icon(severity: Severity, colours: Tokens) -> QIcon:
    """Return a problem's mark as a picture, for items that take nothing else."""
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, QPointF(8, 8), severity, colours)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt would grey it there
    return icon


def paint_focus(painter: QPainter, rect: QRect, colours: Tokens) -> None:
    """Paint the ring around the cell that keys go to."""
    painter.setPen(QPen(QColor(colours.accent), 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(2, 2, -2, -3), 5, 5)

"""A card of the overview: a heading, a note, and entries that lead to what they tell of."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.problem import Severity

from .overview_facts import Entry, Facts, Mark
from .painting import paint_mark, reach_colours
from .plain_tip import plain_tip
from .theme import tokens
from .words import in_figures, tr

_INDENT, _PADDING, _INSET = 22, 4, 8
_USUAL = 6
_WRAP = Qt.TextFlag.TextWordWrap.value


class FactCard(QFrame):
    """Facts; `chosen` carries the path of a clicked entry, `more_wanted` asks for all of them."""

    chosen = Signal(object)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, reach: Exposure | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.facts = Facts("", "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.heading, self.note = QLabel(self), QLabel(self)
        self.heading.setProperty("role", "strong")
        self.note.setProperty("role", "help")
        self.note.setWordWrap(True)
        for label in (self.heading, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.rows: list[EntryButton] = []
        self._entries = QVBoxLayout()
        self._entries.setSpacing(0)
        for _ in range(_USUAL):  # made now, so that Tab comes to them before what is made later
            self._add_row()
        self.more = QPushButton(self)
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self.more_wanted)
        head = QHBoxLayout()
        head.setSpacing(8)
        if reach is not None:
            head.addWidget(_ReachSign(reach, self))
        head.addWidget(self.heading, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(16 - _INSET, 6, 16 - _INSET, 0)
        inside.addLayout(self._entries)
        inside.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 10)
        layout.setSpacing(2)
        for part in (head, self.note):
            box = QVBoxLayout()
            box.setContentsMargins(16, 0, 16, 0)
            if isinstance(part, QLabel):
                box.addWidget(part)
            else:
                box.addLayout(part)
            layout.addLayout(box)
        layout.addLayout(inside)
        layout.addStretch()

    def show_facts(self, facts: Facts) -> None:
        """Show facts, in the rows that are there already."""
        if facts == self.facts:
            return
        self.facts = facts
        self.heading.setText(facts.heading)
        self.note.setText(facts.note)
        while len(self.rows) < len(facts.entries):
            self._add_row()
            self.setTabOrder(self.rows[-2], self.rows[-1])
        for number, row in enumerate(self.rows):
            is_shown = number < len(facts.entries)
            row.setVisible(is_shown)
            if is_shown:
                row.show_entry(facts.entries[number])
        self.more.setText(tr("… and {} more").format(in_figures(facts.more)))
        self.more.setAccessibleName(f"{facts.heading}: {self.more.text()}")
        self.more.setVisible(bool(facts.more))
        self.setAccessibleName(facts.heading)

    def _add_row(self) -> None:
        row = EntryButton(self)
        row.clicked.connect(lambda _=False, one=row: self.chosen.emit(one.entry.path))
        row.hide()
        self.rows.append(row)
        self._entries.addWidget(row)


class EntryButton(QAbstractButton):
    """A sentence, in as many lines as it needs, and what belongs to it below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = Entry("")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_entry(self, entry: Entry) -> None:
        """Show another entry."""
        self.entry = entry
        words = {Mark.ERROR: tr("Error"), Mark.WARNING: tr("Warning")}
        parts = (words.get(entry.mark, ""), entry.title, entry.detail)
        self.setText(entry.title)
        self.setAccessibleName(". ".join(filter(None, parts)))
        self.setToolTip(plain_tip(entry.detail))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = self._room(QRect(0, 0, width, 4000))
        height = self.fontMetrics().boundingRect(room, _WRAP, self.entry.title).height()
        if self.entry.detail:
            height += QFontMetrics(self._small()).lineSpacing() + 1
        return height + 2 * _PADDING

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(160, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().lineSpacing() + 2 * _PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(frame, 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 5, 5)
        room = self._room(self.rect())
        self._paint_mark(painter, QPointF(_INSET + 6, room.top() + self.fontMetrics().height() / 2))
        painter.setPen(QColor(colours.text))
        used = self.fontMetrics().boundingRect(room, _WRAP, self.entry.title)
        painter.drawText(room, _WRAP, self.entry.title)
        if self.entry.detail:
            painter.setFont(self._small())
            wider = self.entry.mark is Mark.WIDER
            painter.setPen(QColor(colours.public if wider else colours.muted))
            metrics = painter.fontMetrics()
            text = metrics.elidedText(self.entry.detail, Qt.TextElideMode.ElideMiddle, room.width())
            below = room.adjusted(0, used.height() + 1, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignTop, text)

    def _paint_mark(self, painter: QPainter, at: QPointF) -> None:
        colours = tokens()
        match self.entry.mark:
            case Mark.ERROR | Mark.WARNING:
                paint_mark(painter, at, Severity(self.entry.mark.value), colours)
            case Mark.WIDER | Mark.NARROWER:
                colour = colours.public if self.entry.mark is Mark.WIDER else colours.accent
                turn = -1 if self.entry.mark is Mark.WIDER else 1
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                tip, foot = at + QPointF(0, 5 * turn), at - QPointF(0, 4 * turn)
                ends = [tip, foot + QPointF(5.5, 0), foot - QPointF(5.5, 0)]
                painter.drawPolygon(QPolygonF(ends))
            case Mark.CHANGED:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.scroll))
                painter.drawEllipse(at, 3, 3)
            case Mark.NONE:
                pass

    def _room(self, rect: QRect) -> QRect:
        left = _INSET + (_INDENT if self.entry.mark is not Mark.NONE else 0)
        return rect.adjusted(left, _PADDING, -_INSET, 0)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.92)
        return font


class _ReachSign(QWidget):
    """A dot in the colour of a reach, with one ring for each wider circle of visitors."""

    def __init__(self, reach: Exposure, parent: QWidget) -> None:
        super().__init__(parent)
        self._reach = reach
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_reach_sign(
            painter, QPointF(9, 9), self._reach, reach_colours(self._reach, tokens())[0]
        )


def paint_reach_sign(painter: QPainter, at: QPointF, reach: Exposure, colour: str) -> None:
    """Paint a dot with no ring for this host, one for the local network, two for the internet."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(at, 2.4, 2.4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 1.4))
    for ring in range(reach.width):
        radius = 5.0 + 3.2 * ring
        painter.drawEllipse(at, radius, radius)

"""The steps of a plan, one below the other: a sign, what happens, why, and who is away."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from openpalm_desktop.deploy.plan_steps import Step

from .painting import paint_focus
from .plan_words import causes, colours_of, spoken, thing_name, verb
from .severities import Index
from .theme import Tokens, tokens
from .words import tr

_STEP = Qt.ItemDataRole.UserRole
_LEFT, _TILE, _GAP, _PADDING, _RIGHT = 18, 22, 12, 9, 18
_WRAP = Qt.TextFlag.TextWordWrap.value
_NOWHERE = QModelIndex()


class PlanList(QListView):
    """A list to read; the arrow keys go from step to step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan")
        self.setAccessibleName(tr("Steps of the plan"))
        self.steps = _Steps(self)
        self.setModel(self.steps)
        self.setItemDelegate(_StepDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show the steps of a plan."""
        if self.steps.show_steps(steps):
            self.scrollToTop()

    @property
    def texts(self) -> list[str]:
        """What a person reads, line by line."""
        return [str(self.steps.index(row).data()) for row in range(self.steps.rowCount())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay lines out anew: words wrap at another place."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()


class _Steps(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()

    def show_steps(self, steps: tuple[Step, ...]) -> bool:
        if steps == self._steps:
            return False
        self.beginResetModel()
        self._steps = steps
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(self._steps[index.row()])
        return self._steps[index.row()] if role == _STEP else None


class _StepDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view: Any = self.parent()
        width = view.viewport().width()
        step: Step = index.data(_STEP)
        metrics = option.fontMetrics
        small = QFontMetrics(_small(option.font))
        height = metrics.lineSpacing()
        room = QRect(0, 0, _room(width), 4000)
        for text in (causes(step), step.absence):
            if text:
                height += small.boundingRect(room, _WRAP, text).height() + 2
        return QSize(width, max(height, _TILE) + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = self.parent()
        step: Step = index.data(_STEP)
        colours = tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.border))
        if view.currentIndex() == index and view.hasFocus():
            paint_focus(painter, rect, colours)
        _paint_sign(painter, rect, step, colours, option.font)
        _paint_words(painter, rect, step, colours, option.font)
        painter.restore()


def _paint_sign(painter: QPainter, rect: QRect, step: Step, colours: Tokens, plain: QFont) -> None:
    front, back = colours_of(step.kind, colours)
    tile = QRectF(rect.left() + _LEFT, rect.top() + _PADDING - 1, _TILE, _TILE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(back))
    painter.drawRoundedRect(tile, 6, 6)
    font = QFont(plain)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor(front))
    painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, step.symbol)


def _paint_words(painter: QPainter, rect: QRect, step: Step, colours: Tokens, plain: QFont) -> None:
    left = rect.left() + _LEFT + _TILE + _GAP
    room = QRect(left, rect.top() + _PADDING, _room(rect.width()), rect.height())
    is_alone = not step.causes and not step.absence
    height = _TILE - 2 if is_alone else QFontMetrics(plain).lineSpacing()
    line = QRect(room.left(), room.top(), room.width(), height)
    what = verb(step)
    painter.setFont(_small(plain))
    painter.setPen(QColor(colours_of(step.kind, colours).front))
    painter.drawText(line, _RIGHTWARDS, what)
    taken = painter.fontMetrics().horizontalAdvance(what) + 16
    strong = QFont(plain)
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    painter.setPen(QColor(colours.text))
    thing = thing_name(step)
    metrics = painter.fontMetrics()
    beside = QFontMetrics(plain).horizontalAdvance(f"  {thing}") if thing else 0
    longest = line.width() - taken - beside
    name = metrics.elidedText(step.name, Qt.TextElideMode.ElideMiddle, longest)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
    if thing:
        painter.setFont(plain)
        painter.setPen(QColor(colours.muted))
        rest = line.adjusted(metrics.horizontalAdvance(name), 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"  {thing}")
    painter.setFont(_small(plain))
    below = room.adjusted(0, line.height() + 2, 0, 0)
    for text, colour in (
        (causes(step), colours.muted),
        (step.absence, colours.warning if step.away else colours.string),
    ):
        if text:
            painter.setPen(QColor(colour))
            used = painter.fontMetrics().boundingRect(below, _WRAP, text)
            painter.drawText(below, _WRAP, text)
            below = below.adjusted(0, used.height() + 2, 0, 0)


def _room(width: int) -> int:
    return width - _LEFT - _TILE - _GAP - _RIGHT


def _small(plain: QFont) -> QFont:
    font = QFont(plain)
    font.setPointSizeF(plain.pointSizeF() * 0.95)
    return font


_RIGHTWARDS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

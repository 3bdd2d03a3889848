"""The target in use, always in sight: its name, whether it answers, and the menu of others."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from openpalm_desktop.deploy.target import LOCAL

from .plain_tip import plain_tip
from .target_desk import Sight
from .target_words import (
    sight_words,
    standing_colour,
    standing_words,
    target_name,
    way_words,
)
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from .target_desk import TargetDesk

_LEFT, _DOT, _GAP, _ARROW, _LONGEST = 12, 8, 8, 18, 150


class TargetBadge(QPushButton):
    """A button that names the target; its menu chooses another, adds one, or leads to all."""

    adding_wanted = Signal()
    managing_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: TargetDesk | None = None
        self._sight = Sight()
        self.menu_ = QMenu(self)
        self.menu_.setProperty("checkable", "true")
        self.menu_.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_)
        self.show_sight(Sight())

    def attach(self, desk: "TargetDesk") -> None:
        """Follow the target of a document."""
        self._desk = desk
        desk.changed.connect(lambda: self.show_sight(desk.sight))
        self.show_sight(desk.sight)

    def show_sight(self, sight: Sight) -> None:
        """Show a target and whether it answers."""
        self._sight = sight
        words = sight_words(sight)
        self.setAccessibleName(words)
        trouble = sight.trouble
        tip = f"{words}\n{trouble.sentence} {trouble.hint}" if trouble else words
        self.setToolTip(plain_tip(tip))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        name, word = self._words()
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(name) + _LEFT + _DOT + _GAP + _ARROW + 8
        if word:
            width += metrics.horizontalAdvance(f" · {word}")
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(standing_colour(self._sight.standing, colours)))
        painter.drawEllipse(QPointF(_LEFT + _DOT / 2, middle), _DOT / 2, _DOT / 2)
        name, word = self._words()
        left = _LEFT + _DOT + _GAP
        room = QRectF(self.rect()).adjusted(left, 0, -_ARROW, 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.text))
        painter.drawText(room, align, name)
        painter.setPen(QColor(colours.muted))
        beside = self.fontMetrics().horizontalAdvance(name)
        painter.drawText(room.adjusted(beside, 0, 0, 0), align, f" · {word}" if word else "")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.muted))
        x = self.rect().right() - 13.0
        corners = [QPointF(x - 4, middle - 2), QPointF(x + 4, middle - 2), QPointF(x, middle + 3)]
        painter.drawPolygon(QPolygonF(corners))

    def _words(self) -> tuple[str, str]:
        name = target_name(self._sight.name)
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _LONGEST)
        return elided, standing_words(self._sight.standing)

    def _fill(self) -> None:
        """Offer what there is now: another program may have added contexts or targets."""
        from openpalm_desktop.deploy.docker_contexts import (  # noqa: PLC0415 – read when it is wanted
            docker_contexts,
        )
        from openpalm_desktop.deploy.files import FileTrouble  # noqa: PLC0415
        from openpalm_desktop.deploy.saved_targets import saved_targets  # noqa: PLC0415

        menu = self.menu_
        menu.clear()
        group = QActionGroup(menu)
        self._offer(group, LOCAL, tr("This computer"))
        contexts = docker_contexts()
        if contexts:
            menu.addSection(tr("Docker contexts"))
        for name in contexts:
            self._offer(group, name, name)
        try:
            saved = saved_targets()
        except FileTrouble:
            saved = {}  # the dialog that manages them says what is wrong
        if saved:
            menu.addSection(tr("Saved targets"))
        for name, one in saved.items():
            self._offer(group, name, f"{name} · {way_words(one)}")
        menu.addSeparator()
        menu.addAction(tr("Add target…")).triggered.connect(self.adding_wanted)
        menu.addAction(tr("Manage targets…")).triggered.connect(self.managing_wanted)
        if self._desk is not None and self._sight.name:
            again = menu.addAction(tr("Ask again"))
            again.triggered.connect(self._desk.look)

    def _offer(self, group: QActionGroup, name: str, text: str) -> None:
        action = QAction(text.replace("&", "&&"), group)
        action.setCheckable(True)
        action.setChecked(name == self._sight.name)
        if self._desk is not None:
            choose = self._desk.choose
            action.triggered.connect(lambda _=False, one=name: choose(one))
        self.menu_.addAction(action)

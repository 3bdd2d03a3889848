"""The target of the stack, told: who answers there, what is there, or why nobody answers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .styled import set_property
from .target_desk import Sight, Standing, is_question
from .target_words import (
    engine_words,
    others_words,
    stack_words,
    standing_colour,
    standing_words,
    target_name,
)
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpalm_desktop.deploy.engine import EngineContainer


class TargetCard(QFrame):
    """A card with a dot, and what can be done about it."""

    asking_wanted = Signal()
    stopping_wanted = Signal()
    answering_wanted = Signal()
    local_wanted = Signal()
    adding_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._dot = _Dot(self)
        self.name = _label("strong", self)
        self.standing = _label("muted", self)
        self.engine = _label("muted", self)
        self.there = _label("help", self)
        self.again = _button(tr("Ask again"), self.asking_wanted, self)
        self.stop = _button(tr("Stop asking"), self.stopping_wanted, self)
        self.answer = _button(tr("Answer…"), self.answering_wanted, self)
        self.local = _button(tr("Use this computer"), self.local_wanted, self)
        self.add = _button(tr("Add target…"), self.adding_wanted, self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._dot)
        head.addWidget(self.name)
        head.addWidget(self.standing, 1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(head)
        words.addWidget(self.engine)
        words.addWidget(self.there)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 11, 12, 11)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        for button in (self.answer, self.stop, self.again, self.local, self.add):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for label in (self.engine, self.there):
            label.setWordWrap(True)
            label.setMinimumWidth(120)
        self.show_sight(Sight())

    def show_sight(self, sight: Sight, containers: "Sequence[EngineContainer]" = ()) -> None:
        """Show a target, and what is there of the stack."""
        self._dot.standing = sight.standing
        self._dot.update()
        is_none = sight.standing is Standing.NONE
        self.name.setText(tr("No target yet") if is_none else target_name(sight.name))
        self.standing.setText(standing_words(sight.standing))
        self.engine.setText(_first_words(sight))
        self.there.setText(_more_words(sight, containers))
        self.there.setVisible(bool(self.there.text()))
        set_property(self, "problem", "warning" if sight.trouble else "")
        is_asking = sight.standing is Standing.ASKING
        self.again.setVisible(not is_none and not is_asking)
        self.again.setText(tr("Ask") if sight.standing is Standing.NOT_ASKED else tr("Ask again"))
        self.stop.setVisible(is_asking)
        self.answer.setVisible(is_question(sight.trouble))
        self.local.setVisible(is_none)
        self.add.setVisible(is_none)


def _first_words(sight: Sight) -> str:
    if sight.trouble is not None:
        return f"{sight.trouble.sentence} {sight.trouble.hint}".strip()
    if sight.visit is not None:
        return engine_words(sight.visit)
    return {
        Standing.NONE: tr("Choose the engine that this stack should run on."),
        Standing.NOT_ASKED: tr("It was not asked yet whether it is there."),
    }.get(sight.standing, "")


def _more_words(sight: Sight, containers: "Sequence[EngineContainer]") -> str:
    if sight.visit is None or sight.trouble is not None:
        return ""
    return f"{stack_words(containers)} {others_words(sight.visit)}"


def _label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(text: str, wanted: object, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.clicked.connect(wanted)
    button.hide()
    return button


class _Dot(QWidget):
    """The same dot that the badge has."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.standing = Standing.NONE
        self.setFixedSize(10, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(standing_colour(self.standing, tokens())))
        painter.drawEllipse(QPointF(5, 7.5), 4, 4)

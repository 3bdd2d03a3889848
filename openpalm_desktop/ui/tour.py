"""A short tour: five places of the window, one after another, each lit while the rest is dim."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from .main_window import MainWindow

_WIDTH, _GAP, _RADIUS = 340, 14, 8
_DIM = 0.5


class Step(NamedTuple):
    """One place and what is said of it."""

    target: QWidget
    title: str
    text: str


def steps_of(window: "MainWindow") -> tuple[Step, ...]:
    """Return the places that are worth knowing, as far as they are in sight."""
    steps = (
        Step(
            window.sidebar,
            tr("Sections"),
            tr(
                "Everything about your stack, sorted: what people reach, domains, services, what"
                " runs at night. A mark tells where something is wrong. Ctrl+1 to Ctrl+0 open them."
            ),
        ),
        Step(
            window.sections,
            tr("Forms instead of files"),
            tr(
                "Change anything here. Every field says what it is for, and every step can be"
                " undone with Ctrl+Z, also after saving."
            ),
        ),
        Step(
            window.preview,
            tr("The files you get"),
            tr(
                "Compose file, Caddyfile and the rest follow each key you press. What changed is"
                " marked; a click on a line goes to its field."
            ),
        ),
        Step(
            window.problems,
            tr("Problems"),
            tr("What would not work is said here, with what to do. A click, or F8, goes there."),
        ),
        Step(
            window.top,
            tr("Undo, save, export, find"),
            tr(
                "Saving writes one YAML file, your comments kept. Export writes the folder that"
                " Docker runs. And Ctrl+K finds anything: commands, channels, settings."
            ),
        ),
    )
    return tuple(step for step in steps if step.target.isVisible())


class Tour(QWidget):
    """Lies over the window until it is walked through or skipped."""

    ended = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setAccessibleName(tr("Tour"))
        self._window = window
        self._steps: Sequence[Step] = steps_of(window)
        self._at = 0
        self._focused_before = QApplication.focusWidget()
        self.card = QFrame(self)
        self.card.setObjectName("bubble")
        self.card.setFixedWidth(_WIDTH)
        self._inside = QVBoxLayout(self.card)
        self.title, self.text, self.count = QLabel(), QLabel(), QLabel()
        self.skip = QPushButton(tr("Skip the tour"), self.card)
        self.back = QPushButton(tr("Back"), self.card)
        self.next = QPushButton(self.card)
        self._lay_out()
        self.skip.clicked.connect(self.end)
        self.back.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        for watched in (window, self.skip, self.back, self.next):
            watched.installEventFilter(self)

    def begin(self) -> None:
        """Show the first place."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._show_step()

    def end(self) -> None:
        """Go away, and give the focus back."""
        self._window.removeEventFilter(self)
        before = self._focused_before
        (before if before is not None and before.isVisible() else self._window).setFocus()
        self.hide()  # with the focus elsewhere, else Qt would look for it among the buttons
        self.ended.emit()
        self.deleteLater()

    @property
    def step(self) -> Step:
        """The place that is lit."""
        return self._steps[self._at]

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place()
        if isinstance(watched, QPushButton) and isinstance(event, QKeyEvent):
            return event.type() is QEvent.Type.KeyPress and self._take_key(watched, event.key())
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 – Qt's own
        """Keep Tab among the buttons."""
        buttons = [one for one in (self.skip, self.back, self.next) if one.isVisible()]
        here = next((n for n, one in enumerate(buttons) if one.hasFocus()), 0)
        buttons[(here + (1 if is_next else -1)) % len(buttons)].setFocus(
            Qt.FocusReason.TabFocusReason
        )
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = QRectF(self._lit())
        dim = QPainterPath()
        dim.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        hole.addRoundedRect(lit, _RADIUS, _RADIUS)
        ground = QColor("#000000")
        ground.setAlphaF(_DIM)
        painter.fillPath(dim.subtracted(hole), ground)
        painter.setPen(QPen(QColor(tokens().accent), 2))
        painter.drawRoundedRect(lit, _RADIUS, _RADIUS)

    # Inside

    def _take_key(self, button: QPushButton, key: int) -> bool:
        match key:
            case Qt.Key.Key_Escape:
                self.end()
            case Qt.Key.Key_Right:
                self._go(1)
            case Qt.Key.Key_Left:
                self._go(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                button.click()
            case _:
                return False
        return True

    def _go(self, by: int) -> None:
        if self._at + by >= len(self._steps):
            self.end()
        elif self._at + by >= 0:
            self._at += by
            self._show_step()

    def _show_step(self) -> None:
        step, last = self.step, len(self._steps) - 1
        self.title.setText(step.title)
        self.text.setText(step.text)
        self.count.setText(tr("{} of {}").format(self._at + 1, last + 1))
        self.next.setText(tr("Done") if self._at == last else tr("Next"))
        self.next.setAccessibleDescription(f"{step.title}. {step.text}")
        self.back.setVisible(self._at > 0)
        self.skip.setVisible(self._at < last)
        self._place()
        self.next.setFocus()

    def _place(self) -> None:
        self._inside.activate()
        self.card.setFixedHeight(self._inside.totalHeightForWidth(_WIDTH))
        lit, size = self._lit(), self.card.size()
        room = self.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        corners = (
            QPoint(lit.right() + _GAP, lit.top() + _GAP),
            QPoint(lit.left() - _GAP - size.width(), lit.top() + _GAP),
            QPoint(lit.left() + _GAP, lit.bottom() + _GAP),
            QPoint(lit.left() + _GAP, lit.top() - _GAP - size.height()),
            lit.center() - QPoint(size.width() // 2, size.height() // 2),
        )
        places = [QRect(corner, size) for corner in corners]
        self.card.move(next((one for one in places if room.contains(one)), places[-1]).topLeft())
        self.update()

    def _lit(self) -> QRect:
        target = self.step.target
        corner = target.mapTo(self._window, QPoint())
        return QRect(corner, target.size()).adjusted(2, 2, -2, -2)

    def _lay_out(self) -> None:
        self.title.setProperty("role", "heading")
        self.text.setWordWrap(True)
        self.count.setProperty("role", "help")
        self.skip.setProperty("role", "quiet")
        self.next.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.count)
        buttons.addStretch()
        buttons.addWidget(self.skip)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        inside = self._inside
        inside.setContentsMargins(18, 16, 18, 14)
        inside.setSpacing(6)
        inside.addWidget(self.title)
        inside.addWidget(self.text)
        inside.addSpacing(8)
        inside.addLayout(buttons)

"""The week view with its heading: which week, and what the mark pointed at stands for."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.week_runs import monday_of
from openpalm_desktop.model.zone import zone

from .automation_words import date_words, day_number
from .clock import Clock
from .week_view import WeekView
from .words import tr

if TYPE_CHECKING:
    from .state import State


class WeekPane(QWidget):
    """One week of all automations that are on."""

    chosen = Signal(int)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.view = WeekView(self)
        self.monday = date(1970, 1, 5)
        self._weeks = 0
        self._state: State | None = None
        self._current = -1
        self._title = QLabel(self)
        self._title.setProperty("role", "strong")
        self.words = QLabel(self)
        self.words.setProperty("role", "muted")
        self.before = self._button("‹", tr("The week before"), -1)
        self.after = self._button("›", tr("The week after"), 1)
        self.this = self._button(tr("This week"), "", 0)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.before)
        head.addWidget(self.after)
        head.addSpacing(6)
        head.addWidget(self._title)
        head.addSpacing(6)
        head.addWidget(self.this)
        head.addStretch()
        head.addWidget(self.words)
        card = QFrame(self)
        card.setObjectName("welcome")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        area = self._area = QScrollArea(card)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(self.view)
        self.view.setAutoFillBackground(False)
        inside.addWidget(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(card, 1)
        self.view.chosen.connect(self.chosen)
        self.view.pointed_at.connect(self._show_pointed)

    def show_state(self, state: "State", current: int) -> None:
        """Show a state's automations, the current one in colour."""
        self._state, self._current = state, current
        now = self.clock()
        in_zone = zone(state.spec.timezone)
        today = (now.astimezone(in_zone) if in_zone else now).date()
        self.monday = monday_of(today) + timedelta(weeks=self._weeks)
        self._title.setText(week_words(self.monday))
        self.this.setVisible(self._weeks != 0)
        self.view.show_week(state.spec, self.monday, now, current)
        if self.view.pointed is None:
            self.words.setText(self._summary(state))

    def _show_pointed(self, text: str) -> None:
        self.words.setText(text)
        pointed = self.view.pointed
        if pointed is not None:
            where = self.view.place_of(pointed).center().toPoint()
            self._area.ensureVisible(where.x(), where.y(), 4, 4)

    def _summary(self, state: "State") -> str:
        if zone(state.spec.timezone) is None:
            return tr("The time zone is unknown.")
        return "" if self.view.marks else tr("Nothing runs in this week.")

    def _button(self, text: str, name: str, step: int) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        if name:
            button.setAccessibleName(name)
            button.setToolTip(name)
        button.clicked.connect(lambda: self._go(step))
        return button

    def _go(self, step: int) -> None:
        self._weeks = self._weeks + step if step else 0
        if self._state is not None:
            self.show_state(self._state, self._current)


def week_words(monday: date) -> str:
    """Return a week: `23 – 29 Nov 2026`, `30 Nov – 6 Dec 2026`."""
    sunday = monday + timedelta(days=6)
    first = day_number(monday)
    if monday.month != sunday.month:
        first = date_words(monday)
    if monday.year != sunday.year:
        first = f"{first} {monday.year}"
    return f"{first} – {date_words(sunday)} {sunday.year}"

"""The automations section: table or week, the form of the current one, and the scheduler."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model import automation_edits
from openpalm_desktop.model.path import Path

from . import clock
from .automation_form import AutomationForm
from .automation_rows import AutomationRows, Column
from .automation_table import AutomationTable
from .automation_words import automation_title
from .clock import Clock
from .icons import icon
from .scheduler_form import SchedulerForm
from .theme import tokens
from .week_pane import WeekPane
from .words import tr

if TYPE_CHECKING:
    from .document import Document, State

_REFRESH = 20_000  # milliseconds


class View(StrEnum):
    """What the section shows, in the order of its tabs."""

    LIST = "list"
    WEEK = "week"
    SCHEDULER = "scheduler"


class AutomationsPage(QWidget):
    """All automations as a table or a week, one of them in detail, and what runs them."""

    looked_at = Signal(object)

    def __init__(
        self, document: "Document", parent: QWidget | None = None, now: Clock = clock.now
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._wanted: int | None = None
        self.add_button = QPushButton(tr("Add automation"), self)
        self.views = QTabBar(self)
        self.rows = AutomationRows(now, self)
        self.table = AutomationTable(self.rows, self)
        self.week = WeekPane(now, self)
        self.form = AutomationForm(document, now, self)
        self.scheduler = SchedulerForm(document)
        self.empty = _Empty(self)
        self._lay_out()
        self._add_keys()
        self.rows.edit = self._edit_cell
        self.table.current_changed.connect(self._show_current)
        self.table.switched.connect(self.switch)
        self.week.chosen.connect(self.show_automation)
        self.views.currentChanged.connect(lambda _: self._show_view())
        self.add_button.clicked.connect(self.add)
        self.empty.add.clicked.connect(self.add)
        self.form.duplicated.connect(self.duplicate)
        self.form.removed.connect(lambda: self.remove([self.current]))

    # Showing

    def show_state(self, state: "State") -> None:
        """Show all automations, and the current one's form if there is one."""
        row = self.current
        self.rows.show_state(state)
        count = len(state.spec.automations)
        wanted, self._wanted = self._wanted, None
        if wanted is None and (self.current < 0 or row >= count):
            wanted = min(max(row, 0), count - 1)
        if wanted is not None and wanted >= 0:
            self.table.show_current(wanted)
        self._show_stack()
        self.scheduler.show_state(state)
        self._show_form()

    def show_view(self, view: View) -> None:
        """Show the table, the week or the scheduler."""
        self.views.setCurrentIndex(list(View).index(view))

    def show_automation(self, index: int) -> None:
        """Make an automation the current one."""
        self.table.show_current(index)

    def focus(self, path: Path) -> None:
        """Go to the automation and the field of a path, or to the scheduler's."""
        if path[:1] != ("automations",):
            self.show_view(View.SCHEDULER)
            self.scheduler.focus(path)
            return
        if self.views.currentIndex() == list(View).index(View.SCHEDULER):
            self.show_view(View.LIST)
        if len(path) > 1 and isinstance(path[1], int):
            self.show_automation(path[1])
        if len(path) > 2 and self.form.isVisibleTo(self):
            self.form.focus(path)
        else:
            self.table.setFocus()

    @property
    def current(self) -> int:
        """The current automation's place, or -1."""
        return self.table.current

    # Doing

    def add(self) -> None:
        """Add an automation: nightly, and off until it is finished."""
        spec = automation_edits.add_automation(self._document.state.spec)
        self._wanted = len(spec.automations) - 1
        self._document.edit(tr("Add an automation"), spec)
        self.focus(("automations", len(spec.automations) - 1, "name"))

    def duplicate(self) -> None:
        """Copy the current automation, right after itself."""
        if self.current >= 0:
            spec = automation_edits.duplicate_automation(self._document.state.spec, self.current)
            self._wanted = self.current + 1
            self._document.edit(tr("Duplicate {}").format(self._titles([self.current])), spec)

    def remove(self, indexes: Sequence[int] = ()) -> None:
        """Take automations away; undo brings them back."""
        gone = [index for index in indexes or self.table.chosen if index >= 0]
        if gone:
            spec = automation_edits.remove_automations(self._document.state.spec, gone)
            self._wanted = min(gone[0], len(spec.automations) - 1)
            self._document.edit(tr("Remove {}").format(self._titles(gone)), spec)

    def switch(self, indexes: Sequence[int], is_on: bool) -> None:  # noqa: FBT001 – a slot
        """Turn automations on or off."""
        spec = self._document.state.spec
        changed = [index for index in indexes if spec.automations[index].enabled != is_on]
        if changed:
            after = automation_edits.edit_automations(
                spec, changed, lambda one: one.with_(enabled=is_on)
            )
            word = tr("Turn on {}") if is_on else tr("Turn off {}")
            self._document.edit(word.format(self._titles(changed)), after)

    def move_current(self, step: int) -> None:
        """Move the current automation up or down."""
        to = self.current + step
        spec = self._document.state.spec
        if self.current >= 0 and 0 <= to < len(spec.automations):
            after = automation_edits.move_automation(spec, self.current, to)
            label = tr("Move {}").format(self._titles([self.current]))
            self._wanted = to
            self._document.edit(label, after)

    # Events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show_theme()

    # Inside

    def _edit_cell(self, index: int, column: Column, text: str) -> None:
        one = self._document.state.spec.automations[index]
        path: Path = ("automations", index)
        self._document.seal()
        match column:
            case Column.NAME if text != (one.name or ""):
                self._document.put((*path, "name"), text or None)
            case Column.SCHEDULE:
                self._document.put((*path, "schedule"), text.strip())
            case Column.TIMEOUT:
                self._document.put((*path, "timeout"), int(text) if text else None)
        self._document.seal()

    def _show_current(self, index: int) -> None:
        self._show_form()
        self.looked_at.emit(("automations", index))

    def _show_view(self) -> None:
        self._show_stack()
        self._show_week()

    def _show_stack(self) -> None:
        view = list(View)[self.views.currentIndex()]
        is_empty = not self._document.state.spec.automations
        if view is View.SCHEDULER:
            self._stack.setCurrentWidget(self._settings)
        else:
            self._stack.setCurrentWidget(self.empty if is_empty else self.split)
            self._upper.setCurrentIndex(list(View).index(view))

    def _show_week(self) -> None:
        if self.views.currentIndex() == list(View).index(View.WEEK):
            self.week.show_state(self._document.state, self.current)

    def _show_form(self) -> None:
        state = self._document.state
        is_there = 0 <= self.current < len(state.spec.automations)
        self.form.setVisible(is_there)
        if is_there:
            self.form.show_automation(self.current, state)
        self._show_week()

    def _show_time(self) -> None:
        """Let what depends on the clock follow it."""
        if self.isVisible():
            self.table.viewport().update()
            self._show_form()

    def follow(self, now: Clock) -> None:
        """Go by another clock."""
        for part in (self.rows, self.week, self.form):
            part.clock = now
        self.show_state(self._document.state)

    def _titles(self, indexes: Sequence[int]) -> str:
        if len(indexes) == 1:
            return automation_title(self._document.state.spec.automations[indexes[0]])
        return tr("{} automations").format(len(indexes))

    def _show_theme(self) -> None:
        self.add_button.setIcon(icon("add", tokens().text))

    def _add_keys(self) -> None:
        for text, keys, run in (
            (tr("Duplicate"), ("Ctrl+D",), self.duplicate),
            (tr("Remove"), ("Ctrl+Backspace", "Del"), self.remove),
            (tr("Turn on"), (), lambda: self.switch(self.table.chosen, is_on=True)),
            (tr("Turn off"), (), lambda: self.switch(self.table.chosen, is_on=False)),
            (tr("Move up"), ("Alt+Up",), lambda: self.move_current(-1)),
            (tr("Move down"), ("Alt+Down",), lambda: self.move_current(1)),
        ):
            action = QAction(text, self.table)
            action.setShortcuts([QKeySequence(each) for each in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, one=run: one())
            self.table.addAction(action)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lay_out(self) -> None:
        title = QLabel(tr("Automations"), self)
        title.setProperty("role", "title")
        names = {View.LIST: tr("List"), View.WEEK: tr("Week"), View.SCHEDULER: tr("Scheduler")}
        for view in View:
            self.views.addTab(names[view])
        self.views.setExpanding(False)
        self.views.setUsesScrollButtons(False)
        self.views.setDocumentMode(True)
        self.views.setAccessibleName(tr("Views of the automations"))
        head = QHBoxLayout()
        head.setContentsMargins(18, 13, 18, 11)
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.add_button)
        head.addStretch()
        head.addWidget(self.views)
        bar = QWidget(self)
        bar.setObjectName("canvas")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setLayout(head)
        self._upper = QStackedWidget(self)
        self._upper.addWidget(self.table)
        self._upper.addWidget(self.week)
        upper = QWidget(self)
        upper.setObjectName("canvas")
        upper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(upper)
        inside.setContentsMargins(18, 0, 18, 14)
        inside.addWidget(self._upper)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.addWidget(upper)
        self.split.addWidget(self.form)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([320, 420])
        self._settings = QScrollArea(self)
        self._settings.setObjectName("form")
        self._settings.setWidgetResizable(True)
        self._settings.setFrameShape(QFrame.Shape.NoFrame)
        self._settings.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._settings.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._settings.setWidget(self.scheduler)
        self._stack = QStackedWidget(self)
        for widget in (self.split, self.empty, self._settings):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        self._show_theme()
        timer = QTimer(self)
        timer.setInterval(_REFRESH)
        timer.timeout.connect(self._show_time)
        timer.start()


class _Empty(QWidget):
    """What stands where automations will be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = QFrame(self)
        card.setObjectName("welcome")
        card.setFixedWidth(480)
        title = QLabel(tr("No automations yet"), card)
        title.setProperty("role", "title")
        text = QLabel(
            tr(
                "An automation is a script that runs on a schedule: a nightly backup, a weekly"
                " report, anything that should happen by itself."
            ),
            card,
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        text.setFixedWidth(424)
        text.setMinimumHeight(text.heightForWidth(424))
        self.add = QPushButton(tr("Add an automation"), card)
        self.add.setProperty("role", "primary")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 26, 28, 24)
        inside.setSpacing(10)
        inside.addWidget(title)
        inside.addWidget(text)
        inside.addSpacing(8)
        inside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

"""The automations section: table or week, the form of the current one, and the scheduler."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
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
from .empty_card import EmptyCard
from .icons import icon
from .late_tabs import scrolling_area
from .named_page import canvas, split_page
from .notice import Notice
from .scheduler_form import SchedulerForm
from .steady_tabs import SteadyTabs
from .theme import tokens
from .week_pane import WeekPane
from .words import tr

if TYPE_CHECKING:
    from .document import Document
    from .state import State

_REFRESH = 20_000  # milliseconds


class View(StrEnum):
    """What the section shows, in the order of its tabs."""

    LIST = "list"
    WEEK = "week"
    SCHEDULER = "scheduler"


_NARROW = 620  # below it, the button says what it does by its picture and its name only


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
        self.add_button.setAccessibleName(tr("Add automation"))
        self.add_button.setToolTip(tr("Add automation"))
        self.views = SteadyTabs(self)
        self.rows = AutomationRows(now, self)
        self.table = AutomationTable(self.rows, self)
        self.form = AutomationForm(document, now, self)
        self._clock = now
        self._form_shows: tuple[State, int] | None = None
        self.filter = QLineEdit(self)
        self.notice = Notice(self)
        text = tr(
            "An automation is a script that runs on a schedule: a nightly backup, a weekly report,"
            " anything that should happen by itself."
        )
        self.empty = EmptyCard(tr("No automations yet"), text, tr("Add an automation"), self)
        self._lay_out()
        self._add_keys()
        self.rows.edit_at = self._edit_cell
        self.table.current_changed.connect(lambda name: self._show_current(int(name)))
        self.table.switched.connect(
            lambda names, is_on: self.switch(sorted(map(int, names)), is_on)
        )
        self.table.move_refused.connect(lambda: self.move_chosen(1))
        self.rows.moved.connect(lambda names, row: self.move_rows(sorted(map(int, names)), row))
        self.filter.textChanged.connect(self._filter)
        self.views.currentChanged.connect(lambda _: self._show_view())
        self.add_button.clicked.connect(self.add)
        self.empty.button.clicked.connect(self.add)
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
            self.table.show_place(wanted)
        self._show_stack()
        self._show_form()

    def show_view(self, view: View) -> None:
        """Show the table, the week or the scheduler."""
        self.views.setCurrentIndex(list(View).index(view))

    @cached_property
    def week(self) -> WeekPane:
        """The week view, made when it is first looked at."""
        week = WeekPane(self._clock, self)
        week.chosen.connect(self.show_automation)
        self._upper.addWidget(week)
        return week

    @cached_property
    def scheduler(self) -> SchedulerForm:
        """The scheduler's settings, made when they are first looked at."""
        scheduler = SchedulerForm(self._document)
        self._settings.setWidget(scheduler)
        return scheduler

    def show_automation(self, index: int) -> None:
        """Make an automation the current one, shown even if the filter hid it."""
        if str(index) not in self.rows.names:
            self.filter.clear()
        self.table.show_place(index)

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
        return self.table.current_place

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
        gone = [index for index in indexes or self.table.chosen_places if index >= 0]
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

    def move_chosen(self, step: int) -> None:
        """Move the chosen automations up or down by one."""
        places = self.table.chosen_places
        if places:
            self.move_rows(places, places[0] - 1 if step < 0 else places[-1] + 2)

    def move_rows(self, places: Sequence[int], to: int) -> None:
        """Put some automations before what stands in a row of the table."""
        spec = self._document.state.spec
        if not self.rows.is_in_order:
            text = tr("Rows can be moved while the table is neither sorted nor filtered.")
            self.notice.say(text)
            return
        after = automation_edits.move_automations(spec, places, max(to, 0))
        if after.automations != spec.automations:
            self._document.edit(tr("Move {}").format(self._titles(places)), after)
            first = after.automations.index(spec.automations[places[0]])
            self.table.show_chosen([str(first + each) for each in range(len(places))])

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

    def _filter(self, text: str) -> None:
        self.rows.show_filter(text)
        if not self.table.current and self.rows.names:
            self.table.show_current(self.rows.names[0])
        self._show_form()

    def _show_current(self, index: int) -> None:
        self._show_form()
        self.looked_at.emit(("automations", index))

    def _show_view(self) -> None:
        self._show_stack()
        self._show_week()

    def _show_stack(self) -> None:
        view = list(View)[self.views.currentIndex()]
        is_empty = not self._document.state.spec.automations
        self.filter.setVisible(view is View.LIST and not is_empty)
        if view is View.SCHEDULER:
            self.scheduler.show_state(self._document.state)
            self._stack.setCurrentWidget(self._settings)
        else:
            self._stack.setCurrentWidget(self.empty if is_empty else self.split)
            self._upper.setCurrentWidget(self.week if view is View.WEEK else self.table)

    def _show_week(self) -> None:
        if self.views.currentIndex() == list(View).index(View.WEEK):
            self.week.show_state(self._document.state, self.current)

    def _show_form(self, *, is_later: bool = False) -> None:
        """Show the current automation, unless it is shown already; its runs change with time."""
        state = self._document.state
        shown = (state, self.current)
        if shown == self._form_shows and not is_later:
            return
        self._form_shows = shown
        is_there = 0 <= self.current < len(state.spec.automations)
        self.form.setVisible(is_there)
        if is_there:
            self.form.show_automation(self.current, state)
        self._show_week()

    def _show_time(self) -> None:
        """Let what depends on the clock follow it."""
        if self.isVisible():
            self.table.viewport().update()
            self._show_form(is_later=True)

    def follow(self, now: Clock) -> None:
        """Go by another clock."""
        self._clock = self.rows.clock = self.form.clock = now
        if self._upper.count() > 1:
            self.week.clock = now
        self._form_shows = None
        self.show_state(self._document.state)

    def _titles(self, indexes: Sequence[int]) -> str:
        if len(indexes) == 1:
            return automation_title(self._document.state.spec.automations[indexes[0]])
        return tr("{} automations").format(len(indexes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.add_button.setText(tr("Add automation") if self.width() >= _NARROW else "")

    def _show_theme(self) -> None:
        self.add_button.setIcon(icon("add", tokens().text))

    def _add_keys(self) -> None:
        for text, keys, run in (
            (tr("Duplicate"), ("Ctrl+D",), self.duplicate),
            (tr("Remove"), ("Ctrl+Backspace", "Del"), self.remove),
            (tr("Turn on"), (), lambda: self.switch(self.table.chosen_places, is_on=True)),
            (tr("Turn off"), (), lambda: self.switch(self.table.chosen_places, is_on=False)),
            (tr("Move up"), ("Alt+Up",), lambda: self.move_chosen(-1)),
            (tr("Move down"), ("Alt+Down",), lambda: self.move_chosen(1)),
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
        self.filter.setPlaceholderText(tr("Filter…"))
        self.filter.setAccessibleName(tr("Filter automations"))
        self.filter.setToolTip(tr("Filter by name or schedule"))
        self.filter.setMinimumWidth(70)
        self.filter.setMaximumWidth(170)
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
        head.addWidget(self.filter)
        head.addWidget(self.views)
        bar = canvas(self)
        bar.setLayout(head)
        self._upper = QStackedWidget(self)
        self._upper.addWidget(self.table)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        split_page(self.split, self._upper, self.form)
        self._settings = scrolling_area(self)
        self._stack = QStackedWidget(self)
        for widget in (self.split, self.empty, self._settings):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.notice)
        layout.addWidget(self._stack, 1)
        self._show_theme()
        timer = QTimer(self)
        timer.setInterval(_REFRESH)
        timer.timeout.connect(self._show_time)
        timer.start()

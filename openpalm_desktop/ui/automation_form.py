"""The form of one automation: its schedule, its script, its names."""

from enum import StrEnum
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.path import Path

from .automation_words import automation_title, next_runs, schedule_in_words
from .clock import Clock
from .fields.choice_field import SwitchField
from .fields.schedule_field import ScheduleField
from .fields.script_field import ScriptField
from .fields.text_field import NeededTextField, SecondsField, TextField
from .form import Form
from .next_runs import COUNT, NextRuns
from .runs_pane import RunsPane
from .tabbed_form import TabbedForm
from .words import tr

if TYPE_CHECKING:
    from datetime import datetime

    from .document import Document
    from .state import State

_WIDE = 600


class Tab(StrEnum):
    """The tabs of an automation's form, in their order."""

    SCHEDULE = "schedule"
    SCRIPT = "script"
    GENERAL = "general"
    RUNS = "runs"


_TABS = {"schedule": Tab.SCHEDULE, "script": Tab.SCRIPT}


class AutomationForm(TabbedForm):
    """Title, what can be done with the automation, and its fields in tabs."""

    duplicated = Signal()
    removed = Signal()

    def __init__(self, document: "Document", clock: Clock, parent: QWidget | None = None) -> None:
        names = {
            Tab.SCHEDULE: tr("Schedule"),
            Tab.SCRIPT: tr("Script"),
            Tab.GENERAL: tr("General"),
            Tab.RUNS: tr("Runs"),
        }
        super().__init__([names[tab] for tab in Tab], parent)
        self._document = document
        self.clock = clock
        self._index = -1
        self.words = self.add_head_label("muted")
        self.words.setMinimumWidth(40)
        self.head.setStretchFactor(self.words, 1)
        self.add_head_button(tr("Duplicate")).clicked.connect(self.duplicated)
        self.add_head_button(tr("Remove")).clicked.connect(self.removed)

    @property
    def schedule(self) -> "ScheduleForm":
        """When it runs."""
        return cast("ScheduleForm", self._tab(Tab.SCHEDULE))

    @property
    def script(self) -> "ScriptForm":
        """What it runs."""
        return cast("ScriptForm", self._tab(Tab.SCRIPT))

    @property
    def general(self) -> "GeneralForm":
        """What it is called."""
        return cast("GeneralForm", self._tab(Tab.GENERAL))

    @property
    def runs(self) -> RunsPane:
        """How it ran."""
        return cast("RunsPane", self._tab(Tab.RUNS))

    def show_automation(self, index: int, state: "State") -> None:
        """Show an automation's values, problems and coming runs."""
        self._tab(list(Tab)[self.tabs.currentIndex()])
        self._index = index
        one = state.spec.automations[index]
        self.title_label.setText(automation_title(one))
        self.words.setText(schedule_in_words(one.schedule))
        for page in self.made.values():
            self._show(page, state)

    def focus(self, path: Path) -> None:
        """Open the tab of a field and put the focus into it."""
        tab = _TABS.get(str(path[2]), Tab.GENERAL)
        self.tabs.setCurrentIndex(list(Tab).index(tab))
        cast("Form", self._tab(tab)).focus(path)
        self.show_in_sight(list(Tab).index(tab))

    def make(self, index: int) -> QWidget:
        match list(Tab)[index]:
            case Tab.SCHEDULE:
                return ScheduleForm(self._document)
            case Tab.SCRIPT:
                return ScriptForm(self._document)
            case Tab.GENERAL:
                return GeneralForm(self._document)
            case Tab.RUNS:
                return RunsPane(self._document)

    def show_in(self, page: QWidget) -> None:
        state = self._document.state
        if 0 <= self._index < len(state.spec.automations):
            self._show(page, state)

    def _tab(self, tab: Tab) -> QWidget:
        return self.at(list(Tab).index(tab))

    def _show(self, page: QWidget, state: "State") -> None:
        one = state.spec.automations[self._index]
        if isinstance(page, RunsPane):
            page.show_automation(one.id)
            return
        form = cast("Form", page)
        form.base = ("automations", self._index)
        if isinstance(form, ScheduleForm):
            form.begin_other((self._index, len(state.spec.automations)), one.schedule)
        form.show_state(state)
        if isinstance(form, ScheduleForm):
            form.show_runs(one, state.spec.timezone, self.clock())


class GeneralForm(Form):
    """What it is called, and when a run is stopped."""

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self.name, self.id, self.timeout = TextField(), NeededTextField(), SecondsField()
        self.enabled = SwitchField()
        self.add(Automation, "name", self.name)
        self.add(Automation, "id", self.id, shows_help=True)
        self.add(Automation, "description", TextField(), shows_help=True)
        self.add(Automation, "timeout", self.timeout, is_wide=False, shows_help=True)
        self.add(Automation, "enabled", self.enabled, shows_help=True)
        self.timeout.show_hint(tr("never: it may run as long as it takes"))
        self.setMaximumWidth(860)


class ScheduleForm(Form):
    """When it runs: the builder, and beside it, or below where there is no room, the next runs."""

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._shown = (-1, 0)
        self.field = ScheduleField()
        self.runs = NextRuns(self)
        row = self.add(Automation, "schedule", self.field, shows_help=True)
        row.label.setText(tr("Runs"))
        self._grid.setColumnMinimumWidth(0, 0)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(28)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101 – what every form is made of
        outer.removeItem(self._grid)
        outer.insertLayout(0, self._beside)
        left = QVBoxLayout()
        left.addLayout(self._grid)
        left.addStretch()
        self._beside.addLayout(left, 3)
        self._beside.addWidget(self.runs, 2)
        self.setMaximumWidth(980)

    def begin_other(self, which: tuple[int, int], schedule: str) -> None:
        """Forget the pickers of the schedule before where it is another automation's."""
        if which != self._shown:
            self._shown = which
            self.field.begin(schedule)

    def show_runs(self, one: Automation, zone: str, now: "datetime") -> None:
        """Show when it runs next."""
        found = next_runs(one.schedule, zone, now, COUNT)
        self.runs.show_runs(found, zone, now, is_on=one.enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= _WIDE
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._beside.direction() is not way:
            self._beside.setDirection(way)


class ScriptForm(Form):
    """What it runs."""

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self.field = ScriptField()
        help_text = tr(
            "Run by sh, or by the program its first line names. Tab indents; Ctrl+Tab leaves the"
            " editor."
        )
        row = self.add(Automation, "script", self.field, help_text=help_text)
        row.label.hide()
        self._grid.setColumnMinimumWidth(0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setRowStretch(0, 1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101 – what every form is made of
        outer.setStretch(0, 1)

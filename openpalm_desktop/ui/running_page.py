"""What runs: each service with its state, what it uses and prints; started, stopped, restarted."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.usage import Use, watch_use
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.path import Path

from . import messages
from .drift_pane import DriftPane
from .elided_label import ElidedLabel
from .empty_card import EmptyCard
from .log_pane import LogPane
from .message_dialog import MessageDialog
from .messages import Choice
from .named_page import canvas, split_page
from .notice import Notice
from .running_rows import RunningRows, RunningTable, service_titles
from .state_words import target_title
from .tasks import Task, Tasks
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.engine import EngineContainer

    from .document import Document
    from .state import State


class RunningPage(QWidget):
    """The services on the target, and the log of those that are chosen, or of all."""

    deploy_wanted = Signal()
    return_wanted = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document, self._desk = document, document.running
        self.rows = RunningRows(self)
        self.table = RunningTable(self.rows, self)
        self.logs = LogPane(self)
        self.drift = DriftPane(document, self)
        self.notice = Notice(self)
        self.summary, self.progress = ElidedLabel(self), QLabel(self)
        self.progress.setTextFormat(Qt.TextFormat.PlainText)
        self.start, self.stop, self.restart = (QPushButton(self) for _ in range(3))
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.empty = EmptyCard(
            tr("Nothing to see yet"),
            tr(
                "Once the stack is deployed, this is where its services are seen at work: how they"
                " are, what they use, what they print. Choose a target under Deploy."
            ),
            tr("Go to Deploy"),
            self,
        )
        self._uses = Tasks(self, waits_for_people=True)
        self._using: Task | None = None
        self._used: tuple[object, ...] = ()
        self._saving = Tasks(self)
        self._lay_out()
        self._connect()

    def show_state(self, state: "State") -> None:
        """Show what runs of a stack."""
        running = self._desk.running
        self.rows.show_running(running, state)
        is_there = running.is_seen and running.is_deployed
        self._stack.setCurrentWidget(self.split if is_there else self.empty)
        self.drift.show_differences(
            running.drift if running.is_seen and not running.is_gone else (),
            service_titles(state),
            state,
        )
        self._show_summary()
        self._show_chosen()

    def focus(self, path: Path) -> None:
        """Put the focus into the table."""
        del path
        self.table.setFocus()

    def show_theme(self) -> None:
        """Draw in the theme's colours."""
        self.logs.show_theme()

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_running()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is followed."""
        super().hideEvent(event)
        self.logs.follow(None, ())
        self._measure(())

    # Doing

    def _act(self, verb: str) -> None:
        chosen = self.table.chosen
        if verb == "stop" and not chosen and not self._may_stop_all():
            return
        self.notice.hide()
        getattr(self._desk, verb)(chosen)
        self._show_buttons()

    def _may_stop_all(self) -> bool:
        name = self._document.state.spec.project_name
        dialog = MessageDialog(
            self,
            tr("Stop all of {}?").format(name),
            tr("Nobody reaches it then, until it is started again. Nothing is lost."),
        )
        dialog.offer(tr("Cancel"), Choice.CANCEL)
        dialog.offer(tr("Stop all"), Choice.DISCARD, is_usual=True)
        return dialog.ask() is Choice.DISCARD

    def _save(self) -> None:
        from openpalm_desktop.deploy.log_file import save_log  # noqa: PLC0415 – read when wanted

        engine = self._desk.engine
        if engine is None:
            return
        folder = self._document.path.parent if self._document.path else FilePath()
        start = folder / f"{self._document.state.spec.project_name}.log"
        kinds = tr("Logs (*.log);;All files (*)")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the log"), str(start), kinds)
        if name:
            task = self._saving.run(save_log(engine, self._chosen_containers(), FilePath(name)))
            task.progressed.connect(lambda told: self.progress.setText(told.sentence))
            task.succeeded.connect(lambda _: self._tell_saved(FilePath(name)))
            task.failed.connect(lambda error: messages.show_failure(self.window(), error))

    def _tell_saved(self, path: FilePath) -> None:
        self.progress.clear()
        self.notice.say(tr("The log is in {}.").format(path.name))

    # Showing

    def _show_running(self) -> None:
        if self.isVisible():
            self.show_state(self._document.state)

    def _show_chosen(self) -> None:
        """Follow the log of what is chosen, or of all."""
        containers = self._chosen_containers()
        chosen = self.table.chosen
        titles = [row.title for row in self.rows.rows if row.service in chosen]
        self.logs.heading.setText(
            tr("Log of {}").format(", ".join(titles)) if titles else tr("Log of all services")
        )
        if self.isVisible():
            engine = self._desk.engine
            self.logs.follow(engine, containers)
            self._measure(self._desk.running.containers if engine else ())
        self._show_buttons()

    def _chosen_containers(self) -> "list[EngineContainer]":
        chosen = self.table.chosen
        return [
            one
            for one in self._desk.running.containers
            if not chosen or one.labels.get("com.docker.compose.service") in chosen
        ]

    def _measure(self, containers: "tuple[EngineContainer, ...]") -> None:
        wanted = tuple(one.id for one in containers if one.is_running)
        if wanted == self._used:
            return
        self._used = wanted
        if self._using is not None:
            self._using.abandon()
            self._using = None
        engine = self._desk.engine
        if wanted and engine is not None:
            task = self._using = self._uses.run(watch_use(engine, containers))
            task.progressed.connect(lambda uses: self._hear_use(task, uses))

    def _hear_use(self, task: Task, uses: Mapping[str, Use] | None) -> None:
        if uses is not None and task is self._using:
            self.rows.show_uses(uses)

    def _show_summary(self) -> None:
        running = self._desk.running
        if not running.target:
            self.summary.clear()
            return
        well = sum(state.is_well for state in running.states.values())
        others = len(running.states) - well
        parts = [target_title(running.target)]
        if running.is_gone:
            parts.append(tr("does not answer; this is what was known last"))
        elif running.is_seen and not others:
            parts.append(counted(well, "service runs", "services run"))
        elif running.is_seen:
            parts.append(tr("{} of {} run").format(well, well + others))
        self.summary.setText(" · ".join(parts))

    def _show_buttons(self) -> None:
        is_some = bool(self.table.chosen)
        names = (
            (self.start, tr("Start"), tr("Start all")),
            (self.stop, tr("Stop"), tr("Stop all")),
            (self.restart, tr("Restart"), tr("Restart all")),
        )
        can = self._desk.engine is not None and not self._desk.is_busy
        for button, some, every in names:
            button.setText(some if is_some else every)
            button.setEnabled(can)
            button.setVisible(self._desk.running.is_deployed)
        self.logs.save.setEnabled(self._desk.engine is not None)

    def _hear_done(self) -> None:
        self.progress.clear()
        self._soon.start()

    def _hear_failure(self, error: BaseException) -> None:
        self._hear_done()
        if not isinstance(error, OpenPalmError):
            raise error
        self.notice.say(error.sentence, *([error.hint] if error.hint else []))

    def _connect(self) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_buttons)
        self._desk.changed.connect(self._show_running)
        self._desk.progressed.connect(lambda sentence: self.progress.setText(f"{sentence} …"))
        self._desk.done.connect(self._hear_done)
        self._desk.failed.connect(self._hear_failure)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.start.clicked.connect(lambda: self._act("start"))
        self.stop.clicked.connect(lambda: self._act("stop"))
        self.restart.clicked.connect(lambda: self._act("restart"))
        self.logs.save_wanted.connect(self._save)
        self.empty.button.clicked.connect(self.deploy_wanted)
        self.drift.return_wanted.connect(self.return_wanted)

    def _lay_out(self) -> None:
        title = QLabel(tr("Running"), self)
        title.setProperty("role", "title")
        for label in (self.summary, self.progress):
            label.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setContentsMargins(18, 13, 18, 11)
        head.setSpacing(10)
        head.addWidget(title)
        head.addWidget(self.summary)
        head.addStretch()
        head.addWidget(self.progress)
        for button in (self.start, self.stop, self.restart):
            head.addWidget(button)
        bar = canvas(self)
        bar.setLayout(head)
        split_page(self.split, self.table, self.logs)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.split)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.drift)
        layout.addWidget(self._stack, 1)

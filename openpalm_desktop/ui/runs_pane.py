"""One automation on the target: run now, with what it prints, and how its runs went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.automation_runs import (
    AutomationRun,
    read_history,
    run_automation,
)
from openpalm_desktop.deploy.log_lines import LogLine
from openpalm_desktop.errors import OpenPalmError

from .icons import icon
from .item_table import ItemTable
from .plain_tip import plain_tip
from .run_words import (
    duration_words,
    ended_words,
    moment_words,
    result_meaning,
    result_words,
    runs_words,
)
from .tasks import Task, Tasks
from .theme import code_font, tokens
from .words import tr

if TYPE_CHECKING:
    from .document import Document

_MOST_RUNS, _MOST_LINES = 100, 2000


class RunsPane(QWidget):
    """A button, what is printed, and a table of the runs before."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self._desk = document.running
        self._id = ""
        self._history_of: tuple[str, object] = ("", None)
        self._runs: Sequence[AutomationRun] = ()
        self._running_tasks = Tasks(self, waits_for_people=True)
        self._reading = Tasks(self, waits_for_people=True)
        self._run_task: Task | None = None
        self.now = QPushButton(tr("Run now"), self)
        self.said = QLabel(self)
        self.summary = QLabel(self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.output = QPlainTextEdit(self)
        headings = [tr("Began"), tr("Ended"), tr("Took"), tr("Printed")]
        self.table = ItemTable(headings, {0: 150, 1: 150, 2: 90}, self)
        self._lay_out()
        self.now.clicked.connect(self.run)
        self._desk.changed.connect(self._show)
        self.table.itemSelectionChanged.connect(self._show_preview)

    def show_automation(self, id_: str) -> None:
        """Show the runs of an automation."""
        if id_ != self._id:
            self._id = id_
            self._let_go()
            self.output.clear()
            self.output.hide()
            self.said.clear()
            self._show_runs(())
        self._show()

    def run(self) -> None:
        """Run it now, as the scheduler would."""
        engine = self._desk.engine
        if engine is None or self._run_task is not None:
            return
        self.table.clearSelection()
        self.output.clear()
        self.output.show()
        self.said.setText(tr("Running…"))
        work = run_automation(engine, self._desk.project, self._id)
        task = self._run_task = self._running_tasks.run(work)
        task.progressed.connect(lambda text: self._hear(task, text))
        task.succeeded.connect(lambda code: self._hear_end(task, ended_words(code)))
        task.failed.connect(lambda error: self._hear_trouble(task, error))
        self._show()

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """A run goes on alone."""
        super().hideEvent(event)
        self._history_of = ("", None)

    # Inside

    def _show(self) -> None:
        running = self._desk.running
        can = self._desk.engine is not None and running.is_deployed
        self.now.setEnabled(can and self._run_task is None and bool(self._id))
        self.table.setVisible(can or bool(self._runs))
        early = tr("Once the stack is deployed, it is run here by hand, and its runs are told.")
        if not can:
            self.said.setText(early)
        elif self.said.text() == early:
            self.said.clear()
        if can and self.isVisible():
            self._read()

    def _read(self) -> None:
        """Read the history, once for each automation and look at it."""
        engine = self._desk.engine
        if engine is None or self._history_of == (self._id, engine) or not self._id:
            return
        self._history_of = (self._id, engine)
        wanted = self._id
        task = self._reading.run(read_history(engine, self._desk.project, wanted, _MOST_RUNS))
        task.succeeded.connect(lambda runs: self._hear_runs(wanted, runs))
        task.failed.connect(self._hear_no_runs)

    def _hear_runs(self, id_: str, runs: Sequence[AutomationRun]) -> None:
        if id_ == self._id:
            self._show_runs(runs)
            if not runs and self._run_task is None and not self.said.text():
                self.said.setText(tr("It has not run yet."))

    def _hear_no_runs(self, error: BaseException) -> None:
        if not isinstance(error, OpenPalmError):
            raise error
        self.said.setText(error.sentence)

    def _hear(self, task: Task, text: str) -> None:
        if task is self._run_task and text:
            cursor = QTextCursor(self.output.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText("\n".join(LogLine("", line).plain for line in text.split("\n")))
            bar = self.output.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _hear_end(self, task: Task, words: str) -> None:
        if task is self._run_task:
            self._run_task = None
            self._history_of = ("", None)
            self.said.setText(words)
            self._show()

    def _hear_trouble(self, task: Task, error: BaseException) -> None:
        if not isinstance(error, OpenPalmError):
            raise error
        self._hear_end(task, error.sentence)

    def _let_go(self) -> None:
        if self._run_task is not None:
            self._run_task.abandon()
            self._run_task = None

    def _show_runs(self, runs: Sequence[AutomationRun]) -> None:
        self._runs = runs
        self.summary.setText(runs_words(runs))
        self.summary.setVisible(bool(self.summary.text()))
        self.table.setRowCount(len(runs))
        for row, run in enumerate(runs):
            preview = " ".join(run.preview.split())
            texts = (
                moment_words(run),
                result_words(run),
                duration_words(run.milliseconds),
                preview,
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(result_meaning(run) if column == 1 else text))
                if column == 1 and run.is_failure:
                    item.setIcon(icon("missing", tokens().error))
                self.table.setItem(row, column, item)

    def _show_preview(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows and self._run_task is None:
            run = self._runs[rows[0].row()]
            self.output.show()
            self.output.setPlainText(run.preview)
            self.said.setText(f"{moment_words(run)} · {result_meaning(run)}")

    def _lay_out(self) -> None:
        self.said.setProperty("role", "muted")
        self.said.setWordWrap(True)
        self.summary.setProperty("role", "muted")
        self.summary.hide()
        self.output.setObjectName("preview")
        self.output.setReadOnly(True)
        self.output.setFont(code_font())
        self.output.setMaximumBlockCount(_MOST_LINES)
        self.output.setAccessibleName(tr("What it prints"))
        self.output.setTabChangesFocus(True)
        self.output.setMinimumHeight(80)
        self.output.setMaximumHeight(130)
        self.output.hide()
        table = self.table
        table.setAccessibleName(tr("Runs before"))
        table.setMinimumHeight(140)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.now)
        head.addWidget(self.said, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.output, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 2)
        layout.addStretch()

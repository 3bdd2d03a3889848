"""What the services print: merged or of some, followed, searched, kept in a file.

Lines are shown as they come. However many there are, the window takes a batch ten times a second,
and only the last ones are held.
"""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from openpalm_desktop.deploy.log_lines import LogLine, after, line_batches
from openpalm_desktop.errors import OpenPalmError

from .fields.choice_field import Switch
from .log_text import LogText
from .tasks import Task, Tasks
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.engine import Engine, EngineContainer

MOST = 5000  # lines held and shown
_FIRST = 500  # lines of each service to begin with
_PAUSE_MS = 200


class LogPane(QWidget):
    """The lines of some services, and a line to find some of them by."""

    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, waits_for_people=True)
        self._task: Task | None = None
        self._engine: Engine | None = None
        self._containers: tuple[EngineContainer, ...] = ()
        self._lines: deque[LogLine] = deque(maxlen=MOST)
        self._services: tuple[str, ...] = ()
        self.heading = QLabel(self)
        self.filter = QLineEdit(self)
        self.times = Switch(tr("Times"), self)
        self.newest = QPushButton(tr("Newest"), self)
        self.save = QPushButton(tr("Save…"), self)
        self.text = LogText(MOST, self)
        self.note = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._show_again)
        self._lay_out()

    def follow(self, engine: "Engine | None", containers: "Sequence[EngineContainer]") -> None:
        """Follow some containers; what came of the same services before stays."""
        services = tuple(sorted({_service(one) for one in containers}))
        before = {(one.id, one.is_running) for one in self._containers}
        same = before == {(one.id, one.is_running) for one in containers}
        if engine is self._engine and same:
            return
        if not set(services) <= set(self._services) or engine is not self._engine:
            self._begin_anew(services)
        elif services != self._services:
            self._services = services
            self._show_again()
        self._let_go()
        self._engine, self._containers = engine, tuple(containers)
        if engine is not None and containers:
            self._run()

    def show_theme(self) -> None:
        """Draw the services' names in the theme's colours."""
        self.text.show_theme()

    @property
    def is_timed(self) -> bool:
        """Whether each line has its time."""
        return self.times.isChecked()

    # Inside

    def _begin_anew(self, services: tuple[str, ...]) -> None:
        self._services = services
        self._lines.clear()
        self._show_again()

    def _run(self) -> None:
        assert self._engine is not None  # noqa: S101 – there is one to follow
        last = max((line.time for line in self._lines), default="")
        since = after(last) if last else ""
        tail = None if since else _FIRST
        work = line_batches(self._engine, self._containers, tail, timed=True, since=since)
        task = self._task = self._tasks.run(work)
        task.progressed.connect(lambda lines: self._hear(task, lines))
        task.failed.connect(lambda error: self._hear_end(task, error))

    def _let_go(self) -> None:
        if self._task is not None:
            self._task.abandon()
            self._task = None

    def _hear(self, task: Task, lines: tuple[LogLine, ...]) -> None:
        if task is self._task and lines:
            self._lines.extend(lines)
            self.text.append(self._shown(lines[-MOST:]))
            self._show_note()

    def _hear_end(self, task: Task, error: BaseException) -> None:
        if task is not self._task:
            return
        self._task = None
        if not isinstance(error, OpenPalmError):
            raise error
        self.note.setText(error.sentence)
        self.note.show()

    def _shown(self, lines: Sequence[LogLine]) -> list[tuple[str, str]]:
        """Return the lines that are wanted, each as what stands before it and the rest."""
        wanted = self.filter.text().strip().casefold()
        width = max(map(len, self._services), default=0) if len(self._services) > 1 else 0
        found = []
        for line in lines:
            text = line.plain
            is_found = not wanted or wanted in text.casefold() or wanted in line.service
            if is_found and line.service in self._services:
                name = f"{line.service.ljust(width)}  " if width else ""
                time = f"{line.time[:10]} {line.time[11:23]}  " if self.is_timed else ""
                found.append((f"{time}{name}", text))
        return found

    def _show_again(self) -> None:
        self.text.show_lines(self._shown(tuple(self._lines)))
        self._show_note()

    def _show_note(self) -> None:
        is_searched = any(line.service in self._services for line in self._lines)
        said = tr("No line has this text.") if is_searched else tr("Nothing was printed yet.")
        self.note.setText(said)
        self.note.setVisible(not self.text.toPlainText())

    def _lay_out(self) -> None:
        self.heading.setProperty("role", "strong")
        self.filter.setPlaceholderText(tr("Filter…"))
        self.filter.setAccessibleName(tr("Filter the log"))
        self.filter.setMaximumWidth(190)
        self.filter.textChanged.connect(lambda _: self._soon.start())
        self.times.toggled.connect(lambda _: self._show_again())
        self.newest.setProperty("role", "quiet")
        self.newest.setToolTip(tr("Go to the newest line and follow the log again"))
        self.newest.clicked.connect(self.text.go_to_end)
        self.newest.hide()
        self.text.followed.connect(lambda is_followed: self.newest.setVisible(not is_followed))
        self.save.setToolTip(tr("Keep in a file what these services have printed"))
        self.save.clicked.connect(self.save_wanted)
        self.note.setProperty("role", "muted")
        self.note.setContentsMargins(18, 6, 18, 6)
        self.note.hide()
        head = QHBoxLayout()
        head.setContentsMargins(18, 9, 18, 8)
        head.setSpacing(10)
        head.addWidget(self.heading, 1)
        for widget in (self.newest, self.times, self.filter, self.save):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addWidget(self.text, 1)


def _service(one: "EngineContainer") -> str:
    return one.labels.get("com.docker.compose.service", one.name)

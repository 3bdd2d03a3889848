"""The engine that the open stack is for: which one, whether it answers, and what is there."""

from collections.abc import Generator
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.record import Record

from .tasks import Task, Tasks

if TYPE_CHECKING:
    from openpalm_desktop.deploy.progress import Progress
    from openpalm_desktop.deploy.visit import Answers, Visit

    from .document import Document
    from .settings import Settings


class Standing(Enum):
    """What is known of the target."""

    NONE = auto()  # none is chosen
    NOT_ASKED = auto()
    ASKING = auto()
    REACHABLE = auto()
    UNREACHABLE = auto()


class Sight(Record, eq=False):
    """The target in use, and what the last visit found there or why there was none."""

    name: str = ""
    standing: Standing = Standing.NONE
    visit: "Visit | None" = None
    trouble: OpenPalmError | None = None


class TargetDesk(QObject):
    """Knows the target of the open stack; `asked` carries what the way there wants to know."""

    changed = Signal()
    asked = Signal(object)
    failed = Signal(object)

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self._settings: Settings | None = None
        self._tasks = Tasks(self, waits_for_people=True)
        self._answers: Answers | None = None
        self._task: Task | None = None
        self._visit = 0
        self.sight = Sight()

    @property
    def answers(self) -> "Answers":
        """What a person said to what the way there asked."""
        from openpalm_desktop.deploy.visit import Answers  # noqa: PLC0415 – read when it is wanted

        return self._answers or Answers()

    def use(self, settings: "Settings") -> None:
        """Begin to follow the document, with what was chosen on this computer before."""
        self._settings = settings
        self._document.named.connect(self._keep_choice)
        self._remember()

    def forget(self) -> None:
        """Begin anew: another stack is open."""
        self._let_go()
        self._show(Sight())
        self._remember()

    def choose(self, name: str) -> None:
        """Deploy to another target from now on; it is asked at once."""
        if name != self.sight.name:
            self._let_go()
        self._show(Sight(name, Standing.NOT_ASKED if name else Standing.NONE))
        if self._settings is not None and self._document.path is not None:
            self._settings.keep_target(self._document.path, name)
        self.look()

    def look(self) -> None:
        """Ask the target who it is and what is there."""
        sight = self.sight
        if sight.name and sight.standing is not Standing.ASKING:
            known = sight.visit if sight.trouble is None else None
            self._run(_look(sight.name, self._project, known, self.answers))

    def go_on(self, answers: "Answers") -> None:
        """Ask again with what a person said."""
        self._answers = answers
        self.look()

    def stop_asking(self) -> None:
        """Wait no longer for an answer."""
        if self.sight.standing is Standing.ASKING:
            self._visit += 1
            if self._task is not None:
                self._task.cancel()
            self._show(self.sight.replaced(standing=Standing.NOT_ASKED))

    def show_trouble(self, error: OpenPalmError) -> None:
        """Know that the target does not answer any more."""
        self._show(self.sight.replaced(standing=Standing.UNREACHABLE, trouble=error))

    def close(self) -> None:
        """Wait for nobody any more."""
        self._visit += 1
        self._tasks.close()

    # Inside

    @property
    def _project(self) -> str:
        return self._document.state.spec.project_name

    def _run(self, work: "Generator[Progress, None, Visit]") -> None:
        self._show(self.sight.replaced(standing=Standing.ASKING, trouble=None))
        self._visit += 1  # who was asked before is not heard any more
        visit = self._visit
        task = self._task = self._tasks.run(work)
        task.succeeded.connect(lambda found: self._hear(visit, found))
        task.failed.connect(lambda error: self._hear_trouble(visit, error))

    def _hear(self, visit: int, found: "Visit") -> None:
        if visit == self._visit:
            self._show(Sight(self.sight.name, Standing.REACHABLE, found))

    def _hear_trouble(self, visit: int, error: Exception) -> None:
        if visit != self._visit:
            return
        if not isinstance(error, OpenPalmError):
            self._show(self.sight.replaced(standing=Standing.NOT_ASKED))
            self.failed.emit(error)
            return
        self._show(Sight(self.sight.name, Standing.UNREACHABLE, None, error))
        if is_question(error):
            self.asked.emit(error)

    def _let_go(self) -> None:
        self._visit += 1
        if self._task is not None and self.sight.standing is Standing.ASKING:
            self._task.cancel()
        self._answers = None

    def _show(self, sight: Sight) -> None:
        self.sight = sight
        self.changed.emit()

    def _remember(self) -> None:
        path = self._document.path
        if self._settings is not None and path is not None:
            name = self._settings.target(path)
            if name:
                self._show(Sight(name, Standing.NOT_ASKED))

    def _keep_choice(self) -> None:
        """A stack that is saved under another name keeps its target."""
        path, name = self._document.path, self.sight.name
        if self._settings is None or path is None or not name:
            return
        if self._settings.target(path) != name:
            self._settings.keep_target(path, name)


def is_question(error: OpenPalmError | None) -> bool:
    """Whether the way to a target wants to know something, rather than being closed."""
    from openpalm_desktop.deploy.ssh import (  # noqa: PLC0415 – as above
        ChangedHostKey,
        SshQuestion,
        UnknownHostKey,
    )

    return isinstance(error, UnknownHostKey | ChangedHostKey | SshQuestion)


def _look(
    name: str, project: str, known: "Visit | None", answers: "Answers"
) -> "Generator[Progress, None, Visit]":
    from openpalm_desktop.deploy.targets import find_target  # noqa: PLC0415 – as above
    from openpalm_desktop.deploy.visit import look_around, visit  # noqa: PLC0415

    if known is not None:
        return (yield from look_around(known.engine, known.target, project))
    return (yield from visit(find_target(name), project, answers))

"""A test of a target: who answers, or in words what is wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from openpalm_desktop.deploy.target import Target
from openpalm_desktop.deploy.visit import Answers, Visit, visit
from openpalm_desktop.errors import OpenPalmError

from . import ssh_dialogs
from .styled import set_property
from .target_desk import is_question
from .target_words import engine_words
from .tasks import Tasks
from .words import tr


class TargetTest(QWidget):
    """A button, and beside it what came of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, waits_for_people=True)
        self._visit = 0
        self._answers = Answers()
        self._find: Callable[[], Target] | None = None
        self.button = QPushButton(tr("Test"), self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleDescription(tr("Asks the target who it is"))
        self.result = QLabel(self)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.setProperty("role", "help")
        self.result.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.button)
        layout.addWidget(self.result, 1)

    def begin(self, find: Callable[[], Target]) -> None:
        """Ask a target who it is."""
        self._visit += 1
        number = self._visit
        self._find = find
        self._say(tr("Asking…"), "help")
        try:
            work = visit(find(), "", self._answers)
        except OpenPalmError as error:
            self._show_trouble(number, error)
            return
        task = self._tasks.run(work)
        task.succeeded.connect(lambda found: self._show_found(number, found))
        task.failed.connect(lambda error: self._show_trouble(number, error))

    def forget(self) -> None:
        """Say nothing of a target that is no longer asked for."""
        self._visit += 1
        self._say("", "help")

    def close_test(self) -> None:
        """Wait for no answer any more."""
        self._visit += 1
        self._tasks.close()

    def _show_found(self, number: int, found: Visit) -> None:
        if number == self._visit:
            self._say(tr("It answers: {}").format(engine_words(found)), "changed")

    def _show_trouble(self, number: int, error: Exception) -> None:
        if number != self._visit:
            return
        if not isinstance(error, OpenPalmError):
            raise error
        self._say(f"{error.sentence} {error.hint}".strip(), "error")
        if is_question(error):
            again = ssh_dialogs.ask(self, error, self._answers)
            if again is not None and self._find is not None:
                self._answers = again
                self.begin(self._find)

    def _say(self, text: str, role: str) -> None:
        self.result.setText(text)
        self.result.setAccessibleName(text)
        set_property(self.result, "role", role)
        window = self.window()
        if window is not self:
            window.adjustSize()

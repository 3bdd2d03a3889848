"""The whole stack as text, both ways: typing makes the stack, edits elsewhere show here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.model.spec_file import SpecFile, new_file

from .spec_editor import SpecEditor
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.problem import Problem
    from openpalm_desktop.model.version import Version

    from .document import Document
    from .state import State
    from .tasks import Task, Work

_PLACE = Qt.ItemDataRole.UserRole
_MOST = 100
_ROWS = 5


class SpecTextPage(QWidget):
    """The spec's text with what is wrong with it; texts are made and read beside the window."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._shown: Version | None = None
        self._making: Task | None = None
        self._is_showing = False
        self.editor = SpecEditor(self)
        self.editor.setAccessibleName(tr("Spec as text"))
        self.editor.textChanged.connect(self._take_typed)
        self._summary = QLabel(self)
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self.mistakes = _Mistakes(self)
        self.mistakes.chosen.connect(self._go_to_problem)
        self.mistakes.give_up.clicked.connect(self._give_up)
        self._lay_out()
        document.draft.changed.connect(self._show_draft)
        self._show_draft()

    def show_state(self, state: "State") -> None:
        """Show a state's text, at once where it is known, else when it is made."""
        if self._document.draft.text is not None or self._shown is state.version:
            return
        version = state.version
        if version.base is not None and version.base.spec is version.spec:
            self._show_version(version, version.base.text)
        elif self._making is None:
            self._making = self._document.tasks.run(_text_of(version))
            self._making.succeeded.connect(lambda file: self._show_made(version, file))
            self._making.failed.connect(self._show_failed)

    def focus(self, path: "Path") -> None:
        """Put the cursor to a path's place in the text."""
        self.editor.setFocus()
        base = self._document.state.version.base
        if base is None or not base.is_at_hand:
            return
        place = base.file.document.position(path)
        if place is not None and self._shown is self._document.state.version:
            self.editor.go_to(*place)

    # Inside

    def _show_made(self, version: "Version", file: SpecFile) -> None:
        self._making = None
        if self._document.state.version is version:
            self._document.keep_text(version, file)
        self.show_state(self._document.state)

    def _show_failed(self, error: BaseException) -> None:
        self._making = None
        raise error

    def _show_version(self, version: "Version", text: str) -> None:
        self._shown = version
        self._is_showing = True
        self.editor.show_text(text)
        self._is_showing = False

    def _take_typed(self) -> None:
        if not self._is_showing:
            spec = (self._shown or self._document.state.version).spec
            self._document.draft.type(self.editor.toPlainText(), spec)

    def _show_draft(self) -> None:
        draft = self._document.draft
        problems = draft.problems
        self.mistakes.show_problems(problems)
        self.editor.show_marks(frozenset(p.position.line - 1 for p in problems if p.position))
        self._summary.setText(_summary(problems))
        if draft.text is not None and draft.text != self.editor.toPlainText():
            self._is_showing = True
            self.editor.show_text(draft.text)  # it was typed before the program ended
            self._is_showing = False
        if draft.text is None:
            self._shown = None  # what was typed may stand there still
            self.editor.forget_steps()
            self.show_state(self._document.state)

    def _go_to_problem(self, line: int, column: int) -> None:
        self.editor.go_to(line, column)

    def _give_up(self) -> None:
        self._document.draft.forget()
        self.editor.setFocus()

    def _lay_out(self) -> None:
        title = QLabel(tr("Spec as text"), self)
        title.setProperty("role", "title")
        rule = QFrame(self)
        rule.setObjectName("rule")
        head = QVBoxLayout()
        head.setContentsMargins(18, 16, 18, 14)
        head.setSpacing(4)
        head.addWidget(title)
        head.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self.mistakes)


class _Mistakes(QFrame):
    """What keeps a typed text from being a stack; a click goes to the line."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.heading = QLabel(self)
        self.heading.setProperty("role", "strong")
        self.give_up = QPushButton(tr("Back to the last sound text"), self)
        self.give_up.setToolTip(tr("Lets go of what was typed since then."))
        self.list = QListWidget(self)
        self.list.setObjectName("mistakes")
        self.list.setAccessibleName(tr("What is wrong with the text"))
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        head = QHBoxLayout()
        head.setContentsMargins(18, 10, 18, 6)
        head.addWidget(self.heading, 1)
        head.addWidget(self.give_up)
        rule = QFrame(self)
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(rule)
        layout.addLayout(head)
        layout.addWidget(self.list)

    def show_problems(self, problems: "tuple[Problem, ...]") -> None:
        """Show what is wrong, or nothing."""
        self.heading.setText(
            tr("The text is no stack yet: {}").format(counted(len(problems), "mistake", "mistakes"))
        )
        self.list.clear()
        for problem in problems[:_MOST]:
            item = QListWidgetItem(_sentence(problem), self.list)
            item.setData(_PLACE, tuple(problem.position or (1, 1)))
        self.setVisible(bool(problems))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give sentences the lines that they need in this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.list.doItemsLayout()
        items = [self.list.item(row) for row in range(min(_ROWS, self.list.count()))]
        heights = [
            self.list.visualItemRect(item).height() for item in items
        ]  # wrapped, unlike hints
        self.list.setFixedHeight(sum(heights) + 2)

    def _choose(self, item: QListWidgetItem) -> None:
        line, column = item.data(_PLACE)
        self.chosen.emit(line, column)


def _sentence(problem: "Problem") -> str:
    where = tr("Line {}").format(problem.position.line) if problem.position else ""
    return "  ".join(filter(None, (where, problem.message, problem.hint)))


def _summary(problems: "tuple[Problem, ...]") -> str:
    if problems:
        return tr("The stack stays as it was until the text is sound again.")
    return tr("What you type here becomes the stack, and the other way round. Comments stay.")


def _text_of(version: "Version") -> "Work":
    yield Progress(tr("Preparing the text"))
    return version.base.with_spec(version.spec) if version.base else new_file(version.spec)

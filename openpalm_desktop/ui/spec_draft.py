"""What was typed into the spec's text and is not in the stack yet: half a word, or a mistake."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from openpalm_desktop.deploy.progress import Progress

from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.problem import Problem
    from openpalm_desktop.model.spec_file import SpecFile
    from openpalm_desktop.model.stack import StackSpec

    from .document import Document
    from .tasks import Task, Work

_PAUSE_MS = 300


class SpecDraft(QObject):
    """A typed text, read after a pause: sound, it becomes an undo step; else it is kept here."""

    changed = Signal()

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self._reading: Task | None = None
        self._waiting: list[Callable[[], object]] = []
        self.text: str | None = None
        self.problems: tuple[Problem, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._read)

    @cached_property
    def base(self) -> "StackSpec":
        """The spec whose text was shown when the typing began."""
        return self._document.state.spec

    @property
    def is_unread(self) -> bool:
        """Whether it is not known yet what the text says."""
        return self.text is not None and (self._pause.isActive() or self._reading is not None)

    def type(self, text: str, base: "StackSpec") -> None:
        """Take over a text; `base` is the spec whose text was shown when the typing began."""
        if self.text is None:
            self.base = base
        self.text = text
        self._pause.start()
        self._document.named.emit()

    def restore(self, text: str, base: "StackSpec") -> None:
        """Take over a text that was typed before the program ended."""
        self.type(text, base)
        self.changed.emit()

    def forget(self) -> None:
        """Let go of what was typed."""
        self._pause.stop()
        if self.text is not None:
            self._end()

    def settle(self, then: Callable[[], object]) -> None:
        """Do something once it is known what the text says."""
        if not self.is_unread:
            then()
            return
        self._waiting.append(then)
        self._read()

    # Inside

    def _read(self) -> None:
        self._pause.stop()
        if self._reading is None and self.text is not None:
            text, spec = self.text, self._document.state.spec
            task = self._document.tasks.run(_read(text, self.base, spec))
            task.succeeded.connect(lambda result: self._show_read(text, spec, result))
            task.failed.connect(self._show_failed)
            self._reading = task

    def _show_read(
        self, text: str, spec: "StackSpec", result: "SpecFile | tuple[Problem, ...]"
    ) -> None:
        self._reading = None
        if self.text is not None:
            is_old = self.text != text or self._document.state.spec is not spec
            if is_old and (self._waiting or not self._pause.isActive()):
                self._read()
            if is_old:
                return
            self._take(result)
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def _take(self, result: "SpecFile | tuple[Problem, ...]") -> None:
        if isinstance(result, tuple):
            self.problems = result
            self.changed.emit()
        else:
            self._end(result)

    def _end(self, file: "SpecFile | None" = None) -> None:
        self.text, self.problems = None, ()
        if file is not None:
            self._document.edit_text(tr("Edit text"), file)
        self.changed.emit()
        self._document.named.emit()

    def _show_failed(self, error: BaseException) -> None:
        self._reading, self._waiting = None, []
        raise error


def _read(text: str, base: "StackSpec", current: "StackSpec") -> "Work":
    from openpalm_desktop.model.spec_text import read_typed  # noqa: PLC0415 – read when it is wanted

    yield Progress(tr("Reading the text"))
    return read_typed(text, base, current)

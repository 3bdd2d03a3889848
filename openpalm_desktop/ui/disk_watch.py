"""Notices when another program changes the open file, and brings that into the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, QTimer

from openpalm_desktop.deploy.outside import Changed, Gone, Touched, Unreadable, Unsound, join, look

from . import messages
from .join_dialog import JoinDialog
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.files import Stamp
    from openpalm_desktop.deploy.outside import Look

    from .document import Document
    from .main_window import MainWindow
    from .state import State
    from .tasks import Task

_SETTLE_MS = 200  # programs write in several steps


class DiskWatch(QObject):
    """Looks at the file when the system says so, and whenever the window comes to the front.

    The second finds what the first cannot see, as on network disks.
    """

    def __init__(self, window: "MainWindow", document: "Document") -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._task: Task | None = None
        self._told: Stamp | None = None
        self._watcher = QFileSystemWatcher(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SETTLE_MS)
        self._pause.timeout.connect(self.look)
        self._watcher.fileChanged.connect(lambda _: self._pause.start())
        self._watcher.directoryChanged.connect(lambda _: self._pause.start())
        document.replaced.connect(self._begin_again)
        document.saved.connect(self._begin_again)
        document.draft.changed.connect(self._pause.start)
        window.installEventFilter(self)
        self._begin_again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate:
            self._pause.start()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Look whether the file is as it was, beside the window."""
        document = self._document
        if document.path is None or document.is_saving or self._task is not None:
            return
        if document.draft.text is not None or not self._window.isVisible():
            return  # what is typed comes first; its end looks again
        state = document.state
        task = document.tasks.run(look(document.opened, state.spec))
        task.succeeded.connect(lambda found: self._show(state, found))
        task.failed.connect(self._show_failed)
        task.cancelled.connect(self._end)
        self._task = task

    # Inside

    def _begin_again(self) -> None:
        """Watch the file that is open now, and its folder, where a new file may take its name."""
        self._told = None
        before = [*self._watcher.files(), *self._watcher.directories()]
        if before:
            self._watcher.removePaths(before)
        path = self._document.path
        if path is not None:
            self._watcher.addPaths([str(path), str(path.parent)])
            self._pause.start()

    def _end(self) -> None:
        self._task = None

    def _show_failed(self, error: BaseException) -> None:
        self._end()
        messages.show_failure(self._window, error)

    def _show(self, state: "State", found: "Look") -> None:
        self._end()
        document = self._document
        path = document.path
        if path is None or found is None:
            return
        is_typing = document.draft.text is not None
        if document.state.spec is not state.spec or document.is_saving or is_typing:
            self._pause.start()  # there was an edit meanwhile
            return
        name = path.name
        match found:
            case Gone():
                document.know_file(None)
                self._window.note.show_note(
                    tr("{} was moved, renamed or removed. Saving writes it again.").format(name)
                )
            case Touched():
                document.know_file(found.stamp)
            case Unsound():
                self._tell_unsound(name, found)
            case Unreadable():
                self._tell(found.stamp, f"{found.error.sentence} {found.error.hint}".strip())
            case Changed():
                self._take(name, state, found)

    def _tell(self, stamp: "Stamp | None", text: str) -> None:
        """Say something about the file as it is now, once."""
        if stamp is None or stamp != self._told:
            self._told = stamp
            self._window.note.show_note(text)

    def _tell_unsound(self, name: str, found: Unsound) -> None:
        problem = found.problems[0]
        where = tr("line {}").format(problem.position.line) if problem.position else ""
        what = f"{where}: {problem.message}" if where else problem.message
        text = tr("Another program changed {}, and it is no stack now ({}). Yours stays as it is.")
        self._tell(found.stamp, text.format(name, what.rstrip(".")))

    def _take(self, name: str, state: "State", found: Changed) -> None:
        """Bring the file's new text in, or ask first where both changed the same field."""
        if found.conflicts:
            self._ask(name, state, found)
            return
        text = tr("Another program changed {}; it is shown as it is now. Undo goes back.")
        if found.stays_unsaved:
            text = tr("Another program changed {}; your edits are joined with it. Undo goes back.")
        self._document.take_from_disk(found, _label(found))
        self._begin_again()
        self._window.note.show_note(text.format(name))

    def _ask(self, name: str, state: "State", found: Changed) -> None:
        if found.stamp == self._told:
            return
        self._told = found.stamp
        fields = counted(len(found.conflicts), "field", "fields")
        text = tr("Another program changed {} as well: {} that you edited differ.")
        self._window.note.show_note(
            text.format(name, fields), tr("Compare…"), lambda: self._compare(name, found)
        )
        if self._window.isActiveWindow() and self._document.state.spec is state.spec:
            self._compare(name, found)

    def _compare(self, name: str, found: Changed) -> None:
        spec = self._document.state.spec
        dialog = JoinDialog(self._window, name, spec, found)
        if not dialog.exec():
            return
        self._window.note.put_away()
        mine = self._document.state.spec
        if mine is not spec or self._task is not None:
            self._told = None
            self._pause.start()
            return
        task = self._document.tasks.run(join(self._document.opened, mine, found, dialog.taken))
        task.succeeded.connect(lambda made: self._take_joined(mine, made))
        task.failed.connect(self._show_failed)
        task.cancelled.connect(self._end)
        self._task = task

    def _take_joined(self, mine: object, made: Changed) -> None:
        self._end()
        if self._document.state.spec is mine:
            self._document.take_from_disk(made, _label(made))
            self._begin_again()
        else:
            self._told = None
            self._pause.start()


def _label(found: Changed) -> str:
    if found.stays_unsaved:
        return tr("Join with another program’s changes")
    return tr("File changed by another program")

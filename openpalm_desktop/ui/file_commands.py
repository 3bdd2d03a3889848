"""Open, new, save: what happens between the window, the document and the disk."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets  # a class of them takes its time when it is named

from openpalm_desktop.deploy.archive_names import is_archive
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.record import Record

from . import messages
from .messages import Choice
from .opener import Opener
from .theme import folder
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.opening import Opened, Opening, Refused
    from openpalm_desktop.model.spec_file import SpecFile
    from openpalm_desktop.model.stack import StackSpec

    from .document import Document
    from .main_window import MainWindow
    from .settings import Settings

DEFAULT_NAME = "openpalm.yaml"
Then = Callable[[], object]


class Left(Record):
    """What was let go for something that is not there yet: the stack, and what was typed of it."""

    spec: "StackSpec | None"
    text: str | None


def _nothing() -> None:
    """Come after a save that nobody waits for."""


class FileCommands:
    """The File menu's doings; each asks before anything could be lost.

    Saving takes its time, so what comes after it is handed over as `then` and done when the stack
    is on the disk; when it could not be saved, the person reads why and `then` is forgotten.
    """

    def __init__(self, window: "MainWindow", document: "Document", settings: "Settings") -> None:
        self._window = window
        self._document = document
        self._settings = settings
        self._waiting: list[Then] = []
        self._left = Left(None, None)
        self._is_new = False
        self._then: Then = _nothing
        self.opener = Opener(document.tasks, document)
        self.opener.opened.connect(self._show_opened)
        self.opener.failed.connect(lambda error: messages.show_failure(window, error))
        document.saved.connect(self._go_on)
        document.save_failed.connect(self._give_up)

    def new(self) -> None:
        """Begin an empty stack."""
        from .spec_files import empty  # noqa: PLC0415 – read when it is wanted

        self.leave(lambda: self._begin_new(empty()))

    def new_from(self, file: "SpecFile") -> None:
        """Begin a stack with a text that a template gave."""
        from .spec_files import unsaved  # noqa: PLC0415 – as above

        self.leave(lambda: self._begin_new(unsaved(file)))

    def open(self) -> None:
        """Ask for a file and open it."""
        self.leave(self._ask_and_open)

    def open_bundle(self) -> None:
        """Ask for a bundle and bring its stack back."""
        self.leave(self._ask_for_bundle)

    def open_beside(self) -> None:
        """Ask for a file and open it in a window of its own."""
        path = self._asked()
        windows = self._window.windows
        if path is not None and windows is not None and not windows.raise_window_of(path):
            windows.new_window(path)

    def open_path(self, path: Path, then: Then = _nothing) -> None:
        """Open a file, or say why it cannot be; `then` comes when it is shown."""
        if not self._is_elsewhere(path):
            self.leave(lambda: self._open(path, then))

    @property
    def left(self) -> Left:
        """What is here now, to tell later whether anything was edited since."""
        document = self._document
        return Left(document.state.spec if document.is_begun else None, document.draft.text)

    def take_place_of(self, left: Left, then: Then) -> None:
        """Replace what was let go by `then`; ask again where it was edited since."""
        now = self.left
        if now.spec is left.spec and now.text == left.text:
            then()
        else:
            self.leave(then)

    def open_instead(self, path: Path, left: Left) -> None:
        """Open a file in place of what was let go."""
        if not self._is_elsewhere(path):
            self.take_place_of(left, lambda: self._open(path))

    def open_as_new(self, path: Path) -> None:
        """Open a file as a new stack of the person's own, comments and all."""
        self.leave(lambda: self._open(path, is_new=True))

    def open_example(self) -> None:
        """Show the example as a new stack."""
        from .welcome import EXAMPLE  # noqa: PLC0415 – the welcome page is seldom seen

        self.open_as_new(EXAMPLE)

    def save(self, then: Then = _nothing) -> None:
        """Save to the document's file, or ask for one."""
        self._document.draft.settle(lambda: self._save(then))

    def _save(self, then: Then) -> None:
        from .spec_files import is_changed_on_disk  # noqa: PLC0415 – as above

        path = self._document.path
        if self._document.is_saving:
            self._waiting.append(lambda: self._save_the_rest(then))
        elif self._document.draft.problems:
            messages.show_error(self._window, _unsound())
        elif path is None:
            self.save_as(then)
        elif is_changed_on_disk(self._document.opened):
            self._ask_about_changed(path, then)
        else:
            self._write(path, then)

    def save_as(self, then: Then = _nothing) -> None:
        """Ask for a file and save there."""
        self._document.draft.settle(lambda: self._save_as(then))

    def _save_as(self, then: Then) -> None:
        if self._document.is_saving:
            self._waiting.append(lambda: self.save_as(then))
            return
        if self._document.draft.problems:
            messages.show_error(self._window, _unsound())
            return
        opened = self._document.opened
        start = opened.path or self._folder() / DEFAULT_NAME
        name, _ = QtWidgets.QFileDialog.getSaveFileName(
            self._window, tr("Save the stack"), str(start), _stack_filters()
        )
        if name:
            self._write(_with_ending(Path(name)), then)

    def leave(self, then: Then) -> None:
        """Replace or close the document by `then`: once it is saved, or the person lets it go."""
        self._document.draft.settle(lambda: self._leave(then))

    def _leave(self, then: Then) -> None:
        if self._document.is_saving:
            self._waiting.append(lambda: self.leave(then))
            return
        if not self._document.is_edited:
            then()
            return
        match messages.ask_about_unsaved(self._window, self._document.name):
            case Choice.SAVE:
                self.save(lambda: self.leave(then))
            case Choice.DISCARD:
                then()
            case Choice.CANCEL:
                pass

    # Inside

    def _save_the_rest(self, then: Then) -> None:
        """Save again what was edited during the save before."""
        if self._document.is_edited:
            self.save(then)
        else:
            then()

    def _ask_about_changed(self, path: Path, then: Then) -> None:
        match messages.ask_about_changed_file(self._window, path.name):
            case Choice.SAVE:
                self.save_as(then)
            case Choice.DISCARD:
                self._write(path, then)
            case Choice.CANCEL:
                pass

    def _write(self, path: Path, then: Then) -> None:
        self._waiting.append(then)
        self._document.save(path)

    def _go_on(self) -> None:
        if self._document.path is not None:
            self._settings.add_recent_file(self._document.path)
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def _give_up(self, error: BaseException) -> None:
        self._waiting = []
        messages.show_failure(self._window, error)

    def _ask_and_open(self) -> None:
        path = self._asked()
        if path is not None and not self._is_elsewhere(path):
            self._open(path)

    def _ask_for_bundle(self) -> None:
        title, filters = tr("Open a bundle"), tr("Archives (*.tar.gz *.zip)")
        name, _ = QtWidgets.QFileDialog.getOpenFileName(
            self._window, title, str(self._folder()), filters
        )
        if name:
            self._open_bundle(Path(name))

    def _open_bundle(self, path: Path) -> None:
        from .bundle_opening import BundleOpening  # noqa: PLC0415 – seldom needed

        BundleOpening(self._window, path)

    def _asked(self) -> Path | None:
        start = str(self._folder())
        name, _ = QtWidgets.QFileDialog.getOpenFileName(
            self._window, tr("Open a stack"), start, _filters()
        )
        return Path(name) if name else None

    def _folder(self) -> Path:
        """Return where the person's stacks are likely to be, wherever the program was started."""
        opened, recent = self._document.opened, self._settings.recent_files
        known = [path for path in (opened.path, opened.source, *recent[:1]) if path is not None]
        paths = QtCore.QStandardPaths
        documents = paths.StandardLocation.DocumentsLocation
        examples = folder("examples")  # the program's own, where nobody would look for a stack
        folders = [path.parent for path in known if path.parent != examples]
        folders.append(Path(paths.writableLocation(documents)))
        return next((folder for folder in folders if folder.is_dir()), Path.home())

    def _is_elsewhere(self, path: Path) -> bool:
        """Whether another window has the file open, which is in front now."""
        windows = self._window.windows
        return windows is not None and windows.raise_window_of(path, self._window)

    def _begin_new(self, opened: "Opened") -> None:
        self.opener.cancel()
        self._document.show_opened(opened)

    def _open(self, path: Path, then: Then = _nothing, *, is_new: bool = False) -> None:
        if is_archive(path.name):
            self._open_bundle(path)
            return
        self._left, self._is_new, self._then = self.left, is_new, then
        self.opener.open(path)

    def _show_opened(self, result: "Opening | Refused") -> None:
        from openpalm_desktop.deploy.opening import Refused  # noqa: PLC0415 – as above

        if isinstance(result, Refused):
            messages.show_refused(self._window, result)
        else:
            self.take_place_of(self._left, lambda: self._show(result))

    def _show(self, opening: "Opening") -> None:
        if self._is_new:
            opened = opening.opened.replaced(path=None, stamp=None)
            opening = opening.replaced(opened=opened)
        opened = opening.opened
        if opened.path is not None:
            self._settings.add_recent_file(opened.path)
        self._document.show_opening(opening)
        self._then()
        if opened.source is not None:
            from .spec_files import notes_of  # noqa: PLC0415 – as above

            messages.show_notes(self._window, opened.source.name, notes_of(opened))


def _unsound() -> OpenPalmError:
    hint = tr("Mend it in “Spec as text”, or go back to the last sound text there. Then save.")
    return OpenPalmError(tr("The spec’s text has mistakes, so it cannot be saved yet."), hint)


def _with_ending(path: Path) -> Path:
    """Return a name that the dialog for opening shows too, unless it is another file's."""
    is_named = path.suffix and not is_archive(path.name)  # what is called an archive opens as one
    named = path if is_named else path.with_name(f"{path.name}.yaml")
    return path if named.exists() else named


def _stack_filters() -> str:
    return tr("Stacks (*.yaml *.yml *.json);;All files (*)")


def _filters() -> str:
    return tr("Stacks and bundles (*.yaml *.yml *.json *.tar.gz *.zip);;All files (*)")

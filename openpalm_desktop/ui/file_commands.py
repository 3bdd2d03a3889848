"""Open, new, save: what happens between the window, the document and the disk."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.stack import StackSpec

from . import messages
from .messages import Choice
from .spec_files import Refused, is_changed_on_disk, open_spec, untitled
from .welcome import EXAMPLE
from .words import tr

if TYPE_CHECKING:
    from .document import Document
    from .settings import Settings

DEFAULT_NAME = "openpalm.yaml"


class FileCommands:
    """The File menu's doings; each asks before anything could be lost."""

    def __init__(self, window: QWidget, document: "Document", settings: "Settings") -> None:
        self._window = window
        self._document = document
        self._settings = settings

    def new(self) -> None:
        """Begin an empty stack."""
        if self.may_leave():
            self._document.show_opened(untitled(StackSpec()))

    def open(self) -> None:
        """Ask for a file and open it."""
        if self.may_leave():
            folder = str(self._document.path.parent) if self._document.path else ""
            name, _ = QFileDialog.getOpenFileName(
                self._window, tr("Open a stack"), folder, _filters()
            )
            if name:
                self.open_path(Path(name), is_asked=False)

    def open_path(self, path: Path, *, is_asked: bool = True) -> bool:
        """Open a file, or say why it cannot be; tells whether it was."""
        if is_asked and not self.may_leave():
            return False
        try:
            opened = open_spec(path)
        except OpenPalmError as error:
            messages.show_error(self._window, error)
            return False
        if isinstance(opened, Refused):
            messages.show_refused(self._window, opened)
            return False
        if opened.path is not None:
            self._settings.add_recent_file(opened.path)
        self._document.show_opened(opened)
        if opened.source is not None:
            messages.show_notes(self._window, path.name, opened.notes)
        return True

    def open_example(self) -> None:
        """Show the example as a new stack of the person's own, comments and all."""
        if self.may_leave():
            opened = open_spec(EXAMPLE)
            if not isinstance(opened, Refused):
                self._document.show_opened(replace(opened, path=None, stamp=None))

    def save(self) -> bool:
        """Save to the document's file, or ask for one; tells whether it is saved."""
        path = self._document.path
        if path is None:
            return self.save_as()
        if is_changed_on_disk(self._document.opened):
            match messages.ask_about_changed_file(self._window, path.name):
                case Choice.SAVE:
                    return self.save_as()
                case Choice.CANCEL:
                    return False
                case Choice.DISCARD:
                    pass
        return self._write(path)

    def save_as(self) -> bool:
        """Ask for a file and save there."""
        opened = self._document.opened
        start = opened.path or (opened.source or Path(DEFAULT_NAME)).with_name(DEFAULT_NAME)
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save the stack"), str(start), _filters()
        )
        return bool(name) and self._write(Path(name))

    def may_leave(self) -> bool:
        """Whether the document may be replaced or closed: saved, or the person lets it go."""
        if not self._document.is_edited:
            return True
        answers: dict[Choice, Callable[[], bool]] = {
            Choice.SAVE: self.save,
            Choice.DISCARD: lambda: True,
            Choice.CANCEL: lambda: False,
        }
        return answers[messages.ask_about_unsaved(self._window, self._document.name)]()

    def _write(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except OpenPalmError as error:
            messages.show_error(self._window, error)
            return False
        self._settings.add_recent_file(path)
        return True


def _filters() -> str:
    return tr("Stacks (*.yaml *.yml *.json);;All files (*)")

"""Export and bundle: what happens between the window, the stack and the disk."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from openpalm_desktop.deploy.secret_places import NoPlaceYet
from openpalm_desktop.deploy.secret_values import new_value, recipe_for
from openpalm_desktop.deploy.stack_export import (
    Exported,
    ExportSource,
    export,
    foresee,
    make_bundle,
)
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.checks.secrets import MISSING
from openpalm_desktop.model.secret_uses import needed_secrets

from . import messages
from .export_dialog import ExportDialog
from .navigation import Section
from .tasks import Task, Tasks, Work
from .words import counted, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from .main_window import MainWindow


def export_folder(window: "MainWindow") -> None:
    """Ask for a folder and write the stack's files into it."""
    _once_settled(window, lambda: FolderExport(window).begin())


def export_bundle(window: "MainWindow") -> None:
    """Ask for a file and write an archive for a server."""
    _once_settled(window, lambda: _ask_and_bundle(window))


class FolderExport(QObject):
    """Lets the dialog look, write and fill in secrets, one piece of work after another."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        assert window.document is not None  # noqa: S101 – commands come from a filled window
        self._window, self._document = window, window.document
        self._desk = self._document.secrets
        self.dialog = ExportDialog(window, self._folder())
        self._tasks = Tasks(self.dialog, waits_for_people=True)
        self._last: Task | None = None

    def begin(self) -> None:
        """Show the dialog."""
        dialog = self.dialog
        dialog.look_wanted.connect(self._look)
        dialog.write_wanted.connect(self._write)
        dialog.values_wanted.connect(self._generate)
        dialog.secrets_wanted.connect(self._go_to_secrets)
        dialog.save_wanted.connect(self._window.files.save)
        self._desk.changed.connect(self._look_again)
        self._desk.failed.connect(self._show_failed)
        dialog.finished.connect(self._end)
        dialog.open()
        dialog.look()

    # Inside

    @property
    def _source(self) -> ExportSource:
        product, place = self._document.state.product, self._desk.held.place
        return ExportSource(product.stack, self._document.path, place)

    def _folder(self) -> Path:
        """Return the folder of the last export, or one beside the stack's file."""
        path = self._document.path
        if path is None:
            return Path.home() / self._document.state.spec.project_name
        remembered = self._window.settings.compared_folder(path)
        return remembered or path.parent / self._document.state.spec.project_name

    def _look(self, folder: Path) -> None:
        trouble = self._desk.held.trouble
        if trouble is not None and needed_secrets(self._document.state.product.stack):
            is_unsaved = isinstance(trouble, NoPlaceYet)
            show = self.dialog.show_no_place if is_unsaved else self.dialog.show_refusal
            show(trouble)
        elif self._desk.held.place is None and self._desk.uses:
            if not self._desk.held.is_asked:
                self._desk.look()  # tells when it knows, and then this looks again
        else:
            self._run(foresee(self._source, folder), self.dialog.show_foreseen)

    def _look_again(self) -> None:
        """Look anew when the store of secrets has told something, unless all is written."""
        if not self._desk.held.is_asked and self.dialog.write.isVisible():
            self.dialog.look()

    def _write(self, folder: Path) -> None:
        self._run(export(self._source, folder), self._show_written)

    def _show_written(self, done: Exported) -> None:
        if self._document.path is not None:
            self._window.settings.keep_compared_folder(self._document.path, done.path)
        self.dialog.show_written(done)

    def _generate(self, names: tuple[str, ...]) -> None:
        values = {name: new_value(recipe_for(name)) for name in names}
        self._desk.keep(values, is_generated=True)

    def _go_to_secrets(self) -> None:
        self.dialog.reject()
        self._window.show_section(Section.SECRETS)

    def _run(self, work: Work, then: "Callable[[Any], object]") -> None:
        """Do a piece of work; what is shown is only that of the last."""
        task = self._last = self._tasks.run(work)
        task.progressed.connect(lambda news: self._hear(task, self.dialog.show_progress, news))
        task.succeeded.connect(lambda result: self._hear(task, then, result))
        task.failed.connect(lambda error: self._hear(task, self._show_failed, error))

    def _hear(self, task: Task, then: "Callable[[Any], object]", news: object) -> None:
        if task is self._last:
            then(news)

    def _show_failed(self, error: Exception) -> None:
        if not isinstance(error, OpenPalmError):
            raise error
        self.dialog.show_refusal(error)

    def _end(self) -> None:
        self._desk.changed.disconnect(self._look_again)
        self._desk.failed.disconnect(self._show_failed)
        self._last = None
        self._tasks.close()
        self.dialog.deleteLater()
        self.deleteLater()


def _ask_and_bundle(window: "MainWindow") -> None:
    document = window.document
    assert document is not None  # noqa: S101 – commands come from a filled window
    folder = document.path.parent if document.path else Path.home()
    start = folder / f"{document.state.spec.project_name}.tar.gz"
    filters = tr("Archives (*.tar.gz *.zip)")
    name, _ = QFileDialog.getSaveFileName(window, tr("Make a bundle"), str(start), filters)
    if not name:
        return
    source = ExportSource(document.state.product.stack, document.path)
    path = _as_archive(Path(name))
    task = document.tasks.run(make_bundle(source, document.state.version.base, path))
    task.succeeded.connect(lambda done: _show_bundle(window, done))
    task.failed.connect(lambda error: messages.show_failure(window, error))


def _as_archive(path: Path) -> Path:
    """Return a path with an archive's ending where it has none, unless that is another file's."""
    named = path if path.suffix else path.with_name(f"{path.name}.tar.gz")
    return path if named.exists() else named


def _show_bundle(window: "MainWindow", done: Exported) -> None:
    files = counted(done.files, "file", "files")
    messages.show_done(
        window,
        tr("{} is there, with {}.").format(done.path.name, files),
        tr(
            "Copy it to the server and unpack it there. It holds no secret: README.md in it says"
            " where to fill in the values and how to start."
        ),
    )


def _once_settled(window: "MainWindow", then: "Callable[[], object]") -> None:
    """Go on with a sound stack, or say what is wrong with it."""
    if window.document is not None:
        window.document.draft.settle(lambda: _if_sound(window, then))


def _if_sound(window: "MainWindow", then: "Callable[[], object]") -> None:
    document = window.document
    assert document is not None  # noqa: S101 – commands come from a filled window
    problems = document.state.product.problems
    errors = [each for each in problems if each.is_error and each.code != MISSING]
    if document.draft.problems:
        hint = tr("Mend it in “Spec as text”, or go back to the last sound text there.")
        text = tr("The spec’s text has mistakes, so there are no files to write yet.")
        messages.show_error(window, OpenPalmError(text, hint))
    elif errors:
        count = counted(len(errors), "error", "errors")
        text = tr("{} in the stack: its files cannot be written yet.").format(count)
        hint = tr("They are told under Problems, with what to do. F8 goes from one to the next.")
        messages.show_error(window, OpenPalmError(text, hint))
    else:
        then()

"""Lets a dialog look at a place and write there, one piece of work after another."""

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject

from openpalm_desktop.deploy.secret_places import NoPlaceYet
from openpalm_desktop.deploy.stack_export import ExportSource
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.secret_uses import needed_secrets

from .comparison import Comparer, Comparison
from .tasks import Task, Tasks, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from openpalm_desktop.deploy.bundle_making import ForeseenBundle
    from openpalm_desktop.deploy.progress import Progress
    from openpalm_desktop.deploy.stack_export import Foreseen
    from openpalm_desktop.model.path import Path as SpecPath

    from .main_window import MainWindow
    from .place_dialog import PlaceDialog


_Foreseen = TypeVar("_Foreseen", "Foreseen", "ForeseenBundle")


class Exporting(QObject):
    """What folders and bundles have in common: their secrets, their work, and their end."""

    def __init__(self, window: "MainWindow", dialog: "PlaceDialog") -> None:
        super().__init__(window)
        assert window.document is not None  # noqa: S101 – commands come from a filled window
        self.window, self.document = window, window.document
        self.desk = self.document.secrets
        self._place_dialog = dialog
        self._comparer = Comparer()
        self._tasks = Tasks(dialog, waits_for_people=True)
        self._last: Task | None = None

    @property
    def source(self) -> ExportSource:
        """What is exported."""
        product, place = self.document.state.product, self.desk.held.place
        return ExportSource(product.stack, self.document.path, place)

    def begin(self) -> None:
        """Show the dialog."""
        dialog = self._place_dialog
        dialog.asked_anew.connect(self._forget)
        dialog.look_wanted.connect(self.look)
        dialog.write_wanted.connect(self.write)
        dialog.path_chosen.connect(self._go_to)
        dialog.save_wanted.connect(self.window.files.save)
        self.desk.changed.connect(self._look_again)
        self.desk.failed.connect(self._show_failed)
        dialog.finished.connect(self._end)
        dialog.open()
        dialog.look()

    def look(self, place: "Path") -> None:
        """Look at a place; the dialog shows what is found."""
        raise NotImplementedError

    def write(self, place: "Path") -> None:
        """Write there; the dialog shows how it went."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether it is known where secrets are kept; else the dialog tells, or looks again."""
        trouble = self.desk.held.trouble
        if trouble is not None and needed_secrets(self.document.state.product.stack):
            dialog, is_unsaved = self._place_dialog, isinstance(trouble, NoPlaceYet)
            show = dialog.show_no_place if is_unsaved else dialog.show_refusal
            show(trouble)
            return False
        if self.desk.held.place is None and self.desk.uses:
            if not self.desk.held.is_asked:
                self.desk.look()  # tells when it knows, and then this looks again
            return False
        return True

    def look_and_compare(
        self,
        foreseeing: "Generator[Progress, None, _Foreseen]",
        show: "Callable[[_Foreseen, Comparison | None], object]",
    ) -> None:
        """Show what would be written, and what differs from what is there."""
        saved, state = self.document.saved_product, self.document.state
        comparer = self._comparer

        def looked() -> "Generator[Progress, None, tuple[_Foreseen, Comparison | None]]":
            found = yield from foreseeing
            there = found.there
            return found, None if there is None else comparer.with_folder(saved, state, there)

        self.run(looked(), lambda both: show(*both))

    def run(self, work: Work, then: "Callable[[Any], object]") -> None:
        """Do a piece of work; what is shown is only that of the last."""
        task = self._last = self._tasks.run(work)
        task.progressed.connect(
            lambda news: self._hear(task, self._place_dialog.show_progress, news)
        )
        task.succeeded.connect(lambda result: self._hear(task, then, result))
        task.failed.connect(lambda error: self._hear(task, self._show_failed, error))

    # Inside

    def _go_to(self, path: "SpecPath") -> None:
        """Leave the dialog for the field that a difference comes from."""
        self._place_dialog.reject()
        self.window.go_to(path)

    def _forget(self) -> None:
        self._last = None

    def _look_again(self) -> None:
        """Look anew when the store of secrets has told something, unless all is written."""
        if not self.desk.held.is_asked and self._place_dialog.write.isVisible():
            self._place_dialog.look_again()

    def _hear(self, task: Task, then: "Callable[[Any], object]", news: object) -> None:
        if task is self._last:
            then(news)

    def _show_failed(self, error: Exception) -> None:
        if not isinstance(error, OpenPalmError):
            raise error
        self._place_dialog.show_refusal(error)

    def _end(self) -> None:
        self.desk.changed.disconnect(self._look_again)
        self.desk.failed.disconnect(self._show_failed)
        self._last = None
        self._tasks.close()
        self._place_dialog.deleteLater()
        self.deleteLater()

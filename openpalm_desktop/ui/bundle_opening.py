"""Opening a bundle: checked, asked about, laid out, and its stack made the current one."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from openpalm_desktop.deploy.age_file import Opener, identities
from openpalm_desktop.deploy.bundle_opening import (
    LaidOut,
    ReadBundle,
    before_its_history,
    lay_out,
    read_bundle,
)
from openpalm_desktop.deploy.files import read_file
from openpalm_desktop.deploy.opening import Opened, Opening
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.workshop import Product
from openpalm_desktop.model.kept_text import KeptText

from . import messages
from .bundle_opening_dialog import BundleOpeningDialog

if TYPE_CHECKING:
    from .main_window import MainWindow
    from .tasks import Task


class BundleOpening(QObject):
    """One bundle on its way into the window."""

    def __init__(self, window: "MainWindow", path: Path) -> None:
        super().__init__(window)
        assert window.document is not None  # noqa: S101 – commands come from a filled window
        self._window, self._document = window, window.document
        self._left = window.files.left
        self._laying: Task | None = None
        task = self._document.tasks.run(read_bundle(path))
        task.succeeded.connect(self._ask)
        task.failed.connect(self._give_up)

    # Inside

    def _ask(self, bundle: ReadBundle) -> None:
        dialog = BundleOpeningDialog(self._window, bundle)
        dialog.lay_out_wanted.connect(lambda: self._lay_out(bundle, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.rejected.connect(self._leave_it)
        dialog.open()

    def _leave_it(self) -> None:
        """Lay out no more, and hear no more of it."""
        if self._laying is not None:
            self._laying.cancel()
            self._laying = None
        self.deleteLater()

    def _lay_out(self, bundle: ReadBundle, dialog: BundleOpeningDialog) -> None:
        try:
            opener = _opener(bundle, dialog)
        except OpenPalmError as error:
            dialog.show_refusal(error)
            return
        place = dialog.secret_place
        work = lay_out(bundle, dialog.chosen_folder, opener, place)
        task = self._laying = self._document.tasks.run(work)
        task.succeeded.connect(lambda laid: self._show_laid_out(task, dialog, laid))
        task.failed.connect(lambda error: self._show_failed(task, dialog, error))

    def _show_laid_out(self, task: "Task", dialog: BundleOpeningDialog, laid: LaidOut) -> None:
        if task is not self._laying:
            return
        if laid.secrets:
            self._window.settings.keep_secret_place(laid.spec, str(dialog.secret_place))
        dialog.accept()
        if not laid.bundle.steps:
            self._window.files.open_instead(laid.spec, self._left)
            self.deleteLater()
            return
        ends = self._document.tasks.run(_ends_of_its_history(laid.bundle))
        ends.succeeded.connect(lambda both: self._show_with_history(laid, *both))
        ends.failed.connect(self._give_up)

    def _show_with_history(self, laid: LaidOut, first: Opening, last: Product) -> None:
        document, steps = self._document, laid.bundle.steps
        spec = steps[-1].after.spec
        opened = Opened(spec, KeptText(spec, laid.bundle.text), laid.spec, laid.stamp)
        self._window.settings.add_recent_file(laid.spec)
        self._window.files.take_place_of(
            self._left, lambda: document.show_history(first, steps, opened, last)
        )
        self.deleteLater()

    def _show_failed(self, task: "Task", dialog: BundleOpeningDialog, error: BaseException) -> None:
        if task is not self._laying:
            return
        if not isinstance(error, OpenPalmError):
            raise error
        dialog.show_refusal(error)

    def _give_up(self, error: BaseException) -> None:
        self.deleteLater()
        messages.show_failure(self._window, error)


def _ends_of_its_history(
    bundle: ReadBundle,
) -> Generator[Progress, None, tuple[Opening, Product]]:
    """Return the stack before the first edit, and what follows from it after the last."""
    first = yield from before_its_history(bundle)
    return first, first.workshop.make(bundle.steps[-1].after.spec)


def _opener(bundle: ReadBundle, dialog: BundleOpeningDialog) -> Opener | None:
    """Return what opens the secrets; nothing where nothing was given."""
    if not bundle.locked:
        return None
    if bundle.is_for_passphrase:
        return dialog.secret_passphrase
    if dialog.key_file is None:
        return None
    text = read_file(dialog.key_file)[0].decode("utf-8", "replace")
    return identities(text, dialog.key_file.name)

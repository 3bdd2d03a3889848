"""Export and bundle: what happens between the window, the stack and the disk."""

from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.secret_values import new_value, recipe_for
from openpalm_desktop.deploy.stack_export import Exported, export, foresee
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.checks.secrets import MISSING

from . import messages
from .bundle_export import BundleExport
from .export_dialog import ExportDialog
from .exporting import Exporting
from .navigation import Section
from .words import counted, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from .main_window import MainWindow


def export_folder(window: "MainWindow") -> None:
    """Ask for a folder and write the stack's files into it."""
    _once_settled(window, lambda: FolderExport(window).begin())


def export_bundle(window: "MainWindow") -> None:
    """Ask for a file and write an archive for a server."""
    _once_settled(window, lambda: BundleExport(window).begin())


class FolderExport(Exporting):
    """Lets the dialog look, write and fill in secrets."""

    def __init__(self, window: "MainWindow") -> None:
        assert window.document is not None  # noqa: S101 – commands come from a filled window
        issuer_of = window.document.secrets.issuer_of
        self.dialog = ExportDialog(window, _folder(window), issuer_of)
        super().__init__(window, self.dialog)
        self.dialog.values_wanted.connect(self._generate)
        self.dialog.secrets_wanted.connect(self._go_to_secrets)

    def look(self, place: Path) -> None:
        """Look into the folder."""
        if self.is_ready():
            self.look_and_compare(foresee(self.source, place), self.dialog.show_foreseen)

    def write(self, place: Path) -> None:
        """Write the folder."""
        self.run(export(self.source, place), self._show_written)

    # Inside

    def _show_written(self, done: Exported) -> None:
        if self.document.path is not None:
            self.window.settings.keep_compared_folder(self.document.path, done.path)
        self.dialog.show_written(done)

    def _generate(self, names: tuple[str, ...]) -> None:
        values = {name: new_value(recipe_for(name)) for name in names}
        self.desk.keep(values, is_generated=True)

    def _go_to_secrets(self) -> None:
        self.dialog.reject()
        self.window.show_section(Section.SECRETS)


def _folder(window: "MainWindow") -> Path:
    """Return the folder of the last export, or one beside the stack's file."""
    document = window.document
    assert document is not None  # noqa: S101 – commands come from a filled window
    if document.path is None:
        return Path.home() / document.state.spec.project_name
    remembered = window.settings.compared_folder(document.path)
    return remembered or document.path.parent / document.state.spec.project_name


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

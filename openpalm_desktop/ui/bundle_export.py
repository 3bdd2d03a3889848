"""Making a bundle: what its dialog asks for, looked at and written."""

from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.age_file import ForPassphrase, Lock, NoSuchKey, for_keys
from openpalm_desktop.deploy.bundle_making import Wish, foresee_bundle, make_bundle
from openpalm_desktop.generate.locked_secrets import stand_in
from openpalm_desktop.generate.server_bundle import Extras
from openpalm_desktop.model.secret_uses import needed_secrets

from .bundle_dialog import BundleDialog
from .exporting import Exporting

if TYPE_CHECKING:
    from .main_window import MainWindow

_ENDING = ".tar.gz"


class BundleExport(Exporting):
    """Lets the dialog look at the archive that is there, and write another one."""

    def __init__(self, window: "MainWindow") -> None:
        document = window.document
        assert document is not None  # noqa: S101 – commands come from a filled window
        folder = document.path.parent if document.path else Path.home()
        self.dialog = BundleDialog(
            window,
            folder / f"{document.state.spec.project_name}{_ENDING}",
            has_secrets=bool(needed_secrets(document.state.product.stack)),
            steps=len(document.steps),
        )
        super().__init__(window, self.dialog)

    def look(self, place: Path) -> None:
        """Look at the archive that is there."""
        asks_for_values = self.dialog.with_secrets or self.dialog.history.isChecked()
        if asks_for_values and not self.is_ready():  # a history must not tell a value
            return
        try:
            self._lock()
        except NoSuchKey as error:
            self.dialog.show_refusal(error)
            return
        base = self.document.state.version.base
        foreseeing = foresee_bundle(self.source, base, place, self._asked())
        self.look_and_compare(foreseeing, self.dialog.show_foreseen)

    def write(self, place: Path) -> None:
        """Write the archive."""
        steps = self.document.steps if self.dialog.history.isChecked() else ()
        base = self.document.state.version.base
        wish = Wish(self._lock(), steps)
        self.run(make_bundle(self.source, base, place, wish), self.dialog.show_written)

    # Inside

    def _asked(self) -> Extras:
        """Return what stands for the secrets while nothing is locked yet."""
        by_passphrase = self.dialog.for_passphrase.isChecked()
        return Extras(stand_in(for_passphrase=by_passphrase) if self.dialog.with_secrets else b"")

    def _lock(self) -> Lock | None:
        if self.dialog.for_keys.isChecked():
            return for_keys(self.dialog.key_lines)
        if self.dialog.for_passphrase.isChecked():
            return ForPassphrase(self.dialog.secret_passphrase)
        return None

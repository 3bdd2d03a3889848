"""Export the folder: where to, what it would change, what is missing, and what to do afterwards."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from openpalm_desktop.deploy.stack_export import Exported, Foreseen, start_command
from openpalm_desktop.model.secret_issuers import issuer_of

from .dialog_parts import row
from .place_dialog import PlaceDialog
from .theme import code_font
from .words import counted, tr

if TYPE_CHECKING:
    from .comparison import Comparison

_SHOWN_NAMES = 6


class ExportDialog(PlaceDialog):
    """Asks for a folder and shows what becomes of it."""

    values_wanted = Signal(object)
    secrets_wanted = Signal()

    def __init__(
        self, parent: QWidget, folder: Path, issuer_of: Callable[[str], str] = issuer_of
    ) -> None:
        lead = tr(
            "Everything the stack needs to run, in one folder: docker-compose.yml, the"
            " Caddyfile, env files and automations. It needs nothing but Docker. The env files"
            " hold the values of your secrets; nobody else on this computer can read them."
        )
        super().__init__(parent, tr("Export the folder"), lead, folder)
        self._issuer_of = issuer_of
        self._makeable: tuple[str, ...] = ()
        self.name.setText(tr("Folder"))
        self.line.setAccessibleName(tr("Folder"))
        self.command = QLineEdit(self)
        self.command.setReadOnly(True)
        self.command.setFont(code_font())
        self.command.setAccessibleName(tr("Command"))
        self.copy = QPushButton(tr("Copy"), self)
        self.generate = QPushButton(tr("Generate them"), self)
        self.secrets = QPushButton(tr("Go to Secrets"), self)
        self.results.addLayout(row(self.command, self.copy))
        for place, button in enumerate((self.generate, self.secrets)):
            self.offers.insertWidget(place, button)
        self.offers.addStretch()
        self.copy.clicked.connect(self._copy_command)
        self.generate.clicked.connect(lambda: self.values_wanted.emit(self._makeable))
        self.secrets.clicked.connect(self.secrets_wanted)
        self.begin(tr("Export"))

    @property
    def help_page(self) -> tuple[str, str]:
        """Where the documentation tells of this: a page, and a heading in it."""
        return "window.md", "export-ctrle"

    def show_foreseen(self, found: Foreseen, comparison: "Comparison | None") -> None:
        """Say what writing the folder would change, or which secrets have no value yet."""
        if found.missing:
            self._show_missing(found.missing)
        elif not found.changes:
            self.say(tr("The folder is up to date."), tr("This starts the stack:"))
            self._show_start(found.folder)
        elif found.there is not None:
            count = counted(len(found.changes), "file differs", "files differ")
            self.say(
                tr("This folder is an export already: {}.").format(count),
                tr("What the export did not write stays as it is."),
            )
            self.show_changes(found.changes, comparison)
        else:
            count = counted(found.files, "file", "files")
            self.say(
                tr("{} will be written.").format(count),
                tr("What is in the folder already stays as it is."),
            )
            self.show_changes(found.changes)
        if found.changes:
            self.offer_to_write(replaces=found.there is not None)

    def show_written(self, done: Exported) -> None:
        """Say what was written, and how the stack is started."""
        count = counted(done.changed, "file written or removed", "files written or removed")
        self.say(tr("The folder is there: {}.").format(count), tr("This starts the stack:"))
        self._show_start(done.path)
        self.show_done(done.path)

    def parts_of_words(self) -> Sequence[QWidget]:
        """Return what belongs to some of what is said, and is hidden by all else."""
        return *super().parts_of_words(), self.command, self.generate, self.secrets, self.copy

    def ask_for_place(self) -> str:
        """Ask for another folder, beginning at the nearest one that is there."""
        start = self.place
        while not start.is_dir() and start != start.parent:
            start = start.parent
        return QFileDialog.getExistingDirectory(self, tr("Export the folder"), str(start))

    # Inside

    def _show_missing(self, names: tuple[str, ...]) -> None:
        shown = ", ".join(names[:_SHOWN_NAMES])
        more = len(names) - _SHOWN_NAMES
        said = tr("{} and {} more").format(shown, more) if more > 0 else shown
        count = counted(len(names), "secret has no value yet", "secrets have no value yet")
        self._makeable = tuple(name for name in names if not self._issuer_of(name))
        made = tr("Passwords that only this stack uses can be made up for you.")
        given = tr("What another service gives out, such as a bot’s token, is set under Secrets.")
        hints = [made] if self._makeable else []
        hints += [given] if len(self._makeable) < len(names) else []
        self.say(tr("{}: {}").format(count, said), " ".join(hints))
        self.generate.setVisible(bool(self._makeable))
        self.secrets.show()

    def _show_start(self, folder: Path) -> None:
        """Show the command that starts what is in a folder."""
        self._written = folder
        self.command.setText(start_command(folder))
        self.command.setCursorPosition(0)
        self.copy.setText(tr("Copy"))
        self.command.show()
        self.copy.show()
        self.open_folder.show()

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())
        self.copy.setText(tr("Copied"))

"""Make a bundle: where to, with or without secrets and history, and what it would replace."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.archive_names import is_archive
from openpalm_desktop.deploy.bundle_making import ForeseenBundle
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.deploy.stack_export import Exported

from .dialog_parts import label, row
from .place_dialog import PlaceDialog
from .theme import code_font
from .words import counted, tr

if TYPE_CHECKING:
    from .comparison import Comparison

_INDENT, _KEYS_HEIGHT = 22, 52


class BundleDialog(PlaceDialog):
    """Asks for a file, and what is in it beside the stack; secrets are left out by default."""

    def __init__(self, parent: QWidget, file: Path, *, has_secrets: bool, steps: int) -> None:
        lead = tr(
            "The whole stack in one archive for a server, with scripts that start, update and stop"
            " it. The server needs nothing but Docker with Docker Compose."
        )
        super().__init__(parent, tr("Make a bundle"), lead, file)
        self.name.setText(tr("Archive"))
        self.line.setAccessibleName(tr("Archive"))
        self.left_out = QRadioButton(tr("Leave the secrets out: they are filled in there"), self)
        self.for_keys = QRadioButton(tr("Put the secrets in, locked for keys"), self)
        self.for_passphrase = QRadioButton(tr("Put them in, locked with a passphrase"), self)
        self.keys = QPlainTextEdit(self)
        self.passphrase, self.again = QLineEdit(self), QLineEdit(self)
        self.history = QCheckBox(tr("With the history of edits ({})").format(_steps(steps)), self)
        self.history.setVisible(bool(steps))
        self._lay_out_locks(is_shown=has_secrets)
        self._lay_out_history()
        self.begin(tr("Make it"))

    @property
    def with_secrets(self) -> bool:
        """Whether secrets go along."""
        return not self.left_out.isChecked()

    @property
    def key_lines(self) -> tuple[str, ...]:
        """The public keys that were given, a line each."""
        return tuple(self.keys.toPlainText().splitlines())

    @property
    def secret_passphrase(self) -> SecretValue:
        """The passphrase that was typed."""
        return SecretValue(self.passphrase.text())

    @property
    def complaint(self) -> tuple[str, str] | None:
        """What is missing before anything can be looked at, and what to do."""
        if not is_archive(self.line.text().strip()):
            return self.no_place, tr("Its name ends in .tar.gz or .zip.")
        missing = super().complaint
        if missing is not None:
            return missing
        if self.for_keys.isChecked() and not self.keys.toPlainText().strip():
            sentence = tr("Give the public keys of those who may open the secrets.")
            return sentence, tr("One a line: age1…, ssh-ed25519 … or ssh-rsa ….")
        if self.for_passphrase.isChecked() and self.passphrase.text() != self.again.text():
            return tr("The passphrase is not the same twice yet."), ""
        if self.for_passphrase.isChecked() and not self.passphrase.text():
            return tr("Type a passphrase, twice."), tr("Whoever has it can open the secrets.")
        return None

    @property
    def no_place(self) -> str:
        """What to say where there is no place yet."""
        return tr("Choose a file for the archive.")

    @property
    def help_page(self) -> tuple[str, str]:
        """Where the documentation tells of this: a page, and a heading in it."""
        return "bundle.md", "secrets-in-it" if self.with_secrets else ""

    @property
    def waiting(self) -> str:
        """What to say while the place is being looked at."""
        return tr("Looking at what is there…")

    def show_foreseen(self, found: ForeseenBundle, comparison: "Comparison | None") -> None:
        """Say what writing the bundle would change, or which secrets have no value yet."""
        if found.missing:
            count = counted(
                len(found.missing), "secret has no value yet", "secrets have no value yet"
            )
            self.say(
                tr("{}: {}").format(count, ", ".join(found.missing)),
                tr("Set them under Secrets first, or leave the secrets out."),
            )
            return
        if found.there is None:
            files = counted(found.files, "file", "files")
            self.say(tr("An archive with {} will be written.").format(files))
            self.show_changes(found.changes)
        elif not found.changes:
            self.say(tr("This bundle is there already, with the same files."), self._locked_anew())
        else:
            count = counted(len(found.changes), "file differs", "files differ")
            self.say(
                tr("A bundle is there already, which is replaced: {}.").format(count),
                self._locked_anew(),
            )
            self.show_changes(found.changes, comparison)
        self.offer_to_write(replaces=found.there is not None)

    def show_written(self, done: Exported) -> None:
        """Say what was written, and what to do with it."""
        files = counted(done.files, "file", "files")
        opened = tr(
            "Copy it to the server and unpack it there. It holds no secret: README.md in it says"
            " where to fill in the values and how to start."
        )
        locked = tr(
            "Copy it to the server and unpack it there. Its secrets are locked: ./unlock opens"
            " them, with the program age; README.md in it says how."
        )
        self.say(
            tr("{} is there, with {}.").format(done.path.name, files),
            locked if self.with_secrets else opened,
        )
        self.show_done(done.path)
        self.passphrase.clear()
        self.again.clear()
        self._choices.hide()
        self.history.hide()

    def ask_for_place(self) -> str:
        """Ask for another file; that it is there already is told here, with what differs."""
        return QFileDialog.getSaveFileName(
            self,
            tr("Make a bundle"),
            str(self.place),
            tr("Archives (*.tar.gz *.zip)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )[0]

    # Inside

    def _locked_anew(self) -> str:
        if not self.with_secrets:
            return ""
        return tr("Locked secrets have other bytes each time, so they are not compared.")

    def _lay_out_locks(self, *, is_shown: bool) -> None:
        self._choices = QWidget(self)
        self._choices.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(self._choices)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.setSpacing(6)
        group = QButtonGroup(self)
        self.left_out.setChecked(True)
        for button in (self.left_out, self.for_keys, self.for_passphrase):
            group.addButton(button)
            button.toggled.connect(self._show_choice)
        self.keys.setProperty("role", "field")
        self.keys.setFont(code_font())
        self.keys.setFixedHeight(_KEYS_HEIGHT)
        self.keys.setTabChangesFocus(True)
        self.keys.setAccessibleName(tr("Public keys, one a line"))
        self.keys.setPlaceholderText(tr("Public keys, one a line: age1… or ssh-ed25519 …"))
        self.keys.textChanged.connect(self.look_soon)
        for line, name in ((self.passphrase, tr("Passphrase")), (self.again, tr("Once more"))):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setAccessibleName(name)
            line.setPlaceholderText(name)
            line.textEdited.connect(lambda _: self.look_soon())
        phrases = row(self.passphrase, self.again)
        phrases.setContentsMargins(_INDENT, 0, 0, 0)
        keys = QVBoxLayout()
        keys.setContentsMargins(_INDENT, 0, 0, 0)
        keys.addWidget(self.keys)
        inside.addWidget(self.left_out)
        inside.addWidget(self.for_keys)
        inside.addLayout(keys)
        inside.addWidget(self.for_passphrase)
        inside.addLayout(phrases)
        self._choices.setVisible(is_shown)
        self.options.addWidget(self._choices)
        self._show_fields()

    def _lay_out_history(self) -> None:
        self._warning = label("help", self)
        self._warning.setText(
            tr(
                "What once stood in the stack is in it, also what you have removed since. No value"
                " of a secret goes along."
            )
        )
        self._warning.setContentsMargins(_INDENT, 0, 0, 0)
        self._warning.hide()
        self.history.toggled.connect(self._warning.setVisible)
        self.history.toggled.connect(lambda _: self.look_soon())
        self.options.addSpacing(2)
        self.options.addWidget(self.history)
        self.options.addWidget(self._warning)

    def _show_choice(self, is_chosen: bool) -> None:  # noqa: FBT001 – a slot
        if is_chosen:
            self._show_fields()
            self.look()

    def _show_fields(self) -> None:
        self.keys.setVisible(self.for_keys.isChecked())
        self.passphrase.setVisible(self.for_passphrase.isChecked())
        self.again.setVisible(self.for_passphrase.isChecked())


def _steps(count: int) -> str:
    return counted(count, "step", "steps")

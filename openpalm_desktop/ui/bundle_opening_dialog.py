"""Open a bundle: where its stack goes, and what opens its secrets."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from openpalm_desktop.deploy.secret_places import KEYRING, SecretPlace
from openpalm_desktop.deploy.secret_store import BESIDE_THE_SPEC, SecretValue

from .dialog_parts import label, row
from .fields_dialog import FieldsDialog
from .help_commands import show_page
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.bundle_opening import ReadBundle
    from openpalm_desktop.errors import OpenPalmError

_WIDTH = 560


class BundleOpeningDialog(FieldsDialog):
    """Asks what is needed to lay a bundle's stack out; stays open while that is refused."""

    lay_out_wanted = Signal()

    def __init__(self, parent: QWidget, bundle: "ReadBundle") -> None:
        sentence = tr("{} is as it was written. It holds the stack “{}”.")
        super().__init__(
            parent,
            tr("Open a bundle"),
            sentence.format(bundle.path.name, bundle.project),
            tr("Open it"),
        )
        self.setMinimumWidth(_WIDTH)
        self._bundle = bundle
        self.folder = QLineEdit(str(bundle.path.parent / bundle.project), self)
        self.choose_folder = QPushButton(tr("Choose…"), self)
        self.choose_folder.setAccessibleName(tr("Choose the folder"))
        self.choose_folder.clicked.connect(self._choose_folder)
        self.key = QLineEdit(self)
        self.key.setPlaceholderText(tr("~/.ssh/id_ed25519, or what age-keygen wrote"))
        self.choose_key = QPushButton(tr("Choose…"), self)
        self.choose_key.setAccessibleName(tr("Choose the key"))
        self.choose_key.clicked.connect(self._choose_key)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.place = QComboBox(self)
        self.place.addItem(tr("In a secrets.env beside the stack"))
        self.place.addItem(tr("In this computer’s keyring"))
        self._secrets = self._secrets_part()
        self._lay_out()
        self.help = QPushButton(tr("Help"), self)
        self.help.setProperty("role", "quiet")
        self.help.setAutoDefault(False)
        self.help.clicked.connect(lambda: show_page(self, "bundle.md", "back-from-a-bundle"))
        self.buttons.insertWidget(0, self.help)
        self.folder.setFocus()

    @property
    def chosen_folder(self) -> Path:
        """The folder that the stack is laid out in."""
        return Path(self.folder.text().strip()).expanduser()

    @property
    def key_file(self) -> Path | None:
        """The file of the key that opens the secrets, if one is named."""
        said = self.key.text().strip()
        return Path(said).expanduser() if said else None

    @property
    def secret_passphrase(self) -> SecretValue | None:
        """The passphrase that was typed, if any."""
        return SecretValue(self.passphrase.text()) if self.passphrase.text() else None

    @property
    def secret_place(self) -> SecretPlace:
        """Where the secrets are kept from now on."""
        is_keyring = self.place.currentIndex() == 1
        return KEYRING if is_keyring else SecretPlace(self.chosen_folder / BESIDE_THE_SPEC)

    def show_refusal(self, error: "OpenPalmError") -> None:
        """Say why it could not be laid out; nothing was, and another try is open."""
        from openpalm_desktop.deploy.age_file import StaysLocked  # noqa: PLC0415 – read when it is wanted

        self._complain(f"{error.sentence} {error.hint}".strip())
        self.action.setEnabled(True)
        if isinstance(error, StaysLocked):
            line = self.passphrase if self._bundle.is_for_passphrase else self.key
            line.setFocus()
            line.selectAll()

    def act(self) -> None:
        """Let the stack be laid out, if it is said where."""
        if not self.folder.text().strip() or not self.chosen_folder.is_absolute():
            self._complain(tr("Choose a folder. Its whole path is needed, from the top."))
            return
        self._show_note(tr("Laying the stack out…"), "help")
        self.action.setEnabled(False)
        self.lay_out_wanted.emit()

    # Inside

    def _complain(self, text: str) -> None:
        self._show_note(text, "error")

    def _show_note(self, text: str, role: str) -> None:
        self.note.setProperty("role", role)
        self.note.style().polish(self.note)
        self.note.setText(text)

    def _lay_out(self) -> None:
        self.add_label(tr("Folder for the stack"), self.folder)
        self.fields.addLayout(row(self.folder, self.choose_folder))
        self.fields.addWidget(self._secrets)
        for text in self._notes():
            note = label("help", self)
            note.setText(text)
            self.fields.addWidget(note)
        for button in (self.choose_folder, self.choose_key):
            button.setAutoDefault(False)

    def _secrets_part(self) -> QWidget:
        part = QWidget(self)
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        is_typed = self._bundle.is_for_passphrase
        titled = (
            (tr("Passphrase of its secrets"), self.passphrase, row(self.passphrase))
            if is_typed
            else (tr("Key to its secrets"), self.key, row(self.key, self.choose_key))
        )
        for title, field, fields in (
            titled,
            (tr("Keep the secrets"), self.place, row(self.place)),
        ):
            name = label("label", part)
            name.setText(title)
            name.setBuddy(field)
            field.setAccessibleName(title)
            layout.addWidget(name)
            layout.addLayout(fields)
        for hidden in (self.key, self.choose_key) if is_typed else (self.passphrase,):
            hidden.hide()
        part.setVisible(bool(self._bundle.locked))
        return part

    def _notes(self) -> tuple[str, ...]:
        """Return what else is to be said of what is in the bundle."""
        notes = []
        names = self._bundle.secret_names
        if self._bundle.locked:
            notes.append(
                tr("Without the passphrase the stack is opened all the same, with no values.")
                if self._bundle.is_for_passphrase
                else tr("Without the key the stack is opened all the same, with no values.")
            )
        elif names:
            count = counted(len(names), "secret needs a value", "secrets need a value")
            notes.append(tr("It holds no values: {} afterwards.").format(count))
        if self._bundle.steps:
            steps = counted(len(self._bundle.steps), "step", "steps")
            notes.append(tr("Its history of edits comes back, with {} to undo.").format(steps))
        return tuple(notes)

    def _choose_folder(self) -> None:
        start = self.chosen_folder.parent
        title = tr("Folder for the stack")
        chosen = QFileDialog.getExistingDirectory(self, title, str(start))
        if chosen:
            self.folder.setText(chosen)

    def _choose_key(self) -> None:
        start = Path.home() / ".ssh"
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Key to its secrets"), str(start))
        if chosen:
            self.key.setText(chosen)

"""Export the folder: where to, what it would change, what is missing, and what to do afterwards."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.stack_export import Exported, Foreseen, start_command
from openpalm_desktop.errors import OpenPalmError

from .export_changes import ExportChanges
from .theme import code_font
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.progress import Progress

_WIDTH, _HEIGHT, _PAUSE_MS = 640, 470, 250
_SHOWN_NAMES = 6


class ExportDialog(QDialog):
    """Asks for a folder and shows what becomes of it; work is wanted by signals and shown here."""

    look_wanted = Signal(object)
    write_wanted = Signal(object)
    values_wanted = Signal(object)
    secrets_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export the folder"))
        self.setMinimumSize(_WIDTH, _HEIGHT)  # the same for all it says: nothing jumps
        self._missing: tuple[str, ...] = ()
        self._written: Path | None = None
        self.line = QLineEdit(str(folder), self)
        self.line.setAccessibleName(tr("Folder"))
        self.choose = QPushButton(tr("Choose…"), self)
        self.words, self.hint = _label("strong", self), _label("muted", self)
        self.changes = ExportChanges(self)
        self.command = QLineEdit(self)
        self.command.setReadOnly(True)
        self.command.setFont(code_font())
        self.command.setAccessibleName(tr("Command"))
        self.copy = QPushButton(tr("Copy"), self)
        self.generate = QPushButton(tr("Generate them"), self)
        self.secrets = QPushButton(tr("Go to Secrets"), self)
        self.save = QPushButton(tr("Save the stack…"), self)
        self.open_folder = QPushButton(tr("Open the folder"), self)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.write = QPushButton(tr("Export"), self)
        self.write.setProperty("role", "primary")
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.write.setDefault(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.look)
        self._connect()
        self._lay_out()
        self.line.setFocus()
        self.show_waiting(tr("Looking into the folder…"))

    @property
    def folder(self) -> Path:
        """The folder that is written to."""
        return Path(self.line.text().strip()).expanduser()

    def look(self) -> None:
        """Have the folder looked into."""
        self._soon.stop()
        if not self.line.text().strip() or not self.folder.is_absolute():
            self._say(tr("Choose a folder."), tr("Its whole path is needed, from the top."))
        else:
            self.show_waiting(tr("Looking into the folder…"))
            self.look_wanted.emit(self.folder)

    def show_waiting(self, text: str) -> None:
        """Say what is being done."""
        self._say(text)

    def show_progress(self, progress: "Progress") -> None:
        """Say how far the work is."""
        self._say(f"{progress.sentence}…")

    def show_refusal(self, error: OpenPalmError) -> None:
        """Say why the folder cannot be written."""
        self._say(error.sentence, error.hint)

    def show_no_place(self, error: OpenPalmError) -> None:
        """Say that there is no place for secrets before the stack is saved."""
        self._say(error.sentence, error.hint)
        self.save.show()

    def show_foreseen(self, found: Foreseen) -> None:
        """Say what writing the folder would change, or which secrets have no value yet."""
        self._missing = found.missing
        if found.missing:
            self._show_missing(found.missing)
        elif not found.changes:
            self._say(tr("The folder is up to date."), tr("This starts the stack:"))
            self._show_start(found.folder)
        elif found.is_export:
            count = counted(len(found.changes), "file differs", "files differ")
            self._say(
                tr("This folder is an export already: {}.").format(count),
                tr("What the export did not write stays as it is."),
            )
            self.changes.show_changes(found.changes)
        else:
            count = counted(found.files, "file", "files")
            self._say(
                tr("{} will be written.").format(count),
                tr("What is in the folder already stays as it is."),
            )
            self.changes.show_changes(found.changes)
        self.write.setEnabled(bool(found.changes))

    def show_written(self, done: Exported) -> None:
        """Say what was written, and how the stack is started."""
        count = counted(done.changed, "file written or removed", "files written or removed")
        self._say(tr("The folder is there: {}.").format(count), tr("This starts the stack:"))
        self.line.setEnabled(False)
        self.choose.setEnabled(False)
        self.write.hide()
        self._show_start(done.path)
        self.cancel.setText(tr("Close"))
        self.cancel.setDefault(True)
        self.cancel.setFocus()

    # Inside

    def _show_missing(self, names: tuple[str, ...]) -> None:
        shown = ", ".join(names[:_SHOWN_NAMES])
        more = len(names) - _SHOWN_NAMES
        said = tr("{} and {} more").format(shown, more) if more > 0 else shown
        count = counted(len(names), "secret has no value yet", "secrets have no value yet")
        self._say(
            tr("{}: {}").format(count, said),
            tr(
                "Passwords that only this stack uses can be made up for you. What another service"
                " gave you, such as a bot’s token, is set under Secrets."
            ),
        )
        self.generate.show()
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

    def _say(self, words: str, hint: str = "") -> None:
        """Show a sentence, and nothing that belonged to the one before."""
        self.words.setText(words)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.changes.hide()
        self.command.hide()
        for button in (self.generate, self.secrets, self.save, self.copy, self.open_folder):
            button.hide()
        self.write.setEnabled(False)
        self.setAccessibleDescription(f"{words} {hint}")

    def _choose(self) -> None:
        start = self.folder
        while not start.is_dir() and start != start.parent:
            start = start.parent
        name = QFileDialog.getExistingDirectory(self, tr("Export the folder"), str(start))
        if name:
            self.line.setText(name)
            self.look()

    def _start(self) -> None:
        self.show_waiting(tr("Writing…"))
        self.write_wanted.emit(self.folder)

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())
        self.copy.setText(tr("Copied"))

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _connect(self) -> None:
        self.line.textEdited.connect(lambda _: self._wait())
        self.choose.clicked.connect(self._choose)
        self.generate.clicked.connect(lambda: self.values_wanted.emit(self._missing))
        self.secrets.clicked.connect(self.secrets_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.write.clicked.connect(self._start)
        self.cancel.clicked.connect(self.reject)
        self.copy.clicked.connect(self._copy_command)
        self.open_folder.clicked.connect(self._open_folder)

    def _wait(self) -> None:
        """Look when the path is typed; until then nothing may be written."""
        self.write.setEnabled(False)
        self._soon.start()

    def _lay_out(self) -> None:
        title = _label("title", self)
        title.setText(tr("Export the folder"))
        lead = _label("muted", self)
        lead.setText(
            tr(
                "Everything the stack needs to run, in one folder: docker-compose.yml, the"
                " Caddyfile, env files and automations. It needs nothing but Docker. The env files"
                " hold the values of your secrets; nobody else on this computer can read them."
            )
        )
        name = _label("label", self)
        name.setText(tr("Folder"))
        name.setBuddy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(lead)
        layout.addSpacing(6)
        layout.addWidget(name)
        layout.addLayout(_row(self.line, self.choose))
        layout.addSpacing(6)
        layout.addWidget(self.words)
        layout.addWidget(self.hint)
        layout.addWidget(self.changes, 100)
        layout.addLayout(_row(self.command, self.copy))
        offers = _row(self.generate, self.secrets, self.save)
        offers.addStretch()
        layout.addLayout(offers)
        layout.addStretch()
        layout.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.open_folder, self.cancel, self.write):
            buttons.addWidget(button)
        layout.addLayout(buttons)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    return row


def _label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(role != "label")
    return label

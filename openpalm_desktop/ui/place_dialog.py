"""A dialog that writes to one place: where, what becomes of what is there, and what is said."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.export import Difference
from openpalm_desktop.errors import OpenPalmError

from .dialog_parts import label, row
from .export_changes import ExportChanges
from .help_commands import show_page
from .replacing import Replacing
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.progress import Progress

    from .comparison import Comparison

_WIDTH, _HEIGHT, _PAUSE_MS = 720, 700, 250


class PlaceDialog(QDialog):
    """Asks for a place and shows what becomes of it; work is wanted by signals and shown here."""

    look_wanted = Signal(object)
    path_chosen = Signal(object)
    asked_anew = Signal()  # what was wanted before is of no interest any more
    write_wanted = Signal(object)
    save_wanted = Signal()

    def __init__(self, parent: QWidget, title: str, lead: str, place: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(_WIDTH, _HEIGHT)  # the same for nearly all it says: nothing jumps
        self._written: Path | None = None
        self._is_looking = False
        self._is_agreed = False  # by Enter, while the place was still being looked at
        self.heading, self.lead = label("title", self), label("muted", self)
        self.heading.setText(title)
        self.lead.setText(lead)
        self.name = label("label", self)
        self.line = QLineEdit(str(place), self)
        self.choose = QPushButton(tr("Choose…"), self)
        self.words, self.hint = label("strong", self), label("muted", self)
        self.changes = ExportChanges(self)
        self.replacing = Replacing(self)
        self.save = QPushButton(tr("Save the stack…"), self)
        self.open_folder = QPushButton(tr("Open the folder"), self)
        self.help = QPushButton(tr("Help"), self)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.write = QPushButton(self)
        self.write.setProperty("role", "primary")
        self.options, self.results, self.offers = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.look)
        self._connect()
        self._lay_out()

    def begin(self, action: str) -> None:
        """Make Enter mean the action, now that all buttons are there, and wait for a look."""
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.write.setText(action)
        self.write.setDefault(True)
        self.line.setFocus()
        self.show_waiting()

    @property
    def place(self) -> Path:
        """The place that is written to."""
        return Path(self.line.text().strip()).expanduser()

    def look(self) -> None:
        """Have the place looked at; whatever was agreed to before was another one."""
        self._is_agreed = False
        self.look_again()

    def look_again(self) -> None:
        """Have the same place looked at once more, as it can tell something else by now."""
        self._is_agreed = self._is_agreed and self._is_looking
        self._soon.stop()
        self.asked_anew.emit()
        complaint = self.complaint
        if complaint is not None:
            self.say(*complaint)
        else:
            self.show_waiting()
            self.look_wanted.emit(self.place)

    @property
    def complaint(self) -> tuple[str, str] | None:
        """What is missing before anything can be looked at, and what to do."""
        if not self.line.text().strip() or not self.place.is_absolute():
            return self.no_place, tr("Its whole path is needed, from the top.")
        return None

    @property
    def help_page(self) -> tuple[str, str]:
        """Where the documentation tells of this: a page, and a heading in it."""
        raise NotImplementedError

    @property
    def no_place(self) -> str:
        """What to say where there is no place yet."""
        return tr("Choose a folder.")

    @property
    def waiting(self) -> str:
        """What to say while the place is being looked at."""
        return tr("Looking into the folder…")

    def show_waiting(self) -> None:
        """Say that the place is being looked at."""
        self._is_looking = True
        self._show_words(self.waiting)

    def show_progress(self, progress: "Progress") -> None:
        """Say how far the work is."""
        self._show_words(f"{progress.sentence}…")

    def offer_to_write(self, *, replaces: bool) -> None:
        """Let it be written; at once where that was agreed to and nothing there is replaced."""
        is_agreed, self._is_agreed = self._is_agreed, False
        self.write.setEnabled(True)
        if is_agreed and not replaces:
            self._start()

    def show_refusal(self, error: OpenPalmError) -> None:
        """Say why the place cannot be written."""
        self.say(error.sentence, error.hint)

    def show_no_place(self, error: OpenPalmError) -> None:
        """Say that there is no place for secrets before the stack is saved."""
        self.say(error.sentence, error.hint)
        self.save.show()

    def show_changes(
        self, changes: Sequence[Difference], comparison: "Comparison | None" = None
    ) -> None:
        """Show what would be written, or what would be replaced."""
        if comparison is not None and (comparison.files or comparison.changes):
            self.replacing.show_comparison(comparison, changes)
        else:
            self.changes.show_changes(changes)

    def say(self, words: str, hint: str = "") -> None:
        """Show what was found or is done, and nothing that belonged to what was said before."""
        self._is_looking = False
        self._show_words(words, hint)

    def parts_of_words(self) -> Sequence[QWidget]:
        """Return what belongs to some of what is said, and is hidden by all else."""
        return self.changes, self.replacing, self.save, self.open_folder

    def show_done(self, path: Path) -> None:
        """Leave nothing to do but to close."""
        self._written = path
        self.line.setEnabled(False)
        self.choose.setEnabled(False)
        self.write.hide()
        self.open_folder.show()
        self.cancel.setText(tr("Close"))
        self.cancel.setDefault(True)
        self.cancel.setFocus()

    def look_soon(self) -> None:
        """Look when the person has typed; until then nothing may be written."""
        self.asked_anew.emit()
        self._is_looking, self._is_agreed = True, False
        self.write.setEnabled(False)
        self._soon.start()

    def ask_for_place(self) -> str:
        """Ask for another place; nothing where the person chose none."""
        raise NotImplementedError

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remember an Enter that comes while the place is looked at."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or not self._is_looking:
            super().keyPressEvent(event)
            return
        if self._soon.isActive():
            self.look()
        self._is_agreed = self._is_looking

    # Inside

    def _show_words(self, words: str, hint: str = "") -> None:
        self.words.setText(words)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        for part in self.parts_of_words():
            part.hide()
        self.write.setEnabled(False)
        self.setAccessibleDescription(f"{words} {hint}")

    def _choose(self) -> None:
        name = self.ask_for_place()
        if name:
            self.line.setText(name)
            self.look()

    def _start(self) -> None:
        self.say(tr("Writing…"))
        self.write_wanted.emit(self.place)

    def _open_folder(self) -> None:
        if self._written is not None:
            folder = self._written if self._written.is_dir() else self._written.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _connect(self) -> None:
        self.line.textEdited.connect(lambda _: self.look_soon())
        self.choose.clicked.connect(self._choose)
        self.save.clicked.connect(self.save_wanted)
        self.write.clicked.connect(self._start)
        self.cancel.clicked.connect(self.reject)
        self.open_folder.clicked.connect(self._open_folder)
        self.help.setProperty("role", "quiet")
        self.help.clicked.connect(lambda: show_page(self, *self.help_page))
        self.replacing.words.chosen.connect(self.path_chosen)
        self.replacing.lines.chosen.connect(self.path_chosen)

    def _lay_out(self) -> None:
        self.name.setBuddy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(self.lead)
        layout.addSpacing(6)
        layout.addWidget(self.name)
        layout.addLayout(row(self.line, self.choose))
        layout.addLayout(self.options)
        layout.addSpacing(6)
        layout.addWidget(self.words)
        layout.addWidget(self.hint)
        layout.addWidget(self.changes, 100)
        layout.addWidget(self.replacing, 100)
        layout.addLayout(self.results)
        self.offers.addWidget(self.save)
        layout.addLayout(self.offers)
        layout.addStretch()
        layout.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.help)
        buttons.addStretch()
        for button in (self.open_folder, self.cancel, self.write):
            buttons.addWidget(button)
        layout.addLayout(buttons)

"""The differences of the generated files from the last save's, or from those in a folder."""

from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.folder_files import FolderFiles, read_folder
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError

from .change_words import ChangeWords
from .comparison import Comparer, Comparison, differs_much
from .difference_rows import rows_of
from .difference_view import DifferenceView
from .icons import icon
from .overview_facts import Facts, change_facts
from .theme import tokens
from .tool_button import tool_button
from .words import counted, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from .document import Document
    from .settings import Settings
    from .state import State
    from .tasks import Task, Work

_LONG_MS = 300  # from here on a person wonders, and is told
_FEW, _ALL = 4, 200
_MOST_HIGH = 190
_NOTHING = Comparison((), ())  # while nothing is known yet


class DifferencesPane(QFrame):
    """What changed, first in the stack's words, then file by file."""

    chosen = Signal(object)
    shut = Signal()

    def __init__(self, document: "Document", settings: "Settings", parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._document, self._settings = document, settings
        self._folder: FolderFiles | None = None
        self._wanted: FilePath | None = None
        self._task: Task | None = None
        self._telling: Task | None = None
        self._told: State | None = None
        self._comparer = Comparer()
        self._comparison = _NOTHING
        self._shows_all = False
        self._stack: FilePath | None = None
        self.back = QPushButton(tr("Files"), self)
        self.source = QComboBox(self)
        self.again = QPushButton(tr("Read again"), self)
        self._area = ChangeWords(_MOST_HIGH, self)
        self.words = self._area.card
        self.notes = QLabel(self)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.count = QLabel(self)
        self.split = QPushButton(tr("Side by side"), self)
        self.previous = tool_button(self, tr("Previous change (Shift+F4)"))
        self.next = tool_button(self, tr("Next change (F4)"))
        self.view = DifferenceView(self)
        self._room = QWidget(self)
        self._wait = QTimer(self)
        self._set_up()
        self._lay_out()
        self.show_theme()
        self._fill_source()

    def show_state(self) -> None:
        """Compare what the stack is now, if anybody looks."""
        if self._stack != self._document.path:
            self._fill_source()
        if self.isVisible():
            self._compare()

    def compare_with(self, folder: FilePath) -> None:
        """Read a folder and compare with it; it is remembered for this stack."""
        if self._document.path is not None:
            self._settings.keep_compared_folder(self._document.path, folder)
        self._wanted = folder
        self._fill_source()
        self._read()

    def go(self, step: int) -> None:
        """Go to the next change, or to the one before."""
        self.view.go(step)
        self.view.setFocus()

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        for button, picture in ((self.previous, "up"), (self.next, "down")):
            button.setIcon(icon(picture, tokens().muted))
        self.back.setIcon(icon("back", tokens().muted))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._compare()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut.emit()
        else:
            super().keyPressEvent(event)

    # Inside

    def _fill_source(self) -> None:
        """Offer the last save, the folder of this stack, and to choose another one."""
        path = self._document.path
        if path != self._stack:
            self._stop_reading()
            self._stack, self._folder, self._wanted = path, None, None
        remembered = self._settings.compared_folder(path) if path else None
        folder = self._wanted or remembered
        self.source.clear()
        saved = tr("the last save") if path else tr("the stack as it was opened")
        self.source.addItem(saved, None)
        if folder is not None:
            self.source.addItem(tr("the folder {}").format(folder.name or folder), str(folder))
            index = self.source.count() - 1
            self.source.setItemData(index, str(folder), Qt.ItemDataRole.ToolTipRole)
        self.source.addItem(tr("Choose a folder…"), "")
        self.source.setCurrentIndex(1 if self._wanted is not None else 0)
        self.again.setVisible(self._wanted is not None)

    def _choose_source(self, index: int) -> None:
        said = self.source.itemData(index)
        if said == "":
            start = str(self._wanted or (self._stack.parent if self._stack else ""))
            chosen = QFileDialog.getExistingDirectory(self, tr("Compare with a folder"), start)
            if chosen:
                self.compare_with(FilePath(chosen))
            else:
                self._fill_source()
        elif said is None:
            self._wanted = self._folder = None
            self.again.hide()
            self._stop_reading()
            self._compare()
        else:
            self.compare_with(FilePath(said))

    def _read(self) -> None:
        self._stop_reading()
        folder, files = self._wanted, self._document.state.files
        if folder is None:
            return
        self._folder = None
        task = self._document.tasks.run(read_folder(folder, tuple(files.files if files else ())))
        task.succeeded.connect(lambda read: self._take_in(task, read))
        task.failed.connect(lambda error: self._fail(task, error))
        self._task = task
        self._wait.start()
        self._show_comparison(_NOTHING)

    def _stop_reading(self) -> None:
        self._stop_telling()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._wait.stop()
        self.cancel.hide()

    def _take_in(self, task: "Task", read: FolderFiles) -> None:
        if task is self._task:
            self._stop_reading()
            self._folder = read
            self._compare()

    def _fail(self, task: "Task", error: BaseException) -> None:
        if task is not self._task:
            return
        self._stop_reading()
        if not isinstance(error, OpenPalmError):
            raise error
        self._show_comparison(_NOTHING)
        self.notes.setText(f"{error.sentence} {error.hint}".strip())
        self.notes.show()

    def _give_up(self) -> None:
        self._stop_reading()
        self._wanted = None
        self._fill_source()
        self._compare()

    def _compare(self) -> None:
        """Compare with what is wanted: at once, or beside the window where very much differs."""
        if self._task is not None or self._telling is not None or not self.isVisible():
            return
        if self._wanted is not None and self._folder is None:
            self._read()
            return
        saved, state, folder = self._document.saved_product, self._document.state, self._folder
        comparer = self._comparer
        self._told = state

        def compared() -> Comparison:
            if folder is None:
                return comparer.with_saved(saved, state)
            return comparer.with_folder(saved, state, folder)

        if not differs_much(saved, state, folder):
            self._show_comparison(compared())
            return
        task = self._telling = self._document.tasks.run(_telling(compared))
        task.succeeded.connect(lambda comparison: self._take_told(task, comparison))
        task.failed.connect(lambda error: self._take_told(task, error))
        self._wait.start()

    def _take_told(self, task: "Task", told: "Comparison | BaseException") -> None:
        """Show what was compared beside the window, and compare again what came meanwhile."""
        if task is not self._telling:
            return
        self._telling = None
        self._wait.stop()
        if isinstance(told, BaseException):
            raise told
        self._show_comparison(told)
        if self._told is not self._document.state:
            self._compare()

    def _stop_telling(self) -> None:
        """Let go of a comparison that is not wanted any more, and of who is at work with it."""
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
            self._comparer = Comparer()

    def _show_comparison(self, comparison: Comparison) -> None:
        is_same = comparison.files == self._comparison.files and bool(comparison.files)
        self._comparison = comparison
        if not is_same:
            self._show()
        self._show_words()
        notes = comparison.notes
        is_known = self._task is None and comparison is not _NOTHING
        if not comparison.files and is_known and comparison.has_both:
            notes = (*notes, tr("No line of any file differs."))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.count.setText(_counts(comparison))
        has_any = bool(comparison.files)
        if not has_any and self.view.hasFocus():
            self.source.setFocus()  # else Qt takes it out of this pane
        for widget in (self.count, self.previous, self.next, self.split, self.view):
            widget.setVisible(has_any)
        self._room.setVisible(not has_any)

    def _show_words(self) -> None:
        changes = self._comparison.changes
        most = _ALL if self._shows_all else _FEW
        facts = change_facts(changes, is_saved=self._stack is not None, most=most)
        if self._wanted is not None:
            facts = replace(facts, heading=tr("Since the folder was made"))
        self.words.show_facts(facts if changes else Facts("", ""))
        self._area.setVisible(bool(changes))
        self._area.fit(max(300, self.width() - 30))

    def _show_all(self) -> None:
        self._shows_all = True
        self._show_words()

    def _show(self) -> None:
        is_split = self.split.isChecked()
        self.view.show_rows(rows_of(self._comparison.files, is_split=is_split), is_split=is_split)

    def _tell_waiting(self) -> None:
        if self._telling is not None:
            self.notes.setText(tr("Comparing…"))
            self.notes.show()
        elif self._task is not None and self._wanted is not None:
            self.notes.setText(tr("Reading {}…").format(self._wanted))
            self.notes.show()
            self.cancel.show()

    def _set_up(self) -> None:
        self.back.setProperty("role", "quiet")
        self.back.setAccessibleName(tr("Back to the files"))
        self.back.setToolTip(tr("Back to the files (Esc)"))
        self.back.clicked.connect(self.shut)
        self.source.setAccessibleName(tr("Compare with"))
        self.source.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.source.setMinimumContentsLength(14)
        self.source.activated.connect(self._choose_source)
        self.again.setProperty("role", "quiet")
        self.again.clicked.connect(self._read)
        self.count.setProperty("role", "muted")
        self.previous.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(1))
        self.split.setProperty("role", "quiet")
        self.split.setCheckable(True)
        self.split.toggled.connect(lambda _: self._show())
        self.words.chosen.connect(self.chosen)
        self.words.more_wanted.connect(self._show_all)
        self.notes.setProperty("role", "help")
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setContentsMargins(16, 8, 16, 8)
        self.cancel.setProperty("role", "quiet")
        self.cancel.clicked.connect(self._give_up)
        self.cancel.hide()
        self.view.setAccessibleName(tr("Differences"))
        self.view.chosen.connect(self.chosen)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LONG_MS)
        self._wait.timeout.connect(self._tell_waiting)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 12, 6)
        head.setSpacing(6)
        head.addWidget(self.back)
        label = QLabel(tr("compared with"), self)
        label.setProperty("role", "muted")
        label.setBuddy(self.source)
        head.addWidget(label)
        head.addWidget(self.source, 1)
        head.addWidget(self.again)
        said = QHBoxLayout()
        said.setContentsMargins(0, 0, 12, 0)
        said.addWidget(self.notes, 1)
        said.addWidget(self.cancel)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 2, 8, 4)
        tools.setSpacing(2)
        tools.addWidget(self.count, 1)
        for widget in (self.split, self.previous, self.next):
            tools.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._area)
        layout.addLayout(said)
        layout.addLayout(tools)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._room, 1)


def _telling(compared: "Callable[[], Comparison]") -> "Work":
    yield Progress(tr("Comparing…"))
    return compared()


def _counts(comparison: Comparison) -> str:
    """Return `3 files · +12 −4`."""
    files = counted(len(comparison.files), "file", "files")
    return f"{files} · +{comparison.added} −{comparison.removed}"

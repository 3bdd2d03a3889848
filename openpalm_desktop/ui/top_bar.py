"""The bar above everything: which file, undo and redo, the target, save, deploy."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from .deploy_button import DeployButton
from .elided_button import ElidedButton
from .icons import icon
from .plain_tip import plain_tip
from .target_badge import TargetBadge
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from .document import Document

_WIDE, _WORDY, _BRIEF = 1180, 230, 90
_LONG_MS = 300  # from here on a person wonders, and is told


class TopBar(QWidget):
    """The file's name, whether it is edited, and the steps back and forth."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    save_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._document: Document | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = QLabel(self)
        self.name.setProperty("role", "strong")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.edited = QLabel(tr("edited"), self)
        self.edited.setProperty("role", "muted")
        self.undo = ElidedButton(self)
        self.redo = QPushButton(self)
        self.history = QPushButton(self)
        self.export = QPushButton(tr("Export…"), self)
        self.save = QPushButton(tr("Save"), self)
        self.target = TargetBadge(self)
        self.deploy = DeployButton(self)
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.history.clicked.connect(self.show_history)
        self.history.setAccessibleName(tr("History"))
        self.history.setToolTip(f"{tr('History')} ({_keys('Ctrl+Shift+H')})")
        self.export.clicked.connect(self.export_wanted)
        self.export.setToolTip(f"{tr('Export the folder')} ({_keys('Ctrl+E')})")
        self.save.clicked.connect(self.save_wanted)
        self.save.setToolTip(_keys("Ctrl+S"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(8)
        layout.addWidget(self.name)
        layout.addWidget(self.edited)
        layout.addSpacing(14)
        layout.addWidget(self.undo)
        layout.addWidget(self.redo)
        layout.addWidget(self.history)
        layout.addStretch()
        for widget in (self.target, self.export, self.save, self.deploy):
            layout.addWidget(widget)
        self._had = _WORDY
        self.edited.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LONG_MS)
        self._wait.timeout.connect(self._show_saving)
        self.save.setEnabled(False)
        self._show_steps(None)
        self.show_theme()

    def attach(self, document: "Document") -> None:
        """Follow a document's name and history."""
        self._document = document
        document.named.connect(self._show_document)
        self.deploy.setEnabled(True)
        self._show_document()

    def follow_desks(self, document: "Document") -> None:
        """Follow a document's target and its deployment."""
        self.target.attach(document.target)
        self.deploy.attach(document)

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        colours = tokens()
        for button, picture in (
            (self.undo, "undo"),
            (self.redo, "redo"),
            (self.history, "history"),
        ):
            colour = colours.text if button.isEnabled() else colours.faint
            drawn = icon(picture, colour)
            if drawn.cacheKey() != button.icon().cacheKey():  # else Qt lays the window out again
                button.setIcon(drawn)

    def show_history(self) -> None:
        """Show all steps in a list below the button."""
        if self._document is not None and self.history.isEnabled():
            from .history_list import HistoryList  # noqa: PLC0415 – seldom shown

            HistoryList(self._document, self).open_below(self.history)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        if self._room != self._had:
            self._had = self._room
            self.deploy.show_brief(is_brief=self._room == _BRIEF)
            self._show_steps(self._document.history if self._document else None)

    @property
    def _room(self) -> int:
        return _WORDY if self.width() >= _WIDE else _BRIEF

    def _show_document(self) -> None:
        document = self._document
        if document is None:
            return
        self._show_steps(document.history)
        self.name.setText(document.name)
        self.name.setToolTip(plain_tip(str(document.path)) if document.path else "")
        if not document.is_saving:
            self._wait.stop()
            self.edited.setText(tr("edited"))
        elif not self._wait.isActive() and self.edited.text() == tr("edited"):
            self._wait.start()
        self.edited.setVisible(document.is_edited or self.edited.text() != tr("edited"))
        self.save.setEnabled(document.is_edited or document.is_new_with_channels)

    def _show_saving(self) -> None:
        self.edited.setText(tr("Saving…"))
        self.edited.show()

    def _show_steps(self, history: QUndoStack | None) -> None:
        back = history.undoText() if history else ""
        forth = history.redoText() if history else ""
        shown = self.fontMetrics().elidedText(back, Qt.TextElideMode.ElideMiddle, self._room)
        is_told = back and self._room == _WORDY
        self.undo.setText(tr("Undo “{}”").format(shown) if is_told else tr("Undo"))
        self.undo.setEnabled(bool(back))
        self.redo.setEnabled(bool(forth))
        self.history.setEnabled(bool(back or forth))
        undo, redo = tr("Undo “{}”").format(back), tr("Redo “{}”").format(forth)
        self.undo.setToolTip(f"{undo if back else tr('Undo')} ({_keys('Ctrl+Z')})")
        self.redo.setToolTip(f"{redo if forth else tr('Redo')} ({_keys('Ctrl+Shift+Z')})")
        self.redo.setAccessibleName(redo if forth else tr("Redo"))
        self.show_theme()


def _keys(text: str) -> str:
    return QKeySequence(text).toString(QKeySequence.SequenceFormat.NativeText)

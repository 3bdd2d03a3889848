"""The text of a log: grows at its end, forgets at its beginning, stays where somebody reads."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextLayout
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from .theme import code_font, tokens
from .words import tr

_COLOURED = 1


class LogText(QPlainTextEdit):
    """Lines, what stands before each in a colour of its own; only those in view are coloured."""

    followed = Signal(bool)

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(code_font())
        self.setAccessibleName(tr("Log"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self._most = most
        self.document().setDocumentMargin(8)
        self.setViewportMargins(10, 0, 0, 0)
        self._lead = 0
        self._format = QTextCharFormat()
        self._is_followed = True
        self.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        self.show_theme()

    def show_theme(self) -> None:
        """Draw in the theme's colours."""
        self._format.setForeground(QColor(tokens().key))
        self._colour()

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show lines instead of those before."""
        self.clear()
        self.append(lines)
        self.go_to_end()

    def append(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show more lines at the end."""
        if not lines:
            return
        self._forget(len(lines))
        self._lead = len(lines[-1][0])
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - 1
        text = "\n".join(f"{lead}{rest}" for lead, rest in lines)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        is_empty = self.document().isEmpty()
        cursor.insertText(text if is_empty else f"\n{text}")
        if is_at_end:
            bar.setValue(bar.maximum())
        self._colour()

    def go_to_end(self) -> None:
        """Show the newest line, and those to come."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _forget(self, coming: int) -> None:
        """Forget the oldest lines once there are half too many: all at once is far less work."""
        count = self.document().blockCount()
        if count + coming <= self._most * 3 // 2:
            return
        bar = self.verticalScrollBar()
        is_at_end, value = bar.value() >= bar.maximum() - 1, bar.value()
        kept = self.toPlainText().split("\n")[-self._most :]
        self.setPlainText("\n".join(kept))
        bar.setValue(bar.maximum() if is_at_end else max(0, value - count + len(kept)))

    def _follow(self) -> None:
        bar = self.verticalScrollBar()
        is_followed = bar.value() >= bar.maximum() - 1
        if is_followed is not self._is_followed:
            self._is_followed = is_followed
            self.followed.emit(is_followed)
        self._colour()

    def _colour(self) -> None:
        block = self.firstVisibleBlock()
        lines = self.viewport().height() // max(1, self.fontMetrics().height()) + 2
        for _ in range(lines):
            if not block.isValid():
                return
            if block.userState() != _COLOURED + self._lead:
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = 0, self._lead, self._format
                block.layout().setFormats([part])
                block.setUserState(_COLOURED + self._lead)
                self.document().markContentsDirty(block.position(), block.length())
            block = block.next()

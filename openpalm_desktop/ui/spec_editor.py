"""The editor of the spec's text: coloured, numbered, undone together with the rest."""

from itertools import accumulate
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from .highlighters import highlighter_for
from .preview_text import PreviewText
from .text_places import alike, units
from .theme import tokens

_LARGEST = 400  # lines that are looked at one by one


class SpecEditor(PreviewText):
    """A text to type in; its own undo holds only what the stack does not have yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(False)
        self.setUndoRedoEnabled(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._spans = highlighter_for("openpalm.yaml")
        self.document().contentsChange.connect(self._forget_colours)
        self.textChanged.connect(self._colour_visible)
        self.cursorPositionChanged.connect(self._numbers.update)

    def show_text(self, text: str) -> None:
        """Show a text; only what differs is replaced, so that cursor and scroll stay."""
        old = self.toPlainText()
        if not old:
            self.setPlainText(text)  # three times as fast as an edit
        elif old != text:
            cursor = QTextCursor(self.document())
            cursor.beginEditBlock()
            for start, end, new in reversed(_changes(old, text)):
                cursor.setPosition(units(old[:start]))
                cursor.setPosition(units(old[:end]), QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(new)
            cursor.endEditBlock()
        self.forget_steps()

    def forget_steps(self) -> None:
        """Let undo go on with the stack's steps: what was typed is one of them now."""
        self.document().clearUndoRedoStacks()

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor to a place, both numbers from 1, and the focus into the text."""
        block = self.document().findBlockByNumber(min(line, self.blockCount()) - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(
            QTextCursor.MoveOperation.Right,
            QTextCursor.MoveMode.MoveAnchor,
            min(column - 1, max(0, block.length() - 1)),
        )
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    # Events

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and self._is_for_the_stack(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_for_the_stack(event):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            line = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
            self.insertPlainText("\n" + line[: len(line) - len(line.lstrip(" "))])
            self.ensureCursorVisible()
        else:
            QPlainTextEdit.keyPressEvent(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QPlainTextEdit.mouseReleaseEvent(self, event)

    def mark_colour(self) -> str:
        """Return the ground of lines with a mistake."""
        return tokens().errorsoft

    def paint_numbers(self, painter: QPainter) -> None:
        """Paint line numbers, that of the cursor's line stronger."""
        colours = tokens()
        painter.fillRect(self._numbers.rect(), QColor(colours.inset))
        painter.setFont(self.font())
        here = self.textCursor().blockNumber()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, rect in self.visible_lines():
            if line in self.marked:
                bar = QRect(0, rect.top(), 3, rect.height())
                painter.fillRect(bar, QColor(colours.error))
            painter.setPen(QColor(colours.text if line == here else colours.faint))
            place = QRect(0, rect.top(), self._numbers.width() - 12, rect.height())
            painter.drawText(place, right, str(line + 1))

    # Inside

    def _is_for_the_stack(self, event: Any) -> bool:
        """Whether a key is an undo or redo that the text itself has no step for."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.document().isUndoAvailable()
        is_redo = event.matches(QKeySequence.StandardKey.Redo)
        return bool(is_redo) and not self.document().isRedoAvailable()

    def _forget_colours(self, at: int, _removed: int, added: int) -> None:
        block, last = self.document().findBlock(at), self.document().findBlock(at + added)
        last = last if last.isValid() else self.document().lastBlock()
        if last.blockNumber() - block.blockNumber() > _LARGEST:
            self.forget_colours()
            return
        while block.isValid():
            block.setUserState(-1)
            if block == last:
                break
            block = block.next()


def _changes(old: str, new: str) -> list[tuple[int, int, str]]:
    """Return what to put in place of which parts of the old text, in their order."""
    start, rest = alike(old, new)
    old_end, new_end = len(old) - rest, len(new) - rest
    lines = old[start:old_end].splitlines(keepends=True)
    new_lines = new[start:new_end].splitlines(keepends=True)
    if max(len(lines), len(new_lines)) > _LARGEST:
        return [(start, old_end, new[start:new_end])]
    from difflib import SequenceMatcher  # noqa: PLC0415 – only when an edit was made elsewhere

    places = [start, *(start + end for end in accumulate(map(len, lines)))]
    steps = SequenceMatcher(None, lines, new_lines, autojunk=False).get_opcodes()
    return [
        (places[a], places[b], "".join(new_lines[c:d]))
        for tag, a, b, c, d in steps
        if tag != "equal"
    ]

"""A script: monospaced, coloured, with line numbers; Tab indents, Ctrl+Tab leaves."""

from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from openpalm_desktop.ui.highlighters.shell import spans
from openpalm_desktop.ui.theme import code_font, tokens

from .field import Field

_LINES = 12
_TAB = "  "


class ScriptField(Field):
    """A text of many lines that the spec cannot do without."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = ScriptEditor(self)
        self._shown = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.editor)
        self.setFocusProxy(self.editor)
        self.editor.textChanged.connect(self._tell)
        self.watch_leaving(self.editor)

    def show_value(self, value: Any) -> None:
        text = str(value or "")
        if text != self._shown:
            self._shown = text
            self.editor.show_text(text)

    def _tell(self) -> None:
        text = self.editor.toPlainText()
        if not self.editor.is_showing and text != self._shown:
            self._shown = text
            self.edited.emit(text)


class ScriptEditor(QPlainTextEdit):
    """The editor of a script; undoing is the window's business."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_showing = False
        self.setProperty("role", "field")
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)  # Shift+Tab and Ctrl+Tab do; Tab itself is taken before
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(code_font())
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing() + 20)
        self._colours = _Colours(self.document())
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _: self._fit())
        self.updateRequest.connect(lambda *_: self._numbers.update())
        self._fit()

    def show_text(self, text: str) -> None:
        """Show a text, the caret left where it stood."""
        place = self.textCursor().position()
        self.is_showing = True
        self.setPlainText(text)
        self.is_showing = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(key) for key in keys):
                event.ignore()
                return False
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() == Qt.Key.Key_Tab and has_ctrl:
                return self.focusNextPrevChild(True)  # noqa: FBT003 – Qt’s own
            if event.key() == Qt.Key.Key_Tab:
                self.textCursor().insertText(_TAB)
                return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_colours"):
            self._colours.dress()
            self._numbers.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paint_numbers(self, painter: QPainter) -> None:
        """Paint a number at each line in view."""
        painter.setFont(self.font())
        painter.setPen(QColor(tokens().faint))
        block = self.firstVisibleBlock()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        while block.isValid():
            where = self.blockBoundingGeometry(block).translated(self.contentOffset()).toRect()
            if where.top() > self.viewport().height():
                break
            place = QRect(0, where.top(), self._numbers.width() - 10, where.height())
            painter.drawText(place, right, str(block.blockNumber() + 1))
            block = block.next()

    def _fit(self) -> None:
        digits = max(2, len(str(self.blockCount())))
        width = digits * self.fontMetrics().horizontalAdvance("9") + 16
        self.setViewportMargins(width, 0, 0, 0)
        inside = self.contentsRect()
        top = self.viewport().geometry().top()
        self._numbers.setGeometry(inside.left(), top, width, self.viewport().height())


class _Numbers(QWidget):
    def __init__(self, editor: ScriptEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._editor.paint_numbers(painter)


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.dress()

    def dress(self) -> None:
        """Take the theme's colours."""
        colours = tokens()
        for name in ("key", "string", "name", "comment"):
            self._formats[name] = QTextCharFormat()
            self._formats[name].setForeground(QColor(getattr(colours, name)))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for span in spans(text):
            self.setFormat(span.start, span.length, self._formats[span.colour])

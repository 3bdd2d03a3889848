"""Text in a format of its own, in letters of one width and with colours."""

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QColor,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from openpalm_desktop.ui.highlighters import highlighter_for
from openpalm_desktop.ui.theme import code_font, tokens

from .field import Field


class CodeField(Field):
    """An editor; `kind` is the name of a file whose colours it wears."""

    def __init__(self, kind: str, lines: int) -> None:
        super().__init__()
        self._is_showing = False
        self.text = QPlainTextEdit(self)
        self.text.setProperty("role", "field")
        self.text.setFont(code_font())
        self.text.setTabChangesFocus(True)
        self.text.setTabStopDistance(4 * self.text.fontMetrics().horizontalAdvance(" "))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setMinimumHeight(lines * self.text.fontMetrics().lineSpacing() + 22)
        self._colours = _Colours(self.text.document(), kind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._tell)
        self.watch_leaving(self.text)

    def show_value(self, value: Any) -> None:
        wanted = str(value or "")
        if self.text.toPlainText() != wanted:
            self._is_showing = True
            self.text.setPlainText(wanted)
            self._is_showing = False

    def show_hint(self, text: str) -> None:
        self.text.setPlaceholderText(text)

    def wrap(self) -> None:
        """Go on below where a line is longer than there is room, in the middle of a word too."""
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._is_showing = True
            self._colours.rehighlight()
            self._is_showing = False

    def _tell(self) -> None:
        if not self._is_showing:
            self.edited.emit(self.text.toPlainText() or None)


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, kind: str) -> None:
        super().__init__(document)
        self._spans = highlighter_for(kind)

    def highlightBlock(self, text: str) -> None:
        colours = tokens()
        for span in self._spans(text):
            look = QTextCharFormat()
            look.setForeground(QColor(getattr(colours, span.colour)))
            self.setFormat(span.start, span.length, look)

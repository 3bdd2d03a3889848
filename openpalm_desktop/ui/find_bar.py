"""The bar that finds a text in the file that is shown: its hits are marked and counted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from .icons import icon
from .theme import tokens
from .tool_button import tool_button
from .words import in_figures, tr


class FindBar(QFrame):
    """A line to type in, how many hits there are, and steps from one to the next."""

    sought = Signal(str)
    stepped = Signal(int)
    shut = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.line = _Line(self)
        self.line.setAccessibleName(tr("Find in this file"))
        self.line.setPlaceholderText(tr("Find in this file"))
        self.line.textChanged.connect(self.sought)
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.count.setMinimumWidth(64)
        self.back = tool_button(self, tr("Previous hit (Shift+F3)"))
        self.forth = tool_button(self, tr("Next hit (F3)"))
        self.close_button = tool_button(self, tr("Close (Esc)"))
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forth.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.shut)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addSpacing(6)
        for widget in (self.count, self.back, self.forth, self.close_button):
            layout.addWidget(widget)
        self.parts = (self.line, self.back, self.forth, self.close_button)
        self.show_theme()
        self.hide()

    def open(self, text: str) -> None:
        """Show the bar, looking for a text or for what was looked for before."""
        self.show()
        if text and "\u2029" not in text:
            self.line.setText(text)
        self.line.selectAll()
        self.line.setFocus()
        self.sought.emit(self.line.text())

    def show_count(self, number: int, count: int) -> None:
        """Say which hit of how many is shown; the first is 1."""
        text = (
            tr("{} of {}").format(in_figures(number), in_figures(count)) if count else tr("no hits")
        )
        self.count.setText(text if self.line.text() else "")
        self.line.setAccessibleDescription(self.count.text())
        for button in (self.back, self.forth):
            button.setEnabled(bool(count))

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        pictures = ((self.back, "up"), (self.forth, "down"), (self.close_button, "close"))
        for button, picture in pictures:
            button.setIcon(icon(picture, tokens().muted))


class _Line(QLineEdit):
    """Enter and F3 step forth, with Shift back; Esc closes."""

    def __init__(self, bar: FindBar) -> None:
        super().__init__(bar)
        self._bar = bar

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self._bar.stepped.emit(-1 if is_back else 1)
        elif key == Qt.Key.Key_Escape:
            self._bar.shut.emit()
        else:
            super().keyPressEvent(event)

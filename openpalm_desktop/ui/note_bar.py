"""A sentence about the open file, above the sections, until it is read or no longer true."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from .words import tr


class NoteBar(QFrame):
    """One sentence, perhaps something to do about it, and a way to put it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._do: Callable[[], object] | None = None
        self._standing: list[str] = []
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._press)
        self.dismiss = QPushButton(tr("Got it"), self)
        self.dismiss.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 7, 14, 7)
        layout.setSpacing(10)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.dismiss)
        self.hide()

    def show_note(
        self, text: str, button: str = "", do: Callable[[], object] | None = None
    ) -> None:
        """Say something; a button does something about it."""
        self.label.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._do = do
        self.show()

    def keep_saying(self, text: str) -> None:
        """Say something whatever is opened, until the person has put it away."""
        self._standing.append(text)
        if not self.isVisible():
            self.put_away()

    def put_away(self) -> None:
        """Say nothing any more, but what is to be said until it was read."""
        self.label.clear()
        self.hide()
        if self._standing:
            self.show_note(self._standing[0])

    def _dismiss(self) -> None:
        if self.label.text() in self._standing:
            self._standing.remove(self.label.text())
        self.put_away()

    def _press(self) -> None:
        do = self._do
        self.put_away()
        if do is not None:
            do()

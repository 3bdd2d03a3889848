"""What dialogs are laid out from: plain labels, rows, and a head above a list that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


class ListDialog(QDialog):
    """A title, a sentence, and below them a list; what stands under it is its subclass's."""

    def __init__(self, parent: QWidget, window_title: str, title: str, lead: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(window_title)
        heading, sentence = label("title", self), label("muted", self)
        heading.setText(title)
        sentence.setText(lead)
        body = QWidget()
        body.setObjectName("form")
        self.rows = QVBoxLayout(body)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setWidget(body)
        self.parts = QVBoxLayout(self)
        self.parts.setContentsMargins(22, 20, 22, 16)
        self.parts.setSpacing(8)
        self.parts.addWidget(heading)
        self.parts.addWidget(sentence)
        self.parts.addSpacing(6)
        self.parts.addWidget(self.area, 1)


def row(*widgets: QWidget) -> QHBoxLayout:
    """Return widgets in a row, the line among them as wide as there is room."""
    laid = QHBoxLayout()
    laid.setSpacing(8)
    for widget in widgets:
        laid.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    return laid


def label(role: str, parent: QWidget | None = None) -> QLabel:
    """Return a label for plain text."""
    made = QLabel(parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(role != "label")
    return made


def words(text: str, role: str) -> QLabel:
    """Return a label whose plain text can be selected."""
    made = label(role)
    made.setText(text)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made

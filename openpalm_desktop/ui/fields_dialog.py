"""A dialog that asks for a few things: a title, a sentence, fields, and two buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .words import tr

_WIDTH = 460


class FieldsDialog(QDialog):
    """A title, a sentence, fields, and two buttons; the second is for what was come for."""

    def __init__(self, parent: QWidget, title: str, sentence: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        heading = QLabel(title, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("role", "title")
        lead = QLabel(sentence, self)
        lead.setTextFormat(Qt.TextFormat.PlainText)
        lead.setProperty("role", "muted")
        lead.setWordWrap(True)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("role", "help")
        self.note.setWordWrap(True)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(6)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.action = QPushButton(action, self)
        self.action.setProperty("role", "primary")
        self.action.setDefault(True)
        self.action.clicked.connect(self.act)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(lead)
        layout.addSpacing(6)
        layout.addLayout(self.fields)
        layout.addWidget(self.note)
        layout.addSpacing(8)
        layout.addLayout(self.buttons)

    def act(self) -> None:
        """Do what was come for; some stay open until that is done."""
        self.accept()

    def add_label(self, text: str, field: QWidget) -> None:
        """Add a field's name."""
        label = QLabel(text, self)
        label.setProperty("role", "label")
        label.setBuddy(field)
        field.setAccessibleName(text)
        self.fields.addWidget(label)

"""What the forms of single things look like: a title, what can be done, and fields in tabs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from .elided_label import ElidedLabel
from .late_tabs import MARGIN, LateTabs
from .words import tr


class TabbedForm(LateTabs):
    """A head above tabs."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(names, parent)
        self.tabs.setAccessibleName(tr("Parts of the form"))
        self.title_label = ElidedLabel(self)
        self.title_label.setProperty("role", "heading")
        self.title_label.setTextFormat(Qt.TextFormat.PlainText)
        self.title_label.least = 60
        self.head = QHBoxLayout()
        self.head.setContentsMargins(MARGIN, 12, 12, 4)
        self.head.setSpacing(10)
        self.head.addWidget(self.title_label)
        self.column.insertLayout(0, self.head)

    def add_head_label(self, role: str) -> QLabel:
        """Add a quiet word or two beside the title."""
        label = QLabel(self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.head.addWidget(label)
        return label

    def add_head_button(self, text: str) -> QPushButton:
        """Add something that can be done with the thing."""
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        self.head.addWidget(button)
        return button

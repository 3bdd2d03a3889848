"""What stands where things will be: a sentence that helps, and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH, _MARGIN = 480, 28


class EmptyCard(QWidget):
    """A card in the middle of the page."""

    def __init__(self, title: str, text: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = QFrame(self)
        card.setObjectName("welcome")
        card.setFixedWidth(_WIDTH)
        heading = QLabel(title, card)
        heading.setProperty("role", "title")
        sentence = QLabel(text, card)
        sentence.setProperty("role", "muted")
        sentence.setWordWrap(True)
        sentence.setFixedWidth(_WIDTH - 2 * _MARGIN)
        sentence.setMinimumHeight(sentence.heightForWidth(_WIDTH - 2 * _MARGIN))
        self.button = QPushButton(action, card)
        self.button.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self.button)
        buttons.addStretch()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(_MARGIN, 26, _MARGIN, 24)
        inside.setSpacing(10)
        inside.addWidget(heading)
        inside.addWidget(sentence)
        inside.addSpacing(8)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

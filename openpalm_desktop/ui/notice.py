"""A sentence at the top of a page, gone when it is read: why something could not be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from .icons import icon
from .theme import tokens
from .words import tr

_MOST = 6


class Notice(QWidget):
    """Hidden until there is something to say; it says it without stopping the person."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        frame = QFrame(self)
        frame.setObjectName("notice")
        self.label = QLabel(frame)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QToolButton(frame)
        self.close_button.setProperty("role", "quiet")
        self.close_button.setIcon(icon("remove", tokens().muted))
        self.close_button.setToolTip(tr("Close this notice"))
        self.close_button.setAccessibleName(tr("Close this notice"))
        self.close_button.clicked.connect(self.hide)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(12, 8, 6, 8)
        inside.addWidget(self.label, 1)
        inside.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 0, 18, 10)
        layout.addWidget(frame)
        self.hide()

    def say(self, *sentences: str) -> None:
        """Show sentences, one a line; nothing to say hides it."""
        lines = list(sentences[:_MOST])
        if len(sentences) > _MOST:
            lines.append(tr("and {} more").format(len(sentences) - _MOST))
        self.label.setText("\n".join(lines))
        self.label.setAccessibleName(self.label.text())
        self.setVisible(bool(lines))

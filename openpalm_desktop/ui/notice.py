"""A sentence at the top of a page, gone when it is read: why something could not be done."""

from functools import cached_property

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
        self.hide()

    @cached_property
    def label(self) -> QLabel:
        """What holds the sentences, made with all around it when the first ones are said."""
        frame = QFrame(self)
        frame.setObjectName("notice")
        label = QLabel(frame)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(12, 8, 6, 8)
        inside.addWidget(label, 1)
        inside.addWidget(self._close_button(frame), 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 0, 18, 10)
        layout.addWidget(frame)
        return label

    def say(self, *sentences: str) -> None:
        """Show sentences, one a line; nothing to say hides it."""
        lines = list(sentences[:_MOST])
        if len(sentences) > _MOST:
            lines.append(tr("and {} more").format(len(sentences) - _MOST))
        self.label.setText("\n".join(lines))
        self.label.setAccessibleName(self.label.text())
        self.setVisible(bool(lines))

    def _close_button(self, frame: QFrame) -> QToolButton:
        button = QToolButton(frame)
        button.setProperty("role", "quiet")
        button.setIcon(icon("remove", tokens().muted))
        button.setToolTip(tr("Close this notice"))
        button.setAccessibleName(tr("Close this notice"))
        button.clicked.connect(self.hide)
        return button

"""A message or a question: a sentence, what it means, and buttons that say what they do."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.problem import Severity

from .dialog_parts import words
from .messages import Choice
from .painting import paint_mark
from .styled import set_property
from .theme import tokens

_WIDTH = 460
_LONG, _HEIGHT = 1200, 320  # a hint of more letters is scrolled


class MessageDialog(QDialog):
    """Says one thing and waits for one of a few answers; closing it is no."""

    def __init__(
        self, parent: QWidget, sentence: str, hint: str, severity: Severity | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("OpenPalm Desktop")
        self.setAccessibleDescription(f"{sentence} {hint}")
        self.answer = Choice.CANCEL
        said = QVBoxLayout()
        said.setSpacing(8)
        said.addWidget(words(sentence, "strong"))
        said.addWidget(words(hint, "muted") if len(hint) < _LONG else _area(hint))
        upper = QHBoxLayout()
        upper.setSpacing(12)
        if severity is not None:
            upper.addWidget(_Mark(severity), 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(said, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        layout = self._all = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(20)
        layout.addLayout(upper)
        layout.addLayout(self._buttons)
        self.setMinimumWidth(_WIDTH)

    def offer(self, text: str, answer: Choice, *, is_usual: bool = False) -> None:
        """Add a button; the usual one is chosen by Enter."""
        button = QPushButton(text, self)
        button.setAutoDefault(is_usual)
        button.setDefault(is_usual)
        if is_usual:
            set_property(button, "role", "primary")
            button.setFocus()
        button.clicked.connect(lambda: self._take(answer))
        self._buttons.addWidget(button)

    def ask(self) -> Choice:
        """Wait for an answer."""
        self.fit()
        self.exec()
        return self.answer

    def fit(self) -> None:
        """Be as high as the words are."""
        self.adjustSize()  # gives the words their font
        width = max(_WIDTH, self._all.totalMinimumSize().width())
        self.setFixedSize(width, self._all.totalHeightForWidth(width))

    def _take(self, answer: Choice) -> None:
        self.answer = answer
        self.accept()


class _Mark(QWidget):
    """The same mark that a problem has."""

    def __init__(self, severity: Severity) -> None:
        super().__init__()
        self._severity = severity
        self.setFixedSize(QSize(18, 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, QPointF(9, 9), self._severity, tokens())


def _area(text: str) -> QScrollArea:
    label = words(text, "muted")
    label.setContentsMargins(2, 2, 8, 2)
    area = QScrollArea()
    area.setObjectName("reading")
    area.setAccessibleName(text)
    area.setWidgetResizable(True)
    area.setFixedHeight(_HEIGHT)
    area.setWidget(label)
    return area

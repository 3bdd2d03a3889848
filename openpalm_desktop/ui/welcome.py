"""What stands where channels will be: ways to begin."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .theme import folder

_WIDTH, _MARGIN = 480, 28
EXAMPLE = folder("examples") / "household.yaml"


class Welcome(QWidget):
    """Three ways to begin, and the files used last."""

    add_wanted = Signal()
    open_wanted = Signal()
    path_wanted = Signal(object)
    example_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = QFrame(self)
        card.setObjectName("welcome")
        card.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(_MARGIN, 26, _MARGIN, 24)
        inside.setSpacing(10)
        title = QLabel(self.tr("No channels yet"), card)
        title.setProperty("role", "title")
        text = QLabel(
            self.tr(
                "A channel is anything people reach: a chat, a bot, a web site, any program in a"
                " container. Add one, and its files appear on the right as you type."
            ),
            card,
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        text.setFixedWidth(_WIDTH - 2 * _MARGIN)
        text.setMinimumHeight(text.heightForWidth(_WIDTH - 2 * _MARGIN))
        self.add = QPushButton(self.tr("Add a channel"), card)
        self.add.setProperty("role", "primary")
        self.open = QPushButton(self.tr("Open a file…"), card)
        self.example = QPushButton(self.tr("Look at an example"), card)
        inside.addWidget(title)
        inside.addWidget(text)
        inside.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.open, self.example):
            buttons.addWidget(button)
        buttons.addStretch()
        inside.addLayout(buttons)
        self._recent_title = QLabel(self.tr("Opened before"), card)
        self._recent_title.setProperty("role", "strong")
        self._recent_title.setContentsMargins(0, 14, 0, 0)
        inside.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        inside.addLayout(self._recent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.add.clicked.connect(self.add_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.example.clicked.connect(self.example_wanted)
        self.show_recent(())

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Offer the files used last."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.deleteLater()
        self._recent_title.setVisible(bool(paths))
        for path in list(paths)[:5]:
            button = QPushButton(f"{path.name}  –  {short_folder(path)}", self)
            button.setProperty("role", "link")
            button.setToolTip(str(path))
            button.clicked.connect(lambda _=False, one=path: self.path_wanted.emit(one))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def short_folder(path: Path) -> str:
    """Return a file's folder, the home folder as `~`, the middle of a long one left out."""
    text = str(path.parent)
    home = str(Path.home())
    text = f"~{text[len(home) :]}" if text.startswith(home) else text
    return text if len(text) <= 38 else f"{text[:14]}…{text[-22:]}"

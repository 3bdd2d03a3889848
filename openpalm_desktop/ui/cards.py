"""Cards to press: a picture, a title and a sentence."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .icons import icon
from .theme import tokens

_TILE, _PICTURE = 34, 16


class Card(QPushButton):
    """A button as large as what it says."""

    def __init__(self, picture: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._picture = picture
        self._tile = QLabel(self)
        self._tile.setObjectName("tile")
        self._tile.setFixedSize(_TILE, _TILE)
        self._tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = QLabel(title, self)
        heading.setProperty("role", "strong")
        heading.setWordWrap(True)
        self._text = QLabel(text, self)
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(heading)
        words.addWidget(self._text)
        words.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 13, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        for label in (self._tile, heading, self._text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_theme()

    def show_theme(self) -> None:
        """Draw the picture in the theme's colours."""
        size = QSize(_PICTURE, _PICTURE)
        picture = icon(self._picture, tokens().accent)
        self._tile.setPixmap(picture.pixmap(size, self.devicePixelRatioF()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:
        width = 240
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, _TILE + 26)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_tile"):
            self.show_theme()

"""A list at the side of a dialog, of what stands beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QWidget

_AIR = 18  # what the style sheet keeps free on both sides, and the border


class SideList(QListWidget):
    """Entries that are all seen whole."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("templates")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self, least: int) -> None:
        """Be as wide as the widest entry, once all are there."""
        self.ensurePolished()
        self.setFixedWidth(max(least, self.sizeHintForColumn(0) + _AIR))

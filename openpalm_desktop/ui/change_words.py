"""What changed, in words, as high as they are up to a limit; from there on they scroll."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from .fact_card import FactCard
from .words import tr

_SPARE = 2  # else the last line makes it scroll


class ChangeWords(QScrollArea):
    """A card of changes above their lines."""

    def __init__(self, most_high: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._most_high = most_high
        self.card = FactCard(self)
        self.card.setObjectName("pane")
        self.setObjectName("reading")
        self.setAccessibleName(tr("What changed, in words"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.card)

    def fit(self, width: int) -> None:
        """Be as high as the words are at a width."""
        self.setFixedHeight(min(self._most_high, self.card.heightForWidth(width) + _SPARE))

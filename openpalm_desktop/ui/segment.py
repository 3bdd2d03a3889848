"""A segment: one of a few choices that stand side by side in one frame."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_AIR = 24  # beside the text, beyond what the style sheet keeps free; goes where room is scarce


class Segment(QPushButton):
    """A button that stays down while its choice holds, coloured by the reach it stands for."""

    def __init__(self, text: str, reach: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setProperty("reach", reach)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() + QSize(_AIR, 0)

    def minimumSizeHint(self) -> QSize:
        """Keep room for the bold text of the chosen one, which Qt does not ask for."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        wanted = QFontMetrics(bold).horizontalAdvance(self.text())
        more = wanted - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)

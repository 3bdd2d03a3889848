"""Tabs that stay where they are while one after another is chosen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTabBar


class SteadyTabs(QTabBar):
    """A bar whose tabs have the room of their bold words; Qt gives it to the chosen one only."""

    def tabSizeHint(self, index: int) -> QSize:
        hint, text = super().tabSizeHint(index), self.tabText(index)
        if index == self.currentIndex():
            return hint
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        wanted = QFontMetrics(bold).horizontalAdvance(text)
        return hint + QSize(max(0, wanted - self.fontMetrics().horizontalAdvance(text)), 0)

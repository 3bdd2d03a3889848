"""A bar of tabs over scrolling areas; what is in one is made when it is first looked at."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

MARGIN = 18


class LateTabs(QFrame):
    """Tabs of forms; a subclass says what is in each of them."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._made: dict[int, QWidget] = {}
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.stack = QStackedWidget(self)
        self.areas: list[QScrollArea] = []
        for name in names:
            self.tabs.addTab(name)
            self.areas.append(scrolling_area(self))
            self.stack.addWidget(self.areas[-1])
        self.tabs.currentChanged.connect(self.at)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.bar.addWidget(self.tabs, 1)  # room for the bold one, which Qt asks for too late
        rule = QFrame(self)
        rule.setObjectName("rule")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self.bar)
        self.column.addWidget(rule)
        self.column.addWidget(self.stack, 1)

    # What a subclass says

    def make(self, index: int) -> QWidget:
        """Return what a tab holds."""
        raise NotImplementedError

    def show_in(self, page: QWidget) -> None:
        """Show in what was just made what the others show."""

    # Tabs

    def at(self, index: int) -> QWidget:
        """Return what a tab holds, made now if it was not looked at yet."""
        if index not in self._made:
            page = self._made[index] = self.make(index)
            self.areas[index].setWidget(page)
            self.show_in(page)
        return self._made[index]

    @property
    def made(self) -> Mapping[int, QWidget]:
        """What was looked at, by its tab."""
        return self._made

    def show_in_sight(self, index: int) -> None:
        """Scroll a tab's area to the field that has the focus."""
        widget = self.at(index).focusWidget()
        if widget is not None:
            self.areas[index].ensureWidgetVisible(widget, 20, 40)


def scrolling_area(parent: QWidget) -> QScrollArea:
    """Return an area without a frame, in which a form stands at the left."""
    area = QScrollArea(parent)
    area.setObjectName("form")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return area

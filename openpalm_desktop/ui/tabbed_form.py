"""What the forms of single things look like: a title, what can be done, and fields in tabs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from .words import tr

MARGIN = 18


class TabbedForm(QFrame):
    """A head, a bar of tabs, and a scrolling area for each of them."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(tr("Parts of the form"))
        self.stack = QStackedWidget(self)
        self.areas: list[QScrollArea] = []
        for name in names:
            self.tabs.addTab(name)
            self.areas.append(scrolling_area(self))
            self.stack.addWidget(self.areas[-1])
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.title_label = QLabel(self)
        self.title_label.setProperty("role", "heading")
        self.title_label.setTextFormat(Qt.TextFormat.PlainText)
        self.title_label.setMinimumWidth(60)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(MARGIN, 12, 12, 4)
        self.head.setSpacing(10)
        self.head.addWidget(self.title_label)
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, 0, MARGIN, 0)
        bar.addWidget(self.tabs)
        bar.addStretch()
        rule = QFrame(self)
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.head)
        layout.addLayout(bar)
        layout.addWidget(rule)
        layout.addWidget(self.stack, 1)

    def add_head_label(self, role: str) -> QLabel:
        """Add a quiet word or two beside the title."""
        label = QLabel(self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.head.addWidget(label)
        return label

    def add_head_button(self, text: str) -> QPushButton:
        """Add something that can be done with the thing."""
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        self.head.addWidget(button)
        return button

    def show_in_sight(self, index: int, page: QWidget) -> None:
        """Scroll a tab's area to the field that has the focus."""
        widget = page.focusWidget()
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

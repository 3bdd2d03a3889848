"""The form of one channel: its tabs, each built when it is first looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
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

from openpalm_desktop.model.path import Path

from .channel_tabs import TABS, ChannelTab
from .navigation import Tab, tab_name, tab_of
from .words import channel_title

if TYPE_CHECKING:
    from openpalm_desktop.model.channel import Channel

    from .document import Document, State


class ChannelForm(QFrame):
    """Title, what can be done with the channel, and its fields in tabs."""

    duplicated = Signal(str)
    removed = Signal(str)
    renamed = Signal(str)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._document = document
        self.name = ""
        self._seen: tuple[object, ...] = ()
        self._pages: dict[Tab, ChannelTab] = {}
        self._holders: dict[Tab, QScrollArea] = {}
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(self.tr("Parts of the channel"))
        self._stack = QStackedWidget(self)
        for tab in Tab:
            self.tabs.addTab(tab_name(tab))
            self._stack.addWidget(self._holder(tab))
        self.tabs.currentChanged.connect(self._show_tab)
        self._lay_out()

    def show_channel(self, name: str, state: "State") -> None:
        """Show a channel's values and problems."""
        channel = state.spec.channels[name]
        problems = [p for p in state.product.problems if p.path[:2] == ("channels", name)]
        surroundings = (state.spec.access_scope, state.spec.caddy.acme)
        seen = (name, channel, state.product.stack.channels[name], problems, *surroundings)
        if _is_same(seen, self._seen):
            return
        self._seen = seen
        self.name = name
        self._title.setText(channel_title(name, channel))
        self._service.setText(state.product.stack.channels[name].resolved.service)
        self._show_counts(channel)
        self._page(self.current_tab)
        for page in self._pages.values():
            page.show_channel(name, state)

    def focus(self, path: Path) -> None:
        """Open the tab of a field and put the focus into it."""
        tab = tab_of(str(path[2])) if len(path) > 2 else self.current_tab
        self.tabs.setCurrentIndex(list(Tab).index(tab))
        page = self._page(tab)
        page.focus(path)
        widget = page.focusWidget()
        if widget is not None:
            self._holders[tab].ensureWidgetVisible(widget, 20, 40)

    @property
    def current_tab(self) -> Tab:
        """The tab that is open."""
        return list(Tab)[self.tabs.currentIndex()]

    def page(self, tab: Tab) -> ChannelTab:
        """Return a tab's fields, built now if they were not looked at yet."""
        return self._page(tab)

    def _show_tab(self, index: int) -> None:
        self._page(list(Tab)[index])
        self._stack.setCurrentIndex(index)

    def _page(self, tab: Tab) -> ChannelTab:
        if tab not in self._pages:
            page = self._pages[tab] = TABS[tab](self._document)
            page.renamed.connect(self.renamed)
            page.setMaximumWidth(860)
            self._holders[tab].setWidget(page)
            if self.name:
                page.show_channel(self.name, self._document.state)
        return self._pages[tab]

    def _holder(self, tab: Tab) -> QScrollArea:
        area = QScrollArea(self)
        area.setObjectName("form")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._holders[tab] = area
        return area

    def _show_counts(self, channel: "Channel") -> None:
        counts = {
            Tab.ENVIRONMENT: len(channel.env) + len(channel.config),
            Tab.STORAGE: len(channel.volumes),
        }
        for index, tab in enumerate(Tab):
            count = counts.get(tab, 0)
            text = f"{tab_name(tab)} · {count}" if count else tab_name(tab)
            if self.tabs.tabText(index) != text:
                self.tabs.setTabText(index, text)

    def _lay_out(self) -> None:
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._service = QLabel(self)
        self._service.setProperty("role", "muted")
        self._service.setTextFormat(Qt.TextFormat.PlainText)
        self._service.setToolTip(self.tr("Its name in the Compose file"))
        head = QHBoxLayout()
        head.setContentsMargins(18, 12, 12, 4)
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._service)
        head.addStretch()
        for text, signal in (
            (self.tr("Duplicate"), self.duplicated),
            (self.tr("Remove"), self.removed),
        ):
            button = QPushButton(text, self)
            button.setProperty("role", "quiet")
            button.clicked.connect(lambda _=False, one=signal: one.emit(self.name))
            head.addWidget(button)
        bar = QHBoxLayout()
        bar.setContentsMargins(18, 0, 18, 0)
        bar.addWidget(self.tabs)
        bar.addStretch()
        rule = QFrame(self)
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(bar)
        layout.addWidget(rule)
        layout.addWidget(self._stack, 1)


def _is_same(seen: tuple[object, ...], before: tuple[object, ...]) -> bool:
    return len(seen) == len(before) and all(
        one is other or (isinstance(one, list | str) and one == other)
        for one, other in zip(seen, before, strict=True)
    )

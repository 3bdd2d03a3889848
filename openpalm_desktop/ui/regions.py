"""Where the parts of the window stand, and how they give way when there is little room."""

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from .pages import Pages
from .preview_pane import PreviewPane
from .problems_pane import ProblemsPane
from .sidebar import Sidebar
from .top_bar import TopBar

if TYPE_CHECKING:
    from .settings import Settings

_NARROW = 1120  # below it, the sections are told by their pictures only
_PAGE, _PANE = 560, 330


class Pane(StrEnum):
    """What a person may put away."""

    PREVIEW = "preview"
    PROBLEMS = "problems"


class Regions(QStackedWidget):
    """The bar, the sections, the open page, the panes; or the welcome page instead of them."""

    changed = Signal()

    def __init__(self, settings: "Settings", parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._is_wide = False
        stack = QWidget(self)  # each part is made where it stays: Qt dresses what moves anew
        self.top, self.sidebar = TopBar(stack), Sidebar(stack)
        self.main = QSplitter(Qt.Orientation.Horizontal, stack)
        self.sections = Pages(self.main)
        self.right = QSplitter(Qt.Orientation.Vertical, self.main)
        self.preview, self.problems = PreviewPane(self.right), ProblemsPane(self.right)
        self._panes: dict[Pane, QWidget] = {
            Pane.PREVIEW: self.preview,
            Pane.PROBLEMS: self.problems,
        }
        for split, sizes in ((self.right, [610, 200]), (self.main, [760, 570])):
            split.setHandleWidth(1)
            split.setChildrenCollapsible(False)
            split.setStretchFactor(0, 3)
            split.setStretchFactor(1, 1)
            split.setSizes(sizes)
        self.main.setStretchFactor(1, 2)
        self.right.setMinimumWidth(_PANE)
        self.sections.setMinimumWidth(_PAGE)
        self._lay_out(stack)
        self._restore()

    def shows(self, pane: Pane) -> bool:
        """Whether a pane is wanted."""
        return self._settings.shows(pane.value)

    def show_pane(self, pane: Pane, *, is_shown: bool) -> None:
        """Show a pane or put it away, now and from now on."""
        self._settings.keep_shown(pane.value, is_shown=is_shown)
        self._show_panes()
        self.changed.emit()

    def give_room(self, *, is_wanted: bool) -> None:
        """Let the page have the panes' room too for as long as it is wanted."""
        self._is_wide = is_wanted
        self._show_panes()

    def focus_next(self) -> None:
        """Put the focus into the region after the one that has it."""
        regions = [self.sidebar, self.sections, *self._panes.values()]
        shown = [region for region in regions if region.isVisible()]
        focused = QApplication.focusWidget()
        here = next((n for n, one in enumerate(shown) if _holds(one, focused)), -1)
        for step in range(1, len(shown) + 1):
            first = _first_place(shown[(here + step) % len(shown)])
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def show_stack(self) -> None:
        """Show the open stack, not the welcome page."""
        self.setCurrentIndex(0)

    def show_welcome(self, welcome: QWidget) -> None:
        """Show the welcome page instead of the stack."""
        self.addWidget(welcome)
        self.setCurrentWidget(welcome)

    def keep_sizes(self) -> None:
        """Remember where the splitters stand."""
        self._settings.keep_size("main", self.main.saveState())
        self._settings.keep_size("right", self.right.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sidebar.show_names(are_shown=self.width() >= _NARROW)
        super().resizeEvent(event)

    def _lay_out(self, stack: QWidget) -> None:
        layout = QVBoxLayout(stack)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        layout.addLayout(body, 1)
        body.addWidget(self.sidebar)
        body.addWidget(self.main, 1)
        self.addWidget(stack)

    def _restore(self) -> None:
        for name, split in (("main", self.main), ("right", self.right)):
            state = self._settings.size(name)
            if state is not None:
                split.restoreState(state)
        self._show_panes()

    def _show_panes(self) -> None:
        for pane, widget in self._panes.items():
            widget.setVisible(self.shows(pane))
        self.right.setVisible(not self._is_wide and any(self.shows(pane) for pane in Pane))


def _holds(region: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (region is widget or region.isAncestorOf(widget))


def _first_place(region: QWidget) -> QWidget | None:
    """Return what of a region Tab comes to first: for one with a list, the list."""
    for widget in region.findChildren(QWidget):
        policy = widget.focusPolicy()
        is_reached = bool(policy.value & Qt.FocusPolicy.TabFocus.value)
        if is_reached and widget.isVisible() and widget.isEnabled():
            return widget
    return None

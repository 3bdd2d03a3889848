"""The parts of the window and where they stand; made once the frame is painted."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLabel, QStatusBar, QVBoxLayout, QWidget

from .icons import app_icon
from .note_bar import NoteBar
from .opening_bar import OpeningBar
from .pages import Pages
from .preview_pane import PreviewPane
from .problems_pane import ProblemsPane
from .regions import Regions
from .sidebar import Sidebar
from .top_bar import TopBar

if TYPE_CHECKING:
    from .main_window import MainWindow


class WindowParts(NamedTuple):
    """The parts, from top to bottom."""

    note: NoteBar
    top: TopBar
    sidebar: Sidebar
    sections: Pages
    preview: PreviewPane
    problems: ProblemsPane
    regions: Regions
    counts: QLabel
    opening: OpeningBar


def made_in(window: "MainWindow") -> WindowParts:
    """Make the parts in a window, in place of what was painted first."""
    window.setWindowIcon(app_icon())
    top, sidebar, sections = TopBar(window), Sidebar(window), Pages(window)
    preview, problems = PreviewPane(window), ProblemsPane(window)
    regions = Regions(top, sidebar, sections, (preview, problems), window.settings)
    parts = WindowParts(
        NoteBar(window),
        top,
        sidebar,
        sections,
        preview,
        problems,
        regions,
        QLabel(window),
        OpeningBar(window),
    )
    _lay_out(window, parts)
    return parts


def _lay_out(window: "MainWindow", parts: WindowParts) -> None:
    central = QWidget(window)
    layout = QVBoxLayout(central)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(parts.note)
    layout.addWidget(parts.regions, 1)
    window.setCentralWidget(central)
    status = QStatusBar(window)
    status.setSizeGripEnabled(False)
    status.addWidget(parts.counts)
    status.addPermanentWidget(parts.opening)
    parts.opening.hide()
    window.setStatusBar(status)
    parts.regions.currentChanged.connect(lambda at: parts.counts.setVisible(at == 0))

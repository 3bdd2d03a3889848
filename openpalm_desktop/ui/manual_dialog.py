"""The documentation, readable without a browser and without the internet."""

import sys
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from .manual_page import ManualPage
from .side_list import SideList
from .words import tr

_PAGES = (
    "README.md",
    "installing.md",
    "first-stack.md",
    "window.md",
    "exposure.md",
    "secrets.md",
    "deploy.md",
    "bundle.md",
    "safety.md",
    "coming-from.md",
    "troubleshooting.md",
    "spec.md",
    "cli.md",
    "performance.md",
    "architecture.md",
    "translating.md",
)


class ManualDialog(QDialog):
    """The pages on the left, the open one on the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Documentation"))
        self.resize(1000, 720)
        self.setMinimumSize(640, 400)
        self._pages = pages()
        self.list = SideList(tr("Pages"), self)
        for page in self._pages:
            self.list.addItem(_title(page))
        self.list.fit(230)
        self.text = ManualPage(self)
        self.text.setObjectName("report")
        self.text.setAccessibleName(tr("Text of the page"))
        self.text.followed.connect(self.show_page)
        self.list.currentRowChanged.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(self.list)
        upper.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 14, 14)
        layout.addLayout(upper, 1)
        layout.addWidget(buttons)
        layout.activate()  # pictures take the page's width
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def show_page(self, name: str, heading: str = "") -> None:
        """Open a page by its file's name, at a heading if one is named."""
        names = [page.name for page in self._pages]
        if name in names:
            self.list.setCurrentRow(names.index(name))
            self.text.go_to(heading)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._pages):
            self.text.show_page(self._pages[row])


def pages() -> tuple[Path, ...]:
    """Return the pages that came with the program."""
    checkout = Path(__file__).resolve().parent.parent.parent
    folder = Path(getattr(sys, "_MEIPASS", checkout)) / "docs"
    return tuple(folder / name for name in _PAGES if (folder / name).is_file())


def _title(page: Path) -> str:
    with page.open(encoding="utf-8") as lines:
        return next(lines).lstrip("# ").strip()

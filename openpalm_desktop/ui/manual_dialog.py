"""The documentation, readable without a browser and without the internet."""

import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from .words import tr

_PAGES = ("window.md", "spec.md", "exposure.md", "secrets.md", "cli.md")


class ManualDialog(QDialog):
    """The pages on the left, the open one on the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Documentation"))
        self.resize(940, 680)
        self.setMinimumSize(640, 400)
        self._pages = pages()
        self.list = QListWidget(self)
        self.list.setObjectName("templates")
        self.list.setAccessibleName(tr("Pages"))
        self.list.setFixedWidth(210)
        for page in self._pages:
            self.list.addItem(_title(page))
        self.text = QTextBrowser(self)
        self.text.setObjectName("report")
        self.text.setAccessibleName(tr("Text of the page"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
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
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._pages):
            self.text.setMarkdown(_text(self._pages[row]))

    def _follow(self, url: QUrl) -> None:
        """Open a page of ours here, everything else where the system opens it."""
        names = [page.name for page in self._pages]
        if url.fileName() in names and not url.scheme():
            self.list.setCurrentRow(names.index(url.fileName()))
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)


def pages() -> tuple[Path, ...]:
    """Return the pages that came with the program."""
    checkout = Path(__file__).resolve().parent.parent.parent
    folder = Path(getattr(sys, "_MEIPASS", checkout)) / "docs"
    return tuple(folder / name for name in _PAGES if (folder / name).is_file())


def _title(page: Path) -> str:
    with page.open(encoding="utf-8") as lines:
        return next(lines).lstrip("# ").strip()


def _text(page: Path) -> str:
    """Return a page without its pictures, which show the window that is open anyway."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("!["))

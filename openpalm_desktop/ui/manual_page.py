"""A page of the documentation: its text with pictures, headings to go to, links to follow."""

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeyEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

_MARGIN, _ABOVE_A_HEADING, _LINE = 16, 22, 118
_BESIDE = 60  # what a page's margins and scroll bar take of its width
_PICTURE = "\ufffc"  # what stands for one in a text
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


class ManualPage(QTextBrowser):
    """Shows one page after another; says when a link leads to another one."""

    followed = Signal(str, str)  # the page's file name, and the heading in it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = Path()
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    def show_page(self, page: Path, heading: str = "") -> None:
        """Show a page from its beginning, or from a heading."""
        self._folder = page.parent
        self.document().setBaseUrl(QUrl.fromLocalFile(str(page)))
        self.setMarkdown(page.read_text(encoding="utf-8"))
        self._give_air()
        self.go_to(heading)

    def go_to(self, heading: str) -> None:
        """Bring a heading to the top, by its name in links; without one, the beginning."""
        bar = self.verticalScrollBar()
        bar.setValue(0)
        block = self.document().begin()
        while block.isValid():
            if heading and block.blockFormat().headingLevel() and anchor(block.text()) == heading:
                self.setTextCursor(QTextCursor(block))
                bar.setValue(bar.value() + self.cursorRect().top())
                return
            block = block.next()

    def _give_air(self) -> None:
        """Set headings apart from what stands above them; Markdown's own text stands close."""
        self.document().setDocumentMargin(_MARGIN)
        block = self.document().begin()
        while block.isValid():
            style = block.blockFormat()
            level = style.headingLevel()
            if level > 1 and block.previous().isValid():
                style.setTopMargin(_ABOVE_A_HEADING)
                style.setBottomMargin(4)
            elif (
                not level and _PICTURE not in block.text() and not QTextCursor(block).currentTable()
            ):
                style.setLineHeight(
                    _LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
                )
            QTextCursor(block).setBlockFormat(style)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture that came with the program, no wider than the page."""
        path = self._folder / QUrl(name).path()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_file():
            return super().loadResource(kind, QUrl(name))
        picture = QImage(str(path))
        ratio = self.devicePixelRatioF()
        width = int(max(320, self.width() - _BESIDE) * ratio)
        if picture.width() > width:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(width, smooth)
            picture.setDevicePixelRatio(ratio)
        return picture

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab goes from link to link; with Ctrl it leaves the page."""
        is_back = event.key() == Qt.Key.Key_Backtab
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if has_ctrl and (is_back or event.key() == Qt.Key.Key_Tab):
            QWidget.focusNextPrevChild(self, not is_back)
        else:
            super().keyPressEvent(event)

    def _follow(self, url: QUrl) -> None:
        """Open what is ours here, everything else where the system opens it."""
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)
        elif url.fileName():
            self.followed.emit(url.fileName(), url.fragment())
        else:
            self.go_to(url.fragment())


def anchor(heading: str) -> str:
    """Return a heading's name in links, as the pages write it."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")

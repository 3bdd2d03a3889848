"""The tabs of the generated files; a dot says which has lines of what is looked at."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from .preview_files import Kind, kind_name, names_of
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.generate.generator import Generated
    from openpalm_desktop.model.path import Path


class FileTabs(QTabBar):
    """A tab for each kind of file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("files")
        self.setExpanding(False)
        self.setDocumentMode(True)
        self.setAccessibleName(tr("Generated files"))
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.dotted: frozenset[Kind] = frozenset()
        for kind in Kind:
            self.addTab(kind_name(kind))

    def show_dots(self, kinds: Collection[Kind]) -> None:
        """Put a dot on some tabs, and say why."""
        if frozenset(kinds) == self.dotted:
            return
        self.dotted = frozenset(kinds)
        for index, kind in enumerate(Kind):
            said = tr("Has lines of the field that you are in") if kind in self.dotted else ""
            self.setTabToolTip(index, said)
            name = kind_name(kind)
            self.setAccessibleTabName(index, f"{name}, {said}" if said else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().accent))
        for index, kind in enumerate(Kind):
            if kind in self.dotted and index != self.currentIndex():
                rect = self.tabRect(index)
                painter.drawEllipse(QPointF(rect.right() - 4, rect.top() + 8), 2.5, 2.5)


def kinds_with(path: "Path", files: "Generated | None") -> set[Kind]:
    """Return the kinds of files that have lines of a path."""
    if files is None or not path:
        return set()
    return {
        kind
        for kind in (Kind.COMPOSE, Kind.CADDYFILE, Kind.ENV, Kind.AUTOMATIONS)
        if any(
            files.files[name].has_lines_of(path)
            for name in names_of(kind, files)
            if name in files.files
        )
    }

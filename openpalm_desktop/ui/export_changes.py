"""The files that an export would change, each with what becomes of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from openpalm_desktop.deploy.export import Difference

from .theme import code_font
from .words import counted, tr

_MOST, _HEIGHT = 200, 190


class ExportChanges(QScrollArea):
    """A list to read: new, changed or removed, and the file's name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reading")
        self.setAccessibleName(tr("What would change"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_HEIGHT)

    def show_changes(self, changes: Sequence[Difference]) -> None:
        """Show what would change."""
        body = QWidget()
        body.setObjectName("form")
        grid = QGridLayout(body)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, change in enumerate(changes[:_MOST]):
            kind, name = QLabel(_word(change.kind), body), QLabel(change.name, body)
            kind.setProperty("role", "muted")
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setFont(code_font())
            grid.addWidget(kind, row, 0)
            grid.addWidget(name, row, 1)
        if len(changes) > _MOST:
            more = counted(len(changes) - _MOST, "more file", "more files")
            grid.addWidget(QLabel(tr("… and {}").format(more), body), _MOST, 1)
        grid.setRowStretch(_MOST + 1, 1)
        self.setWidget(body)
        self.show()


def _word(kind: str) -> str:
    """Return what becomes of a file, in a word."""
    words = {
        "new": tr("new"),
        "changed": tr("changed"),
        "removed": tr("removed"),
        "unfinished": tr("finished first"),
    }
    return words[kind]

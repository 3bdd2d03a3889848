"""Why a file could not be opened: every problem of it, with its line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.opening import Refused
    from openpalm_desktop.model.problem import Problem


class RefusedDialog(QDialog):
    """Every problem that keeps a file from being a stack: its line, what it is, what to do."""

    def __init__(self, parent: QWidget, refused: "Refused") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("This file cannot be opened"))
        self.setMinimumSize(560, 240)
        problems = refused.problems
        title = QLabel(tr("{} is no stack yet").format(refused.path.name), self)
        title.setProperty("role", "title")
        count = counted(len(problems), "thing", "things")
        text = tr("Mend {} in a text editor and open it again. The file was not touched.")
        lead = QLabel(text.format(count), self)
        lead.setProperty("role", "muted")
        lead.setWordWrap(True)
        body = QWidget()
        body.setObjectName("form")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.setSpacing(12)
        for problem in problems[:100]:
            rows.addLayout(_problem_words(problem))
        rows.addStretch()
        area = QScrollArea(self)
        area.setObjectName("reading")
        area.setAccessibleName(tr("What keeps it from being a stack"))
        area.setWidgetResizable(True)
        area.setWidget(body)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(lead)
        layout.addSpacing(6)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def _problem_words(problem: "Problem") -> QVBoxLayout:
    """Return what is wrong, below it what to do and where."""
    lines = [(problem.message, ""), (problem.hint, "muted")]
    if problem.position:
        lines.append((tr("Line {}, column {}").format(*problem.position), "help"))
    words = QVBoxLayout()
    words.setSpacing(2)
    for text, role in lines:
        label = QLabel(text)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(label)
    return words

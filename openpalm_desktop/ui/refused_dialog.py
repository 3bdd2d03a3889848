"""Why a file could not be opened: every problem of it, with its line."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from .dialog_parts import ListDialog, words
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.opening import Refused
    from openpalm_desktop.model.problem import Problem


class RefusedDialog(ListDialog):
    """Every problem that keeps a file from being a stack: its line, what it is, what to do."""

    def __init__(self, parent: QWidget, refused: "Refused") -> None:
        problems = refused.problems
        text = tr("Mend {} in a text editor and open it again. The file was not touched.")
        super().__init__(
            parent,
            tr("This file cannot be opened"),
            tr("{} is no stack yet").format(refused.path.name),
            text.format(counted(len(problems), "thing", "things")),
        )
        self.setMinimumSize(560, 240)
        self.rows.setContentsMargins(12, 10, 12, 10)
        self.rows.setSpacing(12)
        for problem in problems[:100]:
            self.rows.addLayout(_problem_words(problem))
        self.rows.addStretch()
        self.area.setObjectName("reading")
        self.area.setAccessibleName(tr("What keeps it from being a stack"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.parts.addWidget(buttons)


def _problem_words(problem: "Problem") -> QVBoxLayout:
    """Return what is wrong, below it what to do and where."""
    lines = [(problem.message, ""), (problem.hint, "muted")]
    if problem.position:
        lines.append((tr("Line {}, column {}").format(*problem.position), "help"))
    rows = QVBoxLayout()
    rows.setSpacing(2)
    for text, role in lines:
        rows.addWidget(words(text, role))
    return rows

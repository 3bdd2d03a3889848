"""What an export would replace: in the stack's words first, then line by line, then the rest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from openpalm_desktop.deploy.export import Difference
from openpalm_desktop.model.changes.words import listed

from .change_words import ChangeWords
from .difference_rows import rows_of
from .difference_view import DifferenceView
from .overview_facts import replaced_facts
from .words import tr

if TYPE_CHECKING:
    from .comparison import Comparison

_MOST_WORDS, _MOST_HIGH, _LEAST_LINES = 50, 130, 110
_MOST_NAMED = 6


class Replacing(QWidget):
    """The differences between what is there and what would be written, to read only."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = ChangeWords(_MOST_HIGH, self)
        self.words = self._area.card
        self.lines = DifferenceView(self)
        self.lines.setAccessibleName(tr("Differences"))
        self.lines.setMinimumHeight(_LEAST_LINES)
        self.rest = QLabel(self)
        self.rest.setProperty("role", "help")
        self.rest.setTextFormat(Qt.TextFormat.PlainText)
        self.rest.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._area)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self.rest)
        self.hide()

    def show_comparison(self, comparison: "Comparison", changes: Sequence[Difference]) -> None:
        """Show what differs; files whose lines are not shown are named."""
        self.show()  # first: hidden parts have no height to lay out
        self.words.show_facts(replaced_facts(comparison.changes, most=_MOST_WORDS))
        self._area.setVisible(bool(comparison.changes))
        self._area.fit(self._area.width())
        self.lines.show_rows(rows_of(comparison.files, is_split=False), is_split=False)
        self.lines.setVisible(bool(comparison.files))
        shown = {one.name for one in comparison.files}
        rest = [one.name for one in changes if one.name not in shown]
        self.rest.setText(tr("Also, without showing lines: {}.").format(listed(rest, _MOST_NAMED)))
        self.rest.setVisible(bool(rest))

"""What runs otherwise than the spec says, as rows: whose, which field, both sides in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from openpalm_desktop.deploy.difference import Difference

from .drift_words import field_title
from .named_table import paint_text
from .read_rows import ReadRows
from .read_table import ReadDelegate, ReadTable, set_strong, space_in
from .row_table import Fit
from .severities import Index
from .theme import Tokens
from .words import tr

if TYPE_CHECKING:
    from .state import State


class DriftColumn(IntEnum):
    """The columns, from left to right."""

    SERVICE = 0
    FIELD = 1
    SAID = 2
    RUNS = 3


@dataclass(frozen=True)
class DriftRow:
    """What one row shows: a difference, by the titles that people know."""

    difference: Difference
    service: str
    field: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells in words."""
        return (self.service, self.field, self.difference.said, self.difference.runs)


class DriftRows(ReadRows[DriftRow]):
    """A row for each difference."""

    COLUMNS = DriftColumn

    def show_differences(
        self, differences: Sequence[Difference], titles: Mapping[str, str], state: "State"
    ) -> None:
        """Show what differs, services by the titles that people know."""
        rows = [
            DriftRow(one, titles.get(one.service, one.service), field_title(one, state.spec))
            for one in differences
        ]
        if [row.texts for row in rows] == [row.texts for row in self.rows]:
            self.go_on_with(rows)
        else:
            self.begin_with(rows)

    def cell(self, row: DriftRow, column: int) -> str:
        return row.texts[column]

    def tool_tip(self, row: DriftRow, column: int) -> str:
        why = row.difference.hindrance
        return f"{row.texts[column]}\n{why}" if why else row.texts[column]

    def title(self, column: int) -> str:
        return {
            DriftColumn.SERVICE: tr("Name"),
            DriftColumn.FIELD: tr("Field"),
            DriftColumn.SAID: tr("The spec says"),
            DriftColumn.RUNS: tr("What runs"),
        }[DriftColumn(column)]


class DriftTable(ReadTable):
    """Rows of differences."""

    def __init__(self, rows: DriftRows, parent: QWidget | None = None) -> None:
        super().__init__(
            rows,
            tr("Changed by hand on the server"),
            Fit(DriftColumn.SERVICE, 110, share=2),
            Fit(DriftColumn.FIELD, 130, share=2),
            Fit(DriftColumn.SAID, 140, share=3),
            Fit(DriftColumn.RUNS, 140, share=3),
            parent=parent,
        )
        self.setItemDelegate(_Delegate(self))


class _Delegate(ReadDelegate):
    """Paints what runs strongly and all else quietly."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, colours: Tokens) -> None:
        column = index.column()
        if column == DriftColumn.SERVICE:
            set_strong(painter)
        is_strong = column in {DriftColumn.SERVICE, DriftColumn.RUNS}
        is_code = column in {DriftColumn.SAID, DriftColumn.RUNS}
        colour = colours.text if is_strong else colours.muted
        paint_text(painter, space_in(rect), str(index.data()), colour, is_code)

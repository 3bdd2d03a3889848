"""The table of automations."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from .automation_rows import AutomationRow, AutomationRows, Column
from .fields.text_field import SecondsValidator
from .named_table import PADDING, NamedDelegate, NamedTable, cell_line, paint_text
from .row_table import Fit
from .severities import Index
from .theme import Tokens
from .words import tr


class AutomationTable(NamedTable):
    """Rows of automations, told apart by their places."""

    def __init__(self, rows: AutomationRows, parent: QWidget | None = None) -> None:
        super().__init__(rows, AutomationDelegate(), parent)
        self.setAccessibleName(tr("Automations"))
        self.fit_columns(
            Fit(Column.ON, 46),
            Fit(Column.NAME, 120, share=1),
            Fit(Column.SCHEDULE, 150, share=1),
            Fit(Column.NEXT, 140, gives_way=1),
            Fit(Column.TIMEOUT, 92, gives_way=2),
        )

    @property
    def chosen_places(self) -> list[int]:
        """The chosen automations' places in the spec."""
        return sorted(map(int, self.chosen))

    @property
    def current_place(self) -> int:
        """The current automation's place, or -1."""
        return int(self.current) if self.current else -1

    def show_place(self, place: int) -> None:
        """Make an automation the current and only chosen one."""
        self.show_current(str(place))


class AutomationDelegate(NamedDelegate):
    """Paints names with marks and quiet text; edits in place."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        hints = {
            Column.NAME: tr("Name"),
            Column.SCHEDULE: tr("Five fields, as in 30 2 * * *"),
            Column.TIMEOUT: tr("Seconds"),
        }
        line = cell_line(parent, hints[Column(index.column())])
        if index.column() == Column.TIMEOUT:
            line.setValidator(SecondsValidator(line))
        return line

    def paint_cell(
        self, painter: QPainter, rect: QRect, row: AutomationRow, column: int, colours: Tokens
    ) -> None:
        if column == Column.NAME:
            self.paint_name(painter, rect, row, row.title, colours)
            return
        is_strong = column == Column.SCHEDULE and row.is_on
        space = rect.adjusted(PADDING, 0, -6, 0)
        text = self.shown_text
        paint_text(painter, space, text, colours.text if is_strong else colours.muted)

    shown_text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        self.shown_text = str(index.data())  # when it runs next is not the row's to know
        super().paint(painter, option, index)

"""The service table."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from .named_table import PADDING, NamedDelegate, NamedTable, cell_line, paint_text
from .row_table import Fit
from .service_rows import Column, ServiceRow, ServiceRows, Source
from .severities import Index
from .theme import Tokens
from .words import tr


class ServiceTable(NamedTable):
    """Rows of services."""

    def __init__(self, rows: ServiceRows, parent: QWidget | None = None) -> None:
        super().__init__(rows, ServiceDelegate(), parent)
        self.setAccessibleName(tr("Services"))
        self.show_target()

    def show_target(self) -> None:
        """Show how services are on the target, where there is one."""
        target = (Fit(Column.TARGET, 118, share=1),) if self.rows.running.target else ()
        self.fit_columns(
            Fit(Column.ON, 46),
            Fit(Column.NAME, 124, share=3),
            Fit(Column.IMAGE, 130, share=4),
            Fit(Column.PORTS, 124, share=2, gives_way=1),
            Fit(Column.SOURCE, 124, share=1, gives_way=2),
            *target,
        )


class ServiceDelegate(NamedDelegate):
    """Paints names with marks and quiet text; edits in place."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        hints = {
            Column.NAME: tr("Label"),
            Column.IMAGE: tr("Image"),
            Column.PORTS: tr("Ports, as in 127.0.0.1:5432:5432"),
        }
        return cell_line(parent, hints[Column(index.column())])

    def paint_cell(
        self, painter: QPainter, rect: QRect, row: ServiceRow, column: int, colours: Tokens
    ) -> None:
        if column == Column.NAME:
            self.paint_name(painter, rect, row, row.title, colours)
            return
        if column == Column.TARGET:
            self.paint_state(painter, rect, row.state, row, colours)
            return
        is_changed = column == Column.SOURCE and row.source is Source.CHANGED
        if is_changed:
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.Medium)
            painter.setFont(font)
        space = rect.adjusted(PADDING, 0, -6, 0)
        colour = colours.text if is_changed and row.is_on else colours.muted
        paint_text(painter, space, row.text(column), colour, column == Column.IMAGE)

"""The channel table: reads at a glance, edited in place."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from openpalm_desktop.model.exposure import Exposure

from .channel_rows import ChannelRow, ChannelRows, Column
from .named_table import PADDING, NamedDelegate, NamedTable, cell_line, paint_text
from .painting import paint_reach
from .row_table import Fit
from .severities import Index
from .theme import Tokens
from .words import reach_name, tr


class ChannelTable(NamedTable):
    """Rows of channels."""

    def __init__(self, rows: ChannelRows, parent: QWidget | None = None) -> None:
        super().__init__(rows, ChannelDelegate(), parent)
        self.setAccessibleName(tr("Channels"))
        self.show_target()

    def show_target(self) -> None:
        """Show how channels are on the target, where there is one."""
        target = (Fit(Column.TARGET, 118, share=1),) if self.rows.running.target else ()
        self.fit_columns(
            Fit(Column.ON, 46),
            Fit(Column.NAME, 112, share=3),
            Fit(Column.IMAGE, 120, share=4, gives_way=1),
            Fit(Column.REACH, 90),
            Fit(Column.ANSWERS, 144, share=4),
            Fit(Column.CERTIFICATE, 134, share=1, gives_way=2),
            *target,
        )


class ChannelDelegate(NamedDelegate):
    """Paints names with marks, pills and quiet text; edits in place."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        if index.column() == Column.REACH:
            box = QComboBox(parent)
            for reach in Exposure:
                box.addItem(reach_name(reach), reach)
            box.activated.connect(lambda: self._finish(box))
            return box
        hints = {
            Column.NAME: tr("Label"),
            Column.IMAGE: tr("Image"),
            Column.ANSWERS: tr("Domains, /paths or a port"),
        }
        return cell_line(parent, hints[Column(index.column())])

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            value = index.data(Qt.ItemDataRole.EditRole)
            editor.setCurrentIndex(list(Exposure).index(Exposure(value)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentIndex())
        else:
            super().setModelData(editor, model, index)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def paint_cell(
        self, painter: QPainter, rect: QRect, row: ChannelRow, column: int, colours: Tokens
    ) -> None:
        match column:
            case Column.REACH:
                left = QPointF(rect.left() + PADDING, rect.top() + (rect.height() - 1) / 2)
                text = reach_name(row.reach)
                paint_reach(painter, left, text, row.reach, colours, painter.font())
            case Column.NAME:
                self.paint_name(painter, rect, row, row.title, colours)
            case Column.TARGET:
                self.paint_state(painter, rect, row.state, row, colours)
            case _:
                is_quiet = column != Column.ANSWERS or not row.is_on
                colour = colours.muted if is_quiet else colours.text
                space = rect.adjusted(PADDING, 0, -6, 0)
                paint_text(painter, space, row.text(column), colour, column == Column.IMAGE)


def answers_from(text: str) -> tuple[Sequence[str], Sequence[str], int | None]:
    """Return the domains, paths and host port that a person typed into one cell."""
    words = text.replace(",", " ").split()
    paths = [word for word in words if word.startswith("/")]
    ports = [int(word) for word in words if word.isdecimal() and 1 <= int(word) <= 65535]
    domains = [word for word in words if not word.startswith("/") and not word.isdecimal()]
    return domains, paths, ports[0] if ports else None

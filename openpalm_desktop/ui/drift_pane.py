"""What somebody has changed on the server, field by field: taken into the spec, or put back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .drift_rows import DriftRow, DriftRows, DriftTable
from .row_table import ROW_HEIGHT
from .words import counted, in_figures, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.difference import Difference

    from .document import Document
    from .state import State

_MOST_ROWS = 3


class DriftPane(QWidget):
    """Hidden where nothing differs; `return_wanted` carries the services to put back."""

    return_wanted = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self.rows = DriftRows(self)
        self.table = DriftTable(self.rows, self)
        self.heading, self.why = QLabel(self), QLabel(self)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.take, self.put_back = QPushButton(self), QPushButton(self)
        self._lay_out()
        self.take.clicked.connect(self._take)
        self.put_back.clicked.connect(self._put_back)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self.rows.modelReset.connect(self._show_buttons)

    def show_differences(
        self, differences: "tuple[Difference, ...]", titles: Mapping[str, str], state: "State"
    ) -> None:
        """Show what differs, each service by its title."""
        self.rows.show_differences(differences, titles, state)
        self.heading.setText(tr("Changed by hand · {}").format(in_figures(len(differences))))
        count = min(len(differences), _MOST_ROWS)
        height = self.table.verticalHeader().defaultSectionSize() or ROW_HEIGHT
        self.table.setFixedHeight(
            self.table.horizontalHeader().sizeHint().height() + count * height + 2
        )
        self.setVisible(bool(differences))
        self._show_buttons()

    # Inside

    @property
    def _chosen(self) -> "list[Difference]":
        return [row.difference for row in self._chosen_rows]

    @property
    def _chosen_rows(self) -> "list[DriftRow]":
        rows = self.table.chosen_rows or range(len(self.rows.rows))
        return [self.rows.rows[row] for row in rows]

    def _take(self) -> None:
        """Make what runs what the spec says, in one undo step."""
        from openpalm_desktop.deploy.taking import taken  # noqa: PLC0415 – read when wanted
        from openpalm_desktop.deploy.taking_refusals import CannotBeTaken  # noqa: PLC0415 – as above

        spec = self._document.state.spec
        done = []
        for row in self._chosen_rows:
            if row.difference.can_be_taken:
                try:
                    spec = taken(spec, row.difference.finding)
                except CannotBeTaken:
                    continue  # the spec is another one since, and the next look says so
                done.append(row)
        if len(done) == 1:
            label = tr("Take {} of {} from the server").format(done[0].field, done[0].service)
        else:
            label = tr("Take {} from the server").format(
                counted(len(done), "difference", "differences")
            )
        self._document.edit(label, spec)

    def _put_back(self) -> None:
        self.return_wanted.emit(tuple(dict.fromkeys(one.service for one in self._chosen)))

    def _show_buttons(self) -> None:
        is_some = bool(self.table.chosen_rows)
        self.take.setText(tr("Take it into the spec") if is_some else tr("Take all into the spec"))
        self.put_back.setText(tr("Put it back…") if is_some else tr("Put all back…"))
        chosen = self._chosen
        self.take.setEnabled(any(one.can_be_taken for one in chosen))
        whys = dict.fromkeys(one.hindrance for one in chosen if one.hindrance)
        self.why.setText(next(iter(whys), "") if is_some and len(whys) == 1 else "")
        self.why.setVisible(bool(self.why.text()))

    def _lay_out(self) -> None:
        self.heading.setProperty("role", "strong")
        self.why.setProperty("role", "muted")
        self.why.setWordWrap(True)
        self.take.setToolTip(tr("The spec says from now on what runs. It can be undone."))
        self.put_back.setToolTip(
            tr("Shows the plan that makes these services again what the spec says, and no others")
        )
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.heading, 1)
        head.addWidget(self.take)
        head.addWidget(self.put_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 0, 18, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table)
        layout.addWidget(self.why)
        self.hide()

"""What runs of the stack as rows: each service, how it is, and what it uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from openpalm_desktop.deploy.service_state import NOT_DEPLOYED, ServiceState
from openpalm_desktop.deploy.usage import Use

from .named_table import paint_text
from .read_rows import ReadRows
from .read_table import ReadDelegate, ReadTable, set_strong, space_in
from .row_table import Fit
from .running import Running
from .severities import Index
from .state_words import paint_state, state_meaning, state_word
from .theme import Tokens
from .words import channel_title, in_tenths, service_title, tr

if TYPE_CHECKING:
    from .state import State


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    STATE = 1
    STATUS = 2
    PROCESSOR = 3
    MEMORY = 4
    IMAGE = 5


@dataclass(frozen=True)
class RunningRow:
    """What one row shows."""

    service: str
    title: str
    state: ServiceState
    image: str
    use: Use | None = None

    def text(self, column: int) -> str:
        """Return a cell in words."""
        match column:
            case Column.NAME:
                return self.title
            case Column.STATE:
                return state_word(self.state, is_on=True)
            case Column.STATUS:
                return self.state.status or "–"
            case Column.PROCESSOR:
                return f"{in_tenths(self.use.processor)} %" if self.use else "–"
            case Column.MEMORY:
                return memory_words(self.use.memory) if self.use else "–"
            case _:
                return self.image


class RunningRows(ReadRows[RunningRow]):
    """A row for each service that runs or should."""

    COLUMNS = Column

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_gone = False
        self._uses: Mapping[str, Use] = {}

    def show_running(self, running: Running, state: "State") -> None:
        """Show what runs, and what of the stack does not."""
        is_other = running.is_gone is not self.is_gone
        self.is_gone = running.is_gone
        rows = self._with_use(_rows(running, state))
        if [row.service for row in rows] != [row.service for row in self.rows]:
            self.begin_with(rows)
        elif rows != self.rows or is_other:
            self.go_on_with(rows)

    def show_uses(self, uses: Mapping[str, Use]) -> None:
        """Show what each service uses."""
        self._uses = uses
        self.go_on_with(self._with_use(self.rows))

    def service_of(self, row: int) -> str:
        """Return the service in a row."""
        return self.rows[row].service

    def cell(self, row: RunningRow, column: int) -> str:
        return row.text(column)

    def tool_tip(self, row: RunningRow, column: int) -> str:
        if column == Column.STATE:
            return state_meaning(row.state, is_on=True)
        if column == Column.NAME and row.title != row.service:
            return f"{row.title}\n{row.service}"
        if column == Column.MEMORY and row.use is not None and row.use.most_memory:
            most = memory_words(row.use.most_memory)
            return tr("{} of the {} that it may use").format(row.text(column), most)
        return row.text(column)

    def title(self, column: int) -> str:
        match column:
            case Column.NAME:
                return tr("Name")
            case Column.STATE:
                return tr("State")
            case Column.STATUS:
                return tr("Docker says")
            case Column.PROCESSOR:
                return tr("Processor")
            case Column.MEMORY:
                return tr("Memory")
            case _:
                return tr("Image")

    def _with_use(self, rows: Sequence[RunningRow]) -> list[RunningRow]:
        return [
            RunningRow(row.service, row.title, row.state, row.image, self._uses.get(row.service))
            for row in rows
        ]


class RunningTable(ReadTable):
    """Rows of services."""

    def __init__(self, rows: RunningRows, parent: QWidget | None = None) -> None:
        super().__init__(
            rows,
            tr("What runs"),
            Fit(Column.NAME, 130, share=3),
            Fit(Column.STATE, 118, share=1),
            Fit(Column.STATUS, 150, share=2, gives_way=2),
            Fit(Column.PROCESSOR, 92, gives_way=1),
            Fit(Column.MEMORY, 92, gives_way=1),
            Fit(Column.IMAGE, 130, share=3, gives_way=3),
            parent=parent,
        )
        self._rows = rows
        self.setItemDelegate(_Delegate(rows, self))

    @property
    def chosen(self) -> list[str]:
        """The chosen services."""
        return [self._rows.service_of(row) for row in self.chosen_rows]


class _Delegate(ReadDelegate):
    """Paints names, states and quiet words."""

    def __init__(self, rows: RunningRows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, colours: Tokens) -> None:
        row: RunningRow = index.data(RunningRows.ROW)
        is_gone = self._rows.is_gone
        match index.column():
            case Column.STATE:
                paint_state(painter, rect, row.state, colours, is_on=True, is_gone=is_gone)
            case Column.NAME:
                set_strong(painter)
                colour = colours.faint if is_gone else colours.text
                paint_text(painter, space_in(rect), row.title, colour)
            case column:
                is_image = column == Column.IMAGE
                paint_text(painter, space_in(rect), row.text(column), colours.muted, is_image)


def memory_words(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count >= 10**9:
        return f"{in_tenths(count / 10**9)} GB"
    return f"{count / 10**6:.0f} MB" if count >= 10**6 else f"{count / 10**3:.0f} kB"


def _rows(running: Running, state: "State") -> list[RunningRow]:
    """Return the stack's services in its order, those of Caddy's kind and strangers after them."""
    titles = service_titles(state)
    images = {one.labels["com.docker.compose.service"]: one.image for one in running.containers}
    stack = state.product.stack
    wanted = [part.service for part in stack.parts if part.is_enabled]
    names = list(dict.fromkeys([*wanted, *running.states]))
    return [
        RunningRow(
            name,
            titles.get(name, name),
            running.states.get(name, NOT_DEPLOYED),
            images.get(name, "–"),
        )
        for name in names
    ]


def service_titles(state: "State") -> dict[str, str]:
    """Return what people call each service, by its name on the engine."""
    stack, spec = state.product.stack, state.spec
    titles = {"caddy": tr("Caddy"), "scheduler": tr("Scheduler")}
    for name, part in stack.channels.items():
        titles[part.service] = channel_title(name, spec.channels[name])
    for name, part in stack.services.items():
        titles[part.service] = service_title(name, spec)
    return titles

"""The channels as a table model: rows for a state, only the changed ones told about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.problem import Severity

from .severities import Index, worst_by_channel
from .words import answers_at, channel_title, reach_name, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part
    from openpalm_desktop.model.routes import Site

    from .document import State

_NOWHERE = QModelIndex()


class Column(IntEnum):
    """The columns, from left to right."""

    ON = 0
    NAME = 1
    IMAGE = 2
    REACH = 3
    ANSWERS = 4
    CERTIFICATE = 5


@dataclass(frozen=True)
class ChannelRow:
    """What one row shows."""

    name: str
    title: str
    is_on: bool
    image: str
    reach: Exposure
    answers: str
    certificate: str
    severity: Severity | None

    def text(self, column: int) -> str:
        """Return a cell in words, for sorting, filtering and screen readers."""
        return {
            Column.ON: tr("On") if self.is_on else tr("Off"),
            Column.NAME: self.title,
            Column.IMAGE: self.image,
            Column.REACH: reach_name(self.reach),
            Column.ANSWERS: self.answers,
            Column.CERTIFICATE: self.certificate,
        }[Column(column)]


class ChannelRows(QAbstractTableModel):
    """Names in the order shown, and a row made for each when it is looked at."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: list[str] = []
        self.edit: Callable[[str, Column, Any], None] = lambda *_: None
        self._state: State | None = None
        self._rows: dict[str, ChannelRow] = {}
        self._worst: Mapping[str, Severity] = {}
        self._sites: Mapping[str | None, Site] = {}
        self._filter = ""
        self._sort: tuple[Column, Qt.SortOrder] | None = None

    # What it shows

    def show_state(self, state: "State") -> None:
        """Show a state, telling views only of rows that differ."""
        before, self._state = self._state, state
        stack = state.product.stack
        old_worst, old_sites = self._worst, self._sites
        self._worst = worst_by_channel(state.product.problems)
        self._sites = {site.domain: site for site in stack.sites}
        changed_sites = {
            domain for domain, site in self._sites.items() if old_sites.get(domain) is not site
        }
        old = before.product.stack.channels if before else {}
        changed = [
            name
            for name, part in stack.channels.items()
            if old.get(name) is not part
            or self._worst.get(name) is not old_worst.get(name)
            or (changed_sites and part.routes and part.routes[0].domain in changed_sites)
        ]
        for name in changed:
            self._rows.pop(name, None)
        if before is None or list(stack.channels) != list(old):
            self._show_names(self._wanted_names())
        for name in changed:
            if name in old:
                self._tell(name)

    def show_filter(self, text: str) -> None:
        """Show only rows in which a text occurs."""
        self._filter = text.strip().casefold()
        self._show_names(self._wanted_names())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Bring the rows into an order; -1 is the order of the spec."""
        self._sort = None if column < 0 else (Column(column), order)
        self._show_names(self._wanted_names())

    def row(self, name: str) -> ChannelRow:
        """Return a channel's row."""
        made = self._rows.get(name)
        if made is None:
            assert self._state is not None  # noqa: S101 – names come from a state
            part = self._state.product.stack.channels[name]
            made = self._rows[name] = self._made_row(name, part)
        return made

    def index_of(self, name: str, column: Column = Column.NAME) -> QModelIndex:
        """Return where a channel stands, or no index."""
        try:
            return self.index(self.names.index(name), column)
        except ValueError:
            return QModelIndex()

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(self.names[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.text(index.column())
            case Qt.ItemDataRole.EditRole:
                return self._edited_text(row, Column(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(row, Column(index.column()))
            case self.ROW:
                return row
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.edit(self.names[index.row()], Column(index.column()), value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() not in (Column.ON, Column.CERTIFICATE):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.ON: tr("On"),
            Column.NAME: tr("Name"),
            Column.IMAGE: tr("Image"),
            Column.REACH: tr("Reach"),
            Column.ANSWERS: tr("Answers at"),
            Column.CERTIFICATE: tr("Certificate"),
        }[Column(section)]

    # Rows

    def _made_row(self, name: str, part: "Part") -> ChannelRow:
        channel: Any = part.resolved.container
        return ChannelRow(
            name=name,
            title=channel_title(name, channel),
            is_on=channel.enabled,
            image=part.resolved.image or "",
            reach=channel.exposure,
            answers=answers_at(part),
            certificate=self._certificate(part),
            severity=self._worst.get(name),
        )

    def _certificate(self, part: "Part") -> str:
        from openpalm_desktop.model.routes import Certificate  # noqa: PLC0415 – the frame is painted before the model is there

        site = self._sites.get(part.routes[0].domain) if part.routes else None
        if site is None or site.certificate is Certificate.NONE or self._state is None:
            return "–"
        if site.certificate is Certificate.INTERNAL:
            return tr("Internal CA")
        acme = self._state.spec.caddy.acme
        names = {
            "letsencrypt": tr("Let’s Encrypt"),
            "letsencrypt-staging": tr("Let’s Encrypt (test)"),
            "zerossl": tr("ZeroSSL"),
        }
        return names.get(acme, tr("Own authority"))

    def _edited_text(self, row: ChannelRow, column: Column) -> Any:
        assert self._state is not None  # noqa: S101 – there are rows
        channel = self._state.spec.channels[row.name]
        match column:
            case Column.IMAGE:
                return channel.image or ""
            case Column.REACH:
                return row.reach
            case Column.ANSWERS:
                port = [str(channel.host_port)] if isinstance(channel.host_port, int) else []
                return ", ".join([*channel.domains, *channel.path_prefixes, *port])
            case _:
                return row.text(column)

    def _tool_tip(self, row: ChannelRow, column: Column) -> str | None:
        if column is Column.NAME and row.severity is not None and self._state is not None:
            problems = self._state.product.problems
            mine = [p for p in problems if p.path[:2] == ("channels", row.name)]
            return "\n".join(problem.message for problem in mine)
        if column is Column.ANSWERS and self._state is not None:
            channel = self._state.spec.channels[row.name]
            return "\n".join([*channel.domains, *channel.path_prefixes]) or None
        return row.image if column is Column.IMAGE else None

    # Names

    def _wanted_names(self) -> list[str]:
        names = list(self._state.product.stack.channels) if self._state else []
        if self._filter:
            names = [name for name in names if self._is_found(name)]
        if self._sort:
            column, order = self._sort
            is_down = order is Qt.SortOrder.DescendingOrder
            names.sort(key=lambda name: self.row(name).text(column).casefold(), reverse=is_down)
        return names

    def _is_found(self, name: str) -> bool:
        row = self.row(name)
        texts = (name, row.title, row.image, row.answers, reach_name(row.reach))
        return any(self._filter in text.casefold() for text in texts)

    def _show_names(self, wanted: list[str]) -> None:
        if wanted == self.names:
            return
        if self._is_one_renamed(wanted):
            self.names = wanted
            return
        if abs(len(wanted) - len(self.names)) == 1 and self._show_one(wanted):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = {name: row for row, name in enumerate(wanted)}
        new = [
            self.createIndex(kept[self.names[index.row()]], index.column())
            if self.names[index.row()] in kept
            else QModelIndex()
            for index in old
        ]
        self.names = wanted
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _is_one_renamed(self, wanted: list[str]) -> bool:
        if len(wanted) != len(self.names):
            return False
        differing = [row for row, name in enumerate(wanted) if self.names[row] != name]
        if len(differing) != 1 or wanted[differing[0]] in self.names:
            return False
        row = differing[0]
        self.names[row] = wanted[row]
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
        return True

    def _show_one(self, wanted: list[str]) -> bool:
        """Insert or remove a single row, which lets views keep everything else."""
        longer, shorter = max(wanted, self.names, key=len), min(wanted, self.names, key=len)
        row = next((i for i, name in enumerate(shorter) if longer[i] != name), len(shorter))
        if longer[row + 1 :] != shorter[row:]:
            return False
        if longer is wanted:
            self.beginInsertRows(QModelIndex(), row, row)
            self.names = wanted
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), row, row)
            self.names = wanted
            self.endRemoveRows()
        return True

    def _tell(self, name: str) -> None:
        index = self.index_of(name, Column.ON)
        if index.isValid():
            self.dataChanged.emit(index, index.siblingAtColumn(len(Column) - 1))

"""Sites and their paths as a tree: who can come in where, and what is behind it."""

from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from openpalm_desktop.model.domain import canonical_domain
from openpalm_desktop.model.exposure import Exposure, PathMode, widest
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.routes import Route, Site

from .icons import icon
from .named_table import PADDING, Header, paint_text
from .painting import paint_focus, paint_mark, paint_reach
from .row_table import ROW_HEIGHT
from .severities import Index
from .theme import Tokens, tokens
from .words import certificate_name, counted, owner_of, reach_name, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.stack import StackSpec

    from .certificate_words import CertificateNote
    from .state import State

_NOWHERE = QModelIndex()
_SITE_ID = 0  # of the rows of sites; those of routes carry their site's number, from 1
_ROUTING = ("domains", "pathPrefixes", "pathMode", "rewritePath", "internalTls", "routes")


class Column(IntEnum):
    """The columns, from left to right."""

    ADDRESS = 0
    BEHIND = 1
    REACH = 2
    INSIDE = 3
    CERTIFICATE = 4


_COLUMNS = len(Column)  # counting an enum takes long where Qt asks so often


class SiteRows(QAbstractItemModel):
    """The sites of a state, and below each its paths."""

    NODE = Qt.ItemDataRole.UserRole
    REACH = Qt.ItemDataRole.UserRole + 1
    SEVERITY = Qt.ItemDataRole.UserRole + 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sites: tuple[Site, ...] = ()
        self._state: State | None = None
        self._worst: Mapping[tuple[str, str], Severity] = {}
        self._notes: Mapping[str, CertificateNote] = {}

    def show_state(self, state: "State") -> bool:
        """Show a state; tell whether there are other sites or paths now."""
        before, self._state = self._state, state
        if before is None or before.product.problems is not state.product.problems:
            self._worst = _worst_of_routes(state)
        sites = state.product.stack.sites
        if sites is self.sites:
            return False
        if [_shape(one) for one in sites] == [_shape(one) for one in self.sites]:
            self.sites = sites
            self.dataChanged.emit(self.index(0, 0), self.index(len(sites) - 1, len(Column) - 1))
            return False
        self.beginResetModel()
        self.sites = sites
        self.endResetModel()
        return True

    def show_certificates(self, notes: "Mapping[str, CertificateNote]") -> None:
        """Show how certificates are on the target, by the domains of their sites."""
        self._notes = notes
        if self.sites:
            last = self.index(len(self.sites) - 1, Column.CERTIFICATE)
            self.dataChanged.emit(self.index(0, Column.CERTIFICATE), last)

    def node(self, index: Index) -> Site | Route | None:
        """Return the site or the route of a row."""
        if not index.isValid():
            return None
        number = index.internalId()
        if number == _SITE_ID:
            return self.sites[index.row()]
        return self.sites[number - 1].routes[index.row()]

    def field_of(self, route: Route) -> "Path":
        """Return the path of the field that makes a route."""
        return route_field(self._state.spec, route) if self._state else route.origin

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        site = parent.row()
        if site < 0:
            count = len(self.sites)
        else:
            count = len(self.sites[site].routes) if parent.internalId() == _SITE_ID else 0
        if not (0 <= row < count and 0 <= column < _COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, site + 1)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override] # Qt has two by this name
        number = index.internalId() if index.isValid() else _SITE_ID
        return QModelIndex() if number == _SITE_ID else self.createIndex(number - 1, 0, _SITE_ID)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        site = parent.row()
        if site < 0:
            return len(self.sites)
        is_site = parent.internalId() == _SITE_ID and parent.column() == 0
        return len(self.sites[site].routes) if is_site else 0

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        """Whether there is anything below; Qt asks this of every row before it shows any."""
        if parent.row() < 0:
            return bool(self.sites)
        return parent.internalId() == _SITE_ID and parent.column() == 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        del parent
        return _COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.ADDRESS: tr("Address"),
            Column.BEHIND: tr("Answered by"),
            Column.REACH: tr("Reach"),
            Column.INSIDE: tr("Path inside"),
            Column.CERTIFICATE: tr("Certificate"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None or self._state is None:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(node, column)
            case Qt.ItemDataRole.ToolTipRole if column == Column.CERTIFICATE:
                note = self._note(node)
                return note.words if note else self._text(node, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._text(node, column) if column != Column.REACH else None
            case self.NODE:
                return node
            case self.REACH:
                return node.reach if isinstance(node, Route) else site_reach(node)
            case self.SEVERITY if column == Column.CERTIFICATE:
                note = self._note(node)
                return note.severity if note else None
            case self.SEVERITY:
                return self._worst.get(_owner(node)) if isinstance(node, Route) else None
            case _:
                return None

    def _text(self, node: Site | Route, column: Column) -> str:
        assert self._state is not None  # noqa: S101 – there are rows
        spec = self._state.spec
        if isinstance(node, Site):
            count = counted(len(node.routes), "path", "paths")
            return {
                Column.ADDRESS: node.domain or tr("The stack’s own site"),
                Column.BEHIND: count,
                Column.REACH: reach_name(site_reach(node)),
                Column.INSIDE: "",
                Column.CERTIFICATE: certificate_name(node, spec.caddy.acme)
                if node.has_tls
                else tr("Plain HTTP"),
            }[column]
        return {
            Column.ADDRESS: self._address(node),
            Column.BEHIND: owner_of(spec, node.origin),
            Column.REACH: reach_name(node.reach),
            Column.INSIDE: path_inside(node),
            Column.CERTIFICATE: "",
        }[column]

    def _note(self, node: Site | Route) -> "CertificateNote | None":
        domain = node.domain.strip("[]") if isinstance(node, Site) and node.domain else ""
        return self._notes.get(domain)

    def _address(self, route: Route) -> str:
        if not route.covers_all:
            return route.prefix
        is_alone = any(len(s.routes) == 1 and s.routes[0] is route for s in self.sites)
        return tr("everything") if is_alone else tr("everything else")


_NARROW = 640  # below it, what the path becomes inside gives way


class SiteTree(QTreeView):
    """The tree; a click or Enter on a path tells where to go."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = SiteRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_SiteDelegate(self))
        self.setAccessibleName(tr("Domains and paths"))
        self.setUniformRowHeights(True)
        self.setIndentation(22)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(True)
        header = Header(self)
        self.setHeader(header)
        header.setMinimumSectionSize(44)
        mode = QHeaderView.ResizeMode
        for column, resize, width in (
            (Column.ADDRESS, mode.Stretch, 0),
            (Column.BEHIND, mode.Interactive, 110),
            (Column.REACH, mode.Fixed, 90),
            (Column.INSIDE, mode.Interactive, 130),
            (Column.CERTIFICATE, mode.Interactive, 116),
        ):
            header.setSectionResizeMode(column, resize)
            if width:
                header.resizeSection(column, width)
        self.clicked.connect(self._choose)

    def show_state(self, state: "State") -> None:
        """Show a state; another set of sites is shown unfolded."""
        kept = self._key(self.currentIndex())
        if self.rows.show_state(state):
            self.expandAll()
            self._show_key(kept)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(Column.INSIDE, event.size().width() < _NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = tokens()
        rect: QRect = option.rect
        full = QRect(0, rect.top(), self.viewport().width(), rect.height())
        if self.selectionModel().isSelected(index):
            painter.fillRect(full, QColor(colours.accentsoft))
        super().drawRow(painter, option, index)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(full.bottomLeft(), full.bottomRight())
        if self.hasFocus() and self.currentIndex().siblingAtColumn(0) == index.sibling(
            index.row(), 0
        ):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_focus(painter, full, colours)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if self.rows.rowCount(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            top = rect.center().y() - 6
            icon(name, tokens().muted).paint(painter, rect.right() - 14, top, 12, 12)

    def _choose(self, index: Index) -> None:
        node = self.rows.node(index)
        if isinstance(node, Route):
            self.chosen.emit(self.rows.field_of(node))
        elif node is not None:
            first = index.sibling(index.row(), 0)
            self.setExpanded(first, not self.isExpanded(first))

    def _key(self, index: Index) -> tuple[str | None, str] | None:
        node = self.rows.node(index)
        match node:
            case Site():
                return (node.domain, "")
            case Route():
                return (node.domain, node.prefix)
            case _:
                return None

    def _show_key(self, key: tuple[str | None, str] | None) -> None:
        for number, site in enumerate(self.rows.sites):
            if key is not None and site.domain == key[0]:
                parent = self.rows.index(number, 0)
                rows = [i for i, route in enumerate(site.routes) if route.prefix == key[1]]
                self.setCurrentIndex(self.rows.index(rows[0], 0, parent) if rows else parent)
                return


class _SiteDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_site = isinstance(index.data(SiteRows.NODE), Site)
        column = Column(index.column())
        if column == Column.REACH:
            reach: Exposure = Exposure(index.data(SiteRows.REACH))
            left = QPointF(rect.left() + PADDING, rect.top() + (rect.height() - 1) / 2)
            paint_reach(painter, left, reach_name(reach), reach, colours, painter.font())
        else:
            self._paint_text(painter, rect, index, colours, is_site=is_site)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, rect: QRect, index: Index, colours: Tokens, *, is_site: bool
    ) -> None:
        column = index.column()
        font = QFont(painter.font())
        is_strong = column == Column.ADDRESS and is_site
        font.setWeight(QFont.Weight.Medium if is_strong else QFont.Weight.Normal)
        painter.setFont(font)
        is_loud = is_strong or (not is_site and column in (Column.ADDRESS, Column.BEHIND))
        marked = (Column.BEHIND, Column.CERTIFICATE)
        severity = index.data(SiteRows.SEVERITY) if column in marked else None
        left = 2 if column == Column.ADDRESS else PADDING
        space = rect.adjusted(left, 0, -28 if severity else -6, 0)
        used = paint_text(painter, space, index.data(), colours.text if is_loud else colours.muted)
        if severity:
            middle = QPointF(space.left() + used + 14, rect.top() + (rect.height() - 1) / 2)
            paint_mark(painter, middle, Severity(severity), colours)


def _shape(site: Site) -> tuple[str | None, list[str]]:
    """Return what the rows of a site stand for, whatever else they say."""
    return site.domain, [route.prefix for route in site.routes]


def site_reach(site: Site) -> Exposure:
    """Return how far the widest path of a site reaches."""
    return widest([route.reach for route in site.routes]) or Exposure.HOST


def path_inside(route: Route) -> str:
    """Return what a container sees of a path, in words."""
    if route.path_mode is PathMode.REWRITE and route.rewrite_path:
        return tr("always {}").format(route.rewrite_path)
    if route.path_mode is not PathMode.STRIP or route.covers_all:
        return tr("as it is")
    if route.upstream_prefix:
        return tr("{} instead").format(route.upstream_prefix)
    return tr("without {}").format(route.prefix)


def route_field(spec: "StackSpec", route: Route) -> "Path":
    """Return the path of the field that makes a route."""
    channel = spec.channels.get(str(route.origin[1])) if route.origin[0] == "channels" else None
    if channel is None:
        return route.origin
    if route.domain is None:
        return (*route.origin, "pathPrefixes")
    for index, domain in enumerate(channel.domains):
        if canonical_domain(domain) == route.domain:
            return (*route.origin, "domains", index)
    return (*route.origin, "domains")


def _owner(route: Route) -> tuple[str, str]:
    return (str(route.origin[0]), str(route.origin[1]))


def _worst_of_routes(state: "State") -> Mapping[tuple[str, str], Severity]:
    found: dict[tuple[str, str], Severity] = {}
    for problem in state.product.problems:
        match problem.path:
            case (str(section), str(name), str(alias), *_) if alias in _ROUTING:
                if found.get((section, name)) is not Severity.ERROR:
                    found[section, name] = problem.severity
    return found

"""The channels as a table model: rows for a state, only the changed ones told about."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from openpalm_desktop.deploy.service_state import ServiceState
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.record import Record

from .named_rows import NamedRows, changed_names
from .severities import worst_by_name
from .state_words import state_meaning, state_word, target_title
from .words import answers_at, certificate_name, channel_title, reach_name, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part
    from openpalm_desktop.model.routes import Site

    from .state import State


class Column(IntEnum):
    """The columns, from left to right."""

    ON = 0
    NAME = 1
    IMAGE = 2
    REACH = 3
    ANSWERS = 4
    CERTIFICATE = 5
    TARGET = 6


class ChannelRow(Record):
    """What one row shows."""

    name: str
    title: str
    is_on: bool
    image: str
    reach: Exposure
    answers: str
    certificate: str
    severity: Severity | None
    state: ServiceState | None = None

    def text(self, column: int) -> str:
        """Return a cell in words, for sorting, filtering and screen readers."""
        match column:
            case Column.ON:
                return tr("On") if self.is_on else tr("Off")
            case Column.NAME:
                return self.title
            case Column.IMAGE:
                return self.image
            case Column.REACH:
                return reach_name(self.reach)
            case Column.ANSWERS:
                return self.answers
            case Column.CERTIFICATE:
                return self.certificate
            case _:
                return state_word(self.state, is_on=self.is_on)


class ChannelRows(NamedRows[ChannelRow]):
    """The channels of a state."""

    COLUMNS = Column
    MARKED = Column.NAME
    FIXED = frozenset({Column.ON, Column.CERTIFICATE, Column.TARGET})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._worst: Mapping[str, Severity] = {}
        self._sites: Mapping[str | None, Site] = {}

    def show_state(self, state: "State") -> None:
        """Show a state, telling views only of rows that differ."""
        before, self._state = self._state, state
        stack = state.product.stack
        old = before.product.stack if before else None
        worst, self._worst = self._worst, worst_by_name("channels", state.product.problems)
        changed = set(changed_names(old.channels if old else {}, stack.channels))
        changed.update(name for name, _ in worst.items() ^ self._worst.items())
        if old is None or stack.sites is not old.sites:
            sites, self._sites = self._sites, {site.domain: site for site in stack.sites}
            other = {one for one, site in self._sites.items() if sites.get(one) is not site}
            changed.update(
                name
                for name, part in stack.channels.items()
                if part.routes and part.routes[0].domain in other
            )
        names_changed = old is None or list(stack.channels) != list(old.channels)
        self.show_changed([*changed], names_changed=names_changed)

    def all_names(self) -> list[str]:
        return list(self._state.product.stack.channels) if self._state else []

    def made_row(self, name: str) -> ChannelRow:
        assert self._state is not None  # noqa: S101 – names come from a state
        part = self._state.product.stack.channels[name]
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
            state=self.running.state_of(part.service),
        )

    def title(self, column: int) -> str:
        match column:
            case Column.ON:
                return tr("On")
            case Column.NAME:
                return tr("Name")
            case Column.IMAGE:
                return tr("Image")
            case Column.REACH:
                return tr("Reach")
            case Column.ANSWERS:
                return tr("Answers at")
            case Column.CERTIFICATE:
                return tr("Certificate")
            case _:
                return target_title(self.running.target)

    def texts_to_find(self, row: ChannelRow) -> Sequence[str]:
        return (
            row.name,
            row.title,
            row.image,
            row.answers,
            reach_name(row.reach),
            row.text(Column.TARGET),
        )

    def edited_text(self, row: ChannelRow, column: int) -> Any:
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

    def tool_tip(self, row: ChannelRow, column: int) -> str | None:
        if column == Column.NAME and row.severity is not None and self._state is not None:
            problems = self._state.product.problems
            mine = [p for p in problems if p.path[:2] == ("channels", row.name)]
            return "\n".join([row.title, *(problem.message for problem in mine)])
        if column == Column.ANSWERS and self._state is not None:
            channel = self._state.spec.channels[row.name]
            places = [*channel.domains, *channel.path_prefixes] or [row.answers]
            certificate = (
                f"{tr('Certificate')}: {row.certificate}" if row.certificate != "–" else ""
            )
            return "\n".join(filter(None, [*places, certificate]))
        if column == Column.TARGET:
            return state_meaning(row.state, is_on=row.is_on)
        is_worth_it = column in (Column.IMAGE, Column.NAME, Column.CERTIFICATE)
        return row.text(column) if is_worth_it else None

    def _certificate(self, part: "Part") -> str:
        site = self._sites.get(part.routes[0].domain) if part.routes else None
        if site is None or self._state is None:
            return "–"
        return certificate_name(site, self._state.spec.caddy.acme)

"""The services as a table model: the preset's and the stack's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from openpalm_desktop.deploy.service_state import ServiceState
from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.value import plain

from .named_rows import NamedRows
from .severities import worst_by_name
from .state_words import state_meaning, state_word, target_title
from .words import service_title, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.stack import StackSpec

    from .state import State


class Column(IntEnum):
    """The columns, from left to right."""

    ON = 0
    NAME = 1
    IMAGE = 2
    PORTS = 3
    SOURCE = 4
    TARGET = 5


class Source(StrEnum):
    """Where a service comes from."""

    CORE = "core"
    CHANGED = "changed"
    OWN = "own"

    @classmethod
    def of(cls, name: str, spec: "StackSpec") -> "Source":
        """Return where a service of a spec comes from."""
        if name not in preset_layer(spec.preset).services:
            return cls.OWN
        return cls.CHANGED if name in spec.services else cls.CORE


@dataclass(frozen=True)
class ServiceRow:
    """What one row shows."""

    name: str
    title: str
    is_on: bool
    image: str
    ports: str
    source: Source
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
            case Column.PORTS:
                return self.ports or "–"
            case Column.SOURCE:
                return source_name(self.source)
            case _:
                return state_word(self.state, is_on=self.is_on)


class ServiceRows(NamedRows[ServiceRow]):
    """The services of a state."""

    COLUMNS = Column
    MARKED = Column.NAME
    FIXED = frozenset({Column.ON, Column.SOURCE, Column.TARGET})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._worst: Mapping[str, Severity] = {}

    def show_state(self, state: "State") -> None:
        """Show a state, telling views only of rows that differ."""
        before, self._state = self._state, state
        services = state.product.stack.services
        old_worst = self._worst
        self._worst = worst_by_name("services", state.product.problems)
        old = before.product.stack.services if before else {}
        said = before.spec.services if before else {}
        changed = [
            name
            for name, part in services.items()
            if old.get(name) is not part
            or said.get(name) is not state.spec.services.get(name)
            or self._worst.get(name) is not old_worst.get(name)
        ]
        self.show_changed(changed, names_changed=before is None or list(services) != list(old))

    def all_names(self) -> list[str]:
        return list(self._state.product.stack.services) if self._state else []

    def can_move(self, name: str) -> bool:
        return self._state is not None and Source.of(name, self._state.spec) is Source.OWN

    def made_row(self, name: str) -> ServiceRow:
        assert self._state is not None  # noqa: S101 – names come from a state
        part = self._state.product.stack.services[name]
        service: Any = part.resolved.container
        return ServiceRow(
            name=name,
            title=service_title(name, self._state.spec),
            is_on=service.enabled,
            image=part.resolved.image or "",
            ports=", ".join(port_texts(service)),
            source=Source.of(name, self._state.spec),
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
            case Column.PORTS:
                return tr("Published ports")
            case Column.SOURCE:
                return tr("Where from")
            case _:
                return target_title(self.running.target)

    def edited_text(self, row: ServiceRow, column: int) -> Any:
        return row.ports if column == Column.PORTS else row.text(column)

    def tool_tip(self, row: ServiceRow, column: int) -> str | None:
        if column == Column.NAME and self._state is not None:
            problems = self._state.product.problems
            mine = [p.message for p in problems if p.path[:2] == ("services", row.name)]
            about = self._state.product.stack.services[row.name].resolved.container.description
            return "\n".join(mine) or tr(about or "")
        if column == Column.SOURCE:
            return source_meaning(row.source)
        if column == Column.TARGET:
            return state_meaning(row.state, is_on=row.is_on)
        return row.text(column) if column in (Column.IMAGE, Column.PORTS) else None


def port_texts(service: Service) -> list[str]:
    """Return a service's published ports as texts; of the long form what is published."""
    return [
        f"{port.get('published', '')}:{port.get('target', '')}".lstrip(":")
        if isinstance(port, Mapping)
        else str(plain(port))
        for port in service.ports
    ]


def source_name(source: Source) -> str:
    """Return where a service comes from, in a word or two."""
    return {
        Source.CORE: tr("Core service"),
        Source.CHANGED: tr("Changed by you"),
        Source.OWN: tr("Your own"),
    }[source]


def source_meaning(source: Source) -> str:
    """Return what it means that a service comes from there."""
    return {
        Source.CORE: tr("As the stack’s ready set of core services has it."),
        Source.CHANGED: tr("A core service; what you changed is kept when the set is renewed."),
        Source.OWN: tr("Written by you."),
    }[source]

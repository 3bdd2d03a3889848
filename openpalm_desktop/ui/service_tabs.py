"""The tabs of a service's form; what is said of a preset's service is only what differs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openpalm_desktop.model import overrides
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.templates import channel_templates
from openpalm_desktop.model.value import plain

from .container_fields import NameLine, add_health, add_running, add_storage, others
from .container_form import ContainerTab
from .fields.choice_field import ChoiceField
from .fields.ports_field import PortsField
from .fields.routes_field import RoutesField
from .fields.rows_field import MapField
from .fields.text_field import PortField, TextField
from .form import Row
from .navigation import Tab
from .styled import set_property
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part

    from .state import State


class ServiceTab(ContainerTab):
    """Some of a service's fields, shown as they will be; emptied ones fall back to the preset."""

    SECTION = "services"
    _emptied: Row | None = None

    def add(self, *args: Any, **options: Any) -> Row:
        row = super().add(*args, **options)
        row.field.left.connect(lambda: self._refill(row))
        return row

    def show_named(self, name: str, part: "Part", state: "State") -> None:
        if self.base != (self.SECTION, name):
            self._emptied = None
        super().show_named(name, part, state)

    def value(self, state: "State", path: Path) -> Any:
        found: Any = state.product.stack.services[str(path[1])].resolved.container
        for step in path[2:]:
            fields = found.fields if found is not None else {}
            name = next((n for n, f in fields.items() if step in (n, f.key)), "")
            found = getattr(found, name, None)
        return found

    def show_row(self, row: Row, state: "State") -> None:
        if row is not self._emptied:
            super().show_row(row, state)
        self._show_difference(row, state)

    def put(self, row: Row, value: Any) -> None:
        spec, name = self._document.state.spec, str(self.base[1])
        if overrides.preset_service(spec, name) is None:
            super().put(row, value)
            return
        self._emptied = row if value is None else None
        after = overrides.put_in_service(spec, name, row.steps, value)
        if plain(after.services.get(name)) != plain(spec.services.get(name)):
            self._document.change((*self.base, *row.steps), after)

    def _refill(self, row: Row) -> None:
        """Show what the preset says in a field that was left empty."""
        if row is self._emptied:
            self._emptied = None
            self.show_row(row, self._document.state)

    def _show_difference(self, row: Row, state: "State") -> None:
        name = str(self.base[1])
        core = overrides.preset_service(state.spec, name)
        is_other = core is not None and overrides.differs_from_preset(
            state.spec, name, str(row.steps[0])
        )
        set_property(row.label, "role", "changed" if is_other else "label")
        tip = tr("Changed by you. Empty it to have the preset’s again.") if is_other else ""
        row.label.setToolTip(tip or row.field.toolTip())
        row.field.setAccessibleDescription(row.label.toolTip())


class GeneralTab(ServiceTab):
    """What nearly every service needs."""

    def build(self) -> None:
        self.short_name = NameLine(self)
        self.short_name.renamed.connect(self.renamed)
        self._name_row = self.add_named(tr("Short name"), self.short_name)
        self.label, self.image = TextField(), TextField()
        self.container_port = PortField()
        self.ports = PortsField()
        self.add(Service, "label", self.label)
        self.add(Service, "image", self.image)
        self.add(Service, "container_port", self.container_port, is_wide=False)
        self.add(Service, "ports", self.ports, shows_help=True)

    def show_hints(self, container: Service, part: "Part", state: "State") -> None:
        del container
        name = part.resolved.name
        core = overrides.preset_service(state.spec, name)
        self.short_name.show_name(name)
        for widget in self._name_row:
            widget.setVisible(core is None)
        self.label.show_hint((core and tr(core.label or "")) or name)
        self.image.show_hint((core and core.image) or tr("for example {}").format("postgres:17"))
        port = core.container_port if core else None
        self.container_port.show_hint(str(port) if port else tr("for example {}").format(5432))


class RoutingTab(ServiceTab):
    """Ways through Caddy."""

    def build(self) -> None:
        self.routes = RoutesField()
        self.add(Service, "routes", self.routes, shows_help=True)

    def show_hints(self, container: Service, part: "Part", state: "State") -> None:
        del part, state
        self.routes.container_port = container.container_port


class EnvironmentTab(ServiceTab):
    """Variables and settings."""

    def build(self) -> None:
        self.env = MapField(tr("Add a variable"), tr("NAME"), tr("value, or ${SECRET}"))
        self.config = MapField(tr("Add a setting"), tr("NAME"), tr("value, or ${SECRET}"))
        self.add(Service, "env", self.env, shows_help=True)
        self.add(Service, "config", self.config, shows_help=True)

    def show_hints(self, container: Service, part: "Part", state: "State") -> None:
        del container
        core = overrides.preset_service(state.spec, part.resolved.name)
        self.env.show_fixed(core.env if core else {})
        self.config.show_fixed(core.config if core else {})


class StorageTab(ServiceTab):
    """Volumes."""

    def build(self) -> None:
        add_storage(self)


class HealthTab(ServiceTab):
    """The healthcheck."""

    def build(self) -> None:
        self.test = add_health(self)


class AdvancedTab(ServiceTab):
    """Order and the container's own ways."""

    def build(self) -> None:
        built_in: list[tuple[str | None, str]] = [(None, tr("None: an image of your own"))]
        built_in += [(name, one.label) for name, one in channel_templates().items()]
        self.add(Service, "template", ChoiceField(built_in), shows_help=True)
        self.add(Service, "description", TextField())
        self.waits = add_running(self)

    def show_hints(self, container: Service, part: "Part", state: "State") -> None:
        del container
        self.waits.show_names(others(part, state))


TABS: Mapping[Tab, type[ServiceTab]] = {
    Tab.GENERAL: GeneralTab,
    Tab.ROUTING: RoutingTab,
    Tab.ENVIRONMENT: EnvironmentTab,
    Tab.STORAGE: StorageTab,
    Tab.HEALTH: HealthTab,
    Tab.ADVANCED: AdvancedTab,
}

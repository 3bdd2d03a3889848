"""The tabs of a channel's form: which fields, in people's order."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.domain import canonical_domain, gets_public_certificate
from openpalm_desktop.model.exposure import Exposure, PathMode
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.routes import published_port
from openpalm_desktop.model.templates import ChannelTemplate, channel_template, channel_templates

from .container_fields import NameLine, add_health, add_running, add_storage, others
from .container_form import ContainerTab
from .fields.choice_field import ChoiceField, ReachField
from .fields.rows_field import MapField
from .fields.tags_field import TagsField
from .fields.text_field import PortField, TextField
from .flow import FlowLayout
from .navigation import Tab
from .words import reach_meaning, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part

    from .state import State


class ChannelTab(ContainerTab):
    """Some of a channel's fields."""

    SECTION = "channels"


class GeneralTab(ChannelTab):
    """What nearly every channel needs."""

    def build(self) -> None:
        self.label = TextField()
        self.image = TextField()
        self.reach = ReachField()
        self.container_port, self.host_port = PortField(), PortField()
        self.domains, self.paths = TagsField(), TagsField()
        self.add(Channel, "label", self.label)
        self.add(Channel, "image", self.image)
        self._reach_row = self.add(Channel, "exposure", self.reach, shows_help=True)
        self.add(Channel, "container_port", self.container_port, is_wide=False)
        self.add(Channel, "host_port", self.host_port, is_beside=True)
        self.add(Channel, "domains", self.domains)
        self.add(Channel, "path_prefixes", self.paths)

    def show_hints(self, container: Channel, part: "Part", state: "State") -> None:
        template = channel_template(container.template)
        if template:
            self.label.show_hint(tr(template.label))
            self.container_port.show_hint(str(template.container_port))
        else:
            self.label.show_hint(part.resolved.name)
            self.container_port.show_hint(tr("for example {}").format(8080))
        example = tr("for example {}").format("ghcr.io/example/blog:2.4.1")
        self.image.show_hint(part.resolved.image or example)
        self._reach_row.message.show_help(reach_sentence(container, part, state))
        self.host_port.show_hint(_host_port_hint(container, part))
        self.host_port.setEnabled(container.host_port != "none")
        self.paths.show_hint(_paths_hint(container, template))
        self.domains.show_hint(tr("for example {}").format("blog.example.org"))


class RoutingTab(ChannelTab):
    """What happens to a request on its way."""

    def build(self) -> None:
        modes = (
            (None, tr("Remove the prefix")),
            (PathMode.STRIP, tr("Remove the prefix")),
            (PathMode.KEEP, tr("Keep the path as it is")),
            (PathMode.REWRITE, tr("Send everything to one path")),
        )
        certificates = (
            (None, tr("As the reach asks for")),
            (True, tr("By Caddy’s own authority")),
            (False, tr("By a public authority, or none")),
        )
        ports = ((None, tr("Only while no route leads to it")), ("none", tr("Never")))
        self.mode = ChoiceField(modes)
        self.rewrite = TextField()
        self.add(Channel, "path_mode", self.mode, shows_help=True)
        self.add(Channel, "rewrite_path", self.rewrite)
        self.add(Channel, "internal_tls", ChoiceField(certificates), shows_help=True)
        self.publish = ChoiceField(ports)
        row = self.add(Channel, "host_port", self.publish, shows_help=True)
        row.label.setText(tr("Publish its port"))

    def show_hints(self, container: Channel, part: "Part", state: "State") -> None:
        del part, state
        template = channel_template(container.template) if not container.domains else None
        names = {PathMode.KEEP: tr("Keep the path as it is")}
        names[PathMode.STRIP] = tr("Remove the prefix")
        names[PathMode.REWRITE] = tr("Send everything to one path")
        mode = template.path_mode if template else PathMode.STRIP
        self.mode.show_usual(tr("{} (as usual)").format(names[mode]))
        self.rewrite.show_hint((template and template.rewrite_path) or "")


class EnvironmentTab(ChannelTab):
    """Variables and settings, with what a built-in channel's program asks for."""

    def build(self) -> None:
        self.config = MapField(tr("Add a setting"), tr("NAME"), tr("value, or ${SECRET}"))
        self.env = MapField(tr("Add a variable"), tr("NAME"), tr("value, or ${SECRET}"))
        self.add(Channel, "config", self.config, shows_help=True)
        self._asked = _Asked(self)
        self._asked.chosen.connect(self._add_setting)
        self.add_wide(self._asked)
        self.add(Channel, "env", self.env, shows_help=True)

    def show_hints(self, container: Channel, part: "Part", state: "State") -> None:
        del part, state
        template = channel_template(container.template)
        self._asked.show_settings(template, {*container.config, *container.env})

    def _add_setting(self, name: str) -> None:
        path: Path = (*self.base, "config", name)
        template = channel_template(self._channel.template)
        is_secret = template is not None and template.settings[name].secret
        self._document.put(path, f"${{{name}}}" if is_secret else "")
        self.config.focus_step(name)

    @property
    def _channel(self) -> Channel:
        return self._document.state.spec.channels[str(self.base[1])]


class StorageTab(ChannelTab):
    """Volumes."""

    def build(self) -> None:
        add_storage(self)


class HealthTab(ChannelTab):
    """The healthcheck."""

    def build(self) -> None:
        self.test = add_health(self)


class AdvancedTab(ChannelTab):
    """Names, order and the container's own ways."""

    def build(self) -> None:
        built_in: list[tuple[str | None, str]] = [(None, tr("None: an image of your own"))]
        built_in += [(name, tr(one.label)) for name, one in channel_templates().items()]
        self.short_name = NameLine(self)
        self.short_name.renamed.connect(self.renamed)
        self.add_named(tr("Short name"), self.short_name)
        self.add(Channel, "template", ChoiceField(built_in), shows_help=True)
        self.add(Channel, "description", TextField())
        self.waits = add_running(self)

    def show_hints(self, container: Channel, part: "Part", state: "State") -> None:
        del container
        self.short_name.show_name(part.resolved.name)
        self.waits.show_names(others(part, state))


class _Asked(QWidget):
    """Buttons for what a built-in channel's program understands and the spec does not say yet."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] | None = None
        self._flow = FlowLayout(self)

    def show_settings(self, template: ChannelTemplate | None, said: set[str]) -> None:
        """Offer what is not said."""
        settings = template.settings if template else {}
        missing = tuple(name for name in settings if name not in said)
        if missing == self._shown:
            return
        self._shown = missing
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.hide()
                widget.deleteLater()
        for name in missing:
            self._offer(name, settings)
        self.setVisible(bool(missing))

    def _offer(self, name: str, settings: Mapping[str, object]) -> None:
        button = QPushButton(f"+ {tr(getattr(settings[name], 'title', name))}", self)
        button.setProperty("role", "quiet")
        button.setToolTip(name)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._flow.addWidget(button)
        button.show()


def reach_sentence(channel: Channel, part: "Part", state: "State") -> str:
    """Return what a channel's reach means for it, with ports and certificate."""
    caddy = state.spec.caddy
    meaning = reach_meaning(channel.exposure)
    if not part.routes:
        return _reach_by_port(channel, part) or meaning
    ports = tr("{} and {}").format(caddy.http_port, caddy.https_port)
    sentence = tr("{} Through Caddy on ports {}").format(meaning, ports)
    domains = [canonical_domain(text) for text in channel.domains]
    is_certified = any(domain and gets_public_certificate(domain) for domain in domains)
    if channel.exposure is Exposure.PUBLIC and is_certified and not channel.internal_tls:
        is_test = caddy.acme == "letsencrypt-staging"
        return sentence + (
            tr(", with a test certificate.") if is_test else tr(", with a certificate.")
        )
    return f"{sentence}."


def _reach_by_port(channel: Channel, part: "Part") -> str:
    """Return what a reach means without Caddy, where that is not what it means otherwise."""
    if published_port(part.resolved, part.routes) is None:
        return (
            ""
            if channel.compose
            else tr("Only containers of the stack: it has no domain, no path and no port.")
        )
    if channel.exposure is Exposure.LAN:
        return tr("Everyone who reaches the server’s port: a port cannot tell who is local.")
    return ""


def _host_port_hint(channel: Channel, part: "Part") -> str:
    if channel.host_port == "none":
        return tr("never published")
    if part.routes:
        return tr("none: through Caddy")
    port = published_port(part.resolved, part.routes)
    return tr("{}, as in the container").format(port) if port else tr("not published")


def _paths_hint(channel: Channel, template: ChannelTemplate | None) -> str:
    if template and template.path_prefixes and not channel.domains:
        return ", ".join(template.path_prefixes)
    if channel.domains:
        return tr("everything on its domains")
    return tr("for example {}").format("/notes")


TABS: Mapping[Tab, type[ChannelTab]] = {
    Tab.GENERAL: GeneralTab,
    Tab.ROUTING: RoutingTab,
    Tab.ENVIRONMENT: EnvironmentTab,
    Tab.STORAGE: StorageTab,
    Tab.HEALTH: HealthTab,
    Tab.ADVANCED: AdvancedTab,
}

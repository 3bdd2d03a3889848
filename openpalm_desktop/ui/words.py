"""What people read instead of field names: titles, reach, where a channel answers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore  # a class of it takes its time when it is named
from PySide6.QtCore import QLocale

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.phrases import form_for, phrase
from openpalm_desktop.record import Record

if TYPE_CHECKING:
    from datetime import datetime

    from openpalm_desktop.model.channel import Channel
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.resolved_stack import Part
    from openpalm_desktop.model.routes import Site
    from openpalm_desktop.model.stack import StackSpec
    from openpalm_desktop.model.value import Value


class FieldText(Record):
    """What the model says of a field."""

    title: str
    help: str
    example: str


def tr(text: str) -> str:
    """Return a text in the person's language."""
    return phrase(text)


def counted(count: int, one: str, many: str) -> str:
    """Return `1 channel` or `3 channels`, from both words in English."""
    return f"{in_figures(count)} {form_for(count, one, many)}"


def in_figures(count: int) -> str:
    """Return a number as the language writes it: `1,000`."""
    return QLocale().toString(count)


def in_tenths(number: float) -> str:
    """Return a number with one digit after the point, as the language writes it: `1.2`."""
    return QLocale().toString(number, "f", 1)


def moment_words(moment: "datetime") -> str:
    """Return a time as the language writes it, in this computer's zone."""
    local = QtCore.QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def without_keys(text: str) -> str:
    """Return a menu's text without the marks of its keys."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def field_text(kind: "type[Value]", name: str) -> FieldText:
    """Return the title, help text and example of a value's field, by its name in code."""
    field = kind.fields[name]
    return FieldText(tr(field.title or name), tr(field.description), _example(field.example))


def reach_name(reach: Exposure) -> str:
    """Return a reach in a word or two."""
    return {
        Exposure.HOST: tr("This host"),
        Exposure.LAN: tr("LAN"),
        Exposure.PUBLIC: tr("Public"),
    }[reach]


def reach_meaning(reach: Exposure) -> str:
    """Return what a reach means, in a sentence."""
    return {
        Exposure.HOST: tr("Only programs on the server itself, on 127.0.0.1."),
        Exposure.LAN: tr("Everyone on the local network; visitors from elsewhere are turned away."),
        Exposure.PUBLIC: tr("Anyone on the internet."),
    }[reach]


def channel_title(name: str, channel: "Channel") -> str:
    """Return the name people see: its label, the built-in's name, or the name in the spec."""
    if channel.label:
        return channel.label
    if channel.template == name:
        from openpalm_desktop.model.templates import channel_template  # noqa: PLC0415 – the frame is painted before the model is there

        template = channel_template(channel.template)
        return tr(template.label) if template else name
    return name


def service_title(name: str, spec: "StackSpec") -> str:
    """Return the name people see of a service: its label, its preset's, or the one in the spec."""
    from openpalm_desktop.model.presets import preset_layer  # noqa: PLC0415 – as above

    own, core = spec.services.get(name), preset_layer(spec.preset).services.get(name)
    return (own and own.label) or (core and tr(core.label or "")) or name


def certificate_name(site: "Site", acme: str) -> str:
    """Return who certifies a site, in a word or two; a dash where it has plain HTTP."""
    from openpalm_desktop.model.routes import Certificate  # noqa: PLC0415 – as above

    if site.certificate is Certificate.NONE:
        return "–"
    if site.certificate is Certificate.INTERNAL:
        return tr("Internal CA")
    names = {
        "letsencrypt": tr("Let’s Encrypt"),
        "letsencrypt-staging": tr("Let’s Encrypt (test)"),
        "zerossl": tr("ZeroSSL"),
    }
    return names.get(acme, tr("Own authority"))


def title_of(spec: "StackSpec", path: "Path") -> str:
    """Return the title of what stands at a path: `Image`, `Certificate authority`, `LOG_LEVEL`."""
    from openpalm_desktop.model.automation import Automation, Scheduler  # noqa: PLC0415 – as above
    from openpalm_desktop.model.channel import Channel  # noqa: PLC0415
    from openpalm_desktop.model.container import Healthcheck  # noqa: PLC0415
    from openpalm_desktop.model.ingress import CaddySettings  # noqa: PLC0415
    from openpalm_desktop.model.service import Service  # noqa: PLC0415

    kinds: Mapping[str, type[Value]] = {
        "channels": Channel,
        "services": Service,
        "automations": Automation,
        "caddy": CaddySettings,
        "scheduler": Scheduler,
    }
    match path:
        case ("channels" | "services", _, "healthcheck", str(alias), *_):
            return _field_title(Healthcheck, alias)
        case ("channels" | "services", _, "env" | "config", str(key), *_):
            return key
        case ("channels" | "services" | "automations" as part, _, str(alias), *_):
            return _field_title(kinds[part], alias)
        case ("caddy" | "scheduler" as part, str(alias), *_):
            return _field_title(kinds[part], alias)
        case (str(alias), *_):
            return _field_title(type(spec), alias)
        case _:
            return tr("Stack")


def owner_of(spec: "StackSpec", path: "Path") -> str:
    """Return whose field a path names: a channel's title, a service's name, or nothing."""
    match path:
        case ("channels", str(name), *_):
            channel = spec.channels.get(name)
            return channel_title(name, channel) if channel else name
        case ("services", str(name), *_):
            return service_title(name, spec)
        case ("scheduler", _, *_):
            return tr("the scheduler")
        case ("automations", int(index), *_) if index < len(spec.automations):
            return spec.automations[index].name or spec.automations[index].id or tr("Automation")
        case _:
            return ""


def answers_at(part: "Part") -> str:
    """Return where a channel answers, briefly: its first address, and how many more there are."""
    from openpalm_desktop.model.routes import published_port  # noqa: PLC0415 – as above

    if not part.resolved.is_enabled:
        return "–"
    places = [
        f"{route.domain or tr('this site')}{_shown_prefix(route.domain, route.prefix)}"
        for route in part.routes
    ]
    port = published_port(part.resolved, part.routes)
    if port is not None:
        is_host = getattr(part.resolved.container, "exposure", None) is Exposure.HOST
        places.append(f"127.0.0.1:{port}" if is_host else tr("port {}").format(port))
    if not places:
        return "–"
    return places[0] if len(places) == 1 else f"{places[0]} +{len(places) - 1}"


def _shown_prefix(domain: str | None, prefix: str) -> str:
    if prefix == "/":
        return ""
    return prefix if domain else f" {prefix}"


def _field_title(kind: "type[Value]", alias: str) -> str:
    for name, field in kind.fields.items():
        if alias in (field.key, name):
            return tr(field.title or alias)
    return alias


def _example(example: Any) -> str:
    match example:
        case str() | int():
            return tr(str(example))
        case [first, *_]:
            return str(first)
        case _:
            return ""

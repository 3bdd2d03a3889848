"""From a path to its place in the window: section, channel, tab, field; and that place in words."""

from enum import StrEnum
from typing import TYPE_CHECKING

from openpalm_desktop.phrases import marked
from openpalm_desktop.record import Record

from .words import owner_of, title_of, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.problem import Problem
    from openpalm_desktop.model.stack import StackSpec

    from .state import State


class Section(StrEnum):
    """The sections of the window, in the order of the sidebar."""

    OVERVIEW = "overview"
    PICTURE = "picture"
    CHANNELS = "channels"
    DOMAINS = "domains"
    SERVICES = "services"
    SECRETS = "secrets"
    AUTOMATIONS = "automations"
    DEPLOY = "deploy"
    RUNNING = "running"
    SPEC_TEXT = "spec"  # stands last


class Tab(StrEnum):
    """The tabs of a channel's or a service's form, in their order."""

    GENERAL = "general"
    ROUTING = "routing"
    ENVIRONMENT = "environment"
    STORAGE = "storage"
    HEALTH = "health"
    ADVANCED = "advanced"


_TABS = {
    "pathMode": Tab.ROUTING,
    "rewritePath": Tab.ROUTING,
    "routes": Tab.ROUTING,
    "internalTls": Tab.ROUTING,
    "env": Tab.ENVIRONMENT,
    "config": Tab.ENVIRONMENT,
    "volumes": Tab.STORAGE,
    "healthcheck": Tab.HEALTH,
    "template": Tab.ADVANCED,
    "dependsOn": Tab.ADVANCED,
    "networks": Tab.ADVANCED,
    "command": Tab.ADVANCED,
    "user": Tab.ADVANCED,
    "workingDir": Tab.ADVANCED,
    "labels": Tab.ADVANCED,
    "compose": Tab.ADVANCED,
    "description": Tab.ADVANCED,
}


class Place(Record):
    """Where a path is shown."""

    section: Section
    name: str | None = None
    tab: Tab | None = None


def place_of(path: "Path") -> Place:
    """Return where in the window a path belongs."""
    match path:
        case ("channels", str(name), *rest):
            return Place(Section.CHANNELS, name, tab_of(str(rest[0])) if rest else None)
        case ("channels", *_):
            return Place(Section.CHANNELS)
        case ("services", str(name), *rest):
            return Place(Section.SERVICES, name, tab_of(str(rest[0])) if rest else None)
        case ("services", *_):
            return Place(Section.SERVICES)
        case ("caddy", *_):
            return Place(Section.DOMAINS)
        case ("automations" | "scheduler", *_):
            return Place(Section.AUTOMATIONS)
        case ("secrets", *_):
            return Place(Section.SECRETS)
        case _:
            return Place(Section.OVERVIEW)


def aim_of(problem: "Problem", state: "State") -> "Path":
    """Return where a problem is mended: a secret without a value in its section."""
    from openpalm_desktop.model.checks.secrets import MISSING  # noqa: PLC0415 – the frame is painted first

    if problem.code != MISSING:
        return problem.path
    uses = (use for use in state.product.secret_uses if use.path == problem.path)
    name = next((use.name for use in uses if use.name in problem.message), None)
    return ("secrets", name) if name else problem.path


def tab_of(alias: str) -> Tab:
    """Return the tab that shows a channel's or a service's field."""
    return _TABS.get(alias, Tab.GENERAL)


SECTION_NAMES = {
    Section.OVERVIEW: marked("Overview"),
    Section.PICTURE: marked("Picture"),
    Section.CHANNELS: marked("Channels"),
    Section.DOMAINS: marked("Domains & TLS"),
    Section.SERVICES: marked("Services"),
    Section.SECRETS: marked("Secrets"),
    Section.AUTOMATIONS: marked("Automations"),
    Section.DEPLOY: marked("Deploy"),
    Section.RUNNING: marked("Running"),
    Section.SPEC_TEXT: marked("Spec as text"),
}


def section_name(section: Section) -> str:
    """Return a section's name as the sidebar shows it."""
    return tr(SECTION_NAMES[section])


def tab_name(tab: Tab) -> str:
    """Return a tab's name."""
    return {
        Tab.GENERAL: tr("General"),
        Tab.ROUTING: tr("Routing"),
        Tab.ENVIRONMENT: tr("Environment"),
        Tab.STORAGE: tr("Storage"),
        Tab.HEALTH: tr("Health"),
        Tab.ADVANCED: tr("Advanced"),
    }[tab]


def place_words(spec: "StackSpec", path: "Path") -> str:
    """Return a path's place as people say it: `Telegram › Environment`, `Overview › Project`."""
    match path:
        case ("channels" | "services", _, str(alias), *_):
            return f"{owner_of(spec, path)} › {tab_name(tab_of(alias))}"
        case ("automations", _, str(), *_):
            return f"{owner_of(spec, path)} › {title_of(spec, path)}"
        case ("channels" | "services" | "automations", _, *_):
            return owner_of(spec, path)
        case ("scheduler", *_):
            return f"{section_name(Section.AUTOMATIONS)} › {title_of(spec, path)}"
        case ("secrets", str(name)):
            return f"{section_name(Section.SECRETS)} › {name}"
        case ():
            return section_name(Section.OVERVIEW)
        case _:
            return f"{section_name(place_of(path).section)} › {title_of(spec, path)}"

"""Everything that the palette can find in a window: doings, places, fields, files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from openpalm_desktop.model.automation import Automation, Scheduler
from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.container import Healthcheck
from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.stack import StackSpec

from .fuzzy import sought
from .navigation import Section, place_of, section_name, tab_name, tab_of
from .words import (
    answers_at,
    channel_title,
    field_text,
    reach_name,
    service_title,
    tr,
    without_keys,
)

if TYPE_CHECKING:
    from openpalm_desktop.model.value import Value

    from .main_window import MainWindow
    from .state import State


class Kind(StrEnum):
    """What an entry is, best liked first among equals."""

    ACTION = "action"
    CHANNEL = "channel"
    SERVICE = "service"
    AUTOMATION = "automation"
    DOMAIN = "domain"
    FILE = "file"
    PREVIEW = "preview"
    FIELD = "field"


@dataclass(frozen=True, eq=False)
class Entry:
    """One line of the palette, what it is found by and what it does."""

    kind: Kind
    key: str
    title: str
    detail: str
    run: Callable[[], object]
    keys: str = ""
    more: str = ""

    @cached_property
    def sought_title(self) -> str:
        """The title as it is looked through; not needed before the first letter is typed."""
        return sought(self.title)

    @cached_property
    def sought_rest(self) -> str:
        """What else it is found by."""
        return sought(f"{self.detail} {self.more}")

    @property
    def name(self) -> str:
        """What is remembered of it, the same in every run."""
        return f"{self.kind}:{self.key}"


def entries_of(window: "MainWindow", state: "State") -> list[Entry]:
    """Return everything that can be found in a window now."""
    return [
        *_actions(window),
        *_channels(window, state),
        *_services(window, state),
        *_automations(window, state),
        *_domains(window, state),
        *_recent_files(window),
        *_generated_files(window, state),
        *_stack_fields(window),
        *_fields_of_current(window, state),
    ]


def fields_of(window: "MainWindow", state: "State", owner: Entry) -> Iterator[Entry]:
    """Yield the fields of one channel, service or automation."""
    match owner.kind:
        case Kind.CHANNEL:
            yield from _container_fields(window, Channel, ("channels", owner.key), owner.title)
        case Kind.SERVICE:
            yield from _container_fields(window, Service, ("services", owner.key), owner.title)
        case Kind.AUTOMATION if int(owner.key) < len(state.spec.automations):
            path: Path = ("automations", int(owner.key))
            yield from _fields(window, Automation, path, lambda _: owner.title)
        case _:
            return


def _actions(window: "MainWindow") -> Iterator[Entry]:
    for top in window.menuBar().actions():
        yield from _actions_of(cast("QMenu", top.menu()), without_keys(top.text()))


def _actions_of(menu: QMenu, place: str) -> Iterator[Entry]:
    for action in menu.actions():
        inner = cast("QMenu | None", action.menu())
        title = without_keys(action.text())
        if inner is not None and action.text() != tr("Open &recent"):
            inner.aboutToShow.emit()  # menus may fill themselves when they open
            for one in _actions_of(inner, place):
                yield replace(one, title=f"{title.rstrip('…')}: {one.title}")
        elif inner is None and not action.isSeparator() and action.isEnabled():
            yield _action(action, title, place)


def _action(action: QAction, title: str, place: str) -> Entry:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    more = tr("theme look colours") if action.actionGroup() is not None else action.statusTip()
    return Entry(Kind.ACTION, f"{place}/{title}", title, place, action.trigger, keys, more)


def action_name(menu: str, text: str) -> str:
    """Return the name of the entry of a menu's action."""
    return f"{Kind.ACTION}:{without_keys(tr(menu))}/{text}"


def _channels(window: "MainWindow", state: "State") -> Iterator[Entry]:
    for name, part in state.product.stack.channels.items():
        channel = cast("Channel", part.resolved.container)
        answers = answers_at(part)
        reach = reach_name(channel.exposure)
        detail = f"{reach} · {answers}" if part.resolved.is_enabled else tr("off")
        title = channel_title(name, channel)
        more = " ".join((tr("channel"), name, part.resolved.image or "", *channel.domains))
        yield Entry(Kind.CHANNEL, name, title, detail, _to(window, ("channels", name)), "", more)


def _services(window: "MainWindow", state: "State") -> Iterator[Entry]:
    for name, part in state.product.stack.services.items():
        title = service_title(name, state.spec)
        image = part.resolved.image or ""
        more = f"{tr('service')} {name}"
        yield Entry(Kind.SERVICE, name, title, image, _to(window, ("services", name)), "", more)


def _automations(window: "MainWindow", state: "State") -> Iterator[Entry]:
    for index, one in enumerate(state.spec.automations):
        title = one.name or one.id or tr("Automation")
        run = _to(window, ("automations", index))
        more = f"{tr('automation')} {one.id or ''}"
        yield Entry(Kind.AUTOMATION, str(index), title, str(one.schedule or ""), run, "", more)


def _domains(window: "MainWindow", state: "State") -> Iterator[Entry]:
    for site in state.product.stack.sites:
        if site.domain is not None:
            origin = site.routes[0].origin
            alias = "domains" if origin[0] == "channels" else "routes"
            names = list(dict.fromkeys(str(route.origin[1]) for route in site.routes))
            run = _to(window, (*origin[:2], alias))
            yield Entry(Kind.DOMAIN, site.domain, site.domain, ", ".join(names[:3]), run)


def _recent_files(window: "MainWindow") -> Iterator[Entry]:
    home = str(FilePath.home())
    for path in window.settings.recent_files:
        folder = str(path.parent)
        folder = f"~{folder[len(home) :]}" if folder.startswith(home) else folder

        def run(one: FilePath = path) -> None:
            window.files.open_path(one)

        yield Entry(Kind.FILE, str(path), path.name, folder, run, "", tr("open recent file"))


def _generated_files(window: "MainWindow", state: "State") -> Iterator[Entry]:
    for name in state.files.files if state.files else ():

        def run(one: str = name) -> None:
            window.preview.show_file(one)

        yield Entry(Kind.PREVIEW, name, name.rpartition("/")[2], tr("Show the file"), run, "", name)


def _stack_fields(window: "MainWindow") -> Iterator[Entry]:
    def place(path: Path) -> str:
        return section_name(place_of(path).section)

    yield from _fields(window, StackSpec, (), place)
    yield from _fields(window, CaddySettings, ("caddy",), place)
    yield from _fields(window, Scheduler, ("scheduler",), place)


def _fields_of_current(window: "MainWindow", state: "State") -> Iterator[Entry]:
    """Yield the fields of what is current on each page, or of the first there is."""
    spec = state.spec
    channel = _current(window, Section.CHANNELS, list(spec.channels))
    if channel:
        title = channel_title(channel, spec.channels[channel])
        yield from _container_fields(window, Channel, ("channels", channel), title)
    service = _current(window, Section.SERVICES, list(state.product.stack.services))
    if service:
        title = service_title(service, spec)
        yield from _container_fields(window, Service, ("services", service), title)
    if spec.automations:
        one = spec.automations[0]
        owner = one.name or one.id or tr("Automation")
        yield from _fields(window, Automation, ("automations", 0), lambda _: owner)


def _container_fields(
    window: "MainWindow", kind: "type[Value]", path: Path, owner: str
) -> Iterator[Entry]:
    def place(of: Path) -> str:
        return f"{owner} › {tab_name(tab_of(str(of[2])))}"

    yield from _fields(window, kind, path, place)
    yield from _fields(window, Healthcheck, (*path, "healthcheck"), place)


_PARTS = {"version", "channels", "services", "automations", "caddy", "scheduler"}


def _fields(
    window: "MainWindow", kind: "type[Value]", base: Path, place: Callable[[Path], str]
) -> Iterator[Entry]:
    for name, one in kind.fields.items():
        if name == "extensions" or (name in _PARTS and not base):
            continue
        path = (*base, one.key)
        text = field_text(kind, name)
        key = "/".join(map(str, path))
        more = f"{text.help} {one.key}"
        yield Entry(Kind.FIELD, key, text.title, place(path), _to(window, path), "", more)


def _current(window: "MainWindow", section: Section, names: list[str]) -> str:
    current = getattr(window.sections.made_pages.get(section), "current", "")
    return current if current in names else (names[0] if names else "")


def _to(window: "MainWindow", path: Path) -> Callable[[], object]:
    return lambda: window.go_to(path)

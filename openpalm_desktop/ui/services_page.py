"""The services section: the preset's services and the stack's own, and one of them in detail."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QWidget

from openpalm_desktop.model import edits, overrides
from openpalm_desktop.model.arranging import move_services, own_services, with_tag
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import plain

from .empty_card import EmptyCard
from .named_page import NamedPage
from .service_form import ServiceForm
from .service_rows import Column, ServiceRows, Source, port_texts
from .service_table import ServiceTable
from .words import service_title, tr

if TYPE_CHECKING:
    from .document import Document
    from .state import State


class ServicesPage(NamedPage):
    """All services, and one of them in detail."""

    SECTION = "services"

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.rows: ServiceRows = ServiceRows(self)
        self.table = ServiceTable(self.rows, self)
        self.add_button.setText(tr("Add service"))
        self.add_button.setMenu(self._add_menu())
        self.filter.setAccessibleName(tr("Filter services"))
        self.filter.setToolTip(tr("Filter by name, image, port or where it comes from"))
        self.lay_out(tr("Services"))
        self.rows.edit = self._edit_cell
        self.table.switched.connect(self.switch)
        self.follow_target()

    def new_form(self) -> ServiceForm:
        form = ServiceForm(self._document, self)
        form.renamed.connect(self._rename)
        form.returned.connect(self.back_to_preset)
        return form

    def new_empty_card(self) -> EmptyCard:
        text = tr(
            "A service is a container that channels need and visitors do not see, such as a"
            " database. Add one of your own, or choose a ready set of core services in the"
            " Overview."
        )
        card = EmptyCard(tr("No services yet"), text, tr("Add a service"), self)
        card.button.clicked.connect(self.add)
        return card

    def names(self, state: "State") -> Collection[str]:
        return state.product.stack.services

    def show_rows(self, state: "State") -> None:
        self.rows.show_state(state)

    # Doing

    def add(self) -> None:
        """Add a service of an image still to be named."""
        state = self._document.state
        name = edits.free_name("service", {*self.names(state), *state.spec.channels})
        self._wanted = name
        self.filter.clear()
        spec = edits.add_service(state.spec, name, Service())
        self._document.edit(tr("Add {}").format(name), spec)
        self.focus(("services", name, "image"))

    def duplicate(self, name: str = "") -> None:
        """Copy some services as ones of your own."""
        names = [name] if name else self.table.chosen
        spec, copies = self._spec, []
        labels = [service_title(one, spec) for one in self.names(self._document.state)]
        for each in names:
            spec, copy = overrides.duplicate_service(spec, each)
            copies.append(copy)
            label = spec.services[copy].label
            if label:
                path: Path = ("services", copy, "label")
                labels.append(edits.free_name(label, labels).replace("-", " "))
                spec = edits.put(spec, path, labels[-1])
        if copies:
            self._wanted = copies[0]
            self._document.edit(tr("Duplicate {}").format(self.titles(names)), spec)
            self.table.show_chosen(copies)

    def can_remove(self, names: Sequence[str]) -> bool:
        return any(Source.of(name, self._spec) is Source.OWN for name in names)

    def remove(self, names: Sequence[str] = ()) -> None:
        """Take services of your own away; core ones stay, they can be turned off."""
        wanted = list(names) or self.table.chosen
        own = [name for name in wanted if Source.of(name, self._spec) is Source.OWN]
        if own:
            spec = overrides.remove_services(self._spec, own)
            self._document.edit(tr("Remove {}").format(self.titles(own)), spec)
        elif wanted:
            self.notice.say(tr("Core services cannot be removed, but turned off."))

    def back_to_preset(self, name: str) -> None:
        """Take away what was changed of a core service."""
        spec = overrides.remove_services(self._spec, [name])
        self._document.edit(tr("Bring {} back to the preset").format(self._title(name)), spec)

    def switch(self, names: Sequence[str], is_on: bool) -> None:  # noqa: FBT001 – a slot
        spec = self._spec
        changed = [name for name in names if overrides.service_of(spec, name).enabled != is_on]
        for name in changed:
            spec = overrides.put_in_service(spec, name, ("enabled",), None if is_on else False)
        if changed:
            word = tr("Turn on {}") if is_on else tr("Turn off {}")
            self._document.edit(word.format(self.titles(changed)), spec)

    def put_tag(self, names: Sequence[str], tag: str) -> None:
        spec, changed = self._spec, []
        for name in names:
            image = overrides.service_of(spec, name).image
            if image and with_tag(image, tag) != image:
                spec = overrides.put_in_service(spec, name, ("image",), with_tag(image, tag))
                changed.append(name)
        if changed:
            self._document.edit(tr("Change image of {}").format(self.titles(changed)), spec)

    def moved(self, spec: StackSpec, names: Sequence[str], row: int) -> StackSpec:
        core = len(self.rows.names) - len(own_services(spec))
        return move_services(spec, names, max(row - core, 0))

    def titles(self, names: Sequence[str]) -> str:
        return self._title(names[0]) if len(names) == 1 else tr("{} services").format(len(names))

    def new_title(self, spec: StackSpec, name: str) -> str:
        return service_title(name, spec)

    # Inside

    def _add_menu(self) -> QMenu:
        menu = QMenu(tr("Add service"), self.add_button)
        menu.addAction(tr("An image of your own…")).triggered.connect(self.add)
        menu.addAction(tr("From a docker run line…")).triggered.connect(self.add_from_text)
        menu.addAction(tr("From a Compose file…")).triggered.connect(self.add_from_file)
        return menu

    def _edit_cell(self, name: str, column: Column, value: str) -> None:
        service = overrides.service_of(self._spec, name)
        self._document.seal()
        match column:
            case Column.NAME if value != self._title(name):
                self._put(name, "label", value.strip() or None)
            case Column.IMAGE:
                self._put(name, "image", value.strip() or None)
            case Column.PORTS:
                said = dict(zip(port_texts(service), service.ports, strict=True))
                texts = value.replace(",", " ").split()
                self._put(name, "ports", tuple(said.get(text, text) for text in texts))
        self._document.seal()

    def _put(self, name: str, alias: str, value: Any) -> None:
        after = overrides.put_in_service(self._spec, name, (alias,), value)
        if plain(after.services.get(name)) != plain(self._spec.services.get(name)):
            self._document.change(("services", name, alias), after)

    def _rename(self, new: str) -> None:
        old = self.form.name
        spec = edits.rename_service(self._spec, old, new)
        if spec is self._spec:
            self._show_form()
            return
        self._wanted = new
        self._document.edit(tr("Rename {} to {}").format(old, new), spec)

    @property
    def _spec(self) -> StackSpec:
        return self._document.state.spec

    def _title(self, name: str) -> str:
        return service_title(name, self._spec)

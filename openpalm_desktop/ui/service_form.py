"""The form of one service: its own fields, and for the preset's what is said otherwise."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from .container_form import ContainerForm
from .service_rows import Source, source_meaning, source_name
from .service_tabs import TABS
from .words import service_title, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part

    from .document import Document
    from .state import State


class ServiceForm(ContainerForm):
    """A service's title, what can be done with it, and its fields in tabs."""

    TABS = TABS
    SECTION = "services"
    returned = Signal(str)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.back = self.add_button(tr("Back to the preset"), self.returned)
        self.back.setToolTip(tr("Take away everything you changed of this core service."))
        self.head.removeWidget(self.back)
        self.head.insertWidget(self.head.indexOf(self.duplicate), self.back)

    def part(self, name: str, state: "State") -> "Part":
        return state.product.stack.services[name]

    def title(self, name: str, state: "State") -> str:
        return service_title(name, state.spec)

    def seen(self, name: str, state: "State") -> tuple[object, ...]:
        return (state.spec.services.get(name), state.spec.preset, state.spec.access_scope)

    def show_named(self, name: str, state: "State") -> None:
        source = Source.of(name, state.spec)
        self.back.setVisible(source is Source.CHANGED)
        self.remove.setVisible(source is Source.OWN)
        self.show_note(source_name(source), source_meaning(source))
        super().show_named(name, state)

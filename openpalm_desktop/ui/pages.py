"""The pages in the middle of the window, each built when it is first looked at."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from .navigation import Section

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path

    from .document import Document
    from .state import State


class Page(Protocol):
    """What every section's page can do."""

    def show_state(self, state: "State") -> None:
        """Show a state."""

    def focus(self, path: "Path") -> None:
        """Put the focus into a path's field."""


_PAGES: Mapping[Section, tuple[str, str]] = {
    Section.OVERVIEW: ("stack_page", "StackPage"),
    Section.PICTURE: ("picture_page", "PicturePage"),
    Section.CHANNELS: ("channels_page", "ChannelsPage"),
    Section.DOMAINS: ("domains_page", "DomainsPage"),
    Section.SERVICES: ("services_page", "ServicesPage"),
    Section.SECRETS: ("secrets_page", "SecretsPage"),
    Section.AUTOMATIONS: ("automations_page", "AutomationsPage"),
    Section.DEPLOY: ("deploy_page", "DeployPage"),
    Section.RUNNING: ("running_page", "RunningPage"),
    Section.SPEC_TEXT: ("spec_text_page", "SpecTextPage"),
}
"""The module and the class of each page; read when it is first looked at, as the frame is painted
first."""


class Pages(QStackedWidget):
    """One page a section; only the open one is shown each state."""

    made = Signal(str, QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._pages: dict[Section, QWidget] = {}
        self._shown: State | None = None
        self.addWidget(QWidget(self))

    def attach(self, document: "Document") -> None:
        """Build pages for a document from now on."""
        self._document = document

    def page(self, section: Section) -> QWidget:
        """Return a section's page."""
        if self._document is None:
            raise LookupError("There is no document yet.")
        if section not in self._pages:
            self._pages[section] = _new_page(section, self._document, self)
            self.addWidget(self._pages[section])
            self.made.emit(section.value, self._pages[section])
        return self._pages[section]

    @property
    def made_pages(self) -> Mapping[Section, QWidget]:
        """The pages that were looked at."""
        return self._pages

    @property
    def current(self) -> Section | None:
        """The section that is shown."""
        widget = self.currentWidget()
        return next((one for one, page in self._pages.items() if page is widget), None)

    def begin(self, section: Section) -> QWidget:
        """Show a section's page, before there is a state to show in it."""
        page = self.page(section)
        self.setCurrentWidget(page)
        return page

    def open(self, section: Section) -> Page:
        """Show a section's page, up to date."""
        page = self.page(section)
        is_other = page is not self.currentWidget()
        self.setCurrentWidget(page)
        if self._document is not None and (is_other or self._shown is not self._document.state):
            self.show_state(self._document.state)
        return cast("Page", page)

    def show_state(self, state: "State") -> None:
        """Hand a state to the open page; the others get it when they are opened."""
        self._shown = state
        if self.currentWidget() in self._pages.values():
            cast("Page", self.currentWidget()).show_state(state)


def _new_page(section: Section, document: "Document", parent: QWidget) -> QWidget:
    module, name = _PAGES[section]
    kind = getattr(import_module(f".{module}", __package__), name)
    return cast("QWidget", kind(document, parent))

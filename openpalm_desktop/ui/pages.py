"""The pages in the middle of the window, each built when it is first looked at."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from .navigation import Section

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path

    from .document import Document, State


class Page(Protocol):
    """What every section's page can do."""

    def show_state(self, state: "State") -> None:
        """Show a state."""

    def focus(self, path: "Path") -> None:
        """Put the focus into a path's field."""


def _channels(document: "Document", parent: QWidget) -> QWidget:
    from .channels_page import ChannelsPage  # noqa: PLC0415 – the frame is painted first

    return ChannelsPage(document, parent)


def _automations(document: "Document", parent: QWidget) -> QWidget:
    from .automations_page import AutomationsPage  # noqa: PLC0415 – as above

    return AutomationsPage(document, parent)


def _overview(document: "Document", parent: QWidget) -> QWidget:
    from .stack_page import StackPage  # noqa: PLC0415 – built when it is first looked at

    return StackPage(document, parent)


def _picture(document: "Document", parent: QWidget) -> QWidget:
    from .picture_page import PicturePage  # noqa: PLC0415 – built when it is first looked at

    return PicturePage(document, parent)


def _spec_text(document: "Document", parent: QWidget) -> QWidget:
    from .spec_text_page import SpecTextPage  # noqa: PLC0415 – built when it is first looked at

    return SpecTextPage(document, parent)


def _domains(document: "Document", parent: QWidget) -> QWidget:
    from .domains_page import DomainsPage  # noqa: PLC0415 – built when it is first looked at

    return DomainsPage(document, parent)


def _services(document: "Document", parent: QWidget) -> QWidget:
    from .services_page import ServicesPage  # noqa: PLC0415 – built when it is first looked at

    return ServicesPage(document, parent)


def _secrets(document: "Document", parent: QWidget) -> QWidget:
    from .secrets_page import SecretsPage  # noqa: PLC0415 – built when it is first looked at

    return SecretsPage(document, parent)


def _deploy(document: "Document", parent: QWidget) -> QWidget:
    from .deploy_page import DeployPage  # noqa: PLC0415 – built when it is first looked at

    return DeployPage(document, parent)


def _running(document: "Document", parent: QWidget) -> QWidget:
    from .running_page import RunningPage  # noqa: PLC0415 – built when it is first looked at

    return RunningPage(document, parent)


_MAKERS: Mapping[Section, Callable[["Document", QWidget], QWidget]] = {
    Section.OVERVIEW: _overview,
    Section.PICTURE: _picture,
    Section.CHANNELS: _channels,
    Section.DOMAINS: _domains,
    Section.SERVICES: _services,
    Section.SECRETS: _secrets,
    Section.AUTOMATIONS: _automations,
    Section.DEPLOY: _deploy,
    Section.RUNNING: _running,
    Section.SPEC_TEXT: _spec_text,
}


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
            self._pages[section] = _MAKERS[section](self._document, self)
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

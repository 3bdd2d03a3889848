"""Domains & TLS: every site and path, who answers there, and how Caddy is certified."""

from enum import StrEnum
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.path import Path

from .caddy_forms import CertificatesForm, OwnTextForm
from .certificate_watch import CertificateWatch
from .certificate_words import notes
from .certificates_pane import CertificatesPane
from .empty_card import EmptyCard
from .late_tabs import MARGIN, LateTabs
from .named_page import canvas, split_page
from .site_tree import SiteTree
from .tester import Tester
from .words import tr

if TYPE_CHECKING:
    from .document import Document
    from .form import Form
    from .state import State


class Part(StrEnum):
    """The tabs below the tree."""

    TRY = "try"
    IN_USE = "in-use"
    CERTIFICATES = "certificates"
    OWN_TEXT = "own-text"


class DomainsPage(QWidget):
    """The tree of sites; below it the tester and Caddy's settings."""

    chosen = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.tree = SiteTree(self)
        self.watch = CertificateWatch(document, self)
        self.parts = _Parts(document, self.watch, self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        text = tr(
            "Give a channel a domain or a path, and it appears here with its certificate and who"
            " can reach it."
        )
        self.empty = EmptyCard(tr("Nothing goes through Caddy yet"), text, tr("Go to the channels"))
        self.empty.button.clicked.connect(lambda: self.chosen.emit(("channels",)))
        self._lay_out()
        self.tree.chosen.connect(self.chosen)
        self.parts.chosen.connect(self.chosen)
        self.watch.changed.connect(lambda: self.tree.rows.show_certificates(notes(self.watch.look)))

    @property
    def tester(self) -> Tester:
        """Who answers an address."""
        return cast("Tester", self.parts.part(Part.TRY))

    @property
    def in_use(self) -> CertificatesPane:
        """The certificates on the target."""
        return cast("CertificatesPane", self.parts.part(Part.IN_USE))

    @property
    def certificates(self) -> CertificatesForm:
        """Who certifies, and where Caddy listens."""
        return cast("CertificatesForm", self.parts.part(Part.CERTIFICATES))

    @property
    def own_text(self) -> OwnTextForm:
        """Text of the person's own."""
        return cast("OwnTextForm", self.parts.part(Part.OWN_TEXT))

    def show_state(self, state: "State") -> None:
        """Show a state's sites, and Caddy's settings."""
        has_sites = bool(state.product.stack.sites)
        self._upper.setCurrentIndex(0 if has_sites else 1)
        self.tree.show_state(state)
        self.parts.show_state(state)
        self.watch.follow()

    def focus(self, path: Path) -> None:
        """Put the focus into the field of a path."""
        part = Part.OWN_TEXT if path[:2] == ("caddy", "extraConfig") else Part.CERTIFICATES
        self.show_part(part)
        if not cast("Form", self.parts.part(part)).focus(path):
            self.tree.setFocus()
        self.parts.show_in_sight(list(Part).index(part))

    def show_part(self, part: Part) -> None:
        """Open a tab."""
        self.parts.tabs.setCurrentIndex(list(Part).index(part))

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        for page in self.parts.made.values():
            if isinstance(page, Tester | CertificatesPane):
                page.show_theme()

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.want(is_wanted=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody is asked."""
        super().hideEvent(event)
        self.watch.want(is_wanted=False)

    # Inside

    def _lay_out(self) -> None:
        title = QLabel(tr("Domains & TLS"), self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(18, 16, 18, 14)
        head.addWidget(title)
        head.addStretch()
        bar = canvas(self)
        bar.setLayout(head)
        self._upper = QStackedWidget(self)
        self._upper.addWidget(self.tree)
        self._upper.addWidget(self.empty)
        split_page(self.split, self._upper, self.parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.split, 1)


class _Parts(LateTabs):
    """The tester and Caddy's settings, in tabs."""

    chosen = Signal(object)

    def __init__(self, document: "Document", watch: CertificateWatch, parent: QWidget) -> None:
        names = {
            Part.TRY: tr("Try an address"),
            Part.IN_USE: tr("Certificates"),
            Part.CERTIFICATES: tr("Authority and ports"),
            Part.OWN_TEXT: tr("Own Caddyfile text"),
        }
        super().__init__([names[part] for part in Part], parent)
        self._document, self._watch = document, watch
        self.tabs.setAccessibleName(tr("Parts of this section"))
        self.bar.setContentsMargins(MARGIN, 8, MARGIN, 0)
        self.part(Part.TRY)

    def part(self, part: Part) -> QWidget:
        """Return what a tab holds."""
        return self.at(list(Part).index(part))

    def show_state(self, state: "State") -> None:
        """Show a state in what was looked at."""
        for page in self.made.values():
            cast("Form | Tester | CertificatesPane", page).show_state(state)

    def make(self, index: int) -> QWidget:
        page = self._new(list(Part)[index])
        page.setMaximumWidth(860)
        return page

    def show_in(self, page: QWidget) -> None:
        cast("Form | Tester | CertificatesPane", page).show_state(self._document.state)

    def _new(self, part: Part) -> QWidget:
        match part:
            case Part.TRY:
                tester = Tester()
                tester.chosen.connect(self.chosen)
                return tester
            case Part.IN_USE:
                return CertificatesPane(self._document, self._watch)
            case Part.CERTIFICATES:
                return CertificatesForm(self._document)
            case Part.OWN_TEXT:
                return OwnTextForm(self._document)

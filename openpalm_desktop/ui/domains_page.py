"""Domains & TLS: every site and path, who answers there, and how Caddy is certified."""

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.path import Path

from .caddy_forms import CertificatesForm, OwnTextForm
from .empty_card import EmptyCard
from .named_page import canvas, split_page
from .site_tree import SiteTree
from .tester import Tester
from .words import tr

if TYPE_CHECKING:
    from .document import Document, State


class Part(StrEnum):
    """The tabs below the tree."""

    TRY = "try"
    CERTIFICATES = "certificates"
    OWN_TEXT = "own-text"


class DomainsPage(QWidget):
    """The tree of sites; below it the tester and Caddy's settings."""

    chosen = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.tree = SiteTree(self)
        self.tester = Tester(self)
        self.certificates = CertificatesForm(document, self)
        self.own_text = OwnTextForm(document, self)
        self.tabs = QTabBar(self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        text = tr(
            "Give a channel a domain or a path, and it appears here with its certificate and who"
            " can reach it."
        )
        self.empty = EmptyCard(tr("Nothing goes through Caddy yet"), text, tr("Go to the channels"))
        self.empty.button.clicked.connect(lambda: self.chosen.emit(("channels",)))
        self._stack = QStackedWidget(self)
        self._areas: dict[Part, QScrollArea] = {}
        self._lay_out()
        self.tree.chosen.connect(self.chosen)
        self.tester.chosen.connect(self.chosen)

    def show_state(self, state: "State") -> None:
        """Show a state's sites, and Caddy's settings."""
        has_sites = bool(state.product.stack.sites)
        self._upper.setCurrentIndex(0 if has_sites else 1)
        self.tree.show_state(state)
        self.tester.show_state(state)
        self.certificates.show_state(state)
        self.own_text.show_state(state)

    def focus(self, path: Path) -> None:
        """Put the focus into the field of a path."""
        is_own = path[:2] == ("caddy", "extraConfig")
        self.show_part(Part.OWN_TEXT if is_own else Part.CERTIFICATES)
        form = self.own_text if is_own else self.certificates
        if not form.focus(path):
            self.tree.setFocus()
        widget = form.focusWidget()
        if widget is not None:
            area = self._areas[Part.OWN_TEXT if is_own else Part.CERTIFICATES]
            area.ensureWidgetVisible(widget, 20, 40)

    def show_part(self, part: Part) -> None:
        """Open a tab."""
        self.tabs.setCurrentIndex(list(Part).index(part))

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        self.tester.show_theme()

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
        split_page(self.split, self._upper, self._lower())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.split, 1)

    def _lower(self) -> QWidget:
        pane = QFrame(self)
        pane.setObjectName("pane")
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(tr("Parts of this section"))
        for part, name, widget in (
            (Part.TRY, tr("Try an address"), self.tester),
            (Part.CERTIFICATES, tr("Certificates and ports"), self.certificates),
            (Part.OWN_TEXT, tr("Caddyfile text of your own"), self.own_text),
        ):
            widget.setMaximumWidth(860)
            area = QScrollArea(pane)
            area.setObjectName("form")
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setAlignment(Qt.AlignmentFlag.AlignLeft)
            area.setWidget(widget)
            self._areas[part] = area
            self.tabs.addTab(name)
            self._stack.addWidget(area)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        bar = QHBoxLayout()
        bar.setContentsMargins(18, 8, 18, 0)
        bar.addWidget(self.tabs)
        bar.addStretch()
        rule = QFrame(pane)
        rule.setObjectName("rule")
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(rule)
        layout.addWidget(self._stack, 1)
        return pane

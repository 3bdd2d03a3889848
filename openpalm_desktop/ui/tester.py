"""The tester: an address and a visitor in, who answers and why out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.answer import Answer, NoUrl, Outcome, answer, visitor_address

from .icons import icon
from .segment import Segment
from .styled import set_property
from .theme import code_font, tokens
from .words import certificate_name, owner_of, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path

    from .state import State


@dataclass(frozen=True)
class Visitor:
    """Where someone stands, and an address from there."""

    name: str
    reach: str
    address: str


@dataclass(frozen=True)
class Verdict:
    """An answer in words."""

    picture: str
    colour: str
    headline: str
    reason: str
    facts: tuple[tuple[str, str], ...] = ()
    origin: "Path" = ()


def visitors() -> tuple[Visitor, ...]:
    """Return the places to stand at; the last one is any address."""
    return (
        Visitor(tr("This host"), "host", "127.0.0.1"),
        Visitor(tr("Local network"), "lan", "192.168.1.20"),
        Visitor(tr("Internet"), "public", "203.0.113.7"),
        Visitor(tr("Over IPv6"), "public", "2001:db8::7"),
        Visitor(tr("An address…"), "host", ""),
    )


_NARROW = 700  # below it, labels have no more room than they need


class Tester(QWidget):
    """Two questions and the answer, always in step with the stack."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self._state: State | None = None
        self._verdict: Verdict | None = None
        self._visitors = visitors()
        self.url, self.address = QLineEdit(self), QLineEdit(self)
        self.buttons: list[Segment] = []
        self.headline, self.reason = QLabel(self), QLabel(self)
        self.go = QPushButton(self)
        self._symbol = QLabel(self)
        self._grid = QGridLayout()
        self._facts: list[tuple[QLabel, QLabel]] = []
        self._lay_out()
        self.url.textEdited.connect(self.ask)
        self.address.textEdited.connect(self.ask)
        self.go.clicked.connect(self._go)

    def show_state(self, state: "State") -> None:
        """Ask again if the stack is another one."""
        before, self._state = self._state, state
        if before is None or before.product.stack is not state.product.stack:
            self.url.setPlaceholderText(_example(state))
            self.ask()

    def show_theme(self) -> None:
        """Draw the symbol in the theme's colours."""
        if self._verdict is not None:
            colour = getattr(tokens(), self._verdict.colour)
            self._symbol.setPixmap(icon(self._verdict.picture, colour, 20).pixmap(20, 20))

    def ask(self) -> None:
        """Show who answers what is typed."""
        if self._state is None:
            return
        place = self._visitors[self._group.checkedId()]
        self.address.setVisible(not place.address)
        text = place.address or self.address.text().strip()
        visitor = visitor_address(text)
        is_wrong = visitor is None and bool(text)
        set_property(self.address, "problem", "error" if is_wrong else "")
        if not self.url.text().strip():
            hint = tr("Type an address as a visitor would, and see which channel answers and why.")
            self._show(Verdict("search", "muted", tr("Who answers?"), hint))
        elif visitor is None:
            hint = tr("Write it as in 192.168.1.20 or 2001:db8::7.")
            self._show(Verdict("missing", "muted", tr("Where does the visitor stand?"), hint))
        else:
            try:
                found = answer(self._state.product.stack, self.url.text(), visitor)
            except NoUrl as error:
                hint = tr("Write it as in https://blog.example.org/notes.")
                self._show(Verdict("missing", "muted", str(error), hint))
            else:
                self._show(verdict(found, self._state))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid.setColumnMinimumWidth(0, 0 if self.width() < _NARROW else 128)

    def _show(self, shown: Verdict) -> None:
        self._verdict = shown
        self.headline.setText(shown.headline)
        self.reason.setText(shown.reason)
        for number, (name, value) in enumerate(self._facts):
            fact = shown.facts[number] if number < len(shown.facts) else ("", "")
            name.setText(fact[0])
            value.setText(fact[1])
            for label in (name, value):
                label.setVisible(bool(fact[0]))
        self.go.setVisible(bool(shown.origin))
        if shown.origin and self._state is not None:
            self.go.setText(tr("Go to {}").format(owner_of(self._state.spec, shown.origin)))
        self.show_theme()

    def _go(self) -> None:
        if self._verdict is not None and self._verdict.origin:
            self.chosen.emit(self._verdict.origin)

    def _type_address(self) -> None:
        self.address.setFocus()

    def _lay_out(self) -> None:
        self.url.setAccessibleName(tr("Address to try"))
        self.address.setAccessibleName(tr("The visitor’s address"))
        self.address.setPlaceholderText("192.168.1.20")
        self.address.setFixedWidth(190)
        self._group = QButtonGroup(self)
        segments = QFrame(self)
        segments.setObjectName("segments")
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(1)
        for number, place in enumerate(self._visitors):
            button = Segment(place.name, place.reach, segments)
            button.setToolTip(place.address)
            button.setAccessibleName(tr("The visitor stands here: {}").format(place.name))
            button.clicked.connect(self.ask)
            self._group.addButton(button, number)
            self.buttons.append(button)
            inner.addWidget(button)
        self.buttons[2].setChecked(True)
        self.buttons[-1].clicked.connect(self._type_address)
        where = QHBoxLayout()
        where.setContentsMargins(0, 0, 0, 0)
        where.setSpacing(8)
        where.addWidget(segments)
        where.addStretch()
        grid = self._grid
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._add(grid, 0, tr("Address"), self.url)
        grid.addWidget(self.url, 0, 1)
        self._add(grid, 1, tr("Visitor"), segments)
        grid.addLayout(where, 1, 1)
        grid.addWidget(self.address, 2, 1)
        grid.addWidget(self._card(), 3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.addLayout(grid)
        layout.addStretch()

    def _add(self, grid: QGridLayout, line: int, text: str, buddy: QWidget) -> None:
        label = QLabel(text, self)
        label.setProperty("role", "label")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setBuddy(buddy)
        grid.addWidget(label, line, 0)

    def _card(self) -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        self.headline.setProperty("role", "strong")
        self.reason.setProperty("role", "muted")
        self.go.setProperty("role", "link")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self._symbol, 0, 0)
        grid.addWidget(self.headline, 0, 1, 1, 2)
        grid.addWidget(self.reason, 1, 1, 1, 2)
        for line in range(2, 6):
            name, value = QLabel(card), QLabel(card)
            name.setProperty("role", "label")
            value.setFont(code_font())
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, line, 1)
            grid.addWidget(value, line, 2)
            self._facts.append((name, value))
        for label in (self.headline, self.reason, *(value for _, value in self._facts)):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        grid.addWidget(self.go, 6, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        return card


def verdict(found: Answer, state: "State") -> Verdict:
    """Return an answer in words."""
    owner = owner_of(state.spec, found.origin)
    origin = found.origin or _only_owner(found)
    certificate = certificate_name(found.site, state.spec.caddy.acme) if found.site else "–"
    secured = ((tr("Certificate"), certificate),) if certificate != "–" else ()
    match found.outcome:
        case Outcome.ANSWERED:
            facts = ((tr("Goes to"), found.upstream), (tr("Path inside"), found.path), *secured)
            headline = tr("{} answers").format(owner)
            return Verdict("check", "accent", headline, found.reason, facts, found.origin)
        case Outcome.REDIRECTED:
            facts = ((tr("Sent to"), found.location), *secured)
            return Verdict("redirect", "lan", tr("Sent on to HTTPS"), found.reason, facts, origin)
        case Outcome.NOT_FOUND:
            headline = tr("Nobody answers: not found")
            return Verdict("missing", "warning", headline, found.reason, (), found.origin)
        case Outcome.REFUSED:
            headline = tr("Turned away")
            return Verdict("refused", "error", headline, found.reason, secured, origin)


def _only_owner(found: Answer) -> "Path":
    """Return whom a site belongs to, where it is one channel or service alone."""
    origins = {route.origin[:2] for route in found.site.routes} if found.site else set()
    return origins.pop() if len(origins) == 1 else ()


def _example(state: "State") -> str:
    for site in state.product.stack.sites:
        if site.domain is not None and site.routes:
            scheme = "https" if site.has_tls else "http"
            return tr("for example {}").format(f"{scheme}://{site.domain}{site.routes[0].prefix}")
    return tr("for example {}").format("http://palm.home.arpa/notes")

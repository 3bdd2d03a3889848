"""The overview: what the stack is, who reaches what, what is wrong or new; then its settings."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.memo import Memo
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.ways_in import WaysOf

from .fact_card import FactCard
from .overview_facts import Facts, certificate_facts, change_facts, problem_facts, reach_facts
from .stack_form import StackForm
from .stack_words import summary
from .words import tr

if TYPE_CHECKING:
    from .document import Document
    from .state import State

_WIDEST = 1080
_MOST_REACHED, _MOST_PROBLEMS, _MOST_CHANGES, _MOST_DOMAINS = 6, 4, 6, 4


class StackPage(QWidget):
    """Everything about the stack that is no channel."""

    chosen = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._shown: State | None = None
        self._ways = WaysOf()
        self._certificates: Memo[Facts] = Memo(certificate_facts)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._summary = QLabel(self)
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self.reach = {one: FactCard(self, one) for one in Exposure}
        self.problems, self.changes, self.caddy = FactCard(self), FactCard(self), FactCard(self)
        self.form = StackForm(document)
        self.area = QScrollArea(self)
        self._lay_out()
        for card in self._cards:
            card.chosen.connect(self.chosen)
        for card in self.reach.values():
            card.more_wanted.connect(lambda: self.chosen.emit(("channels",)))
        self.problems.more_wanted.connect(lambda: self._show_all(self.problems))
        self.changes.more_wanted.connect(lambda: self._show_all(self.changes))
        document.named.connect(self._show_changes)

    def show_state(self, state: "State") -> None:
        """Show what the stack holds, how it stands, and its settings."""
        if state is self._shown:
            self._show_changes()
            return
        self._shown = state
        self._title.setText(state.spec.project_name or tr("A stack without a name"))
        self._summary.setText(summary(state))
        facts = reach_facts(state, self._ways, _MOST_REACHED)
        for card, each in zip(self.reach.values(), facts, strict=True):
            card.show_facts(each)
        self.problems.show_facts(problem_facts(state, self._most[self.problems]))
        sites, caddy = state.product.stack.sites, state.spec.caddy
        self.caddy.show_facts(self._certificates.get(sites, caddy, _MOST_DOMAINS))
        self._show_changes()
        self.form.show_state(state)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the first things to go to there before the focus comes."""
        self.show_state(self._document.state)
        super().showEvent(event)

    def focus(self, path: Path) -> None:
        """Put the focus into the field of a path."""
        self.form.focus(path)
        widget = self.form.focusWidget()
        if widget is not None and path:
            self.area.ensureWidgetVisible(widget, 20, 40)

    @property
    def _cards(self) -> tuple[FactCard, ...]:
        return (*self.reach.values(), self.problems, self.changes, self.caddy)

    def _show_changes(self) -> None:
        """Saving changes no state, but what is new."""
        if self.isVisible():
            self.changes.show_facts(
                change_facts(
                    self._document.saved_changes,
                    is_saved=self._document.path is not None,
                    most=self._most[self.changes],
                )
            )

    def _show_all(self, card: FactCard) -> None:
        self._most[card] = 100
        self._shown = None
        self.show_state(self._document.state)

    def _lay_out(self) -> None:
        self._most = {self.problems: _MOST_PROBLEMS, self.changes: _MOST_CHANGES}
        inside = QWidget()
        inside.setObjectName("form")
        inside.setMaximumWidth(_WIDEST)
        cards = QVBoxLayout()
        cards.setContentsMargins(18, 16, 18, 4)
        cards.setSpacing(12)
        for row in (self.reach.values(), (self.problems, self.changes), (self.caddy,)):
            beside = QHBoxLayout()
            beside.setSpacing(12)
            for card in row:
                beside.addWidget(card, 1)
            cards.addLayout(beside)
        self.form.setMaximumWidth(820)
        column_box = QVBoxLayout(inside)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(6)
        column_box.addLayout(cards)
        column_box.addWidget(self.form)
        column_box.addStretch()
        self.area.setObjectName("form")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        rule = QFrame(self)
        rule.setObjectName("rule")
        head = QVBoxLayout()
        head.setContentsMargins(18, 16, 18, 14)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self.area, 1)

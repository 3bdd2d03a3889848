"""Ways through Caddy to a service: a card each."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from openpalm_desktop.model.exposure import Exposure, PathMode
from openpalm_desktop.model.service import ServiceRoute
from openpalm_desktop.model.value import plain
from openpalm_desktop.ui.icons import icon
from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.theme import tokens
from openpalm_desktop.ui.words import field_text, reach_name, tr

from .choice_field import ChoiceField
from .field import Field
from .text_field import PortField, TextField


class RoutesField(Field):
    """Cards of ways, and a button to add one; `container_port` is where new ones lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.container_port: int | None = None
        self.cards: list[RouteCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.add_button = QPushButton(tr("Add a way"), self)
        self.add_button.setProperty("role", "quiet")
        self.add_button.setIcon(icon("add", tokens().accent))
        self.add_button.clicked.connect(self._add)
        self._layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_button)

    @property
    def value(self) -> tuple[ServiceRoute, ...]:
        """What the cards say."""
        return tuple(ServiceRoute.from_data(card.said) for card in self.cards)

    def show_value(self, value: Any) -> None:
        wanted = [plain(route) for route in value or ()]
        if wanted == [card.said for card in self.cards]:
            return
        while len(self.cards) > len(wanted):
            self._drop(self.cards[-1])
        for card, said in zip(self.cards, wanted, strict=False):
            card.show_said(said)
        for said in wanted[len(self.cards) :]:
            self._append(said)

    def show_severity(self, severity: Any) -> None:
        del severity  # each card shows its own

    def show_entry_problems(self, severities: Mapping[Any, str]) -> None:
        """Mark the ways that have problems of their own."""
        for index, card in enumerate(self.cards):
            set_property(card, "problem", severities.get(index, ""))

    def focus_step(self, step: str | int | None) -> None:
        is_there = isinstance(step, int) and step < len(self.cards)
        target = self.cards[step].path.line if isinstance(step, int) and is_there else None
        (target or self.add_button).setFocus()

    def _append(self, said: Mapping[str, Any]) -> "RouteCard":
        card = RouteCard(said)
        card.changed.connect(lambda: self.edited.emit(self.value))
        card.left.connect(self.left)
        card.removed.connect(lambda: self._remove(card))
        self.cards.append(card)
        self._layout.insertWidget(len(self.cards) - 1, card)
        card.show()
        return card

    def _add(self) -> None:
        card = self._append({"pathPrefix": "/", "port": self.container_port or 80})
        self.edited.emit(self.value)
        self.left.emit()
        card.path.line.setFocus()
        card.path.line.selectAll()

    def _remove(self, card: "RouteCard") -> None:
        self._drop(card)
        self.add_button.setFocus()
        self.edited.emit(self.value)
        self.left.emit()

    def _drop(self, card: "RouteCard") -> None:
        self.cards.remove(card)
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()


class RouteCard(QFrame):
    """One way: where visitors come in, where it leads, who may go."""

    changed = Signal()
    left = Signal()
    removed = Signal()

    def __init__(self, said: Mapping[str, Any]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.said: dict[str, Any] = {}
        self.domain, self.path, self.port = TextField(), TextField(), PortField()
        self.reach = ChoiceField([(reach, reach_name(reach)) for reach in Exposure])
        self.mode = ChoiceField(
            (
                (PathMode.STRIP, tr("Remove the prefix")),
                (PathMode.KEEP, tr("Keep the path as it is")),
                (PathMode.REWRITE, tr("Send everything to one path")),
            )
        )
        self.rewrite, self.upstream = TextField(), TextField()
        self.domain.show_hint(tr("the stack’s own site"))
        self.rewrite.show_hint(tr("for example {}").format("/webhook"))
        self.upstream.show_hint(tr("nothing"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 8, 12)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        for column, stretch in enumerate((5, 5, 2)):
            self._grid.setColumnStretch(column, stretch)
        self._add("domain", self.domain, 0, 0)
        self._add("path_prefix", self.path, 0, 1)
        self._add("port", self.port, 0, 2)
        self._add("exposure", self.reach, 2, 0)
        self._add("path_mode", self.mode, 2, 1)
        self._rewrite_label = self._add("rewrite_path", self.rewrite, 4, 1)
        self._upstream_label = self._add("upstream_prefix", self.upstream, 4, 1)
        remove = QToolButton(self)
        remove.setProperty("role", "quiet")
        remove.setIcon(icon("remove", tokens().muted))
        remove.setAccessibleName(tr("Remove this way"))
        remove.setToolTip(tr("Remove this way"))
        remove.clicked.connect(self.removed)
        self._grid.addWidget(remove, 0, 3, 2, 1, Qt.AlignmentFlag.AlignTop)
        self.show_said(said)

    def show_said(self, said: Mapping[str, Any]) -> None:
        """Show what is said of a way."""
        self.said = dict(said)
        self.domain.show_value(said.get("domain"))
        self.path.show_value(said.get("pathPrefix"))
        self.port.show_value(said.get("port"))
        self.reach.show_value(Exposure(said.get("exposure", Exposure.LAN)))
        self.mode.show_value(PathMode(said.get("pathMode", PathMode.STRIP)))
        self.rewrite.show_value(said.get("rewritePath"))
        self.upstream.show_value(said.get("upstreamPrefix"))
        self._show_mode()

    def _add(self, name: str, field: Field, line: int, column: int) -> QLabel:
        text = field_text(ServiceRoute, name)
        key = ServiceRoute.fields[name].key
        label = QLabel(text.title, self)
        label.setProperty("role", "help")
        label.setContentsMargins(1, 0 if line == 0 else 6, 0, 0)
        label.setBuddy(field)
        (field.focusProxy() or field).setAccessibleName(text.title)
        field.setToolTip(text.help)
        self._grid.addWidget(label, line, column)
        self._grid.addWidget(field, line + 1, column)
        field.edited.connect(lambda value: self._say(key, value))
        field.left.connect(self.left)
        return label

    def _say(self, key: str, value: Any) -> None:
        is_missing = key == "port" and value is None
        if key == "port":
            set_property(self.port.line, "problem", "error" if is_missing else "")
        if is_missing:
            return  # a way without a port cannot be; the one before holds until there is another
        if value is None:
            self.said.pop(key, None)
        else:
            self.said[key] = str(value) if isinstance(value, str) else value
        self._show_mode()
        self.changed.emit()

    def _show_mode(self) -> None:
        mode = self.said.get("pathMode", PathMode.STRIP)
        for widget in (self.rewrite, self._rewrite_label):
            widget.setVisible(mode == PathMode.REWRITE)
        for widget in (self.upstream, self._upstream_label):
            widget.setVisible(mode == PathMode.STRIP)

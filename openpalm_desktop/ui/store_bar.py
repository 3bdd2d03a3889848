"""Where the secrets are kept, how it is about that place, and another choice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from openpalm_desktop.deploy.secret_places import NoPlaceYet

from .flow import GAP, FlowLayout
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.secret_places import SecretPlace

    from .secret_desk import Held, LeftBehind

_LEAST, _COMFORTABLE = 120, 280
_ANY_WIDTH = 16_777_215  # Qt's own


class StoreBar(QFrame):
    """The store in two lines, with what can be done about it."""

    keyring_wanted = Signal()
    beside_wanted = Signal()
    file_wanted = Signal()
    retry_wanted = Signal()
    save_wanted = Signal()
    bring_wanted = Signal()
    closing_wanted = Signal()
    making_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.place = QLabel(self)
        self.place.setProperty("role", "strong")
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setWordWrap(True)
        self.place.setMinimumWidth(_LEAST)  # else a long path makes the whole window wide
        self.state = QLabel(self)
        self.state.setProperty("role", "muted")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.retry = QPushButton(tr("Try again"), self)
        self.retry.clicked.connect(self.retry_wanted)
        self.save = QPushButton(tr("Save the stack…"), self)
        self.save.clicked.connect(self.save_wanted)
        self.bring = QPushButton(tr("Bring them along"), self)
        self.bring.clicked.connect(self.bring_wanted)
        self.close_it = QPushButton(tr("Let nobody else read it"), self)
        self.close_it.clicked.connect(self.closing_wanted)
        self.make = QPushButton(self)
        self.make.setProperty("role", "primary")
        self.make.clicked.connect(self.making_wanted)
        for button in (self.save, self.retry, self.bring, self.close_it, self.make):
            button.hide()  # until a store has need of it
        self.change = QPushButton(tr("Keep elsewhere…"), self)
        self.menu = QMenu(self.change)
        self.to_keyring = self.menu.addAction(tr("In this computer’s keyring"))
        self.to_keyring.triggered.connect(self.keyring_wanted)
        self.to_beside = self.menu.addAction(tr("In a secrets.env beside the stack"))
        self.to_beside.triggered.connect(self.beside_wanted)
        self.to_file = self.menu.addAction(tr("In another file…"))
        self.to_file.triggered.connect(self.file_wanted)
        self.change.setMenu(self.menu)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.place)
        words.addWidget(self.state)
        self._offers = QWidget(self)
        offers = FlowLayout(self._offers, margin=0)
        for button in (self.make, self.close_it, self.bring, self.save, self.retry, self.change):
            offers.addWidget(button)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(14, 9, 10, 9)
        self._parts.setSpacing(8)
        self._parts.addLayout(words, 1)
        self._parts.addWidget(self._offers)

    def show_held(
        self, held: "Held", left: "LeftBehind | None", beside: "SecretPlace | None"
    ) -> None:
        """Show a store."""
        self.place.setText(_place_words(held, beside))
        self.state.setText(_state_words(held, left))
        is_open = held.is_open_to_others and held.trouble is None
        self.setProperty("problem", "warning" if held.trouble or is_open else "")
        self.close_it.setVisible(is_open)
        self.style().polish(self)
        waits_for_save = isinstance(held.trouble, NoPlaceYet)
        self.save.setVisible(waits_for_save)
        self.retry.setVisible(held.trouble is not None and not waits_for_save)
        self.retry.setEnabled(not held.is_asked)
        self.bring.setVisible(left is not None and held.trouble is None and not held.is_asked)
        is_keyring = held.place is not None and held.place.file is None
        self.to_keyring.setEnabled(not is_keyring)
        self.to_beside.setEnabled(beside is not None and held.place != beside)

        self._fit()

    def show_missing(self, names: Sequence[str]) -> None:
        """Offer to make up the values of several secrets at once."""
        self.make.setVisible(len(names) > 1)
        self.make.setText(tr("Generate {} missing").format(len(names)))
        self.make.setToolTip("\n".join(names))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the offers beside the words, or below them where both have too little room."""
        offers = [one for one in self._offers.findChildren(QPushButton) if one.isVisibleTo(self)]
        wanted = sum(one.sizeHint().width() + GAP for one in offers)
        is_wide = self.width() >= wanted + _COMFORTABLE
        direction = (
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        self._parts.setDirection(direction)
        self._offers.setMinimumWidth(wanted if is_wide else 0)
        self._offers.setMaximumWidth(wanted if is_wide else _ANY_WIDTH)


def _place_words(held: "Held", beside: "SecretPlace | None") -> str:
    if held.place is None:
        return tr("Where the values are kept")
    if held.place.file is None:
        return tr("Values are kept in this computer’s keyring")
    if held.place == beside:
        return tr("Values are kept in {}, beside the stack").format(held.place.file.name)
    return tr("Values are kept in {}").format(held.place.file)


def _state_words(held: "Held", left: "LeftBehind | None") -> str:
    if held.is_asked:
        return tr("Asking… your system may want you to unlock it.")
    if held.trouble is not None:
        return f"{held.trouble.sentence} {held.trouble.hint}".strip()
    if held.names is None:
        return tr("Not looked at yet.")
    if left is not None:
        count = counted(len(left.names), "value is", "values are")
        return tr("{} still filed under the project’s earlier name, {}.").format(
            count, left.project
        )
    if not held.names and held.is_open_to_others:
        return tr("Nothing is kept in that file yet, which others on this computer can read")
    if not held.names:
        return tr("Nothing is kept there yet.")
    count = counted(len(held.names), "value", "values")
    if held.is_open_to_others:
        return tr("{} in that file, which others on this computer can read").format(count)
    if held.place is not None and held.place.file is not None:
        return tr("{} in that file").format(count)
    return tr("{}, protected by your login").format(count)

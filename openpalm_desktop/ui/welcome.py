"""What stands in the window while nothing is open: ways to begin."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.stack_templates import stack_templates

from .cards import Card
from .icons import app_icon, icon
from .plain_tip import plain_tip
from .theme import folder, tokens
from .words import tr

EXAMPLE = folder("examples") / "household.yaml"
_WIDTH, _NARROW = 940, 860
_MOST_RECENT = 5


class Welcome(QWidget):
    """Stacks to start from, files to open, and the files used last."""

    template_wanted = Signal(str)
    empty_wanted = Signal()
    open_wanted = Signal()
    path_wanted = Signal(object)
    example_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Welcome"))
        self.cards = self._cards()
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._columns = 0
        self.open = _link("folder", tr("Open a file…"))
        self.convert = _link("convert", tr("Convert a Compose file or an older spec…"))
        self.example = _link("spec", tr("Look at an example"))
        self.back = _link("undo", "")
        self._recent_title = _heading(tr("Opened before"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.open.clicked.connect(self.open_wanted)
        self.convert.clicked.connect(self.open_wanted)
        self.example.clicked.connect(self.example_wanted)
        self.back.clicked.connect(self.back_wanted)
        self._lay_out()
        self.show_recent(())

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Offer the files used last."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.hide()
                widget.deleteLater()
        self._recent_title.setVisible(bool(paths))
        for path in list(paths)[:_MOST_RECENT]:
            button = _link("spec", f"{path.name}  –  {short_folder(path)}")
            button.setToolTip(plain_tip(str(path)))
            button.clicked.connect(lambda _=False, one=path: self.path_wanted.emit(one))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def recent_buttons(self) -> list[QPushButton]:
        """The files used last."""
        items = [self._recent.itemAt(index) for index in range(self._recent.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def show_way_back(self, name: str) -> None:
        """Offer to go back to the stack that is open."""
        self.back.setText(tr("Back to {}").format(name))
        self.back.setVisible(bool(name))

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        for card in self.cards:
            card.show_theme()
        for button in self.findChildren(QPushButton):
            picture = button.property("picture")
            if picture:
                button.setIcon(icon(str(picture), tokens().accent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards(3 if self.width() >= _NARROW else 2)

    def _cards(self) -> list[Card]:
        cards = []
        for name, template in stack_templates().items():
            card = Card(template.icon, tr(template.title), tr(template.about), self)
            card.clicked.connect(lambda _=False, one=name: self.template_wanted.emit(one))
            cards.append(card)
        text = tr("Nothing but a name. Add channels and services one by one, as you need them.")
        empty = Card("empty", tr("An empty stack"), text, self)
        empty.clicked.connect(self.empty_wanted)
        return [*cards, empty]

    def _place_cards(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < columns))

    def _lay_out(self) -> None:
        body = QWidget(self)
        body.setMaximumWidth(_WIDTH)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(28, 36, 28, 24)
        inside.setSpacing(0)
        inside.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        inside.addLayout(_head(body))
        inside.addSpacing(28)
        inside.addWidget(_heading(tr("Start from what you want")))
        inside.addSpacing(10)
        inside.addLayout(self._grid)
        inside.addSpacing(28)
        inside.addLayout(self._below())
        inside.addSpacing(24)
        hint = QLabel(tr("Or drop a file anywhere in this window."), body)
        hint.setProperty("role", "help")
        inside.addWidget(hint)
        inside.addStretch(2)
        ground = QWidget()
        ground.setObjectName("canvas")
        middle = QHBoxLayout(ground)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(body, 1000)
        middle.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("ground")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(ground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self._place_cards(3)

    def _below(self) -> QHBoxLayout:
        begin, before = QVBoxLayout(), QVBoxLayout()
        for column in (begin, before):
            column.setSpacing(2)
        begin.addWidget(_heading(tr("Go on with what you have")))
        begin.addSpacing(6)
        for button in (self.open, self.convert, self.example):
            begin.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        begin.addStretch()
        before.addWidget(self._recent_title)
        before.addSpacing(6)
        before.addLayout(self._recent)
        before.addStretch()
        below = QHBoxLayout()
        below.setSpacing(24)
        below.addLayout(begin, 1)
        below.addLayout(before, 1)
        return below


def _head(parent: QWidget) -> QHBoxLayout:
    picture = QLabel(parent)
    picture.setPixmap(app_icon().pixmap(QSize(48, 48)))
    title = QLabel(tr("What would you like to host?"), parent)
    title.setProperty("role", "welcome")
    text = tr(
        "Describe your stack in forms. Its Compose file, Caddyfile and schedules appear as you"
        " type, and nothing leaves this computer."
    )
    lead = QLabel(text, parent)
    lead.setProperty("role", "muted")
    lead.setWordWrap(True)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(title)
    words.addWidget(lead)
    head = QHBoxLayout()
    head.setSpacing(16)
    head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    head.addLayout(words, 1)
    return head


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label


def _link(picture: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setProperty("picture", picture)
    button.setIcon(icon(picture, tokens().accent))
    button.setIconSize(QSize(16, 16))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def short_folder(path: Path) -> str:
    """Return a file's folder, the home folder as `~`, the middle of a long one left out."""
    text = str(path.parent)
    home = str(Path.home())
    text = f"~{text[len(home) :]}" if text.startswith(home) else text
    return text if len(text) <= 38 else f"{text[:14]}…{text[-22:]}"

"""What was deployed before, the newest first, and the way back to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .words import moment_words, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.releases import ReleaseHead


class ReleasesView(QWidget):
    """A row for each release that the target keeps; `chosen` carries the number to go back to."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: Sequence[ReleaseHead] | None = None
        self.rows: list[ReleaseRow] = []
        self.none = QLabel(self)
        self.none.setProperty("role", "muted")
        self.none.setWordWrap(True)
        self.none.setContentsMargins(18, 14, 18, 0)
        inside = QWidget()
        inside.setObjectName("form")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 4, 0, 8)
        self._list.setSpacing(0)
        self._list.addStretch()
        self._area = QScrollArea(self)
        self._area.setObjectName("form")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.none)
        layout.addWidget(self._area, 1)
        self.show_releases(None)

    def show_releases(self, heads: "Sequence[ReleaseHead] | None") -> None:
        """Show releases; None where the target was not asked."""
        if heads is None:
            self.none.setText(tr("The target keeps them; they are shown once it answers."))
        else:
            self.none.setText(tr("Each deployment becomes a release here, to go back to."))
        self.none.setVisible(not heads)
        self._area.setVisible(bool(heads))
        if heads == self._heads:
            return
        self._heads = heads
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [ReleaseRow(head, number == 0) for number, head in enumerate(heads or ())]
        for at, row in enumerate(self.rows):
            row.back.clicked.connect(lambda _=False, one=row.number: self.chosen.emit(one))
            self._list.insertWidget(at, row)

    def enable(self, *, is_enabled: bool) -> None:
        """Let nobody go back while something else is being done."""
        for row in self.rows:
            row.back.setEnabled(is_enabled)


class ReleaseRow(QFrame):
    """One release: its number, when and by whom, and a button to go back to it."""

    def __init__(self, head: "ReleaseHead", is_newest: bool) -> None:  # noqa: FBT001 – a row's own
        super().__init__()
        self.setObjectName("choice")
        self.number = head.number
        title = QLabel(tr("Release {}").format(head.number), self)
        title.setProperty("role", "strong")
        self.words = QLabel(_words(head), self)
        self.words.setProperty("role", "muted")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.back = QPushButton(tr("Go back to it…"), self)
        self.back.setAccessibleName(tr("Go back to release {}…").format(head.number))
        self.back.setVisible(not is_newest)
        self.now = QLabel(tr("the newest"), self)
        self.now.setProperty("role", "changed")
        self.now.setVisible(is_newest)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(self.words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 9, 18, 9)
        layout.addLayout(texts, 1)
        layout.addWidget(self.back)
        layout.addWidget(self.now)


def _words(head: "ReleaseHead") -> str:
    said = tr("{} by {}").format(_moment(head.time), head.writer)
    if head.returns_to is not None:
        return tr("{}, back to release {}").format(said, head.returns_to)
    return said


def _moment(text: str) -> str:
    """Return a time as the language writes it, in this computer's zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment_words(moment.replace(tzinfo=moment.tzinfo or UTC))

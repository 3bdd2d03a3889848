"""The palette: a few letters find anything to do, to go to or to open."""

from collections.abc import Iterator
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from .fuzzy import places, score, words_of
from .icons import icon
from .menu_names import VIEW
from .navigation import Section, section_name
from .palette_entries import Entry, Kind, action_name, entries_of, fields_of
from .palette_rows import ENTRY, PLACES, ROW_HEIGHT, PaletteDelegate
from .severities import Index
from .theme import tokens
from .words import counted, tr

if TYPE_CHECKING:
    from .main_window import MainWindow

_MOST = 60
_MOST_OWNERS = 4
_ROWS = 10
_WIDTH = 660
_TOP = 52
_NOWHERE = QModelIndex()
_AMONG_EQUALS = {kind: float(len(Kind) - at) for at, kind in enumerate(Kind)}
_RECENT = 12.0
_OWNERS = (Kind.CHANNEL, Kind.SERVICE, Kind.AUTOMATION)


class CommandPalette(QFrame):
    """A line to type in over the window, and what fits, the best first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._window = window
        self._entries: list[Entry] = []
        self._liked: dict[str, float] = {}
        self._before: QWidget | None = None
        self.line = _Line(self)
        self.line.setProperty("role", "bare")
        self.line.setAccessibleName(tr("Find anything"))
        self.line.setPlaceholderText(tr("Find a command, a channel, a setting, a file…"))
        self.line.textChanged.connect(self._find)
        self.model = _Rows(self)
        self.list = QListView(self)
        self.list.setObjectName("found")
        self.list.setAccessibleName(tr("What fits"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.viewport().setAutoFillBackground(True)  # else what lies below is painted too
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._run)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.none = QLabel(tr("Nothing fits. Try fewer letters."), self)
        self.none.setProperty("role", "muted")
        self.none.setContentsMargins(18, 10, 18, 12)
        self.count = QLabel(self)
        self._magnifier = QLabel(self)
        self._lay_out()
        self.hide()

    def open(self) -> None:
        """Show it over the window, with an empty line and what was used last."""
        document = self._window.document
        if document is None:
            return
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._entries = entries_of(self._window, document.state)
        recent = set(self._window.settings.recent_choices)
        self._liked = {
            entry.name: _AMONG_EQUALS[entry.kind] + (_RECENT if entry.name in recent else 0.0)
            for entry in self._entries
        }
        self._magnifier.setPixmap(icon("search", tokens().muted).pixmap(16, 16))
        self.line.clear()
        self._find("")
        self.show()
        self.raise_()
        self.line.setFocus()
        self._window.installEventFilter(self)

    def shut(self) -> None:
        """Go away, and give the focus back."""
        self._window.removeEventFilter(self)
        had_focus = self.line.hasFocus()
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    def choose(self, step: int) -> None:
        """Go up or down the list, from the last to the first."""
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + step
            row = row % count if abs(step) == 1 else max(0, min(count - 1, row))
            self.list.setCurrentIndex(self.model.index(row))

    def run_current(self) -> None:
        """Do what the current row says."""
        self._run(self.list.currentIndex())

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    # Inside

    def _find(self, query: str) -> None:
        words = words_of(query)
        found = self._fitting(words) if words else self._useful()
        self.model.show_found(found[:_MOST], words)
        self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.count.setText(counted(len(found), "hit", "hits") if words else "")
        self._place()

    def _fitting(self, words: tuple[str, ...]) -> list[Entry]:
        ranked: list[tuple[float, Entry]] = [*self._fields_of_owners(words)]
        for entry in self._entries:
            points = score(words, entry.sought_title, entry.sought_rest)
            if points:
                ranked.append((points + self._liked[entry.name], entry))
        ranked.sort(key=_points, reverse=True)
        return list({entry.name: entry for _, entry in reversed(ranked)}.values())[::-1]

    def _fields_of_owners(self, words: tuple[str, ...]) -> Iterator[tuple[float, Entry]]:
        """Find `blog image`: the field of a channel by the words for both."""
        document = self._window.document
        if len(words) < 2 or document is None:
            return
        for at in range(1, len(words)):
            for owner in self._owners(words[:at]):
                for entry in fields_of(self._window, document.state, owner):
                    points = score(words[at:], entry.sought_title)
                    if points:
                        yield points + _AMONG_EQUALS[Kind.FIELD], entry

    def _owners(self, words: tuple[str, ...]) -> list[Entry]:
        owners = (entry for entry in self._entries if entry.kind in _OWNERS)
        ranked = [(score(words, entry.sought_title), entry) for entry in owners]
        return [entry for points, entry in nlargest(_MOST_OWNERS, ranked, key=_points) if points]

    def _useful(self) -> list[Entry]:
        """Return what was chosen before, then the sections, commands and things."""
        by_name = {entry.name: entry for entry in self._entries}
        recent = [by_name[name] for name in self._window.settings.recent_choices if name in by_name]
        rest = [entry for entry in self._entries if entry.kind is not Kind.FIELD]
        sections = [by_name[name] for name in map(_section_entry, Section) if name in by_name]
        return list(dict.fromkeys([*recent, *sections, *rest]))

    def _run(self, index: Index) -> None:
        entry: Entry | None = index.data(ENTRY)
        if entry is not None:
            self._window.settings.add_recent_choice(entry.name)
            self.shut()
            entry.run()

    def _tell(self, index: Index) -> None:
        """Let a screen reader say the current row while the focus stays in the line."""
        said = index.data(Qt.ItemDataRole.AccessibleTextRole)
        self.line.setAccessibleDescription(said or "")

    def _place(self) -> None:
        rows = min(_ROWS, self.model.rowCount())
        self.list.setFixedHeight(rows * ROW_HEIGHT + 8)
        width = min(_WIDTH, self._window.width() - 80)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._window.width() - width) // 2, _TOP)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(10)
        head.addWidget(self._magnifier)
        head.addWidget(self.line, 1)
        self.count.setProperty("role", "help")
        head.addWidget(self.count)
        rule = QFrame(self)
        rule.setObjectName("rule")
        keys = QLabel(tr("↑ ↓ choose · Enter do or go there · Esc close"), self)
        keys.setProperty("role", "help")
        keys.setContentsMargins(18, 7, 18, 9)
        under = QFrame(self)
        under.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self.list)
        layout.addWidget(self.none)
        layout.addWidget(under)
        layout.addWidget(keys)


class _Line(QLineEdit):
    """The line of the palette: arrows go through the list, Esc and leaving close it."""

    def __init__(self, palette: CommandPalette) -> None:
        super().__init__(palette)
        self._owner = palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._owner.choose(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.run_current()
        elif key == Qt.Key.Key_Escape:
            self._owner.shut()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if self._owner.isVisible() and event.reason() not in stays:
            self._owner.shut()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 – Qt's own signature
        del next
        return True


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: list[Entry] = []
        self._words: tuple[str, ...] = ()

    def show_found(self, found: list[Entry], words: tuple[str, ...]) -> None:
        self.beginResetModel()
        self._found, self._words = found, words
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._found):
            return None
        entry = self._found[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (entry.title, entry.detail, entry.keys)))
            case _ if role == ENTRY:
                return entry
            case _ if role == PLACES:
                return places(self._words, entry.title)
            case _:
                return None


def _section_entry(section: Section) -> str:
    return action_name(VIEW, section_name(section))


def _points(ranked: tuple[float, Entry]) -> float:
    return ranked[0]

"""Differences as rows of a list: a heading for each file, its lines, gaps where all is alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from openpalm_desktop.generate.file_diff import FileDiff, Gap, Line, Pair, Status
from openpalm_desktop.model.path import Path

from .plain_tip import plain_tip
from .severities import Index
from .words import counted, tr

ROW = Qt.ItemDataRole.UserRole
MOST = 4000
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of lines: in one column one of the sides, side by side both."""

    old: Line | None
    new: Line | None
    is_changed: bool

    @property
    def origin(self) -> Path:
        """Where in the spec the line comes from."""
        return (self.new and self.new.origin) or (self.old and self.old.origin) or ()


@dataclass(frozen=True, slots=True)
class Rest:
    """Rows that are too many to be shown."""

    count: int


Row = FileDiff | Shown | Gap | Rest


def rows_of(files: Sequence[FileDiff], *, is_split: bool) -> list[Row]:
    """Return the rows of some files, side by side or below each other."""
    rows: list[Row] = []
    for file in files:
        rows.append(file)
        rows.extend(_split(file) if is_split else _unified(file))
    rest = max(0, len(rows) - MOST) + sum(file.rest for file in files)
    return [*rows[:MOST], Rest(rest)] if rest else rows


def _split(file: FileDiff) -> Iterator[Row]:
    for row in file.rows:
        yield Shown(row.old, row.new, row.is_changed) if isinstance(row, Pair) else row


def _unified(file: FileDiff) -> Iterator[Row]:
    """Yield what is gone before what has come, at each place."""
    for is_changed, rows in groupby(file.rows, _is_changed):
        pairs = list(rows)
        if not is_changed:
            for row in pairs:
                yield Shown(row.old, row.new, is_changed=False) if isinstance(row, Pair) else row
            continue
        lines = [row for row in pairs if isinstance(row, Pair)]
        yield from (Shown(row.old, None, is_changed=True) for row in lines if row.old)
        yield from (Shown(None, row.new, is_changed=True) for row in lines if row.new)


class DifferenceRows(QAbstractListModel):
    """The rows, with words for those who do not see signs and colours."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def starts(self) -> list[int]:
        """Return the first row of each run of changed lines."""
        found = []
        before = False
        for number, row in enumerate(self.rows):
            is_changed = isinstance(row, Shown) and row.is_changed
            if is_changed and not before:
                found.append(number)
            before = is_changed
        return found

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return said(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case Qt.ItemDataRole.ToolTipRole if isinstance(row, Shown):
                lines = dict.fromkeys(line.text for line in (row.old, row.new) if line)
                return plain_tip("\n".join(lines))
            case _ if role == ROW:
                return row
            case _:
                return None


def said(row: Row) -> str:
    """Return a row as it is copied, with its sign."""
    match row:
        case FileDiff():
            return row.name
        case Gap():
            return tr("… {} alike").format(counted(row.count, "line", "lines"))
        case Rest():
            return tr("… and {} more").format(counted(row.count, "line", "lines"))
        case Shown(old, new, is_changed):
            signs = (("-", old), ("+", new)) if is_changed else ((" ", new),)
            return "\n".join(f"{sign} {line.text}" for sign, line in signs if line)


def spoken(row: Row) -> str:
    """Return a row as a screen reader says it."""
    match row:
        case FileDiff():
            return f"{row.name}: {file_words(row)}"
        case Shown(old, new, is_changed) if is_changed:
            words = ((tr("Removed: {}"), old), (tr("Added: {}"), new))
            return "; ".join(word.format(line.text.strip()) for word, line in words if line)
        case _:
            return said(row).strip()


def file_words(file: FileDiff) -> str:
    """Return what became of a file: `only in the stack`, `+3 −1`."""
    counts = " ".join(
        f"{sign}{count}" for sign, count in (("+", file.added), ("−", file.removed)) if count
    )
    return {
        Status.CHANGED: counts,
        Status.ADDED: tr("new · {}").format(counts),
        Status.REMOVED: tr("no longer generated · {}").format(counts),
    }[file.status]


def _is_changed(row: Pair | Gap) -> bool:
    return isinstance(row, Pair) and row.is_changed

"""A list of entries that have parts of their own: a row each, and a button to add one."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.ui.icons import icon
from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.theme import tokens
from openpalm_desktop.ui.words import tr

from .choice_field import ChoiceField
from .field import Field
from .growing_field import GrowingField

_ARROW = 44  # pixels of a choice that are no letters


class EntryRow(QWidget):
    """One entry: its parts side by side, a sentence about it below."""

    edited = Signal()
    left = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(6)
        self.sentence = QLabel(self)
        self.sentence.setProperty("role", "help")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        self._remove = QToolButton(self)
        self._remove.setProperty("role", "quiet")
        self._remove.setIcon(icon("remove", tokens().muted))
        self._remove.setToolTip(tr("Remove"))
        self._remove.setAccessibleName(tr("Remove this row"))
        self._remove.clicked.connect(self.removed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(self.line)
        layout.addWidget(self.sentence)

    @property
    def entry(self) -> Any:
        """What the row says; None says nothing yet."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """The name of an entry that has one."""
        return ""

    def show_entry(self, entry: Any) -> None:
        """Show an entry that was said."""
        raise NotImplementedError

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        item = self.line.itemAt(0)
        widget = item.widget() if item else None
        return widget or self

    def add_part(self, part: Field, name: str, hint: str, stretch: int = 1) -> None:
        """Add a part with its name for screen readers and its example."""
        (part.focusProxy() or part).setAccessibleName(name)
        part.setToolTip(name)
        part.show_hint(hint)
        self.line.addWidget(part, stretch)
        part.edited.connect(lambda _: self._tell())
        part.left.connect(self.left)

    def add_choice(self, part: ChoiceField, name: str, letters: int) -> None:
        """Add a choice that takes no more room than so many letters where there is little."""
        part.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        part.box.setMinimumContentsLength(letters)
        part.box.setMinimumWidth(letters * part.fontMetrics().horizontalAdvance("e") + _ARROW)
        self.add_part(part, name, "", 1)

    def add_remove(self) -> None:
        """Add the button at the end."""
        self.line.addWidget(self._remove)

    def say(self, text: str) -> None:
        """Show a sentence about the entry."""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))

    def show_problem(self, severity: str) -> None:
        """Give the row the frame of its worst problem."""
        target = self.first.focusProxy() or self.first
        set_property(target, "problem", severity)

    def _tell(self) -> None:
        self.edited.emit()


class EntriesField(GrowingField):
    """Rows of entries; subclasses say what they are and what they amount to."""

    def __init__(self, add: str) -> None:
        super().__init__(add)
        self.rows: list[EntryRow] = []

    def made_row(self) -> EntryRow:
        """Return an empty row."""
        raise NotImplementedError

    def entries_of(self, value: Any) -> Sequence[Any]:
        """Return the entries of a value, in their order."""
        return list(value or ())

    def value_of(self, entries: Sequence[Any]) -> Any:
        """Return the value that entries amount to."""
        return tuple(entries)

    @property
    def value(self) -> Any:
        """What the rows say."""
        return self.value_of([row.entry for row in self.rows if row.entry is not None])

    def show_value(self, value: Any) -> None:
        wanted = self.entries_of(value)
        if list(wanted) == [row.entry for row in self.rows if row.entry is not None]:
            return
        while len(self.rows) > len(wanted):
            self._drop(self.rows[-1])
        for row, entry in zip(self.rows, wanted, strict=False):
            row.show_entry(entry)
        for entry in wanted[len(self.rows) :]:
            self._append().show_entry(entry)

    def show_severity(self, severity: Any) -> None:
        del severity  # each row shows its own

    def show_entry_problems(self, severities: Mapping[Any, str]) -> None:
        """Mark the rows that have problems of their own, by number or name."""
        for index, row in enumerate(self.rows):
            row.show_problem(severities.get(index) or severities.get(row.key) or "")

    def focus_step(self, step: str | int | None) -> None:
        for index, row in enumerate(self.rows):
            if step is not None and step in (index, row.key):
                row.first.setFocus()
                return
        self.add_button.setFocus()

    def _append(self) -> EntryRow:
        row = self.made_row()
        row.add_remove()
        row.edited.connect(self._tell)
        row.left.connect(self.left)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._layout.insertWidget(len(self.rows) - 1, row)
        row.show()
        return row

    def _add(self) -> None:
        self._append().first.setFocus()

    def _remove(self, row: EntryRow) -> None:
        self._drop(row)
        self.add_button.setFocus()
        self._tell()
        self.left.emit()

    def _drop(self, row: EntryRow) -> None:
        self.rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _tell(self) -> None:
        self.edited.emit(self.value)

"""Lists and tables of texts, a row each: storage, environment variables."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.model.value import Scalar, plain, text_of
from openpalm_desktop.ui.icons import icon
from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.theme import code_font, tokens
from openpalm_desktop.ui.words import tr

from .growing_field import GrowingField


class RowsField(GrowingField):
    """Rows of texts with a button to add one; subclasses say what the rows amount to."""

    def __init__(
        self, add: str, columns: tuple[tuple[str, int], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(add, parent)
        self._columns = columns
        self.rows: list[_Row] = []
        self._shown: Any = None

    def value(self) -> Any:
        """Return what the rows say."""
        raise NotImplementedError

    def texts_of(self, value: Any) -> list[tuple[str, ...]]:
        """Return the rows that show a value."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        if self.rows and repr(plain(self.value())) == repr(plain(value)):
            self._shown = value
            return
        self._shown = value
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for texts in self.texts_of(value):
            self._append(texts)

    def show_severity(self, severity: Any) -> None:
        del severity  # each row shows its own

    def show_entry_problems(self, severities: Mapping[Any, str]) -> None:
        """Mark the rows that have problems of their own, by number or first text."""
        for index, row in enumerate(self.rows):
            said = severities.get(index) or severities.get(row.texts[0]) or ""
            set_property(row.lines[-1], "problem", said)

    def focus_step(self, step: str | int | None) -> None:
        for index, row in enumerate(self.rows):
            if step in (index, row.texts[0]):
                row.lines[-1].setFocus()
                return
        self.add_button.setFocus()

    def _append(self, texts: tuple[str, ...]) -> "_Row":
        row = _Row(self._columns, texts, self)
        for line in row.lines:
            self.watch_leaving(line)
        row.edited.connect(self._emit)
        row.removed.connect(self._remove)
        self.rows.append(row)
        self._layout.insertWidget(len(self.rows) - 1, row)
        row.show()
        return row

    def _add(self) -> None:
        self._append(("",) * len(self._columns)).lines[0].setFocus()

    def _remove(self, row: QWidget) -> None:
        self.rows = [each for each in self.rows if each is not row]
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add_button.setFocus()
        self._emit()
        self.left.emit()

    def _emit(self) -> None:
        self.edited.emit(self.value())


class TextsField(RowsField):
    """A list of texts; entries in Compose's long form are shown and kept as they are."""

    def __init__(self, add: str, example: str, parent: QWidget | None = None) -> None:
        super().__init__(add, ((example, 1),), parent)

    def value(self) -> tuple[Any, ...]:
        kept = {_long(each): each for each in self._shown or () if not isinstance(each, str)}
        texts = [row.texts[0] for row in self.rows]
        return tuple(kept.get(text, text) for text in texts if text)

    def texts_of(self, value: Any) -> list[tuple[str, ...]]:
        return [(each if isinstance(each, str) else _long(each),) for each in value or ()]


class MapField(RowsField):
    """Names and values; numbers and yes/no stay what they were while they still look like it."""

    def __init__(self, add: str, name: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(add, ((name, 1), (value, 1)), parent)

    def show_fixed(self, given: Mapping[str, Scalar]) -> None:
        """Let rows of some names change their values only, with a way back to what is given."""
        for row in self.rows:
            name = row.texts[0]
            row.fix(text_of(given[name]) if name in given else None)

    def value(self) -> dict[str, Scalar]:
        old = self._shown if isinstance(self._shown, Mapping) else {}
        pairs: dict[str, Scalar] = {}
        for row in self.rows:
            name, text = row.texts
            is_twice = bool(name) and name in pairs
            set_property(row.lines[0], "problem", "error" if is_twice else "")
            row.lines[0].setToolTip(tr("This name is there already.") if is_twice else "")
            if name and not is_twice:
                pairs[name] = _like(old.get(name), text)
        return pairs

    def texts_of(self, value: Any) -> list[tuple[str, ...]]:
        if not isinstance(value, Mapping):
            return [tuple([*str(each).partition("=")][::2]) for each in value or ()]
        return [(name, text_of(each)) for name, each in value.items()]


class _Row(QWidget):
    edited = Signal()
    removed = Signal(object)
    _given: str | None = None

    def __init__(
        self, columns: tuple[tuple[str, int], ...], texts: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.lines = []
        for (hint, stretch), text in zip(columns, texts, strict=True):
            line = QLineEdit(text, self)
            line.setFont(code_font())
            line.setPlaceholderText(hint)
            line.setAccessibleName(hint)
            line.setCursorPosition(0)
            line.textEdited.connect(self._emit)
            layout.addWidget(line, stretch)
            self.lines.append(line)
        self._secret = QLabel(tr("secret"), self)
        self._secret.setProperty("role", "help")
        policy = self._secret.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._secret.setSizePolicy(policy)
        self._secret.setVisible(False)
        layout.addWidget(self._secret)
        self._remove = remove = QToolButton(self)
        remove.setProperty("role", "quiet")
        remove.setIcon(icon("remove", tokens().muted))
        remove.setAccessibleName(tr("Remove {}").format(texts[0] or tr("row")))
        remove.setToolTip(tr("Remove"))
        remove.clicked.connect(self._take_away)
        policy = remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        remove.setSizePolicy(policy)
        layout.addWidget(remove)
        self._show_kind()

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the row."""
        return tuple(line.text() for line in self.lines)

    def fix(self, given: str | None) -> None:
        """Keep the row and its name, if the preset gives it; removing goes back to its value."""
        self._given = given
        is_fixed = given is not None
        self.lines[0].setReadOnly(is_fixed)
        self.lines[0].setEnabled(not is_fixed)
        tip = tr("Part of the preset: its value can be changed.") if is_fixed else ""
        self.lines[0].setToolTip(tip)
        self._show_way_back()

    def _show_way_back(self) -> None:
        is_fixed = self._given is not None
        self._remove.setVisible(not is_fixed or self.lines[-1].text() != self._given)
        tip = tr("Back to the preset’s value: {}").format(self._given) if is_fixed else tr("Remove")
        self._remove.setToolTip(tip)

    def _take_away(self) -> None:
        if self._given is None:
            self.removed.emit(self)
        else:
            self.lines[-1].setText(self._given)
            self._emit()

    def _emit(self) -> None:
        self._show_kind()
        if self._given is not None:
            self._show_way_back()
        self.edited.emit()

    def _show_kind(self) -> None:
        self._secret.setVisible(secret_name(self.lines[-1].text()) is not None)


def _long(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    return ", ".join(f"{key}: {value}" for key, value in dict(plain(entry)).items())


def _like(old: Scalar | None, text: str) -> Scalar:
    """Return a text as the kind of value that stood there, if it can be one."""
    if isinstance(old, bool) and text in ("true", "false"):
        return text == "true"
    if isinstance(old, int) and not isinstance(old, bool) and text.isascii() and text.isdigit():
        return int(text) if str(int(text)) == text else text
    if isinstance(old, float) and text_of(old) == text:
        return old
    return text

"""A line of text, and a port."""

import re
import shlex
from typing import Any

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from .field import Field

_WEEK = 7 * 86_400


class TextField(Field):
    """One line; an empty one says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(lambda text: self.edited.emit(self.value_of(text)))
        self.watch_leaving(self.line)

    def value_of(self, text: str) -> Any:
        """Return the value that a text stands for."""
        return text or None

    def text_of(self, value: Any) -> str:
        """Return the text that shows a value."""
        return "" if value is None else str(value)

    def show_value(self, value: Any) -> None:
        if self.value_of(self.line.text()) != value:
            self.line.setText(self.text_of(value))

    def show_hint(self, text: str) -> None:
        self.line.setPlaceholderText(text)


class PortField(TextField):
    """A port from 1 to 65535; nothing else can be typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setValidator(_PortValidator(self))

    def value_of(self, text: str) -> int | None:
        return int(text) if text else None

    def text_of(self, value: Any) -> str:
        return str(value) if isinstance(value, int) else ""

    def show_value(self, value: Any) -> None:
        super().show_value(value if isinstance(value, int) else None)


class NumberField(TextField):
    """A whole number, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setValidator(_NumberValidator(self))

    def value_of(self, text: str) -> int | None:
        return int(text) if text else None


class CommandField(TextField):
    """A command: a text stays a text, a list of arguments stays a list, shown as a shell reads it.

    A healthcheck's list begins with how it is run (`CMD`, `CMD-SHELL`); that word is kept aside.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head: tuple[str, ...] = ()
        self._is_list = False

    def value_of(self, text: str) -> Any:
        if not text:
            return None
        if self._head == ("CMD-SHELL",):
            return ("CMD-SHELL", text)
        return (*self._head, *_words(text)) if self._is_list else text

    def text_of(self, value: Any) -> str:
        if not isinstance(value, tuple):
            return "" if value is None else str(value)
        rest = value[len(self._head) :]
        return " ".join(rest) if self._head == ("CMD-SHELL",) else shlex.join(rest)

    def show_value(self, value: Any) -> None:
        self._is_list = isinstance(value, tuple)
        head = value[:1] if self._is_list and value[:1] in (("CMD",), ("CMD-SHELL",)) else ()
        self._head = tuple(head)
        super().show_value(value)


def _words(text: str) -> tuple[str, ...]:
    """Split as a shell does; while a quote is still open, at the spaces."""
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())


class _PortValidator(QValidator):
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        is_port = not text or (re.fullmatch("[1-9][0-9]{0,4}", text) and int(text) <= 65535)
        state = QValidator.State.Acceptable if is_port else QValidator.State.Invalid
        return state, text, position


class _NumberValidator(QValidator):
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        is_number = not text or re.fullmatch("[0-9]{1,9}", text)
        state = QValidator.State.Acceptable if is_number else QValidator.State.Invalid
        return state, text, position


class NeededTextField(TextField):
    """One line that the spec cannot do without; an empty one is an empty text."""

    def value_of(self, text: str) -> str:
        return text


class SecondsField(NumberField):
    """Seconds, from one to a week."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setValidator(SecondsValidator(self))


class SecondsValidator(QValidator):
    """Lets only one second to a week be typed, or nothing."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        is_time = not text or (re.fullmatch("[1-9][0-9]{0,5}", text) and int(text) <= _WEEK)
        state = QValidator.State.Acceptable if is_time else QValidator.State.Invalid
        return state, text, position

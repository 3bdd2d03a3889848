"""A short list as chips: domains, paths, networks; the half-typed one counts already."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from openpalm_desktop.ui.flow import FlowLayout
from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.words import tr

from .field import Field, is_step_back_or_forth

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_Space)


class TagsField(Field):
    """Chips and a line for the next; Enter, a comma or leaving makes a chip of what is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QFrame(self)
        self._frame.setObjectName("tags")
        self.line = QLineEdit(self._frame)
        self._flow = FlowLayout(self._frame, self.line)
        self.line.setProperty("role", "bare")
        self.line.setMinimumWidth(120)
        self._hint = ""
        self._texts: list[str] = []
        self._at = 0
        self._tags: list[_Tag] = []
        self._flow.addWidget(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._type)
        self.line.installEventFilter(self)

    @property
    def value(self) -> tuple[str, ...]:
        """The chips, and what is being typed among them."""
        typed = self.line.text().strip()
        before, after = self._texts[: self._at], self._texts[self._at :]
        return (*before, *([typed] if typed else []), *after)

    def show_value(self, value: Any) -> None:
        wanted = tuple(each for each in value or () if isinstance(each, str))
        if wanted != self.value:
            self.line.clear()
            self._show_tags(list(wanted))

    def show_hint(self, text: str) -> None:
        self._hint = text
        self._show_placeholder()

    def show_severity(self, severity: Any) -> None:
        set_property(self._frame, "problem", severity.value if severity else "")

    def show_entry_problems(self, severities: dict[int, str]) -> None:
        """Mark the chips that have problems of their own."""
        is_typing = bool(self.line.text().strip())
        for index, tag in enumerate(self._tags):
            place = index + (is_typing and index >= self._at)
            set_property(tag, "problem", severities.get(place, ""))

    def focus_step(self, step: str | int | None) -> None:
        is_being_typed = bool(self.line.text()) and step == self._at
        if isinstance(step, int) and step < len(self.value) and not is_being_typed:
            self._edit(step)
        self.line.setFocus()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            if is_step_back_or_forth(event):
                return True
            if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._pressed(event)
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                has_focus = event.type() is QEvent.Type.FocusIn
                set_property(self._frame, "active", has_focus)
                if not has_focus:
                    self._finish()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()
        super().mousePressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in _ENDS and self.line.text().strip():
            self._finish()
            self.left.emit()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._at:
            self._edit(self._at - 1)
            return True
        return event.key() in (Qt.Key.Key_Comma, Qt.Key.Key_Space)

    def _type(self, text: str) -> None:
        """Pasting several at once makes chips of all but the last."""
        *whole, last = text.replace(",", " ").split(" ")
        if any(whole):
            self.line.clear()
            added = [each for each in whole if each]
            self._show_tags(
                [*self._texts[: self._at], *added, *self._texts[self._at :]],
                self._at + len(added),
            )
            self.line.setText(last)
        self._show_placeholder()
        self.edited.emit(self.value)

    def _finish(self) -> None:
        if self.line.text().strip():
            texts = list(self.value)
            self.line.clear()
            self._show_tags(texts)

    def _edit(self, index: int) -> None:
        """Turn a chip into text again, where it stands."""
        self._finish()
        texts = list(self._texts)
        text = texts.pop(index)
        self._show_tags(texts, index)
        self.line.setText(text)
        self.line.setFocus()

    def _remove(self, index: int) -> None:
        self._finish()
        self._show_tags([each for place, each in enumerate(self._texts) if place != index])
        self.line.setFocus()
        self.edited.emit(self.value)
        self.left.emit()

    def _show_tags(self, texts: list[str], at: int | None = None) -> None:
        """Show chips, with the line to type in among them or at their end."""
        for tag in self._tags:
            self._flow.removeWidget(tag)
            tag.hide()
            tag.deleteLater()
        self._texts = texts
        self._at = len(texts) if at is None else at
        self._tags = [self._tag(index, text) for index, text in enumerate(texts)]
        self._flow.removeWidget(self.line)
        for index, tag in enumerate(self._tags):
            if index == self._at:
                self._flow.addWidget(self.line)
            self._flow.addWidget(tag)
            tag.show()
        if self._at >= len(self._tags):
            self._flow.addWidget(self.line)
        self._show_placeholder()

    def _show_placeholder(self) -> None:
        self.line.setPlaceholderText("" if self._texts else self._hint)

    def _tag(self, index: int, text: str) -> "_Tag":
        tag = _Tag(text, self._frame)
        tag.button.clicked.connect(lambda: self._remove(index))
        tag.opened = lambda: self._edit(index)
        return tag


class _Tag(QFrame):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tag")
        self.opened: Callable[[], None] = lambda: None
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QToolButton(self)
        self.button.setText("×")
        self.button.setAccessibleName(tr("Remove {}").format(text))
        self.button.setToolTip(tr("Remove {}").format(text))
        self.button.setFixedSize(17, 17)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(7, 0, 2, 0)
        layout.setSpacing(2)
        layout.addWidget(label)
        layout.addWidget(self.button)
        self.setFixedHeight(label.sizeHint().height() + 5)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        del event
        self.opened()

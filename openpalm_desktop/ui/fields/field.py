"""What every field of a form can do."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from openpalm_desktop.model.problem import Severity
from openpalm_desktop.ui.styled import set_property


class Field(QWidget):
    """A widget for one value; only people make it emit `edited`."""

    edited = Signal(object)
    left = Signal()

    def show_value(self, value: Any) -> None:
        """Show a value, leaving alone what already says it."""
        raise NotImplementedError

    def show_hint(self, text: str) -> None:
        """Show what holds while nothing is said."""

    def show_severity(self, severity: Severity | None) -> None:
        """Give the field the frame of its worst problem."""
        set_property(self.focusProxy() or self, "problem", severity.value if severity else "")

    def focus_step(self, step: str | int | None) -> None:
        """Take the focus, at one entry of a list or map if it has entries."""
        del step
        (self.focusProxy() or self).setFocus()

    def watch_leaving(self, widget: QWidget) -> None:
        """Emit `left` when the focus leaves a part of this field."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return is_step_back_or_forth(event) or super().eventFilter(watched, event)


def is_step_back_or_forth(event: QEvent) -> bool:
    """Whether an event asks for undo or redo, which the stack has and no single line of a form.

    Without an answer here a line would take the keys for a history of its own, and what it brings
    back would be one more edit.
    """
    kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
    if event.type() not in kinds or not isinstance(event, QKeyEvent):
        return False
    steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    if not any(event.matches(step) for step in steps):
        return False
    event.ignore()
    return True

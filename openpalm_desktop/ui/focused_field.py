"""Which value of the spec has the focus."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from .form import Form

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path


def focused_path(widget: QWidget | None) -> "Path":
    """Return the path of the field that a widget is a part of, or the empty path."""
    inside: list[QWidget] = []
    while widget is not None:
        if isinstance(widget, Form):
            rows = [row for row in widget.rows if row.field in inside]
            return (*widget.base, *rows[0].steps) if rows else ()
        inside.append(widget)
        widget = widget.parentWidget()
    return ()

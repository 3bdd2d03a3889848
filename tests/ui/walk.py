"""A walk by Tab through everything a person can use, as one does who has no mouse."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

_KINDS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
_MOST = 400
_EDGE = 4  # a frame of focus may stand around a widget


@dataclass(frozen=True)
class Stop:
    """A widget that Tab came to, and how it looked with the focus and after."""

    widget: QWidget
    shows_focus: bool


def interactive(root: QWidget) -> Iterator[QWidget]:
    """Everything in sight that a person can use."""
    for widget in root.findChildren(QWidget):
        is_usable = isinstance(widget, _KINDS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not is_usable or not widget.isVisible() or not widget.isEnabled():
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and _is_part(widget):
            continue
        if not isinstance(widget, QScrollArea) and widget.window() is root.window():
            yield widget


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def role_of(widget: QWidget) -> QAccessible.Role:
    """What a screen reader takes a widget for."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.role() if interface else QAccessible.Role.NoRole


def walk(root: QWidget, start: QWidget | None = None) -> list[Stop]:
    """Press Tab until it comes back; a widget that keeps Tab for itself is left by Ctrl+Tab."""
    if start is not None:
        start.setFocus(Qt.FocusReason.TabFocusReason)
    stops: list[Stop] = []
    seen: set[QWidget] = set()
    for _ in range(_MOST):
        widget = QApplication.focusWidget()
        if widget is None or widget in seen or not root.isAncestorOf(widget):
            break
        seen.add(widget)
        focused = _picture(widget)
        _leave(widget)
        stops.append(Stop(widget, focused != _picture(widget)))
    return stops


def described(widget: QWidget) -> str:
    """A widget as the person who mends it looks for it."""
    parents: list[str] = []
    one = widget.parentWidget()
    while one is not None and len(parents) < 4:
        parents.append(type(one).__name__)
        one = one.parentWidget()
    text = getattr(widget, "text", lambda: "")()
    said = f"{name_of(widget)!r} {text!r} {widget.objectName()!r}"
    return f"{type(widget).__name__} {said} in {' < '.join(parents)}"


def _leave(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    if QApplication.focusWidget() is widget:
        QTest.keyClick(widget, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def _picture(widget: QWidget) -> QImage:
    window = widget.window()
    rect = QRect(widget.mapTo(window, QPoint()), widget.size())
    rect = rect.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
    return window.grab(rect).toImage()


def _is_part(widget: QWidget) -> bool:
    """Whether a widget without focus of its own belongs to one that has it."""
    parent = widget.parentWidget()
    return isinstance(parent, (*_KINDS, QScrollArea))

"""One of a few: a list to pull down, a row of segments for reach, a switch."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.painting import SWITCH_HEIGHT, SWITCH_WIDTH, paint_switch
from openpalm_desktop.ui.segment import Segment
from openpalm_desktop.ui.theme import tokens
from openpalm_desktop.ui.words import reach_meaning, reach_name

from .field import Field


class ChoiceField(Field):
    """A list to pull down: values and what people read for them."""

    def __init__(self, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in choices]
        self.box = QuietBox(self)
        self.box.addItems([text for _, text in choices])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.activated.connect(lambda index: self.edited.emit(self._values[index]))
        self.watch_leaving(self.box)

    def show_value(self, value: Any) -> None:
        if value not in self._values:
            self._values.append(value)
            self.box.addItem(str(value))
        self.box.setCurrentIndex(self._values.index(value))

    @property
    def value(self) -> Any:
        """What is chosen."""
        return self._values[self.box.currentIndex()]

    def show_usual(self, text: str) -> None:
        """Show what holds while nothing is chosen."""
        if self._values and self._values[0] is None:
            self.box.setItemText(0, text)


class ReachField(Field):
    """Who can reach something: three segments, narrow to wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = QFrame(self)
        frame.setObjectName("segments")
        inner = QHBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(1)
        self._group = QButtonGroup(self)
        self._buttons: dict[Exposure, Segment] = {}
        for reach in Exposure:
            button = Segment(reach_name(reach), reach.value, frame)
            button.setToolTip(reach_meaning(reach))
            button.clicked.connect(lambda _=False, one=reach: self.edited.emit(one))
            self.watch_leaving(button)
            self._group.addButton(button)
            self._buttons[reach] = button
            inner.addWidget(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        layout.addStretch()

    def button(self, reach: Exposure) -> Segment:
        """Return one of the segments."""
        return self._buttons[reach]

    def show_value(self, value: Any) -> None:
        self._group.setExclusive(False)
        for reach, each in self._buttons.items():
            each.setChecked(reach is value)
        self._group.setExclusive(True)
        self.setFocusProxy(self._buttons.get(value) or self._buttons[Exposure.HOST])

    def show_severity(self, severity: Any) -> None:
        del severity  # the sentence below says it; the segments keep the colour of their reach

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for reach, button in self._buttons.items():
            button.setAccessibleName(f"{name}: {reach_name(reach)}")


class SwitchField(Field):
    """On or off."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch(text, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.addWidget(self.switch)
        layout.addStretch()
        self.setFocusProxy(self.switch)
        self.switch.clicked.connect(self._switch)
        self.watch_leaving(self.switch)

    def show_value(self, value: Any) -> None:
        self.switch.setChecked(bool(value))

    def _switch(self, is_on: bool) -> None:  # noqa: FBT001 – Qt hands it over
        """Tell what was chosen: connected itself, `edited` would get no value from a click."""
        self.edited.emit(is_on)


class Switch(QAbstractButton):
    """A painted switch with a word beside it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text()) + 10 if self.text() else 0
        height = max(int(SWITCH_HEIGHT) + 6, self.fontMetrics().height())
        return QSize(int(SWITCH_WIDTH) + 6 + text, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        paint_switch(painter, QPointF(3, middle), colours, is_on=self.isChecked())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1.2))
            top = middle - SWITCH_HEIGHT / 2 - 2
            painter.drawRoundedRect(
                1, int(top), int(SWITCH_WIDTH) + 4, int(SWITCH_HEIGHT) + 4, 9, 9
            )
        painter.setPen(QColor(colours.text))
        where = self.rect().adjusted(int(SWITCH_WIDTH) + 14, 0, 0, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self.text())


class QuietBox(QComboBox):
    """A wheel over a form scrolls the form, not the choice under it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

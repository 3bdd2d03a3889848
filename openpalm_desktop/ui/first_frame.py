"""What is painted before anything else is imported: the grounds on which all will stand.

They are plain widgets with a colour. Painting them would make PySide read all of Qt's own names,
which takes half as long as all else until the frame is there.
"""

from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from .theme import tokens

_SIDEBAR, _NARROW_SIDEBAR, _NARROW = 200, 56, 1120
_HEAD, _FOOT = 73, 23


class FirstFrame(QWidget):
    """The bar, the sections' column and the status line, still without a word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        colours = tokens()
        _fill(self, colours.border)  # what is left free between the others is a line
        self._head, self._page = _ground(colours.surface, self), _ground(colours.surface, self)
        self._sidebar, self._foot = _ground(colours.sidebar, self), _ground(colours.sidebar, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        column = _SIDEBAR if width >= _NARROW else _NARROW_SIDEBAR
        top, middle = _HEAD + 1, height - _HEAD - _FOOT - 2
        self._head.setGeometry(0, 0, width, _HEAD)
        self._sidebar.setGeometry(0, top, column - 1, middle)
        self._page.setGeometry(column, top, width - column, middle)
        self._foot.setGeometry(0, height - _FOOT, width, _FOOT)


def _ground(colour: str, parent: QWidget) -> QWidget:
    ground = QWidget(parent)
    _fill(ground, colour)
    return ground


def _fill(ground: QWidget, colour: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(colour))
    ground.setPalette(palette)
    ground.setAutoFillBackground(True)

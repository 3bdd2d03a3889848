"""A line of text that ends with an ellipsis where it has too little room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from .plain_tip import plain_tip


class ElidedLabel(QLabel):
    """A label that gives way to what stands beside it; the whole text is its tooltip."""

    least = 0  # how much room a long text keeps

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(self.least, hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        flags = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter,
            room,
            int(flags),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )

"""A layout that sets things side by side and goes on in the next line when one is full."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_MARGIN, GAP = 5, 5


class FlowLayout(QLayout):
    """Left to right, top to bottom; one thing may take what is left of its line."""

    def __init__(
        self, parent: QWidget, filling: QWidget | None = None, margin: int = _MARGIN
    ) -> None:
        super().__init__(parent)
        self._margin = margin
        self._filling = filling
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(QSize(0, item.minimumSize().height()))
        return QSize(160, size.height() + 2 * self._margin)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def _arrange(self, rect: QRect, *, is_trial: bool) -> int:
        x, y, row = rect.x() + self._margin + 2, rect.y() + self._margin, 0
        right = rect.right() - self._margin
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().expandedTo(item.minimumSize())
            fills = item.widget() is self._filling and item is self._items[-1]
            width = item.minimumSize().width() if fills else min(hint.width(), right - x + 1)
            if x + width > right and row:
                x, y, row = rect.x() + self._margin + 2, y + row + GAP, 0
                width = min(hint.width(), right - x)
            if fills:
                width = right - x
            if not is_trial:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, hint.height())))
            x, row = x + width + GAP, max(row, hint.height())
        return y + row + self._margin - rect.y()

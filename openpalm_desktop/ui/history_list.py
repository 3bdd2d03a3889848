"""The undo steps as a list: where the stack stands, where it was saved; a click goes there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from .plain_tip import plain_tip
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from .document import Document

_WIDTH, _MOST_ROWS = 380, 14
_EDGE, _DOT = 12, 7
_IS_CURRENT = Qt.ItemDataRole.UserRole
_IS_SAVED = _IS_CURRENT + 1
_IS_UNDONE = _IS_CURRENT + 2
Index = QModelIndex | QPersistentModelIndex


class HistoryList(QFrame):
    """What was done, the last on top; it stays open while a person goes back and forth."""

    def __init__(self, document: "Document", parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("history")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document = document
        title = QLabel(tr("History"), self)
        title.setProperty("role", "strong")
        hint = QLabel(tr("Choose a step to go back to it. Nothing is lost by looking."), self)
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("steps")
        self.list.setAccessibleName(tr("Undo steps"))
        self.list.setItemDelegate(_StepDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 12, 1, 8)
        layout.setSpacing(2)
        for label in (title, hint):
            label.setContentsMargins(_EDGE, 0, _EDGE, 0)
            layout.addWidget(label)
        layout.addSpacing(6)
        layout.addWidget(self.list)
        self.setFixedWidth(_WIDTH)
        document.named.connect(self.show_steps)
        self.show_steps()

    def show_steps(self) -> None:
        """Show all steps, and where the stack stands among them."""
        history = self._document.history
        here, saved = self._document.place
        self.list.clear()
        for step in range(history.count(), -1, -1):
            item = QListWidgetItem(history.text(step - 1) if step else self._first(), self.list)
            marks = {_IS_CURRENT: step == here, _IS_SAVED: step == saved, _IS_UNDONE: step > here}
            for role, is_so in marks.items():
                item.setData(role, is_so)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(item))
            item.setToolTip(plain_tip(item.text()))
        row = history.count() - here
        self.list.setCurrentRow(row)
        self.list.scrollToItem(self.list.item(row))
        rows = min(_MOST_ROWS, self.list.count())
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0))
        self.adjustSize()

    def open_below(self, button: QWidget) -> None:
        """Show the list under a button, the focus in it."""
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        self.list.setFocus()

    def _first(self) -> str:
        if self._document.history.count() == self._document.history.undoLimit():
            return tr("Earlier steps are no longer kept")
        return tr("Opened {}").format(self._document.name) if self._document.path else tr("Begun")

    def _go(self, item: QListWidgetItem) -> None:
        step = self.list.count() - 1 - self.list.row(item)
        if step != self._document.place[0]:
            self._document.go_to_step(step)


class _StepDelegate(QStyledItemDelegate):
    """A dot where the stack stands, the step's label, a word where it was saved."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        return QSize(_WIDTH - 20, option.fontMetrics.height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(index.data(_IS_CURRENT))
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accentsoft))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            middle = rect.center().y() + 1 - _DOT // 2
            painter.drawEllipse(rect.left() + _EDGE, middle, _DOT, _DOT)
        inside = rect.adjusted(_EDGE + _DOT + 9, 0, -_EDGE, 0)
        if index.data(_IS_SAVED):
            inside.setWidth(inside.width() - self._paint_saved(painter, inside) - 10)
        font = option.font
        font.setBold(is_current)
        painter.setFont(font)
        painter.setPen(QColor(colours.faint if index.data(_IS_UNDONE) else colours.text))
        text = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideMiddle, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_saved(self, painter: QPainter, inside: QRect) -> int:
        """Paint the word at the right end, and return its width."""
        painter.setPen(QColor(tokens().muted))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, right, tr("saved"))
        return painter.fontMetrics().horizontalAdvance(tr("saved"))


def _spoken(item: QListWidgetItem) -> str:
    """Return what a screen reader says of a step."""
    said = [item.text()]
    if item.data(_IS_CURRENT):
        said.append(tr("the stack stands here"))
    if item.data(_IS_UNDONE):
        said.append(tr("undone"))
    if item.data(_IS_SAVED):
        said.append(tr("saved"))
    return ", ".join(said)

"""The problems: what is wrong, what to do, and a click to the field."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.problem import Problem, Severity

from .navigation import aim_of, place_words
from .painting import paint_mark
from .plain_tip import plain_tip
from .severities import Index, severity_word
from .theme import tokens
from .words import counted, in_figures, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path

    from .state import State

_PROBLEM = Qt.ItemDataRole.UserRole
_PLACE = Qt.ItemDataRole.UserRole + 1
_AIM = Qt.ItemDataRole.UserRole + 2
_MOST = 300
_NOWHERE = QModelIndex()


class ProblemsPane(QFrame):
    """Every problem of the stack, errors first."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.heading = QLabel(tr("Problems"), self)
        self.heading.setProperty("role", "strong")
        self.model = _Problems()
        self.list = _List(self)
        self.list.setObjectName("problems")
        self.list.setAccessibleName(tr("Problems"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_ProblemDelegate(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.none = QLabel(self)
        self.none.setProperty("role", "muted")
        self.none.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setContentsMargins(16, 10, 16, 6)
        words.setSpacing(6)
        words.addWidget(self.heading)
        words.addWidget(self.none)
        layout.addLayout(words)
        layout.addWidget(self.list, 1)
        layout.addStretch()
        self.list.hide()

    def show_state(self, state: "State") -> None:
        """Show a state's problems."""
        problems = state.product.problems
        if self.model.show_problems(state):
            self.heading.setText(heading(problems))
            self.list.setVisible(bool(problems))
            self.none.setVisible(not problems)
        if not problems:
            self.none.setText(_nothing(state))

    def choose_next(self) -> None:
        """Go to the problem after the current one, from the last to the first."""
        if self.model.rowCount():
            row = (self.list.currentIndex().row() + 1) % self.model.rowCount()
            index = self.model.index(row)
            self.list.setCurrentIndex(index)
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        aim = index.data(_AIM)
        if aim is not None:
            self.chosen.emit(aim)


def _nothing(state: "State") -> str:
    """Return what is said where nothing is wrong, as far as that is known."""
    if state.product.awaits_secrets:
        return tr("Nothing is wrong so far. Secrets have yet to be looked at.")
    return tr("Nothing is wrong. The files on this page are ready to use.")


class _List(QListView):
    """Lays its rows out anew for each width: a sentence may need fewer lines then."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Problems(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Problem, ...] = ()
        self._shown: list[tuple[Problem, Path, str]] = []

    def show_problems(self, state: "State") -> bool:
        """Take over a state's problems; tells whether they differ from before."""
        problems = state.product.problems
        if problems == self._all and self._shown:
            return False
        self._all = problems
        first = [p for p in problems if p.is_error] + [p for p in problems if not p.is_error]
        self.beginResetModel()
        aims = [(one, aim_of(one, state)) for one in first[:_MOST]]
        self._shown = [(one, aim, place_words(state.spec, aim)) for one, aim in aims]
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid():
            return 0
        return len(self._shown) + (len(self._all) > _MOST)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.row() >= len(self._shown):
            more = tr("… and {} more").format(in_figures(len(self._all) - _MOST))
            return more if role == Qt.ItemDataRole.DisplayRole else None
        problem, aim, place = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return problem.message
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                word = severity_word(problem.severity)
                whole = f"{word}: {problem.message} {problem.hint} ({place})"
                return plain_tip(whole) if role == Qt.ItemDataRole.ToolTipRole else whole
            case _ if role == _PROBLEM:
                return problem
            case _ if role == _PLACE:
                return place
            case _ if role == _AIM:
                return aim
            case _:
                return None


class _ProblemDelegate(QStyledItemDelegate):
    """A mark, the word for it and the place, the sentence, the hint."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        colours = tokens()
        problem: Problem | None = index.data(_PROBLEM)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.currentIndex() == index and view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.3))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        text = rect.adjusted(38, 6, -16, -6)
        painter.setPen(QColor(colours.text))
        if problem is None:
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, index.data())
            painter.restore()
            return
        line = painter.fontMetrics().lineSpacing()
        middle = QPointF(rect.left() + 24, text.top() + line / 2)
        paint_mark(painter, middle, problem.severity, colours)
        flags = Qt.TextFlag.TextWordWrap.value
        place = painter.fontMetrics().elidedText(
            str(index.data(_PLACE)), Qt.TextElideMode.ElideMiddle, text.width() - 64
        )
        word = severity_word(problem.severity)
        painter.setPen(QColor(colours.error if problem.is_error else colours.warning))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, word)
        painter.setPen(QColor(colours.muted))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, place)
        painter.setPen(QColor(colours.text))
        body = text.adjusted(0, line + 2, 0, 0)
        used = painter.fontMetrics().boundingRect(body, flags, problem.message)
        painter.drawText(body, flags, problem.message)
        if problem.hint:
            painter.setPen(QColor(colours.muted))
            painter.drawText(body.adjusted(0, used.height() + 1, 0, 0), flags, problem.hint)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view: Any = option.widget
        metrics = view.fontMetrics()
        width = view.viewport().width()
        problem: Problem | None = index.data(_PROBLEM)
        if problem is None:
            return QSize(width, metrics.lineSpacing() + 14)
        room = QRect(0, 0, max(80, width - 54), 2000)
        flags = Qt.TextFlag.TextWordWrap.value
        height = metrics.lineSpacing() + 2
        for text in (problem.message, problem.hint):
            if text:
                height += metrics.boundingRect(room, flags, text).height() + 1
        return QSize(width, height + 12)


def heading(problems: tuple[Problem, ...]) -> str:
    """Return `Problems · 1 error, 2 warnings`."""
    errors = sum(problem.is_error for problem in problems)
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    counts = []
    if errors:
        counts.append(counted(errors, "error", "errors"))
    if warnings:
        counts.append(counted(warnings, "warning", "warnings"))
    return tr("Problems") + (f" · {', '.join(counts)}" if counts else "")

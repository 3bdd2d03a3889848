"""The line above a file: the last edit, or that the files are those of before a mistake."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from openpalm_desktop.model.problem import Severity

from .painting import paint_mark
from .plain_tip import plain_tip
from .styled import set_property
from .theme import tokens
from .words import counted, tr

if TYPE_CHECKING:
    from .state import State


class LastEdit(QFrame):
    """What the last edit was and how many lines of the file it changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lastEdit")
        self._head = QLabel(self)
        self._head.setProperty("role", "muted")
        self.label = _Elided(self)
        self._mark = _StaleMark(self)
        self._mark.hide()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 3, 8, 3)
        self._layout.setSpacing(6)
        self._layout.addWidget(self._mark)
        self._layout.addWidget(self._head)
        self._layout.addWidget(self.label, 1)

    def add_tools(self, *tools: QWidget) -> None:
        """Put buttons at the end of the line."""
        self._layout.addSpacing(4)
        for tool in tools:
            self._layout.addWidget(tool)
        self._layout.setSpacing(2)

    def show_edit(self, state: "State", count: int) -> None:
        """Say what the last edit was and how many lines it changed here."""
        set_property(self, "stale", "true" if state.is_stale else "")
        self._mark.setVisible(state.is_stale)
        if state.is_stale:
            errors = sum(problem.is_error for problem in state.product.problems)
            which = counted(errors, "error", "errors")
            text = tr("Showing the last good files") if state.files else tr("No files yet")
            self._head.setText("")
            self._head.hide()
            self.label.show_texts(text, tr(" · {} to mend").format(which))
            return
        self._head.setVisible(True)
        self._head.setText(tr("Last edit:") if state.edit else tr("Up to date with the stack"))
        lines = counted(count, "line", "lines") if count else tr("no line here")
        self.label.show_texts(state.headline or state.edit, f" · {lines}" if state.edit else "")


class _Elided(QWidget):
    """A strong text and a quiet one, cut with an ellipsis where they do not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.strong, self.quiet = "", ""

    def show_texts(self, strong: str, quiet: str) -> None:
        """Show two texts after each other."""
        if (strong, quiet) != (self.strong, self.quiet):
            self.strong, self.quiet = strong, quiet
            self.setAccessibleName(strong + quiet)
            self.setToolTip(plain_tip(strong + quiet))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        quiet = self.fontMetrics().horizontalAdvance(self.quiet)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.public))
        metrics = painter.fontMetrics()
        mode = Qt.TextElideMode.ElideMiddle
        if metrics.horizontalAdvance(self.strong) > self.width() - quiet:
            quiet = 0  # what happened comes before how many lines it was
        text = metrics.elidedText(self.strong, mode, max(0, self.width() - quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle, text)
        painter.setPen(QColor(colours.muted))
        left = metrics.horizontalAdvance(text)
        painter.setFont(self.font())
        if quiet:
            painter.drawText(self.rect().adjusted(left, 0, 0, 0), middle, self.quiet)


class _StaleMark(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(8, self.height() / 2)
        paint_mark(painter, middle, Severity.WARNING, tokens())

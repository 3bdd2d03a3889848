"""The sheet of a deployment: its plan, how far it is, and what came of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.journal import Phase
from openpalm_desktop.deploy.recovery import recovery
from openpalm_desktop.model.problem import Severity

from .deploy_desk import BUSY, Stage
from .painting import paint_mark
from .plan_list import PlanList
from .sheet_words import evidence_of, progress_words, sheet_words
from .theme import code_font, tokens
from .words import counted, tr

if TYPE_CHECKING:
    from .document import Document

_WITH_DONE = (*BUSY, Stage.DONE, Stage.STOPPED, Stage.FAILED)


class DeploySheet(QWidget):
    """One deployment from its plan to its end; `link_wanted` leads to what is in the way.

    `login_wanted` carries the registry that wants to know who asks.
    """

    link_wanted = Signal()
    login_wanted = Signal(str)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._desk = document.deploying
        self._mark = _Mark(self)
        self.headline = _label("heading", self)
        self.lead = _label("muted", self)
        self.link = QPushButton(self)
        self.link.setProperty("role", "link")
        self.link.clicked.connect(self._follow_link)
        self.interrupted = _label("", self)
        self.order = QPushButton(self)
        self.order.clicked.connect(self._desk.put_in_order)
        self.plan = PlanList(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How far the deployment is"))
        self.step = _label("muted", self)
        self.done = QListWidget(self)
        self.done.setObjectName("rows")
        self.done.setAccessibleName(tr("What is done"))
        self.evidence = QPlainTextEdit(self)
        self.evidence.setObjectName("report")
        self.evidence.setReadOnly(True)
        self.evidence.setFont(code_font())
        self.evidence.setTabChangesFocus(True)
        self.evidence.setAccessibleName(tr("What it said"))
        self.orphans = QCheckBox(self)
        self.orphans.clicked.connect(lambda is_on: self._desk.plan(removes_orphans=is_on))
        self.again = QPushButton(self)
        self.again.clicked.connect(self._plan_again)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self._desk.stop)
        self.action = QPushButton(self)
        self.action.setProperty("role", "primary")
        self.action.clicked.connect(self._desk.carry_out)
        self._lay_out()
        self._desk.changed.connect(self.show_doing)
        self._desk.progressed.connect(self.show_progress)
        document.target.changed.connect(self.show_doing)
        document.secrets.changed.connect(self.show_doing)

    def show_doing(self) -> None:
        """Show where the deployment stands; the focus stays in the sheet."""
        has_focus = self._has_focus
        self._show_all()
        if has_focus and not self._has_focus:
            self.focus_next()

    def focus_next(self) -> None:
        """Put the focus where the next thing is done."""
        for button in (self.action, self.cancel, self.again, self.link):
            if button.isVisibleTo(self) and button.isEnabled():
                button.setFocus()
                return

    def show_progress(self) -> None:
        """Show how far it is."""
        doing = self._desk.doing
        is_busy = doing.stage in BUSY
        is_waiting = doing.stage is Stage.PLANNING
        self.bar.setVisible(is_busy or is_waiting)
        self.step.setVisible(doing.stage is Stage.WORKING)
        self.cancel.setVisible(is_busy or is_waiting)
        self.cancel.setEnabled(doing.stage is not Stage.STOPPING)
        progress = doing.progress
        self.step.setText(progress_words(progress))
        is_counted = doing.stage is Stage.WORKING and progress is not None and progress.total > 0
        self.bar.setMaximum(1000 if is_counted else 0)
        if is_counted and progress is not None:
            self.bar.setValue(1000 * progress.done // progress.total)
        self._show_done()

    # Inside

    @property
    def _has_focus(self) -> bool:
        widget = QApplication.focusWidget()
        return widget is not None and self.isAncestorOf(widget)

    def _show_all(self) -> None:
        doing = self._desk.doing
        words = sheet_words(self._document)
        self.headline.setText(words.headline)
        self.lead.setText(words.lead)
        self.lead.setVisible(bool(words.lead))
        self._mark.show_mark(words.mark)
        for button, text in (
            (self.link, words.link),
            (self.again, words.again),
            (self.action, words.action),
        ):
            button.setText(text)
            button.setVisible(bool(text))
        is_planned = doing.stage is Stage.PLANNED and doing.plan is not None
        is_planned = is_planned and (not words.link or bool(words.registry))
        self.plan.show_steps(doing.plan.steps if doing.plan and is_planned else ())
        self.plan.setVisible(is_planned and bool(self.plan.texts))
        self.plan.setEnabled(not self._desk.is_outdated)
        is_of_all = doing.returns_to is None and not doing.only
        self._show_orphans(is_shown=is_planned and is_of_all)
        self._show_interrupted()
        self._show_ending()
        self.show_progress()

    def _show_done(self) -> None:
        doing = self._desk.doing
        lines = [f"✓  {line}" for line in doing.done] if doing.stage in _WITH_DONE else []
        if doing.stage is Stage.FAILED and doing.progress is not None:
            lines.append(f"✗  {doing.progress.sentence}")
        if len(lines) < self.done.count():
            self.done.clear()
        for line in lines[self.done.count() :]:
            self.done.addItem(line)
            self.done.scrollToBottom()
        self.done.setVisible(bool(lines))

    def _show_ending(self) -> None:
        doing = self._desk.doing
        evidence = evidence_of(doing) if doing.stage is Stage.FAILED else ""
        if self.evidence.toPlainText() != evidence:
            self.evidence.setPlainText(evidence)
        self.evidence.setVisible(bool(evidence))

    def _show_orphans(self, *, is_shown: bool) -> None:
        plan = self._desk.doing.plan
        count = len(plan.orphans) if plan is not None else 0
        is_asked = self._desk.doing.removes_orphans
        self.orphans.setVisible(is_shown and bool(count or is_asked))
        self.orphans.setChecked(is_asked)
        words = counted(count, "container", "containers")
        self.orphans.setText(
            tr("Also remove {} that the stack does not know").format(words)
            if count
            else tr("Also remove containers that the stack does not know")
        )

    def _show_interrupted(self) -> None:
        visit = self._document.target.sight.visit
        is_idle = not self._desk.is_busy and self._desk.doing.stage is not Stage.PLANNING
        steps = recovery(visit.observed) if visit is not None and is_idle else None
        self._interrupted.setVisible(steps is not None)
        if steps is None:
            return
        notes = steps.notes
        is_decided = bool(notes) and notes[-1].phase is Phase.DECIDED
        writer = notes[-1].writer if notes else ""
        self.interrupted.setText(
            tr("A deployment by {} was interrupted; all that is new in it runs already.").format(
                writer
            )
            if is_decided
            else tr("A deployment by {} was interrupted before it was done.").format(writer)
            if writer
            else tr("Something unfinished of an earlier deployment is there.")
        )
        self.order.setText(tr("Finish it") if is_decided else tr("Take it back"))

    def _follow_link(self) -> None:
        registry = sheet_words(self._document).registry
        if registry:
            self.login_wanted.emit(registry)
        else:
            self.link_wanted.emit()

    def _plan_again(self) -> None:
        """Plan for the stack; a return to a release is left by that, and services that are done."""
        doing = self._desk.doing
        if doing.stage is Stage.PLANNED and doing.returns_to is not None:
            self._desk.forget()
        if doing.only and doing.stage is Stage.DONE:
            self._desk.plan()
        else:
            self._desk.plan(removes_orphans=doing.removes_orphans, only=doing.only)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self.headline, 1)
        self.lead.setWordWrap(True)
        self.lead.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lead.setMinimumWidth(120)
        words = QVBoxLayout()
        words.setContentsMargins(18, 14, 18, 12)
        words.setSpacing(5)
        words.addLayout(head)
        words.addWidget(self.lead)
        words.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self._interrupted = QFrame(self)
        self._interrupted.setObjectName("notice")
        self.interrupted.setWordWrap(True)
        told = QHBoxLayout(self._interrupted)
        told.setContentsMargins(12, 8, 8, 8)
        told.addWidget(self.interrupted, 1)
        told.addWidget(self.order)
        words.addWidget(self._interrupted)
        words.addWidget(self.bar)
        words.addWidget(self.step)
        footer = QHBoxLayout()
        footer.setContentsMargins(18, 10, 18, 12)
        footer.setSpacing(8)
        footer.addWidget(self.orphans)
        footer.addStretch()
        for button in (self.again, self.cancel, self.action):
            footer.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(words)
        layout.addWidget(self.plan, 1)
        ending = QVBoxLayout()
        ending.setContentsMargins(18, 0, 18, 0)
        ending.setSpacing(8)
        ending.addWidget(self.evidence, 1)
        ending.addWidget(self.done, 1)
        layout.addLayout(ending, 1)
        layout.addStretch()
        layout.addLayout(footer)


def _label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class _Mark(QWidget):
    """How it went, as a sign before the headline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = ""
        self.setFixedSize(QSize(16, 18))

    def show_mark(self, mark: str) -> None:
        """Show another mark; none takes no room."""
        self._mark = mark
        self.setVisible(bool(mark))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._mark != "good":
            paint_mark(painter, QPointF(8, 9), Severity(self._mark), tokens())
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().string))
        painter.drawEllipse(QPointF(8, 9), 6.5, 6.5)
        painter.setPen(QPen(QColor(tokens().surface), 1.6))
        painter.drawPolyline([QPointF(5.2, 9.2), QPointF(7.2, 11.2), QPointF(10.9, 7.2)])

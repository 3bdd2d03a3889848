"""The section Deploy: the target, the plan for it and what came of that, and the releases."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from openpalm_desktop.deploy.target import LOCAL
from openpalm_desktop.model.checks.secrets import MISSING
from openpalm_desktop.model.path import Path

from . import ssh_dialogs, targets_dialog
from .deploy_desk import Stage
from .deploy_sheet import DeploySheet
from .registry_dialog import RegistryDialog
from .releases_view import ReleasesView
from .running import containers_there
from .target_card import TargetCard
from .target_desk import Standing
from .words import in_figures, tr

if TYPE_CHECKING:
    from .document import Document
    from .state import State


class DeployPage(QWidget):
    """Where the stack runs, and what a deployment would do there."""

    chosen = Signal(object)
    secrets_wanted = Signal()

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._goes_on = False
        target = document.target
        title = QLabel(tr("Deploy"), self)
        title.setProperty("role", "title")
        self.card = TargetCard(self)
        self.card.asking_wanted.connect(target.look)
        self.card.stopping_wanted.connect(target.stop_asking)
        self.card.answering_wanted.connect(self._answer)
        self.card.local_wanted.connect(lambda: target.choose(LOCAL))
        self.card.adding_wanted.connect(lambda: targets_dialog.add_target(self, target))
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(tr("Parts of the deployment"))
        self.tabs.setExpanding(False)
        self.tabs.addTab(tr("Plan"))
        self.tabs.addTab(tr("Releases"))
        self.sheet = DeploySheet(document, self)
        self.sheet.link_wanted.connect(self._go_to_obstacle)
        self.sheet.login_wanted.connect(self._ask_for_login)
        self.releases = ReleasesView(self)
        self.releases.chosen.connect(self._go_back)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.releases)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._lay_out(title)
        target.changed.connect(self._show_target)
        document.deploying.changed.connect(self._show_doing)
        document.running.changed.connect(self._show_running)

    def show_state(self, state: "State") -> None:
        """Show a state: another one may make the plan old."""
        del state
        self._show_target()
        self.sheet.show_doing()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask a target that was not asked, and plan: that is why a person comes here."""
        super().showEvent(event)
        if self._document.target.sight.standing is Standing.NOT_ASKED:
            self._document.target.look()

    def focus(self, path: Path) -> None:
        """Put the focus where the next thing is done."""
        del path
        if self.card.local.isVisible():
            self.card.local.setFocus()
        else:
            self.sheet.focus_next()

    def show_plan(self) -> None:
        """Show the plan for the whole stack, and make it unless it is there."""
        self.tabs.setCurrentIndex(0)
        self._goes_on = True
        desk = self._document.deploying
        if desk.doing.stage is not Stage.PLANNED or desk.is_outdated or desk.doing.only:
            desk.plan()

    def show_return(self, services: tuple[str, ...]) -> None:
        """Show the plan that makes some services what they should be and touches no others."""
        self.tabs.setCurrentIndex(0)
        self._goes_on = True
        self._document.deploying.plan(removes_orphans=True, only=services)

    def _show_doing(self) -> None:
        """Let the next key press carry the plan out that was asked for, once it is there."""
        self._show_target()
        if self._goes_on and self._document.deploying.doing.stage is Stage.PLANNED:
            self._goes_on = False
            self.focus(())

    def _show_running(self) -> None:
        self._show_card()
        if self._document.deploying.doing.stage is Stage.DONE:
            self.sheet.show_doing()

    def _show_card(self) -> None:
        sight, running = self._document.target.sight, self._document.running.running
        there = () if sight.visit is None else containers_there(running, sight.visit)
        self.card.show_sight(sight, there)

    def _show_target(self) -> None:
        sight = self._document.target.sight
        self._show_card()
        heads = sight.visit.observed.releases if sight.visit is not None else None
        self.releases.show_releases(heads)
        self.releases.enable(is_enabled=not self._document.deploying.is_busy)
        count = f" · {in_figures(len(heads))}" if heads else ""
        self.tabs.setTabText(1, tr("Releases") + count)

    def _go_back(self, number: int) -> None:
        self.tabs.setCurrentIndex(0)
        self._document.deploying.plan_return(number)

    def _go_to_obstacle(self) -> None:
        errors = [one for one in self._document.state.product.problems if one.is_error]
        others = [one for one in errors if one.code != MISSING]
        if others:
            self.chosen.emit(others[0].path)
        else:
            self.secrets_wanted.emit()

    def _ask_for_login(self, registry: str) -> None:
        visit = self._document.target.sight.visit
        engine = visit.engine if visit is not None else None
        desk = self._document.deploying
        planned = desk.doing
        dialog = RegistryDialog(self, registry, engine)
        is_known = dialog.exec()
        dialog.deleteLater()
        if is_known:
            desk.plan_for(planned)

    def _answer(self) -> None:
        target = self._document.target
        if target.sight.trouble is not None:
            again = ssh_dialogs.ask(self, target.sight.trouble, target.answers)
            if again is not None:
                target.go_on(again)

    def _lay_out(self, title: QLabel) -> None:
        head = QVBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.card)
        head.addWidget(self.tabs)
        rule = QFrame(self)
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head.setContentsMargins(18, 16, 18, 0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self._stack, 1)

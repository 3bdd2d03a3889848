"""What deploying asks of the window: where it leads, its dialogs, and closing while it goes on."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from openpalm_desktop.errors import OpenPalmError

from . import messages
from .navigation import Section

if TYPE_CHECKING:
    from .deploy_page import DeployPage
    from .document import Document
    from .main_window import MainWindow


class DeployCommands(QObject):
    """Ties the top bar, the page and the dialogs to the desks of a document."""

    def __init__(self, window: "MainWindow", document: "Document") -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._closes = False
        target, deploying = document.target, document.deploying
        badge = window.top.target
        badge.adding_wanted.connect(self.add_target)
        badge.managing_wanted.connect(self.manage_targets)
        target.asked.connect(self._ask)
        for desk in (target, deploying):
            desk.failed.connect(lambda error: messages.show_failure(window, error))
        deploying.changed.connect(self._close_if_done)

    def plan(self) -> None:
        """Show what a deployment would do."""
        self._window.show_section(Section.DEPLOY)
        page = cast("DeployPage", self._window.sections.page(Section.DEPLOY))
        page.show_plan()
        page.focus(())

    def put_back(self, services: tuple[str, ...]) -> None:
        """Show the plan that undoes what somebody has changed of some services on the server."""
        self._window.show_section(Section.DEPLOY)
        cast("DeployPage", self._window.sections.page(Section.DEPLOY)).show_return(services)

    def add_target(self) -> None:
        """Ask for another target."""
        from . import targets_dialog  # noqa: PLC0415 – read when it is wanted

        targets_dialog.add_target(self._window, self._document.target)

    def manage_targets(self) -> None:
        """Show all saved targets."""
        from . import targets_dialog  # noqa: PLC0415 – as above

        targets_dialog.TargetsDialog(self._window, self._document.target).exec()

    def may_close(self) -> bool:
        """Whether nothing is being done on the target; else ask, and close once it is back."""
        deploying = self._document.deploying
        if not deploying.is_busy:
            return True
        if not self._closes and messages.ask_about_deployment(self._window):
            self._closes = True
            deploying.stop()
        return not deploying.is_busy

    def close(self) -> None:
        """Wait for nobody any more."""
        self._document.target.close()
        self._document.deploying.close()

    def _close_if_done(self) -> None:
        if self._closes and not self._document.deploying.is_busy:
            self._closes = False
            QTimer.singleShot(0, self._window.close)  # once all have heard that it is over

    def _ask(self, error: OpenPalmError) -> None:
        from . import ssh_dialogs  # noqa: PLC0415 – as above

        target = self._document.target
        again = ssh_dialogs.ask(self._window, error, target.answers)
        if again is not None:
            target.go_on(again)

"""Asks for the login to a registry, lets the target try it, and keeps it in the keyring."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from openpalm_desktop.deploy.registry_login import Login, LoginStore, log_in
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.errors import OpenPalmError

from .fields_dialog import FieldsDialog
from .tasks import Tasks
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.engine import Engine
    from openpalm_desktop.deploy.progress import Progress


class RegistryDialog(FieldsDialog):
    """A user and a password, or token; closed by itself once the registry knows them."""

    def __init__(self, parent: QWidget, registry: str, engine: "Engine | None") -> None:
        sentence = tr(
            "An image of it is private, or is not there. The login is kept in the keyring of this"
            " computer, and given to the target for each fetch; it is in no file of the stack."
        )
        super().__init__(parent, tr("Log in to {}").format(registry), sentence, tr("Log in"))
        self._registry, self._engine = registry, engine
        self._tasks = Tasks(self, waits_for_people=True)
        self.user = QLineEdit(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for name, line in ((tr("User"), self.user), (tr("Password or token"), self.password)):
            self.add_label(name, line)
            self.fields.addWidget(line)
            line.textChanged.connect(self._show_whether_sound)
        self.user.setFocus()
        self._show_whether_sound()

    def act(self) -> None:
        """Let the registry decide."""
        login = Login(self._registry, self.user.text(), SecretValue(self.password.text()))
        task = self._tasks.run(log_in(login, LoginStore(), self._engine))
        task.progressed.connect(self._show_progress)
        task.succeeded.connect(lambda _: self.accept())
        task.failed.connect(self._show_trouble)
        self._show_whether_sound()

    def done(self, result: int) -> None:
        """Try the login no longer, and keep none."""
        self._tasks.close()
        super().done(result)

    # Inside

    def _show_progress(self, progress: "Progress") -> None:
        self.note.setText(f"{progress.sentence}…")

    def _show_trouble(self, error: BaseException) -> None:
        if not isinstance(error, OpenPalmError):
            raise error
        self.note.setText(f"{error.sentence} {error.hint}".strip())
        self._show_whether_sound()

    def _show_whether_sound(self) -> None:
        is_sound = bool(self.user.text() and self.password.text())
        self.action.setEnabled(is_sound and not self._tasks.is_busy)

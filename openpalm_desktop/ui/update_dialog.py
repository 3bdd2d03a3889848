"""Look for a newer version: says whom it asks and what goes along, and asks only then."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from openpalm_desktop import __version__
from openpalm_desktop.deploy.newer_version import Newest, host_of, newest_version
from openpalm_desktop.errors import OpenPalmError

from .dialog_parts import label
from .fields_dialog import FieldsDialog
from .tasks import Tasks
from .words import tr


class UpdateDialog(FieldsDialog):
    """Asks once, when it is told to; never fetches or installs a version by itself."""

    def __init__(self, parent: QWidget, url: str) -> None:
        lead = tr(
            "Asks {} once which version is the newest. It learns this program’s version, and"
            " nothing of your stacks. Nothing is fetched or installed."
        )
        super().__init__(
            parent, tr("Look for a newer version"), lead.format(host_of(url)), tr("Ask")
        )
        self._url, self._page = url, ""
        self._tasks = Tasks(self, waits_for_people=True)
        self.words = label("strong", self)
        self.words.setText(tr("This is version {}.").format(__version__))
        self.fields.addWidget(self.words)
        self.open_page = QPushButton(tr("Open its page"), self)
        self.open_page.setProperty("role", "primary")
        self.open_page.clicked.connect(self._open_page)
        self.open_page.hide()
        self.buttons.addWidget(self.open_page)
        self.action.setFocus()

    def act(self) -> None:
        """Ask."""
        self._say(tr("Asking {}…").format(host_of(self._url)))
        self.action.setEnabled(False)
        task = self._tasks.run(newest_version(self._url))
        task.succeeded.connect(self._show)
        task.failed.connect(self._show_failed)

    def done(self, result: int) -> None:
        """Wait for no answer any more."""
        self._tasks.close()
        super().done(result)

    # Inside

    def _show(self, newest: Newest) -> None:
        self.action.hide()
        self.cancel.setText(tr("Close"))
        if newest.is_newer:
            text = tr("Version {} is there; this is {}.").format(newest.version, __version__)
            self._say(
                text,
                tr("Its page has what to install. Settings, unsaved work and targets stay."),
            )
            self._page = newest.page
            self.open_page.show()
            self.open_page.setFocus()
        else:
            self._say(tr("This is the newest version, {}.").format(__version__))

    def _show_failed(self, error: BaseException) -> None:
        if not isinstance(error, OpenPalmError):
            raise error
        self._say(error.sentence, error.hint)
        self.action.setText(tr("Ask again"))
        self.action.setEnabled(True)

    def _say(self, words: str, note: str = "") -> None:
        self.words.setText(words)
        self.note.setText(note)
        self.setAccessibleDescription(f"{words} {note}")
        self.adjustSize()

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))

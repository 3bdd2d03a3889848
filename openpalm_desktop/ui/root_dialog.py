"""The root certificate of Caddy's own authority: saved to a file, and what devices do with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.errors import OpenPalmError

from . import messages
from .root_steps import devices
from .theme import code_font
from .words import moment_words, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.root_certificate import RootCertificate

_WIDTH = 620


class RootDialog(QDialog):
    """Shows what tells the certificate from others, and saves it; there is no key in it."""

    def __init__(self, root: "RootCertificate", folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Caddy’s root certificate"))
        self._root, self._folder = root, folder
        self._devices = devices()
        self.crt = QPushButton(tr("Save as .crt (PEM)…"), self)
        self.cer = QPushButton(tr("Save as .cer (DER)…"), self)
        self.tabs = QTabBar(self)
        self.steps, self.said = QLabel(self), QLabel(self)
        self._lay_out()
        self.crt.clicked.connect(lambda: self._save(".crt"))
        self.cer.clicked.connect(lambda: self._save(".cer"))
        self.tabs.currentChanged.connect(self._show_device)
        self._show_device(0)

    def _save(self, suffix: str) -> None:
        start = self._folder / f"caddy-root{suffix}"
        kinds = tr("Certificates (*{});;All files (*)").format(suffix)
        name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), str(start), kinds)
        if not name:
            return
        try:
            self._root.write(Path(name))
        except OpenPalmError as error:
            messages.show_failure(self, error)
            return
        self.said.setText(tr("Saved: {}").format(Path(name).name))

    def _show_device(self, at: int) -> None:
        steps = self._devices[at].steps
        self.steps.setText("\n".join(f"{n}.  {step}" for n, step in enumerate(steps, 1)))

    def _lay_out(self) -> None:
        lead = QLabel(
            tr(
                "Sites with a certificate of Caddy’s own are believed by devices that know this"
                " one. Give it only to devices whose owners trust you: whoever has its key, which"
                " stays on the server, could pretend to be any site to them."
            ),
            self,
        )
        name = QLabel(self._root.name, self)
        name.setProperty("role", "strong")
        until = QLabel(tr("Valid until {}").format(moment_words(self._root.ends)), self)
        until.setProperty("role", "muted")
        shown = self._root.fingerprint
        fingerprint = QLabel(f"SHA-256\n{shown[:47]}\n{shown[48:]}", self)
        fingerprint.setFont(code_font())
        fingerprint.setAccessibleName(tr("Fingerprint"))
        fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for device in self._devices:
            self.tabs.addTab(device.name)
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(tr("Kinds of devices"))
        self.steps.setMinimumHeight(110)
        self.steps.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (lead, self.steps, name, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.said.setProperty("role", "muted")
        close = QPushButton(tr("Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.crt)
        buttons.addWidget(self.cer)
        buttons.addWidget(self.said, 1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        for widget in (lead, name, until, fingerprint, self.tabs, self.steps):
            layout.addWidget(widget)
        layout.addStretch()
        layout.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)

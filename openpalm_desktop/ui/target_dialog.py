"""Another target: where it is, how to get there, and a test that says in words what is wrong."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.docker_contexts import docker_contexts
from openpalm_desktop.deploy.saved_targets import SavedTarget
from openpalm_desktop.deploy.target import LOCAL, Target
from openpalm_desktop.deploy.targets import find_target, target_at
from openpalm_desktop.errors import OpenPalmError

from .fields_dialog import FieldsDialog
from .styled import set_property
from .target_test import TargetTest
from .words import tr


class Way(StrEnum):
    """How an engine is reached."""

    LOCAL = "local"
    CONTEXT = "context"
    SSH = "ssh"
    TCP = "tcp"
    SOCKET = "unix"


class TargetDialog(FieldsDialog):
    """Asks for a target; `name` and `saved` are what was agreed, `saved` None if it needs none."""

    def __init__(self, parent: QWidget, known: Mapping[str, SavedTarget]) -> None:
        sentence = tr("An engine to deploy to. Passwords and keys are never kept with it.")
        super().__init__(parent, tr("Add a target"), sentence, tr("Add it"))
        self._known = known
        self.way = QComboBox(self)
        for way, text in _ways().items():
            self.way.addItem(text, way.value)
        self.name_line = QLineEdit(self)
        self.name_line.setPlaceholderText(tr("basement"))
        self.context = QComboBox(self)
        self.context.addItems(list(docker_contexts()))
        self.address = QLineEdit(self)
        self.folder = QLineEdit(self)
        self.folder.setPlaceholderText(tr("The folder with ca.pem, cert.pem and key.pem"))
        self.browse = QPushButton(tr("Choose…"), self)
        self.browse.setAutoDefault(False)
        self.browse.setAccessibleName(tr("Choose the folder of certificates"))
        self.browse.clicked.connect(self._choose_folder)
        self.confirmation = QLineEdit(self)
        self.warning = QLabel(self)
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.test = TargetTest(self)
        self.test.button.clicked.connect(self._begin_test)
        self._parts = self._lay_out()
        self.way.currentIndexChanged.connect(self._show_way)
        for line in (self.name_line, self.address, self.folder, self.confirmation):
            line.textChanged.connect(self._show_whether_sound)
        self.context.currentIndexChanged.connect(self._show_whether_sound)
        self.way.setCurrentIndex(list(Way).index(Way.SSH))
        self._show_way()
        self.way.setFocus()

    @property
    def kind(self) -> Way:
        """The way that is chosen."""
        return Way(self.way.currentData())

    @property
    def name(self) -> str:
        """What the target is called."""
        if self.kind is Way.LOCAL:
            return LOCAL
        return self.context.currentText() if self.kind is Way.CONTEXT else self._own_name

    @property
    def saved(self) -> SavedTarget | None:
        """What is to be kept of it; this computer and Docker's contexts are known without."""
        if self.kind in {Way.LOCAL, Way.CONTEXT}:
            return None
        folder = self.folder.text().strip() if self.kind is Way.TCP else ""
        is_open = self.kind is Way.TCP and not folder and self._is_confirmed
        return SavedTarget(self._address, Path(folder) if folder else None, is_open)

    def done(self, result: int) -> None:
        """Wait for no test any more."""
        self.test.close_test()
        super().done(result)

    # Inside

    @property
    def _own_name(self) -> str:
        return self.name_line.text().strip()

    @property
    def _address(self) -> str:
        said = self.address.text().strip()
        if not said or "://" in said:
            return said
        return f"unix://{said}" if self.kind is Way.SOCKET else f"{self.kind}://{said}"

    @property
    def _host(self) -> str:
        try:
            return urlsplit(self._address).hostname or ""
        except ValueError:
            return ""

    @property
    def _needs_confirmation(self) -> bool:
        return self.kind is Way.TCP and not self.folder.text().strip() and bool(self._host)

    @property
    def _is_confirmed(self) -> bool:
        return self.confirmation.text().strip().lower() == self._host

    def _lay_out(self) -> Mapping[str, QWidget]:
        self.add_label(tr("How it is reached"), self.way)
        self.fields.addWidget(self.way)
        inside = QHBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.folder, 1)
        inside.addWidget(self.browse)
        row = QWidget(self)
        row.setLayout(inside)
        self.folder.setAccessibleName(tr("Certificates"))
        parts = {
            "context": self._part(tr("Docker context"), self.context),
            "address": self._part(tr("Address"), self.address),
            "folder": self._part(tr("Certificates"), row),
            "confirmation": self._part(tr("Type the server’s name to go on"), self.confirmation),
            "name": self._part(tr("Name"), self.name_line),
        }
        below = parts["confirmation"].layout()
        if isinstance(below, QVBoxLayout):
            below.insertWidget(0, self.warning)
        for part in parts.values():
            self.fields.addWidget(part)
        self.fields.addSpacing(4)
        self.fields.addWidget(self.test)
        return parts

    def _part(self, title: str, field: QWidget) -> QWidget:
        part = QWidget(self)
        label = QLabel(title, part)
        label.setProperty("role", "label")
        label.setBuddy(field)
        field.setAccessibleName(title)
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(field)
        return part

    def _show_way(self) -> None:
        kind = self.kind
        is_own = kind in {Way.SSH, Way.TCP, Way.SOCKET}
        self._parts["context"].setVisible(kind is Way.CONTEXT)
        self._parts["address"].setVisible(is_own)
        self._parts["folder"].setVisible(kind is Way.TCP)
        self._parts["name"].setVisible(is_own)
        self.address.setPlaceholderText(_EXAMPLES.get(kind, ""))
        self.action.setText(tr("Add it") if is_own else tr("Use it"))
        self._show_whether_sound()

    def _show_whether_sound(self) -> None:
        self._parts["confirmation"].setVisible(self._needs_confirmation)
        words = tr(
            "Without certificates anybody on the way to {} can rule that server. Do this only"
            " in a network that nobody else uses."
        )
        self.warning.setText(words.format(self._host))
        complaint = self._complaint()
        self.note.setText(complaint)
        self.action.setEnabled(not complaint and self._is_complete)
        self.test.button.setEnabled(not self._address_complaint() and self._has_address)
        self.test.forget()
        self.adjustSize()

    @property
    def _has_address(self) -> bool:
        if self.kind is Way.CONTEXT:
            return bool(self.context.currentText())
        return self.kind is Way.LOCAL or bool(self.address.text().strip())

    @property
    def _is_complete(self) -> bool:
        return self._has_address and bool(self.name)

    def _complaint(self) -> str:
        if self.kind is Way.CONTEXT and not self.context.count():
            return tr("Docker knows no contexts on this computer.")
        if self.kind in {Way.LOCAL, Way.CONTEXT}:
            return ""
        name = self._own_name
        if name == LOCAL or "://" in name:
            return tr("“{}” cannot be a target’s name.").format(name)
        if name in self._known:
            return tr("There is a target called {} already.").format(name)
        return self._address_complaint() if self._has_address else ""

    def _address_complaint(self) -> str:
        if self.kind not in {Way.SSH, Way.TCP, Way.SOCKET} or not self._has_address:
            return ""
        if self._needs_confirmation and not self._is_confirmed:
            return tr("Choose the folder of certificates, or type {} above.").format(self._host)
        try:
            self._target()
        except (OpenPalmError, ValueError) as error:
            return error.sentence if isinstance(error, OpenPalmError) else str(error)
        return ""

    def _target(self) -> Target:
        saved = self.saved
        return (
            find_target(self.name) if saved is None else target_at(saved, self.name or self._host)
        )

    def _begin_test(self) -> None:
        self.test.begin(self._target)

    def _choose_folder(self) -> None:
        title = tr("The folder with ca.pem, cert.pem and key.pem")
        chosen = QFileDialog.getExistingDirectory(self, title, self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            set_property(self.folder, "problem", "")


_EXAMPLES = {
    Way.SSH: "admin@server.example.org",
    Way.TCP: "server.example.org:2376",
    Way.SOCKET: "/run/user/1000/podman/podman.sock",
}


def _ways() -> Mapping[Way, str]:
    return {
        Way.LOCAL: tr("On this computer"),
        Way.CONTEXT: tr("By a Docker context"),
        Way.SSH: tr("A server, by ssh"),
        Way.TCP: tr("A server, by TLS with certificates"),
        Way.SOCKET: tr("A socket file on this computer"),
    }

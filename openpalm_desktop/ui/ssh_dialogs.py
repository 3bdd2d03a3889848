"""What the way by ssh asks: whether a server is the right one, and for a passphrase."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from openpalm_desktop.deploy.ssh import ChangedHostKey, HostKey, SshQuestion, UnknownHostKey
from openpalm_desktop.deploy.visit import Answers
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.problem import Severity

from .fields_dialog import FieldsDialog
from .message_dialog import MessageDialog
from .messages import Choice
from .theme import code_font
from .words import tr


class HostKeyDialog(FieldsDialog):
    """Shows the key of a server that nobody has vouched for, to be compared."""

    def __init__(self, parent: QWidget, key: HostKey) -> None:
        sentence = tr(
            "{} was never connected to from here. Compare its key with what your provider shows,"
            " or with what “ssh-keygen -l” says on the server itself."
        )
        super().__init__(
            parent, tr("Is this your server?"), sentence.format(key.host), tr("It is: trust it")
        )
        self.fingerprint = QLineEdit(f"{key.kind} {key.fingerprint}", self)
        self.fingerprint.setReadOnly(True)
        self.fingerprint.setFont(code_font())
        self.fingerprint.setCursorPosition(0)
        self.add_label(tr("Its key"), self.fingerprint)
        self.fields.addWidget(self.fingerprint)
        self.note.setText(
            tr("It is noted in your own known_hosts, where ssh finds it too. Nothing was sent yet.")
        )
        self.action.setDefault(False)
        self.action.setAutoDefault(False)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        self.setMinimumWidth(560)


class QuestionDialog(FieldsDialog):
    """Asks what ssh asks, such as for the passphrase of a key."""

    def __init__(self, parent: QWidget, asked: SshQuestion) -> None:
        note = tr("The answer is kept in memory until the program ends, and nowhere else.")
        super().__init__(parent, tr("A question on the way"), asked.sentence, tr("Answer"))
        self.note.setText(note)
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_label(tr("Answer"), self.line)
        self.fields.addWidget(self.line)
        self.line.textChanged.connect(lambda text: self.action.setEnabled(bool(text)))
        self.action.setEnabled(False)
        self.line.setFocus()


def ask_to_trust(parent: QWidget, key: HostKey) -> bool:
    """Ask whether a server's key is the right one."""
    return bool(HostKeyDialog(parent, key).exec())


def ask_question(parent: QWidget, asked: SshQuestion) -> str:
    """Ask what ssh asks; no answer is no."""
    dialog = QuestionDialog(parent, asked)
    return dialog.line.text() if dialog.exec() else ""


def warn_of_changed_key(parent: QWidget, error: ChangedHostKey) -> None:
    """Say that a server may not be the one it was: an alarm, with nothing to agree to."""
    dialog = MessageDialog(parent, error.sentence, error.hint, Severity.ERROR)
    dialog.offer(tr("Close"), Choice.CANCEL, is_usual=True)
    dialog.ask()


def ask(parent: QWidget, error: OpenPalmError, answers: Answers) -> Answers | None:
    """Ask what the way to a target wants to know; return what to go that way again with."""
    match error:
        case UnknownHostKey():
            return replace(answers, trusted=error.key) if ask_to_trust(parent, error.key) else None
        case ChangedHostKey():
            warn_of_changed_key(parent, error)
        case SshQuestion():
            reply = ask_question(parent, error)
            if reply:
                return replace(answers, replies={**answers.replies, error.question: reply})
    return None

"""What the program asks and tells in dialogs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.problem import Severity

from .message_dialog import Choice, MessageDialog
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.opening import Refused
    from openpalm_desktop.model.problem import Problem


def show_error(parent: QWidget, error: OpenPalmError) -> None:
    """Say what the world said no to, and what to do."""
    _tell(MessageDialog(parent, error.sentence, error.hint, Severity.WARNING))


def show_failure(parent: QWidget, error: BaseException) -> None:
    """Say why a piece of work failed; a mistake of ours is raised again, for the crash dialog."""
    if not isinstance(error, OpenPalmError):
        raise error
    show_error(parent, error)


def show_done(parent: QWidget, sentence: str, hint: str) -> None:
    """Say that something is there now, and what to do with it."""
    _tell(MessageDialog(parent, sentence, hint))


def show_new_language(parent: QWidget) -> None:
    """Say when a chosen language is to be seen."""
    sentence = tr("The chosen language is there from the next start on.")
    hint = tr("Close OpenPalm Desktop and start it again to see it.")
    _tell(MessageDialog(parent, sentence, hint))


def ask_about_unsaved(parent: QWidget, name: str) -> Choice:
    """Ask what should become of unsaved work."""
    hint = tr("Without saving, the changes since the last time are lost.")
    dialog = MessageDialog(parent, tr("Save the changes to {}?").format(name), hint)
    dialog.offer(tr("Cancel"), Choice.CANCEL)
    dialog.offer(tr("Don’t save"), Choice.DISCARD)
    dialog.offer(tr("Save"), Choice.SAVE, is_usual=True)
    return dialog.ask()


def ask_about_changed_file(parent: QWidget, name: str) -> Choice:
    """Ask whether to write over a file that another program changed."""
    hint = tr("Writing over it loses what the other program wrote.")
    sentence = tr("Another program has changed {}.").format(name)
    dialog = MessageDialog(parent, sentence, hint, Severity.WARNING)
    dialog.offer(tr("Cancel"), Choice.CANCEL)
    dialog.offer(tr("Write over it"), Choice.DISCARD)
    dialog.offer(tr("Save under another name…"), Choice.SAVE, is_usual=True)
    return dialog.ask()


def ask_about_lost_value(parent: QWidget, sentence: str, action: str) -> bool:
    """Ask whether a secret's value may go for good."""
    hint = tr("The value it has now cannot be brought back.")
    dialog = MessageDialog(parent, sentence, hint, Severity.WARNING)
    dialog.offer(action, Choice.DISCARD)
    dialog.offer(tr("Cancel"), Choice.CANCEL, is_usual=True)
    return dialog.ask() is Choice.DISCARD


def ask_about_copying(parent: QWidget, count: int) -> Choice:
    """Ask whether the values go along to another store; SAVE is yes."""
    hint = tr("The old place keeps its own until you remove them there.")
    values = counted(count, "value", "values")
    dialog = MessageDialog(parent, tr("Copy {} to the new place?").format(values), hint)
    dialog.offer(tr("Cancel"), Choice.CANCEL)
    dialog.offer(tr("Don’t copy"), Choice.DISCARD)
    dialog.offer(tr("Copy"), Choice.SAVE, is_usual=True)
    return dialog.ask()


def ask_about_deployment(parent: QWidget) -> bool:
    """Ask whether to close while a deployment goes on; it is taken back first."""
    hint = tr(
        "Closing takes back what is begun; what ran before runs then. It takes a few seconds."
    )
    sentence = tr("A deployment is under way.")
    dialog = MessageDialog(parent, sentence, hint, Severity.WARNING)
    dialog.offer(tr("Let it go on"), Choice.CANCEL, is_usual=True)
    dialog.offer(tr("Take it back and close"), Choice.DISCARD)
    return dialog.ask() is Choice.DISCARD


def show_notes(parent: QWidget, name: str, notes: tuple[str, ...]) -> None:
    """Say what of a converted file did not carry over."""
    sentence = tr("{} was converted. The file itself stays as it is.").format(name)
    _tell(MessageDialog(parent, sentence, "\n".join(f"• {note}" for note in notes)))


class RefusedDialog(QDialog):
    """Every problem that keeps a file from being a stack: its line, what it is, what to do."""

    def __init__(self, parent: QWidget, refused: "Refused") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("This file cannot be opened"))
        self.setMinimumSize(560, 240)
        problems = refused.problems
        title = QLabel(tr("{} is no stack yet").format(refused.path.name), self)
        title.setProperty("role", "title")
        count = counted(len(problems), "thing", "things")
        text = tr("Mend {} in a text editor and open it again. The file was not touched.")
        lead = QLabel(text.format(count), self)
        lead.setProperty("role", "muted")
        lead.setWordWrap(True)
        body = QWidget()
        body.setObjectName("form")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.setSpacing(12)
        for problem in problems[:100]:
            rows.addLayout(_problem_words(problem))
        rows.addStretch()
        area = QScrollArea(self)
        area.setObjectName("reading")
        area.setAccessibleName(tr("What keeps it from being a stack"))
        area.setWidgetResizable(True)
        area.setWidget(body)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(lead)
        layout.addSpacing(6)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def show_refused(parent: QWidget, refused: "Refused") -> None:
    """Show why a file could not be opened."""
    RefusedDialog(parent, refused).exec()


def _problem_words(problem: "Problem") -> QVBoxLayout:
    """Return what is wrong, below it what to do and where."""
    lines = [(problem.message, ""), (problem.hint, "muted")]
    if problem.position:
        lines.append((tr("Line {}, column {}").format(*problem.position), "help"))
    words = QVBoxLayout()
    words.setSpacing(2)
    for text, role in lines:
        label = QLabel(text)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(label)
    return words


def _tell(dialog: MessageDialog) -> None:
    dialog.offer(tr("OK"), Choice.CANCEL, is_usual=True)
    dialog.ask()


__all__ = [
    "Choice",
    "RefusedDialog",
    "ask_about_changed_file",
    "ask_about_copying",
    "ask_about_deployment",
    "ask_about_lost_value",
    "ask_about_unsaved",
    "show_done",
    "show_error",
    "show_failure",
    "show_new_language",
    "show_notes",
    "show_refused",
]

"""What the program asks and tells in dialogs, which are read when one is opened."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.problem import Severity

from .words import counted, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from openpalm_desktop.deploy.opening import Refused

    from .message_dialog import MessageDialog


class Choice(Enum):
    """What to do with unsaved work, or with a file that another program changed."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


def show_error(parent: "QWidget", error: OpenPalmError) -> None:
    """Say what the world said no to, and what to do."""
    _tell(_dialog(parent, error.sentence, error.hint, Severity.WARNING))


def show_failure(parent: "QWidget", error: BaseException) -> None:
    """Say why a piece of work failed; a mistake of ours is raised again, for the crash dialog."""
    if not isinstance(error, OpenPalmError):
        raise error
    show_error(parent, error)


def show_done(parent: "QWidget", sentence: str, hint: str) -> None:
    """Say that something is there now, and what to do with it."""
    _tell(_dialog(parent, sentence, hint))


def show_new_language(parent: "QWidget") -> None:
    """Say when a chosen language is to be seen."""
    sentence = tr("The chosen language is there from the next start on.")
    hint = tr("Close OpenPalm Desktop and start it again to see it.")
    _tell(_dialog(parent, sentence, hint))


def ask_about_unsaved(parent: "QWidget", name: str) -> Choice:
    """Ask what should become of unsaved work."""
    hint = tr("Without saving, the changes since the last time are lost.")
    dialog = _dialog(parent, tr("Save the changes to {}?").format(name), hint)
    dialog.offer(tr("Cancel"), Choice.CANCEL)
    dialog.offer(tr("Don’t save"), Choice.DISCARD)
    dialog.offer(tr("Save"), Choice.SAVE, is_usual=True)
    return dialog.ask()


def ask_about_changed_file(parent: "QWidget", name: str) -> Choice:
    """Ask whether to write over a file that another program changed."""
    hint = tr("Writing over it loses what the other program wrote.")
    sentence = tr("Another program has changed {}.").format(name)
    dialog = _dialog(parent, sentence, hint, Severity.WARNING)
    dialog.offer(tr("Cancel"), Choice.CANCEL)
    dialog.offer(tr("Write over it"), Choice.DISCARD)
    dialog.offer(tr("Save under another name…"), Choice.SAVE, is_usual=True)
    return dialog.ask()


def ask_about_lost_value(parent: "QWidget", sentence: str, action: str) -> bool:
    """Ask whether a secret's value may go for good."""
    hint = tr("The value it has now cannot be brought back.")
    dialog = _dialog(parent, sentence, hint, Severity.WARNING)
    dialog.offer(action, Choice.DISCARD)
    dialog.offer(tr("Cancel"), Choice.CANCEL, is_usual=True)
    return dialog.ask() is Choice.DISCARD


def ask_about_copying(parent: "QWidget", count: int) -> Choice:
    """Ask whether the values go along to another store; SAVE is yes."""
    hint = tr("The old place keeps its own until you remove them there.")
    values = counted(count, "value", "values")
    dialog = _dialog(parent, tr("Copy {} to the new place?").format(values), hint)
    dialog.offer(tr("Cancel"), Choice.CANCEL)
    dialog.offer(tr("Don’t copy"), Choice.DISCARD)
    dialog.offer(tr("Copy"), Choice.SAVE, is_usual=True)
    return dialog.ask()


def ask_about_deployment(parent: "QWidget") -> bool:
    """Ask whether to close while a deployment goes on; it is taken back first."""
    hint = tr(
        "Closing takes back what is begun; what ran before runs then. It takes a few seconds."
    )
    sentence = tr("A deployment is under way.")
    dialog = _dialog(parent, sentence, hint, Severity.WARNING)
    dialog.offer(tr("Let it go on"), Choice.CANCEL, is_usual=True)
    dialog.offer(tr("Take it back and close"), Choice.DISCARD)
    return dialog.ask() is Choice.DISCARD


def show_notes(parent: "QWidget", name: str, notes: tuple[str, ...]) -> None:
    """Say what of a converted file did not carry over."""
    sentence = tr("{} was converted. The file itself stays as it is.").format(name)
    _tell(_dialog(parent, sentence, "\n".join(f"• {note}" for note in notes)))


def show_refused(parent: "QWidget", refused: "Refused") -> None:
    """Show why a file could not be opened."""
    from .refused_dialog import RefusedDialog  # noqa: PLC0415 – seldom needed

    RefusedDialog(parent, refused).exec()


def _dialog(
    parent: "QWidget", sentence: str, hint: str, severity: Severity | None = None
) -> "MessageDialog":
    from .message_dialog import MessageDialog  # noqa: PLC0415 – seldom needed

    return MessageDialog(parent, sentence, hint, severity)


def _tell(dialog: "MessageDialog") -> None:
    dialog.offer(tr("OK"), Choice.CANCEL, is_usual=True)
    dialog.ask()


__all__ = [
    "Choice",
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

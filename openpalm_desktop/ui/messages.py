"""What the program asks and tells in dialogs."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.errors import OpenPalmError

from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.opening import Refused


class Choice(Enum):
    """What to do with unsaved work, or with a file that another program changed."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


def show_error(parent: QWidget, error: OpenPalmError) -> None:
    """Say what the world said no to, and what to do."""
    box = _box(parent, error.sentence, error.hint)
    box.setIcon(QMessageBox.Icon.Warning)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.exec()


def show_failure(parent: QWidget, error: BaseException) -> None:
    """Say why a piece of work failed; a mistake of ours is raised again, for the crash dialog."""
    if not isinstance(error, OpenPalmError):
        raise error
    show_error(parent, error)


def show_new_language(parent: QWidget) -> None:
    """Say when a chosen language is to be seen."""
    sentence = tr("The chosen language is there from the next start on.")
    box = _box(parent, sentence, tr("Close OpenPalm Desktop and start it again to see it."))
    box.setIcon(QMessageBox.Icon.Information)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.exec()


def ask_about_unsaved(parent: QWidget, name: str) -> Choice:
    """Ask what should become of unsaved work."""
    hint = tr("Without saving, the changes since the last time are lost.")
    box = _box(parent, tr("Save the changes to {}?").format(name), hint)
    buttons = {
        box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole): Choice.SAVE,
        box.addButton(tr("Don’t save"), QMessageBox.ButtonRole.DestructiveRole): Choice.DISCARD,
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole): Choice.CANCEL,
    }
    return _answer(box, buttons)


def ask_about_changed_file(parent: QWidget, name: str) -> Choice:
    """Ask whether to write over a file that another program changed."""
    hint = tr("Writing over it loses what the other program wrote.")
    box = _box(parent, tr("Another program has changed {}.").format(name), hint)
    buttons = {
        box.addButton(
            tr("Save under another name…"), QMessageBox.ButtonRole.AcceptRole
        ): Choice.SAVE,
        box.addButton(tr("Write over it"), QMessageBox.ButtonRole.DestructiveRole): Choice.DISCARD,
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole): Choice.CANCEL,
    }
    return _answer(box, buttons)


def ask_about_lost_value(parent: QWidget, sentence: str, action: str) -> bool:
    """Ask whether a secret's value may go for good."""
    box = _box(parent, sentence, tr("The value it has now cannot be brought back."))
    yes = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes


def ask_about_copying(parent: QWidget, count: int) -> Choice:
    """Ask whether the values go along to another store; SAVE is yes."""
    hint = tr("The old place keeps its own until you remove them there.")
    values = counted(count, "value", "values")
    box = _box(parent, tr("Copy {} to the new place?").format(values), hint)
    buttons = {
        box.addButton(tr("Copy"), QMessageBox.ButtonRole.AcceptRole): Choice.SAVE,
        box.addButton(tr("Don’t copy"), QMessageBox.ButtonRole.DestructiveRole): Choice.DISCARD,
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole): Choice.CANCEL,
    }
    return _answer(box, buttons)


def show_notes(parent: QWidget, name: str, notes: tuple[str, ...]) -> None:
    """Say what of a converted file did not carry over."""
    sentence = tr("{} was converted. The file itself stays as it is.").format(name)
    box = _box(parent, sentence, "\n".join(f"• {note}" for note in notes))
    box.addButton(QMessageBox.StandardButton.Ok)
    box.exec()


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
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(12)
        for problem in problems[:100]:
            where = ""
            if problem.position:
                where = tr("Line {}, column {}").format(*problem.position)
            row = QLabel(self)
            row.setTextFormat(Qt.TextFormat.PlainText)
            row.setWordWrap(True)
            row.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row.setText("\n".join(filter(None, (where, problem.message, problem.hint))))
            rows.addWidget(row)
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


def _box(parent: QWidget, sentence: str, hint: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle("OpenPalm Desktop")
    box.setText(f"<b>{_plain(sentence)}</b>")
    box.setInformativeText(_plain(hint).replace("\n", "<br>"))
    return box


def _answer(box: QMessageBox, buttons: dict[QPushButton, Choice]) -> Choice:
    box.exec()
    return next(
        (c for button, c in buttons.items() if button is box.clickedButton()), Choice.CANCEL
    )


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""What is asked about a secret: a value for it, another name."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QMimeData, QRegularExpression, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.deploy.secret_values import new_value, recipe_for
from openpalm_desktop.model.secret import NAME
from openpalm_desktop.model.secret_issuers import issuer_of

from .fields_dialog import FieldsDialog
from .secret_rows import issuer_words
from .theme import code_font
from .words import tr


class ValueDialog(FieldsDialog):
    """Asks for a value; for a name too where none is given.

    `issuer_of` says who gives out a secret's value, where nobody can make it up.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        kept: Collection[str],
        issuer_of: Callable[[str], str] = issuer_of,
    ) -> None:
        title = tr("Value of {}").format(name) if name else tr("Add a secret")
        sentence = tr("It goes into the store and never into the stack’s file.")
        super().__init__(parent, title, sentence, tr("Keep it"))
        self._name, self._kept, self._issuer_of = name, kept, issuer_of
        self._generated: SecretValue | None = None
        self.name_line = name_line(self)
        if name:
            self.name_line.hide()
        else:
            self.add_label(tr("Name"), self.name_line)
            self.name_line.setPlaceholderText("DISCORD_BOT_TOKEN")
            self.fields.addWidget(self.name_line)
            self.fields.addSpacing(6)
        self.line = ValueLine(self)
        self.lines = QPlainTextEdit(self)
        self._lay_out_value()
        self.name_line.textChanged.connect(self._show_whether_sound)
        self.line.textChanged.connect(self._show_whether_sound)
        self.lines.textChanged.connect(self._show_whether_sound)
        (self.line if name else self.name_line).setFocus()
        self._show_whether_sound()

    @property
    def name(self) -> str:
        """The secret's name."""
        return self._name or self.name_line.text()

    @property
    def value(self) -> SecretValue:
        """What was typed, pasted or generated."""
        has_lines = self._values.currentWidget() is self.lines
        return SecretValue(self.lines.toPlainText() if has_lines else self.line.text())

    @property
    def is_generated(self) -> bool:
        """Whether the program made the value, and nobody changed it since."""
        return self._generated is not None and self._generated.text == self.value.text

    def generate(self) -> None:
        """Put in a new value that suits the name."""
        self._generated = new_value(recipe_for(self.name))
        self._values.setCurrentWidget(self.line)
        self.line.setText(self._generated.text)

    def _lay_out_value(self) -> None:
        self.lines.setProperty("role", "field")
        self.lines.setFont(code_font())
        self.lines.setAccessibleName(tr("Value"))
        self.lines.setTabChangesFocus(True)
        self._values = QStackedWidget(self)
        self._values.addWidget(self.line)
        self._values.addWidget(self.lines)
        self._values.setFixedHeight(self.line.sizeHint().height())
        self.line.lines_pasted.connect(self._show_lines)
        self.show_button = QPushButton(tr("Show"), self)
        self.show_button.setCheckable(True)
        self.show_button.setAutoDefault(False)
        self.show_button.toggled.connect(self._show_plainly)
        self.generate_button = QPushButton(tr("Generate"), self)
        self.generate_button.setAutoDefault(False)
        self.generate_button.setToolTip(tr("A long random value that nobody can guess"))
        self.generate_button.clicked.connect(self.generate)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._values, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.generate_button)
        self.add_label(tr("Value"), self.line)
        self.fields.addLayout(row)

    def _show_lines(self, text: str) -> None:
        """Give several lines, such as a key in PEM form, the room they need."""
        self._values.setFixedHeight(140)
        self._values.setCurrentWidget(self.lines)
        self.lines.setPlainText(text)
        self.show_button.setEnabled(False)
        self.lines.setFocus()

    def _show_plainly(self, is_plain: bool) -> None:  # noqa: FBT001 – a slot
        mode = QLineEdit.EchoMode
        self.line.setEchoMode(mode.Normal if is_plain else mode.Password)
        self.show_button.setText(tr("Hide") if is_plain else tr("Show"))

    def _show_whether_sound(self) -> None:
        is_named = NAME.fullmatch(self.name) is not None
        self.action.setEnabled(is_named and bool(self.value.text))
        self.generate_button.setEnabled(is_named)
        issuer = self._issuer_of(self.name)
        self.generate_button.setVisible(not issuer)
        self.note.setText(self._note(issuer, is_named=is_named))

    def _note(self, issuer: str, *, is_named: bool) -> str:
        if not self._name and self.name in self._kept:
            return tr("There is a value under this name; this one takes its place.")
        if not self._name and not is_named:
            return tr("Capital letters, digits and _, and a letter first.")
        return issuer_words(issuer) if issuer else ""


class RenameDialog(FieldsDialog):
    """Asks for another name."""

    def __init__(self, parent: QWidget, name: str, taken: Collection[str]) -> None:
        sentence = tr(
            "Everything that uses it will use the new name, in one step that can be undone. The"
            " value stays under the old name too, until you remove it there."
        )
        super().__init__(parent, tr("Rename {}").format(name), sentence, tr("Rename"))
        self._name, self._taken = name, {*taken, name}
        self.name_line = name_line(self)
        self.add_label(tr("New name"), self.name_line)
        self.fields.addWidget(self.name_line)
        self.name_line.textChanged.connect(self._show_whether_sound)
        self.name_line.setText(name)
        self.name_line.selectAll()
        self.name_line.setFocus()

    @property
    def name(self) -> str:
        """The new name."""
        return self.name_line.text()

    def _show_whether_sound(self) -> None:
        is_free = self.name not in self._taken
        is_named = NAME.fullmatch(self.name) is not None
        self.action.setEnabled(is_named and is_free)
        is_others = not is_free and self.name != self._name
        self.note.setText(tr("That name is taken.") if is_others else "")


class ValueLine(QLineEdit):
    """A line that hides what is typed; several lines pasted at once go elsewhere."""

    lines_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            mime: QMimeData = QGuiApplication.clipboard().mimeData()
            if "\n" in mime.text().strip("\n"):
                self.lines_pasted.emit(mime.text())
                return
        super().keyPressEvent(event)


def name_line(parent: QWidget) -> QLineEdit:
    """Return a line for a secret's name, which is in capitals whatever is typed."""
    line = QLineEdit(parent)
    line.setFont(code_font())
    line.setMaxLength(120)
    pattern = QRegularExpression("[A-Za-z][A-Za-z0-9_]*")
    line.setValidator(QRegularExpressionValidator(pattern, line))
    line.textEdited.connect(lambda text: _show_in_capitals(line, text))
    return line


def _show_in_capitals(line: QLineEdit, text: str) -> None:
    if text != text.upper():
        place = line.cursorPosition()
        line.setText(text.upper())
        line.setCursorPosition(place)

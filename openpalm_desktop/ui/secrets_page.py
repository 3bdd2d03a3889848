"""The secrets section: which names are used where, which have a value, and where that is kept."""

from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.secret_places import KEYRING, SecretPlace
from openpalm_desktop.deploy.secret_store import BESIDE_THE_SPEC, SecretValue
from openpalm_desktop.deploy.secret_values import new_value, recipe_for
from openpalm_desktop.model import edits
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.secret_edits import refer, rename_secret, secret_name_for
from openpalm_desktop.model.value import text_of

from . import messages
from .empty_card import EmptyCard
from .icons import icon
from .messages import Choice
from .named_page import canvas, split_page
from .secret_clipboard import SecretClipboard
from .secret_dialogs import RenameDialog, ValueDialog
from .secret_form import SecretForm
from .secret_rows import SecretRow, SecretRows
from .secret_table import SecretTable
from .store_bar import StoreBar
from .theme import tokens
from .words import owner_of, tr

if TYPE_CHECKING:
    from .document import Document
    from .state import State


class SecretsPage(QWidget):
    """All secrets, and one of them in detail."""

    chosen = Signal(object)
    save_wanted = Signal()

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._desk = document.secrets
        self._wanted = ""
        self.rows = SecretRows()
        self.rows.setParent(self)
        self.table = SecretTable(self.rows, self)
        self.form = SecretForm(self)
        self.bar = StoreBar(self)
        self.clipboard = SecretClipboard(self)
        self.filter = QLineEdit(self)
        self.add_button = QPushButton(tr("Add secret"), self)
        text = tr(
            "A secret is a value that the stack’s file only refers to: a password, a token, a key."
            " Add one here, or write ${NAME} as the value of a channel’s or service’s variable."
        )
        self.empty = EmptyCard(tr("No secrets yet"), text, tr("Add a secret"), self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()

    # Showing

    def show_state(self, state: "State") -> None:
        """Show the secrets of a state."""
        self._desk.watch()
        before, row = self.table.current, self.table.currentIndex().row()
        self.rows.show_secrets(state, self._desk.held, self._desk.uses)
        self._stack.setCurrentIndex(0 if self.rows.all_names() else 1)
        self.bar.show_held(self._desk.held, self._desk.left_behind, self._beside)
        self.bar.show_missing(self._missing)
        wanted = before
        if self._wanted in self.rows.names:
            wanted, self._wanted = self._wanted, ""
        if wanted not in self.rows.names and self.rows.names:
            wanted = self.rows.names[min(max(row, 0), len(self.rows.names) - 1)]
        self.table.show_current(wanted)
        self._show_form()

    def focus(self, path: Path) -> None:
        """Put the focus into the table, on one secret where the path names it."""
        if len(path) > 1:
            self.show_secret(str(path[1]))
        self.table.setFocus()

    def show_secret(self, name: str) -> None:
        """Make a secret the current one, shown even if the filter hid it."""
        if name not in self.rows.names:
            self.filter.clear()
        self.table.show_current(name)

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        self.add_button.setIcon(icon("add", tokens().text))
        self.form.show_theme()

    # Doing

    def add(self) -> None:
        """Ask for a name and a value, and keep them."""
        self._ask_value("")

    def generate(self, name: str) -> None:
        """Give a secret a new random value."""
        row = self.rows.row(name)
        sentence = tr("Give {} a new value?").format(name)
        if row.has_value and not messages.ask_about_lost_value(self, sentence, tr("New value")):
            return
        value = new_value(recipe_for(name))
        said = tr("A new value of {} characters is kept.").format(len(value.text))
        self._desk.keep({name: value}, lambda _: self._say(name, said), is_generated=True)

    def generate_missing(self) -> None:
        """Give each secret that lacks a value a random one, where any will do."""
        values = {name: new_value(recipe_for(name)) for name in self._missing}
        self._desk.keep(values, is_generated=True)

    def remove(self, name: str) -> None:
        """Take a secret's value away."""
        sentence = tr("Remove the value of {}?").format(name)
        if messages.ask_about_lost_value(self, sentence, tr("Remove")):
            self._desk.keep({name: None})

    def move_in(self, name: str) -> None:
        """Keep a value that stands in the clear, then refer to it: never the other way round."""
        path = self.rows.row(name).uses[0].path
        literal = text_of(edits.get(self._document.state.spec, path))
        used = {use.name for use in self._desk.uses}
        taken = used | (self._desk.held.names or frozenset())
        secret = secret_name_for(str(path[-1]), str(path[1]), taken)

        def replace(_: object) -> None:
            spec = self._document.state.spec
            now = edits.get(spec, path)
            if now is None or text_of(now) != literal:
                return  # edited meanwhile; the kept value is unused and can be removed
            self._wanted = secret
            label = tr("Keep {} of {} as a secret").format(path[-1], owner_of(spec, path))
            self._document.edit(label, refer(spec, path, secret))

        self._desk.keep({secret: SecretValue(literal)}, replace)

    def rename(self, old: str, new: str) -> None:
        """Let everything use another name, once the value is kept under it."""

        def change(was_there: bool) -> None:  # noqa: FBT001 – the work's result
            spec = self._document.state.spec
            renamed = rename_secret(spec, self._desk.uses, old, new)
            self._wanted = new
            if renamed is not spec:
                self._document.edit(tr("Rename secret {} to {}").format(old, new), renamed)
            elif was_there:
                self._desk.keep({old: None})  # nothing refers to it, so nothing can want it back

        if self._desk.held.place is not None:
            self._desk.copy_value(old, new, change)

    # Inside

    @property
    def _missing(self) -> list[str]:
        """The secrets that can be made up, also those that the filter hides."""
        return [name for name in self.rows.all_names() if self.rows.made_row(name).can_be_made]

    def _ask_value(self, name: str) -> None:
        dialog = ValueDialog(self, name, self._desk.held.names or (), self._desk.issuer_of)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._keep(dialog))
        dialog.open()

    def _keep(self, dialog: ValueDialog) -> None:
        name = self._wanted = dialog.name
        self.filter.clear()
        said = partial(self._say, name, tr("The value is kept."))
        is_generated = dialog.is_generated
        self._desk.keep({name: dialog.value}, lambda _: said(), is_generated=is_generated)

    def _ask_name(self, name: str) -> None:
        dialog = RenameDialog(self, name, [row for row in self.rows.all_names() if row != name])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.rename(name, dialog.name))
        dialog.open()

    def _reveal(self, name: str) -> None:
        self._desk.read(name, lambda value: self._show_value(name, value))

    def _show_value(self, name: str, value: SecretValue) -> None:
        if self.table.current == name and self.form.isVisible() and self.isActiveWindow():
            self.form.show_value(value)

    def _copy(self, name: str) -> None:
        self._desk.read(name, lambda value: self._put_into_clipboard(name, value))

    def _put_into_clipboard(self, name: str, value: SecretValue) -> None:
        self.clipboard.copy(value.text)
        seconds = self.clipboard.timer.interval() // 1000
        words = tr("Copied. It leaves the clipboard after {} seconds.").format(seconds)
        self._say(name, words)

    def _say(self, name: str, words: str) -> None:
        if self.table.current == name:
            self.form.say(words)

    def _choose(self, place: SecretPlace) -> None:
        names = self._desk.held.names
        copies = False
        if names and self._desk.held.place != place:
            answer = messages.ask_about_copying(self, len(names))
            if answer is Choice.CANCEL:
                return
            copies = answer is Choice.SAVE
        self._desk.choose(place, copies=copies)

    def _choose_file(self) -> None:
        beside = self._beside
        start = beside.file if beside else FilePath(BESIDE_THE_SPEC)
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Keep secrets in a file"),
            str(start),
            tr("Secrets (*.env);;All files (*)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self._choose(SecretPlace(FilePath(name)))

    @property
    def _beside(self) -> SecretPlace | None:
        path = self._document.path
        return None if path is None else SecretPlace(path.parent / BESIDE_THE_SPEC)

    def _choose_beside(self) -> None:
        if self._beside is not None:
            self._choose(self._beside)

    def _filter(self, text: str) -> None:
        self.rows.show_filter(text)
        if not self.table.current and self.rows.names:
            self.table.show_current(self.rows.names[0])
        self._show_form()

    def _show_form(self, _: str = "") -> None:
        row = self._current_row
        self.form.setVisible(row is not None)
        if row is not None:
            held = self._desk.held
            can_change = held.place is not None and held.names is not None
            self.form.show_row(row, can_change=can_change)
        for button in (self.add_button, self.empty.button):
            button.setEnabled(self._desk.held.names is not None)

    @property
    def _current_row(self) -> SecretRow | None:
        name = self.table.current
        return self.rows.row(name) if name in self.rows.names else None

    def _connect(self) -> None:
        self._desk.changed.connect(lambda: self.show_state(self._document.state))
        self._desk.closed.connect(self.clipboard.clear)
        self._desk.failed.connect(lambda error: messages.show_failure(self, error))
        self.table.current_changed.connect(self._show_form)
        self.table.activated_name.connect(lambda _: self.form.value.setFocus())
        self.filter.textChanged.connect(self._filter)
        self.add_button.clicked.connect(self.add)
        self.empty.button.clicked.connect(self.add)
        form, bar = self.form, self.bar
        form.reveal_wanted.connect(self._reveal)
        form.copy_wanted.connect(self._copy)
        form.set_wanted.connect(self._ask_value)
        form.generate_wanted.connect(self.generate)
        form.rename_wanted.connect(self._ask_name)
        form.remove_wanted.connect(self.remove)
        form.move_wanted.connect(self.move_in)
        form.use_chosen.connect(self.chosen)
        bar.retry_wanted.connect(self._desk.look)
        bar.save_wanted.connect(self.save_wanted)
        bar.bring_wanted.connect(self._desk.bring_along)
        bar.closing_wanted.connect(self._desk.close_to_others)
        bar.making_wanted.connect(self.generate_missing)
        bar.keyring_wanted.connect(lambda: self._choose(KEYRING))
        bar.beside_wanted.connect(self._choose_beside)
        bar.file_wanted.connect(self._choose_file)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(tr("Filter…"))
        self.filter.setAccessibleName(tr("Filter secrets"))
        self.filter.setMinimumWidth(80)
        self.filter.setMaximumWidth(190)
        heading = QLabel(tr("Secrets"), self)
        heading.setProperty("role", "title")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(heading)
        head.addWidget(self.add_button)
        head.addStretch()
        head.addWidget(self.filter)
        upper = canvas(self)
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(18, 13, 18, 11)
        rows.setSpacing(11)
        rows.addLayout(head)
        rows.addWidget(self.bar)
        split_page(self.split, self.table, self.form)
        self.split.setSizes([430, 290])
        self._stack.addWidget(self.split)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(upper)
        layout.addWidget(self._stack, 1)
        self.show_theme()

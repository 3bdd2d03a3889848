"""Adding from a `docker run` line or a Compose file, seen before it is done."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.files import read_file
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.arriving import Arrival, arrivals, arrived
from openpalm_desktop.model.formats.compose_roles import Role
from openpalm_desktop.model.pasting import Pasted, copied_text

from .fields.choice_field import QuietBox
from .fields.code_field import CodeField
from .words import tr

_TEXT_LINES, _SPEC_LINES = 5, 8


class AddDialog(QDialog):
    """A text above; below, live, what will come of it and what will not."""

    def __init__(self, wish: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = wish
        self.result_of: Pasted = Pasted()
        self.setWindowTitle(tr("Add channel") if wish is Role.CHANNEL else tr("Add service"))
        self.resize(760, 680)
        self.text = CodeField("docker-compose.yml", _TEXT_LINES)
        self.open_button = QPushButton(tr("Open a Compose file…"), self)
        self.found = QWidget(self)
        self.rows: list[ArrivalRow] = []
        self.secrets: dict[str, QCheckBox] = {}
        self.spec = CodeField("openpalm.yaml", _SPEC_LINES)
        self.problem = _plain_label("muted", self)
        self.notes = _plain_label("help", self)
        self.add_button = QPushButton(tr("Add"), self)
        self._lay_out()
        self.text.edited.connect(lambda _: self._read())
        self.open_button.clicked.connect(self.ask_for_file)
        self.add_button.clicked.connect(self.accept)
        self.text.setFocus()  # what was copied elsewhere is pasted at once
        self._read()

    def show_text(self, text: str) -> None:
        """Show a text as if it were pasted."""
        self.text.show_value(text)
        self._read()

    def ask_for_file(self) -> None:
        """Ask for a file and show what it holds."""
        kinds = f"{tr('Compose files')} (*.yml *.yaml *.json);;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a Compose file"), "", kinds)
        if name:
            self.show_file(Path(name))

    def show_file(self, path: Path) -> None:
        """Show what a file holds, or why it cannot be read."""
        try:
            data, _ = read_file(path)
        except OpenPalmError as error:
            self._show_found((), f"{error.sentence} {error.hint}")
            return
        self.show_text(data.decode("utf-8-sig", errors="replace"))

    # Inside

    @property
    def _typed(self) -> str:
        return self.text.text.toPlainText()

    def _read(self) -> None:
        found, problem = arrivals(self._typed, self._wish) if self._typed.strip() else ((), "")
        self._show_found(found, problem)

    def _show_found(self, found: tuple[Arrival, ...], problem: str) -> None:
        seen = [row.arrival for row in self.rows]
        if seen != list(found):
            self._show_rows(found)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._show_result()

    def _show_rows(self, found: tuple[Arrival, ...]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [ArrivalRow(one, self.found) for one in found]
        layout = self.found.layout()
        for row in self.rows:
            row.box.toggled.connect(self._show_result)
            row.role.activated.connect(self._show_result)
            if layout is not None:
                layout.addWidget(row)

    def _show_result(self) -> None:
        roles = {row.arrival.name: row.chosen_role for row in self.rows if row.box.isChecked()}
        clear = [name for name, box in self.secrets.items() if not box.isChecked()]
        self.result_of = arrived(self._typed, self._wish, roles, clear) if roles else Pasted()
        spec = self.result_of.spec
        self.spec.show_value(
            copied_text(spec, spec.channels, spec.services).partition("\n")[2] if spec else ""
        )
        self._show_secrets([*self.result_of.secrets, *clear])
        notes = [self.result_of.problem, *self.result_of.notes]
        self.notes.setText("\n".join(f"• {note}" for note in notes if note))
        self._notes_title.setVisible(bool(self.notes.text()))
        self.found.setVisible(bool(self.rows))
        self._result.setVisible(spec is not None)
        count = len(roles) if spec is not None else 0
        self.add_button.setEnabled(bool(count))
        self.add_button.setText(tr("Add {}").format(count) if count > 1 else tr("Add"))

    def _show_secrets(self, names: list[str]) -> None:
        """Offer to keep what sounds like a secret out of the stack's file; so it is at first."""
        if sorted(names) == sorted(self.secrets):
            return
        for box in self.secrets.values():
            box.hide()
            box.deleteLater()
        self.secrets = {}
        for name in dict.fromkeys(names):
            box = QCheckBox(tr("Keep the value of {} out of the stack’s file").format(name), self)
            box.setToolTip(
                tr("The file says only ${{{}}}; its value goes to Secrets.").format(name)
            )
            box.setChecked(True)
            box.toggled.connect(self._show_result)
            self.secrets[name] = box
            self._secret_boxes.addWidget(box)

    def _lay_out(self) -> None:
        lead = _plain_label("muted", self)
        lead.setText(
            tr(
                "Paste a docker run line, a Compose file, or the part of one below “services:”."
                " Nothing is added before you say so."
            )
        )
        for field, lines in ((self.text, _TEXT_LINES + 1), (self.spec, _SPEC_LINES + 1)):
            field.text.setFixedHeight(lines * field.text.fontMetrics().lineSpacing() + 22)
        self.text.wrap()  # a docker run line is as long as it likes
        self.text.text.setAccessibleName(tr("docker run line or Compose file"))
        self.text.text.setPlaceholderText("docker run -d --name blog -p 8080:80 example/blog:1")
        self.spec.text.setReadOnly(True)
        self.spec.text.setAccessibleName(tr("What it becomes"))
        self.add_button.setProperty("role", "primary")
        self.add_button.setDefault(True)
        rows = QVBoxLayout(self.found)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(4)
        area = QScrollArea(self)
        area.setObjectName("form")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(area)
        body.setObjectName("form")
        area.setWidget(body)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(8)
        inside.addWidget(self.problem)
        inside.addWidget(self.found)
        self._secret_boxes = QVBoxLayout()
        inside.addLayout(self._secret_boxes)
        self._result = QWidget(body)
        result = QVBoxLayout(self._result)
        result.setContentsMargins(0, 0, 0, 0)
        result.addWidget(_heading(tr("What it becomes"), self))
        result.addWidget(self.spec)
        inside.addWidget(self._result)
        self._notes_title = _heading(tr("What to know"), self)
        inside.addWidget(self._notes_title)
        inside.addWidget(self.notes)
        inside.addStretch()
        cancel = QPushButton(tr("Cancel"), self)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(lead)
        layout.addWidget(self.text)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)


class ArrivalRow(QWidget):
    """One container that was found: whether it comes, and as what."""

    def __init__(self, arrival: Arrival, parent: QWidget) -> None:
        super().__init__(parent)
        self.arrival = arrival
        self.box = QCheckBox(arrival.name, self)
        self.box.setChecked(True)
        self.box.setMinimumWidth(180)
        image = QLabel(arrival.image, self)
        image.setProperty("role", "muted")
        image.setTextFormat(Qt.TextFormat.PlainText)
        self.role = QuietBox(self)
        self.role.addItem(tr("Channel"), Role.CHANNEL)
        self.role.addItem(tr("Service"), Role.SERVICE)
        self.role.setCurrentIndex(0 if arrival.role is Role.CHANNEL else 1)
        self.role.setEnabled(not arrival.is_fixed)
        self.role.setAccessibleName(tr("What {} becomes").format(arrival.name))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addWidget(image, 1)
        layout.addWidget(self.role)

    @property
    def chosen_role(self) -> Role:
        """What it is to become."""
        return Role.CHANNEL if self.role.currentIndex() == 0 else Role.SERVICE


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "strong")
    return label


def _plain_label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label

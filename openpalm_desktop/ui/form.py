"""Forms: rows of a title, a field and what is wrong with it, each bound to a path of the spec."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from openpalm_desktop.model import edits
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, Severity
from openpalm_desktop.record import Record

from .fields.field import Field
from .painting import paint_mark
from .severities import worst
from .styled import set_property
from .theme import tokens
from .words import FieldText, field_text, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.value import Value

    from .document import Document
    from .state import State

_LABEL_WIDTH = 128


class Row(Record):
    """One field of a form: the path below the form's own, and what stands around it."""

    steps: Path
    field: Field
    label: QLabel
    message: "MessageLine"
    default: Any


class Form(QWidget):
    """Fields for the value at `base`; what people change in them goes to the document."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.base: Path = ()
        self.rows: list[Row] = []
        self._document = document
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 14)
        outer.addLayout(self._grid)
        outer.addStretch()
        self._line = 0

    def add(
        self,
        kind: "type[Value]",
        name: str,
        field: Field,
        *,
        under: str = "",
        is_beside: bool = False,
        is_wide: bool = True,
        shows_help: bool = False,
        help_text: str = "",
    ) -> Row:
        """Add a row for a value's field; `under` is the field that holds the value."""
        text = field_text(kind, name)
        known = kind.fields[name]
        path = (under, known.key) if under else (known.key,)
        row = self._row(path, field, text, known.default)
        self._place(row, is_beside=is_beside, is_wide=is_wide)
        if shows_help or help_text:
            row.message.help = help_text or text.help
            row.message.show_problems(())
        return row

    def add_heading(self, title: str, help_text: str = "") -> None:
        """Begin a group of rows."""
        label = QLabel(title)
        label.setProperty("role", "heading")
        label.setContentsMargins(0, 14 if self._line else 0, 0, 8)
        self._grid.addWidget(label, self._line, 0, 1, 4)
        self._line += 1
        if help_text:
            line = QLabel(help_text)
            line.setProperty("role", "help")
            line.setWordWrap(True)
            line.setContentsMargins(0, 0, 0, 8)
            self._grid.addWidget(line, self._line, 0, 1, 4)
            self._line += 1

    def add_wide(self, widget: QWidget) -> None:
        """Add something that is no field, below the fields before it."""
        self._grid.addWidget(widget, self._line, 1, 1, 3)
        self._line += 1

    def add_named(self, title: str, widget: QWidget) -> tuple[QWidget, ...]:
        """Add a row for something that the spec has no field for; return what it is made of."""
        label = self._label(title, widget)
        self._grid.addWidget(label, self._line, 0)
        self._grid.addWidget(widget, self._line, 1, 1, 3)
        message = MessageLine(self)
        self._grid.addWidget(message, self._line + 1, 1, 1, 3)
        self._line += 2
        return label, widget, message

    def show_state(self, state: "State") -> None:
        """Show the values at this form's path, and their problems."""
        depth = len(self.base)
        problems = [p for p in state.product.problems if p.path[:depth] == self.base]
        for row in self.rows:
            path = (*self.base, *row.steps)
            self.show_row(row, state)
            show_problems(row, [p for p in problems if p.path[: len(path)] == path], len(path))

    def show_row(self, row: Row, state: "State") -> None:
        """Show the value of a row: what is said, or its default."""
        value = self.value(state, (*self.base, *row.steps))
        row.field.show_value(row.default if value is None else value)

    def value(self, state: "State", path: Path) -> Any:
        """Return what stands at a path."""
        return edits.get(state.spec, path)

    def focus(self, path: Path) -> bool:
        """Put the focus into the field of a path, if it is here."""
        rest = path[len(self.base) :]
        for row in self.rows:
            if rest[: len(row.steps)] == row.steps:
                step = rest[len(row.steps)] if len(rest) > len(row.steps) else None
                row.field.focus_step(step)
                return True
        return False

    def _row(self, steps: Path, field: Field, text: FieldText, default: Any) -> Row:
        field.setParent(self)
        label = self._label(text.title, field)
        label.setToolTip(text.help)
        name_field(field, text)
        if text.example:
            field.show_hint(tr("for example {}").format(text.example))
        row = Row(steps, field, label, MessageLine(self), default)
        field.edited.connect(lambda value: self.put(row, value))
        field.left.connect(self._document.seal)
        self.rows.append(row)
        return row

    def _label(self, title: str, buddy: QWidget) -> QLabel:
        label = QLabel(title, self)
        label.setProperty("role", "label")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 7, 0, 0)
        label.setBuddy(buddy)
        return label

    def _place(self, row: Row, *, is_beside: bool, is_wide: bool) -> None:
        if is_beside:
            self._line -= 2
        column = 2 if is_beside else 0
        span = 3 if is_wide and not is_beside else 1
        self._grid.addWidget(row.label, self._line, column)
        self._grid.addWidget(row.field, self._line, column + 1, 1, span)
        self._grid.addWidget(row.message, self._line + 1, column + 1, 1, span)
        self._line += 2

    def put(self, row: Row, value: Any) -> None:
        """Take over what a person made of a row."""
        path = (*self.base, *row.steps)
        said = None if value in ((), {}) else value
        if said is None and len(row.steps) == 2 and self._is_last_said(path):
            path = path[:-1]
        self._document.put(path, said)

    def _is_last_said(self, path: Path) -> bool:
        holder = edits.get(self._document.state.spec, path[:-1])
        return holder is not None and set(holder.to_data()) <= {path[-1]}


def show_problems(row: Row, problems: list[Problem], depth: int) -> None:
    """Show what is wrong with a row's value under its field, and at the entries it belongs to."""
    row.message.show_problems(tuple(problems))
    severities = [problem.severity for problem in problems]
    row.field.show_severity(worst(severities))
    mark = getattr(row.field, "show_entry_problems", None)
    if mark is not None:
        mark({p.path[depth]: p.severity.value for p in problems if len(p.path) > depth})


def name_field(field: Field, text: FieldText) -> None:
    """Tell screen readers and the mouse what a field is for."""
    for widget in {field, field.focusProxy() or field}:
        widget.setAccessibleName(text.title)
        widget.setAccessibleDescription(text.help)
    field.setToolTip(text.help)


class MessageLine(QWidget):
    """The line under a field: its help, or what is wrong with it, marked and in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.help = ""
        self._severity: Severity | None = None
        self._mark = _Mark(self)
        self.label = QLabel(self)
        self.label.setProperty("role", "help")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 4, 0, 12)
        layout.setSpacing(6)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)
        self.show_problems(())

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show problems' sentences with their hints, or the help where there are none."""
        how_bad = worst([problem.severity for problem in problems])
        text = "\n".join(f"{p.message} {p.hint}".strip() for p in problems[:3]) or self.help
        self.label.setVisible(bool(text))
        self.label.setText(text)
        self._mark.severity = how_bad
        self._mark.setVisible(how_bad is not None)
        self._mark.update()
        set_property(self.label, "role", how_bad.value if how_bad else "help")

    def show_help(self, text: str) -> None:
        """Change the help; a problem stays in its place."""
        if text != self.help:
            was_help = self.label.text() == self.help
            self.help = text
            if was_help:
                self.label.setText(text)
                self.label.setVisible(bool(text))


class _Mark(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.severity: Severity | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(16, 17)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.severity is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_mark(painter, QPointF(8, 8.5), self.severity, tokens())

"""The few things a template asks before a stack begins."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from openpalm_desktop.model.checks import check
from openpalm_desktop.model.stack_templates import (
    AnswerKind,
    Question,
    StackTemplate,
    answered,
    example_answer,
)
from openpalm_desktop.model.zone import zone, zone_names

from .fields.offers import offers_of
from .styled import set_property
from .words import tr


class QuestionForm(QWidget):
    """A line for each question; what is missing or wrong is said below it."""

    def __init__(self, name: str, template: StackTemplate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._questions = name, template.asks
        self.lines: list[QLineEdit] = []
        self.complaints: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        for question in template.asks:
            self._add(question)

    @property
    def first(self) -> QLineEdit | None:
        """The line that is asked first: one that is empty, if there is one."""
        return next((line for line in self.lines if not line.text()), next(iter(self.lines), None))

    def answers(self) -> Mapping[int, str] | None:
        """Return all answers; or nothing, with the focus in the first that is missing or wrong."""
        given = {index: line.text().strip() for index, line in enumerate(self.lines)}
        wrong = {index: self._complaint(index, given) for index in given}
        for index, complaint in wrong.items():
            self._complain(index, complaint)
        first = next((index for index, complaint in wrong.items() if complaint), None)
        if first is None:
            return given
        self.lines[first].setFocus()
        return None

    def _complaint(self, index: int, given: Mapping[int, str]) -> str:
        question = self._questions[index]
        if not given[index]:
            return tr("This is needed, as in {}.").format(example_answer(self._name, question))
        spec = answered(self._name, {index: given[index]}).spec
        places = {tuple(place) for place in question.places}
        problems = [each for each in check(spec) if each.is_error]
        said = next((each for each in problems if each.path in places), None)
        if said is None:
            heads = {place[:-1] for place in places if isinstance(place[-1], int)}
            said = next((each for each in problems if each.path in heads), None)
        return f"{tr(said.message)} {tr(said.hint)}" if said else ""

    def _complain(self, index: int, complaint: str) -> None:
        self.complaints[index].setText(complaint)
        self.complaints[index].setVisible(bool(complaint))
        self.lines[index].setAccessibleDescription(complaint or tr(self._questions[index].help))
        set_property(self.lines[index], "problem", "error" if complaint else "")

    def _line(self, question: Question) -> QLineEdit:
        example = example_answer(self._name, question)
        line = QLineEdit(self)
        line.setAccessibleName(tr(question.title))
        line.setAccessibleDescription(tr(question.help))
        line.setPlaceholderText(tr("for example {}").format(example))
        if question.kind is AnswerKind.ZONE:
            line.setText(zone_here() or example)
            line.setCompleter(offers_of(zone_names(), line))
        elif question.filled:
            line.setText(example)
        return line

    def _add(self, question: Question) -> None:
        index, line = len(self.lines), self._line(question)
        self.lines.append(line)
        label = _words(tr(question.title), "label")
        label.setWordWrap(False)
        label.setBuddy(line)
        complaint = _words("", "error")
        complaint.hide()
        self.complaints.append(complaint)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(line, row, 1)
        if question.help:
            self._grid.addWidget(_words(tr(question.help), "help"), row + 1, 1)
        self._grid.addWidget(complaint, row + 2, 1)
        self._grid.setRowMinimumHeight(row + 3, 8)
        line.textEdited.connect(lambda _: self._complain(index, ""))


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def zone_here() -> str:
    """Return this computer's time zone, if it is one that everyone knows."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    name = name.removeprefix("Etc/") if name == "Etc/UTC" else name
    return name if zone(name) else ""

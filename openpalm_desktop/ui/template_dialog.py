"""New from template: what each stack is for, what it needs, and the few things it asks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.stack_templates import StackTemplate, answered, stack_templates

from .icons import icon
from .question_form import QuestionForm
from .side_list import SideList
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.spec_file import SpecFile


class TemplateDialog(QDialog):
    """The templates on the left, the chosen one on the right."""

    def __init__(self, parent: QWidget, name: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New from template"))
        self.setMinimumSize(700, 460)
        self.resize(860, 600)
        self.made: SpecFile | None = None
        self.list = SideList(tr("Templates"), self)
        self.forms: dict[str, QuestionForm] = {}
        self._pages = QStackedWidget(self)
        for each, template in stack_templates().items():
            self._add(each, template)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.begin = QPushButton(tr("Create this stack"), self)
        self.begin.setProperty("role", "primary")
        self.begin.setDefault(True)
        self.begin.clicked.connect(self._make)
        self.cancel.clicked.connect(self.reject)
        self.list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self.list.fit(276)
        self._lay_out()
        names = list(stack_templates())
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        first = self.form.first if name else None
        (first or self.list).setFocus()

    @property
    def name(self) -> str:
        """The template that is looked at."""
        return list(stack_templates())[self.list.currentRow()]

    @property
    def form(self) -> QuestionForm:
        """What it asks."""
        return self.forms[self.name]

    def _make(self) -> None:
        answers = self.form.answers()
        if answers is not None:
            self.made = answered(self.name, answers)
            self.accept()

    def _add(self, name: str, template: StackTemplate) -> None:
        item = QListWidgetItem(icon(template.icon, tokens().accent), tr(template.title))
        self.list.addItem(item)
        self.forms[name] = QuestionForm(name, template)
        area = QScrollArea(self)
        area.setObjectName("form")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(_page(template, self.forms[name]))
        self._pages.addWidget(area)

    def _lay_out(self) -> None:
        rule = QFrame(self)
        rule.setObjectName("rule")
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.list)
        upper.addWidget(self._pages, 1)
        lower = QHBoxLayout()
        lower.setContentsMargins(22, 12, 22, 14)
        lower.setSpacing(8)
        lower.addStretch()
        lower.addWidget(self.cancel)
        lower.addWidget(self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(rule)
        layout.addLayout(lower)


def _page(template: StackTemplate, form: QuestionForm) -> QWidget:
    page = QWidget()
    page.setObjectName("form")
    title = QLabel(tr(template.title), page)
    title.setProperty("role", "title")
    about = QLabel(tr(template.about), page)
    about.setProperty("role", "muted")
    about.setWordWrap(True)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(26, 22, 26, 18)
    layout.setSpacing(4)
    layout.addWidget(title)
    layout.addWidget(about)
    for heading, lines in ((tr("You get"), template.gives), (tr("You need"), template.needs)):
        layout.addSpacing(10)
        layout.addWidget(_strong(heading))
        for line in lines:
            layout.addLayout(_point(tr(line), page))
    layout.addSpacing(14)
    layout.addWidget(_strong(tr("Fill in")))
    layout.addWidget(form)
    layout.addStretch()
    return page


def _strong(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label


def _point(text: str, parent: QWidget) -> QHBoxLayout:
    dot = QLabel("•", parent)
    dot.setProperty("role", "muted")
    words = QLabel(text, parent)
    words.setWordWrap(True)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    return line

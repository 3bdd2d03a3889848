"""The live previews: a tab per kind of file, what the last edit changed, clicks to fields."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Severity

from .fields.field import set_property
from .file_changes import changed_lines
from .painting import paint_mark
from .preview_text import PreviewText
from .theme import tokens
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.generate.artifact import Artifact
    from openpalm_desktop.generate.generator import Generated

    from .document import State


class Kind(StrEnum):
    """The tabs, in their order."""

    COMPOSE = "compose"
    CADDYFILE = "caddyfile"
    ENV = "env"
    AUTOMATIONS = "automations"
    MANIFEST = "manifest"


class PreviewPane(QFrame):
    """Generated files as they follow from every key pressed."""

    line_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._state: State | None = None
        self._lit: Path = ()
        self._chosen: dict[Kind, str] = {}
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Generated files"))
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for kind in Kind:
            self.tabs.addTab(kind_name(kind))
        self._choice = QWidget(self)
        self._choice.hide()
        self.chooser = QComboBox(self._choice)
        self.chooser.setAccessibleName(self.tr("File"))
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.text = PreviewText(self)
        self.last_edit = _LastEdit(self)
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _: self._show_kind())
        self.chooser.activated.connect(self._choose_file)
        self.text.line_chosen.connect(self.line_chosen)

    @property
    def kind(self) -> Kind:
        """The tab that is open."""
        return list(Kind)[self.tabs.currentIndex()]

    def show_kind(self, kind: Kind) -> None:
        """Open a tab."""
        self.tabs.setCurrentIndex(list(Kind).index(kind))

    def show_file(self, name: str) -> None:
        """Open a file by its name in the folder."""
        self._chosen[kind_of(name)] = name
        self.show_kind(kind_of(name))
        self._show_kind()

    def show_state(self, state: "State") -> None:
        """Show the files of a state, and what its last edit changed in the open one."""
        self._state = state
        self._show_kind()

    def show_lit(self, path: Path) -> None:
        """Light up a path's lines, and scroll to them when another thing is chosen."""
        if path == self._lit:
            return
        self._lit = path
        self.text.show_lit(path)
        if path and self.text.artifact is not None:
            line = next(self.text.artifact.lines_of(path), None)
            if line is None:
                self._show_file_of(path)
            else:
                self.text.show_line(line)

    def _show_kind(self) -> None:
        state = self._state
        if state is None:
            return
        files = names_of(self.kind, state.files)
        self._show_names(files)
        name = self._name(files)
        artifact = _artifact(state.files, name)
        self.text.show_artifact(artifact)
        self.text.setPlaceholderText(_nothing(self.kind if state.files else Kind.COMPOSE))
        marks: frozenset[int] = frozenset()
        if artifact is not None and state.files_before is not state.files:
            marks = changed_lines(_artifact(state.files_before, name), artifact)
        self.text.show_marks(marks)
        self.last_edit.show_edit(state, len(marks))
        if marks:
            self.text.show_line(min(marks))

    def _name(self, files: list[str]) -> str:
        chosen = self._chosen.get(self.kind, "")
        return chosen if chosen in files else (files[0] if files else "")

    def _show_names(self, files: list[str]) -> None:
        self._choice.setVisible(len(files) > 1)
        shown = [self.chooser.itemData(index) for index in range(self.chooser.count())]
        if files != shown:
            self.chooser.clear()
            for name in files:
                self.chooser.addItem(name.rpartition("/")[2], name)
        name = self._name(files)
        if name:
            self.chooser.setCurrentIndex(files.index(name))

    def _choose_file(self, index: int) -> None:
        self._chosen[self.kind] = self.chooser.itemData(index)
        self._show_kind()

    def _show_file_of(self, path: Path) -> None:
        """Open the file of this kind that a path's lines are in."""
        if self._state is None or self._state.files is None or self.kind is not Kind.ENV:
            return
        for name in names_of(self.kind, self._state.files):
            artifact = self._state.files.files[name]
            if any(origin[: len(path)] == path for b in artifact.blocks for origin in b.origins):
                self._chosen[self.kind] = name
                self._show_kind()
                return

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 7, 10, 0)
        bar.addWidget(self.tabs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.last_edit)
        choice = QHBoxLayout(self._choice)
        choice.setContentsMargins(12, 8, 12, 8)
        choice.addWidget(self.chooser, 1)
        layout.addWidget(self._choice)
        layout.addWidget(self.text, 1)


class _LastEdit(QFrame):
    """The line above a file: the last edit, or that the files are those of before a mistake."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lastEdit")
        self._head = QLabel(self)
        self._head.setProperty("role", "muted")
        self.label = _Elided(self)
        self._mark = _StaleMark(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 7, 12, 7)
        layout.setSpacing(6)
        layout.addWidget(self._mark)
        layout.addWidget(self._head)
        layout.addWidget(self.label, 1)

    def show_edit(self, state: "State", count: int) -> None:
        """Say what the last edit was and how many lines it changed here."""
        set_property(self, "stale", "true" if state.is_stale else "")
        self._mark.setVisible(state.is_stale)
        if state.is_stale:
            errors = sum(problem.is_error for problem in state.product.problems)
            which = counted(errors, "error", "errors")
            text = tr("Showing the last good files") if state.files else tr("No files yet")
            self._head.setText("")
            self._head.hide()
            self.label.show_texts(text, tr(" · {} to mend").format(which))
            return
        self._head.setVisible(True)
        self._head.setText(tr("Last edit:") if state.edit else tr("Up to date with the stack"))
        lines = counted(count, "line", "lines") if count else tr("no line here")
        self.label.show_texts(state.headline or state.edit, f" · {lines}" if state.edit else "")


class _Elided(QWidget):
    """A strong text and a quiet one, cut with an ellipsis where they do not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.strong, self.quiet = "", ""

    def show_texts(self, strong: str, quiet: str) -> None:
        """Show two texts after each other."""
        if (strong, quiet) != (self.strong, self.quiet):
            self.strong, self.quiet = strong, quiet
            self.setAccessibleName(strong + quiet)
            self.setToolTip(strong)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        quiet = self.fontMetrics().horizontalAdvance(self.quiet)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.public))
        metrics = painter.fontMetrics()
        mode = Qt.TextElideMode.ElideMiddle
        text = metrics.elidedText(self.strong, mode, max(0, self.width() - quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle, text)
        painter.setPen(QColor(colours.muted))
        left = metrics.horizontalAdvance(text)
        painter.setFont(self.font())
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), middle, self.quiet)


class _StaleMark(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(8, self.height() / 2)
        paint_mark(painter, middle, Severity.WARNING, tokens())


def kind_name(kind: Kind) -> str:
    """Return a tab's name."""
    return {
        Kind.COMPOSE: "docker-compose.yml",
        Kind.CADDYFILE: "Caddyfile",
        Kind.ENV: tr("env"),
        Kind.AUTOMATIONS: tr("automations"),
        Kind.MANIFEST: tr("manifest"),
    }[kind]


def kind_of(name: str) -> Kind:
    """Return the tab that shows a file."""
    if name.startswith("caddy/"):
        return Kind.CADDYFILE
    if name.startswith("env/"):
        return Kind.ENV
    if name.startswith("automations/"):
        return Kind.AUTOMATIONS
    return Kind.MANIFEST if name == "manifest.json" else Kind.COMPOSE


def names_of(kind: Kind, files: "Generated | None") -> list[str]:
    """Return the names of the files that a tab shows."""
    if files is None:
        return []
    if kind is Kind.MANIFEST:
        return ["manifest.json"]
    if kind is Kind.COMPOSE:
        return ["docker-compose.yml"]
    return [name for name in files.files if kind_of(name) is kind]


def _artifact(files: "Generated | None", name: str) -> "Artifact | None":
    """Return a file; the manifest is made only when it is looked at."""
    if files is None or not name:
        return None
    if name == "manifest.json":
        return files.bundle[name]
    made: Mapping[str, Artifact] = files.files
    return made.get(name)


def _nothing(kind: Kind) -> str:
    return {
        Kind.COMPOSE: tr("The files appear once the stack has no errors."),
        Kind.CADDYFILE: tr("No channel is routed through Caddy yet."),
        Kind.ENV: tr("No container has variables yet."),
        Kind.AUTOMATIONS: tr("No automation is on."),
        Kind.MANIFEST: "",
    }[kind]

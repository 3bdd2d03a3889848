"""The live previews: a tab per kind of file, what the last edit changed, clicks to fields."""

from functools import cached_property
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # a class of it takes its time when it is named
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.path import Path

from . import messages
from .file_changes import changed_lines
from .file_tabs import FileTabs, kinds_with
from .icons import icon
from .last_edit import LastEdit
from .preview_files import Kind, file_of, kind_of, line_of, names_of, nothing
from .preview_text import PreviewText
from .theme import tokens
from .tool_button import tool_button
from .words import counted, tr

if TYPE_CHECKING:
    from .differences_pane import DifferencesPane
    from .document import Document
    from .find_bar import FindBar
    from .settings import Settings
    from .state import State


class PreviewPane(QFrame):
    """Generated files as they follow from every key pressed."""

    line_chosen = Signal(object)
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._document: Document | None = None
        self._state: State | None = None
        self._wanted: Path = ()
        self._chosen: dict[Kind, str] = {}
        self.tabs = FileTabs(self)
        self._choice = QWidget(self)
        self._choice.hide()
        self.chooser = QComboBox(self._choice)
        self.chooser.setAccessibleName(tr("File"))
        self.chooser.setMaxVisibleItems(20)
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.text = PreviewText(self)
        self.text.setAccessibleName(tr("Contents of the generated file"))
        self.last_edit = LastEdit(self)
        self.find_button = tool_button(self, tr("Find in this file (Ctrl+F here)"))
        self.copy_button = tool_button(self, tr("Copy this file"))
        self.save_button = tool_button(self, tr("Save this file as…"))
        self.compare_button = tool_button(self, tr("Differences (Ctrl+Shift+D)"))
        self.differences: DifferencesPane | None = None
        self._dotting = QTimer(self)
        self._dotting.setSingleShot(True)
        self._dotting.timeout.connect(self._show_dots)
        self._settings: Settings | None = None
        self._lay_out()
        self.show_theme()
        self.tabs.currentChanged.connect(lambda _: self._show_kind())
        self.chooser.activated.connect(self._choose_file)
        self.text.line_chosen.connect(self.line_chosen)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.text.customContextMenuRequested.connect(self._show_menu)
        self.find_button.clicked.connect(self.ask_what_to_find)
        self.copy_button.clicked.connect(self.copy_file)
        self.save_button.clicked.connect(self.save_file)
        self.compare_button.clicked.connect(self.show_differences)

    @cached_property
    def find_bar(self) -> "FindBar":
        """The line to seek with, above the text."""
        from .find_bar import FindBar  # noqa: PLC0415 – made when it is needed

        bar = FindBar(self)
        bar.sought.connect(self._seek)
        bar.stepped.connect(self.find_next)
        bar.shut.connect(self._stop_finding)
        self._column.insertWidget(self._column.indexOf(self.text), bar)
        for one, other in pairwise((self.chooser, *bar.parts, self.text)):
            QWidget.setTabOrder(one, other)
        return bar

    @property
    def _is_finding(self) -> bool:
        return "find_bar" in vars(self) and self.find_bar.isVisible()

    def attach(self, document: "Document", settings: "Settings") -> None:
        """Know the document, and what it can be compared with."""
        self._document, self._settings = document, settings

    def follow_focus(self) -> None:
        """Light up the lines of the field that has the focus, from now on."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    @property
    def kind(self) -> Kind:
        """The tab that is open."""
        return list(Kind)[self.tabs.currentIndex()]

    def show_kind(self, kind: Kind) -> None:
        """Open a tab."""
        self.tabs.setCurrentIndex(list(Kind).index(kind))

    def show_file(self, name: str) -> None:
        """Open a file by its name in the folder."""
        self.wanted.emit()
        self._pages.setCurrentIndex(0)
        self._chosen[kind_of(name)] = name
        self.show_kind(kind_of(name))
        self._show_kind()

    def show_state(self, state: "State") -> None:
        """Show the files of a state, and what its last edit changed in the open one."""
        self._state = state
        if self.tabs.dotted and not state.edit:  # another stack is open
            self._dotting.start()
        self._show_kind()
        if self.differences is not None:
            self.differences.show_state()

    def show_differences(self) -> None:
        """Show what differs from the last save, or from a folder."""
        if self._document is None or self._settings is None:
            return
        self.wanted.emit()
        if self.differences is None:
            from .differences_pane import DifferencesPane  # noqa: PLC0415 – built when first opened

            self.differences = DifferencesPane(self._document, self._settings, self)
            self.differences.chosen.connect(self.line_chosen)
            self.differences.shut.connect(self.show_files)
            self._pages.addWidget(self.differences)
        self._pages.setCurrentWidget(self.differences)
        self.differences.view.setFocus()

    def show_files(self) -> None:
        """Show the files again."""
        self._pages.setCurrentIndex(0)
        self.text.setFocus()

    def go_to_change(self, step: int) -> None:
        """Go to the next difference, or to the one before."""
        self.show_differences()
        if self.differences is not None:
            self.differences.go(step)

    def show_lit(self, path: Path) -> None:
        """Light up a path's lines, and scroll to them when another thing is chosen."""
        if path != self._wanted:
            self._wanted = path
            self._light(is_followed=True)
            self._dotting.start()  # going to a field passes by its row and by its tab

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        pictures = (
            (self.find_button, "search"),
            (self.copy_button, "copy"),
            (self.save_button, "export"),
            (self.compare_button, "compare"),
        )
        for button, picture in pictures:
            button.setIcon(icon(picture, tokens().muted))
        if "find_bar" in vars(self):
            self.find_bar.show_theme()
        if self.differences is not None:
            self.differences.show_theme()

    # Finding, copying, saving

    def has_focus(self) -> bool:
        """Whether keys go to this pane."""
        focused = QGuiApplication.focusObject()
        return isinstance(focused, QWidget) and self.isAncestorOf(focused)

    def ask_what_to_find(self) -> None:
        """Ask for a text to find in the file, beginning with what is selected."""
        self.wanted.emit()
        self._pages.setCurrentIndex(0)
        self.find_bar.open(self.text.textCursor().selectedText())

    def find_next(self, step: int) -> None:
        """Go to the next hit, or to the one before."""
        if self._is_finding:
            self._count(self.text.go_to_hit(step))
        else:
            self.ask_what_to_find()

    def copy_file(self) -> None:
        """Copy the whole file."""
        if self.text.artifact is not None:
            QGuiApplication.clipboard().setText(self.text.artifact.text)
            said = tr("{} is copied.").format(self.text.artifact.name.rpartition("/")[2])
            where = self.copy_button.mapToGlobal(self.copy_button.rect().bottomLeft())
            QToolTip.showText(where, said, self.copy_button)

    def save_file(self) -> None:
        """Ask where to, and write the file there as it is shown."""
        artifact = self.text.artifact
        if artifact is None or self._document is None:
            return
        from openpalm_desktop.deploy.save import save_artifact  # noqa: PLC0415 – the frame is painted first

        path = self._document.path
        name = artifact.name.rpartition("/")[2]
        start = path.with_name(name) if path else FilePath(name)
        chosen, _ = QtWidgets.QFileDialog.getSaveFileName(self, tr("Save this file"), str(start))
        if chosen:
            task = self._document.tasks.run(save_artifact(artifact, FilePath(chosen)))
            task.failed.connect(lambda error: messages.show_failure(self, error))

    # Inside

    def _show_dots(self) -> None:
        files = self._state.files if self._state else None
        self.tabs.show_dots(kinds_with(self._wanted, files))

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        from .focused_field import focused_path  # noqa: PLC0415 – the frame is painted first

        path = focused_path(now) if now is not None and self.window().isAncestorOf(now) else ()
        if path:
            self.show_lit(path)

    def _show_kind(self) -> None:
        state = self._state
        if state is None:
            return
        files = names_of(self.kind, state.files)
        self._show_names(files)
        name = self._name(files)
        artifact = file_of(state.files, name)
        is_other = self.text.artifact is None or self.text.artifact.name != name
        self.text.show_artifact(artifact)
        if is_other:
            self._light(is_followed=False)
        self.text.setPlaceholderText(nothing(self.kind if state.files else Kind.COMPOSE))
        marks: frozenset[int] = frozenset()
        if artifact is not None and state.files_before is not state.files:
            marks = changed_lines(file_of(state.files_before, name), artifact)
        self.text.show_marks(marks)
        self.last_edit.show_edit(state, len(marks))
        for button in (self.find_button, self.copy_button, self.save_button):
            button.setEnabled(artifact is not None)
        if self._is_finding:
            self._count(self.text.show_hits(self.find_bar.line.text()))
        elif marks:
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
            self.chooser.setToolTip(counted(len(files), "file", "files"))
        name = self._name(files)
        if name:
            self.chooser.setCurrentIndex(files.index(name))

    def _choose_file(self, index: int) -> None:
        self._chosen[self.kind] = self.chooser.itemData(index)
        self._show_kind()

    def _light(self, *, is_followed: bool) -> None:
        """Light up the lines of what is wanted, or of what it is a part of."""
        artifact = self.text.artifact
        place = line_of(artifact, self._wanted) if artifact and self._wanted else None
        if is_followed and (place is None or place[1] != self._wanted) and self._show_file():
            return
        self.text.show_lit(place[1] if place else ())
        if place is not None and is_followed:
            self.text.show_line(place[0])

    def _show_file(self) -> bool:
        """Open another file of this tab where the wanted path has lines of its own, if any has."""
        files = self._state.files if self._state else None
        if files is None or self.kind not in (Kind.ENV, Kind.AUTOMATIONS):
            return False
        for name in names_of(self.kind, files):
            artifact = files.files[name]
            line = next(artifact.lines_of(self._wanted), None)
            if line is not None and artifact is not self.text.artifact:
                self._chosen[self.kind] = name
                self._show_kind()
                self.text.show_line(line)
                return True
        return False

    def _seek(self, needle: str) -> None:
        count = self.text.show_hits(needle)
        self._count(self.text.go_to_hit(0) if count else 0)

    def _count(self, number: int) -> None:
        self.find_bar.show_count(number, len(self.text.hits.all))

    def _stop_finding(self) -> None:
        self.find_bar.hide()
        self.text.show_hits("")
        self.text.setFocus()

    def _show_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        cursor = self.text.cursorForPosition(where)
        artifact = self.text.artifact
        path = artifact.origin_of(cursor.blockNumber()) if artifact else ()
        copy = menu.addAction(tr("Copy"), self.text.copy)
        copy.setEnabled(self.text.textCursor().hasSelection())
        menu.addAction(tr("Copy this file"), self.copy_file)
        menu.addAction(tr("Save this file as…"), self.save_file)
        menu.addSeparator()
        menu.addAction(tr("Find…"), self.ask_what_to_find)
        go = menu.addAction(tr("Go to the field"), lambda: self.line_chosen.emit(path))
        go.setEnabled(bool(path))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.text.viewport().mapToGlobal(where))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 7, 10, 0)
        bar.addWidget(self.tabs, 1)
        self.last_edit.add_tools(
            self.compare_button, self.find_button, self.copy_button, self.save_button
        )
        files = QWidget(self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(files)
        layout = self._column = QVBoxLayout(files)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.last_edit)
        choice = QHBoxLayout(self._choice)
        choice.setContentsMargins(12, 8, 12, 8)
        choice.addWidget(self.chooser, 1)
        layout.addWidget(self._choice)
        layout.addWidget(self.text, 1)
        order = [self.tabs, self.compare_button, self.find_button, self.copy_button]
        order += [self.save_button, self.chooser, self.text]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)


__all__ = ["Kind", "PreviewPane"]

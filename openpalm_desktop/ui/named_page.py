"""A section of things with names: their table, the form of the current one, a way to begin."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.path import Path

from .icons import icon
from .theme import tokens

if TYPE_CHECKING:
    from .container_form import ContainerForm
    from .document import Document, State
    from .named_rows import NamedRows
    from .named_table import NamedTable


class NamedPage(QWidget):
    """All of them, and one in detail."""

    looked_at = Signal(object)
    rows: "NamedRows[Any]"
    table: "NamedTable"
    form: "ContainerForm"

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._wanted: str | None = None
        self.filter = QLineEdit(self)
        self.add_button = QPushButton(self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self._stack = QStackedWidget(self)

    # What a section says

    def names(self, state: "State") -> Collection[str]:
        """Return the names of a state."""
        raise NotImplementedError

    def show_rows(self, state: "State") -> None:
        """Show a state in the table."""
        raise NotImplementedError

    # Showing

    def show_state(self, state: "State") -> None:
        """Show all of them, and the current one's form if it is still there."""
        before = self.table.current
        row = self.table.currentIndex().row()
        names = self.names(state)
        self.show_rows(state)
        self.table.horizontalHeader().setVisible(bool(names))
        self._stack.setCurrentIndex(0 if names else 1)
        wanted, self._wanted = self._wanted, None
        if wanted is None and before not in names:
            wanted = self._beside(row)
        if wanted is not None:
            self.table.show_current(wanted)
        self._show_form()

    def show_named(self, name: str) -> None:
        """Make one the current one, shown even if the filter hid it."""
        if name in self.names(self._document.state) and name not in self.rows.names:
            self.filter.clear()
        self.table.show_current(name)

    def focus(self, path: Path) -> None:
        """Go to the row and the field of a path."""
        if len(path) < 2:
            self.table.setFocus()
            return
        self.show_named(str(path[1]))
        if len(path) > 2 and str(path[1]) in self.names(self._document.state):
            self.form.focus(path)
        else:
            self.table.setFocus()

    @property
    def current(self) -> str:
        """The current one's name, or an empty text."""
        return self.table.current

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        self.add_button.setIcon(icon("add", tokens().text))

    # Inside

    def _filter(self, text: str) -> None:
        self.rows.show_filter(text)
        if not self.current and self.rows.names:
            self.table.show_current(self.rows.names[0])
        self._show_form()

    def _beside(self, row: int) -> str | None:
        names = self.rows.names
        return names[min(max(row, 0), len(names) - 1)] if names else None

    def _show_current(self, name: str) -> None:
        self._show_form()
        self.looked_at.emit((self.form.SECTION, name))

    def _show_form(self) -> None:
        name = self.table.current
        state = self._document.state
        is_there = name in self.names(state)
        self.form.setVisible(is_there)
        if is_there:
            self.form.show_named(name, state)

    def lay_out(self, title: str, empty: QWidget) -> None:
        """Put everything in its place; `empty` stands there while there is nothing."""
        self.table.current_changed.connect(self._show_current)
        self.filter.textChanged.connect(self._filter)
        self.filter.setPlaceholderText(self.tr("Filter…"))
        self.filter.setClearButtonEnabled(False)
        self.filter.setFixedWidth(190)
        heading = QLabel(title, self)
        heading.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(18, 13, 18, 11)
        head.setSpacing(12)
        head.addWidget(heading)
        head.addWidget(self.add_button)
        head.addStretch()
        head.addWidget(self.filter)
        bar = canvas(self)
        bar.setLayout(head)
        split_page(self.split, self.table, self.form)
        self._stack.addWidget(self.split)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        self.show_theme()


def canvas(parent: QWidget) -> QWidget:
    """Return a ground on which cards and tables stand."""
    ground = QWidget(parent)
    ground.setObjectName("canvas")
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return ground


def split_page(split: QSplitter, table: QWidget, form: QWidget) -> None:
    """Put a table on its ground above a form."""
    upper = canvas(split)
    inside = QVBoxLayout(upper)
    inside.setContentsMargins(18, 0, 18, 14)
    inside.addWidget(table)
    split.addWidget(upper)
    split.addWidget(form)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    split.setStretchFactor(0, 1)
    split.setStretchFactor(1, 1)
    split.setSizes([340, 400])

"""The channels section: the table, the form of the current channel, and what is done to them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model import edits
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path

from . import channel_edits
from .channel_form import ChannelForm
from .channel_rows import ChannelRows, Column
from .channel_table import ChannelTable, answers_from
from .icons import icon
from .theme import tokens
from .welcome import Welcome
from .words import channel_title, tr

if TYPE_CHECKING:
    from .document import Document, State


class ChannelsPage(QWidget):
    """All channels, and one of them in detail."""

    looked_at = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._wanted: str | None = None
        self.rows = ChannelRows(self)
        self.table = ChannelTable(self.rows, self)
        self.form = ChannelForm(document, self)
        self.filter = QLineEdit(self)
        self.add_button = QPushButton(self.tr("Add channel"), self)
        self.welcome = Welcome(self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self._lay_out()
        self.rows.edit = self._edit_cell
        self.table.current_changed.connect(self._show_current)
        self.table.switched.connect(self.switch)
        self.filter.textChanged.connect(self._filter)
        self.form.duplicated.connect(self.duplicate)
        self.form.removed.connect(lambda name: self.remove([name]))
        self.form.renamed.connect(self._rename)

    # Showing

    def show_state(self, state: "State") -> None:
        """Show all channels, and the current one's form if it is still there."""
        before = self.table.current
        row = self.table.currentIndex().row()
        self.rows.show_state(state)
        self.table.horizontalHeader().setVisible(bool(state.spec.channels))
        self._stack.setCurrentWidget(self.split if state.spec.channels else self.welcome)
        wanted, self._wanted = self._wanted, None
        if wanted is None and before not in state.spec.channels:
            wanted = self._beside(row)
        if wanted is not None:
            self.table.show_current(wanted)
        self._show_form()

    def show_channel(self, name: str) -> None:
        """Make a channel the current one, shown even if the filter hid it."""
        if name in self._document.state.spec.channels and name not in self.rows.names:
            self.filter.clear()
        self.table.show_current(name)

    def focus(self, path: Path) -> None:
        """Go to the channel and the field of a path."""
        if len(path) < 2:
            self.table.setFocus()
            return
        self.show_channel(str(path[1]))
        if len(path) > 2 and str(path[1]) in self._document.state.spec.channels:
            self.form.focus(path)
        else:
            self.table.setFocus()

    @property
    def current(self) -> str:
        """The current channel's name, or an empty text."""
        return self.table.current

    # Doing

    def add(self, template: str | None) -> None:
        """Add a channel: a built-in one, or one of an image still to be named."""
        spec, name = channel_edits.added(self._document.state.spec, template)
        self._wanted = name
        self.filter.clear()
        title = channel_title(name, spec.channels[name])
        self._document.edit(tr("Add {}").format(title), spec)
        self.focus(("channels", name, "image" if template is None else "exposure"))

    def duplicate(self, name: str = "") -> None:
        """Copy a channel, right after itself."""
        name = name or self.current
        if name:
            spec, copy = channel_edits.duplicated(self._document.state.spec, name)
            self._wanted = copy
            self._document.edit(tr("Duplicate {}").format(self._title(name)), spec)

    def remove(self, names: Sequence[str] = ()) -> None:
        """Take channels away; undo brings them back."""
        names = list(names) or self.table.chosen
        if names:
            spec = edits.remove_channels(self._document.state.spec, names)
            self._document.edit(tr("Remove {}").format(self._titles(names)), spec)

    def switch(self, names: Sequence[str], is_on: bool) -> None:  # noqa: FBT001 – a slot
        """Turn channels on or off."""
        spec = self._document.state.spec
        changed = [name for name in names if spec.channels[name].enabled != is_on]
        if changed:
            after = edits.edit_channels(spec, changed, lambda one: one.with_(enabled=is_on))
            word = tr("Turn on {}") if is_on else tr("Turn off {}")
            self._document.edit(word.format(self._titles(changed)), after)

    def move_current(self, step: int) -> None:
        """Move the current channel up or down in the spec's order."""
        names = list(self._document.state.spec.channels)
        if self.current in names:
            to = names.index(self.current) + step
            if 0 <= to < len(names):
                self._wanted = self.current
                spec = edits.move_channel(self._document.state.spec, self.current, to)
                self._document.edit(tr("Move {}").format(self._title(self.current)), spec)

    # Inside

    def _edit_cell(self, name: str, column: Column, value: Any) -> None:
        path: Path = ("channels", name)
        self._document.seal()
        match column:
            case Column.NAME:
                channel = self._document.state.spec.channels[name]
                if value != channel_title(name, channel):
                    self._document.put((*path, "label"), value or None)
            case Column.IMAGE:
                self._document.put((*path, "image"), value.strip() or None)
            case Column.REACH:
                self._document.put((*path, "exposure"), list(Exposure)[value])
            case Column.ANSWERS:
                spec = channel_edits.answering(
                    self._document.state.spec, name, *answers_from(value)
                )
                self._document.edit(tr("Change where {} answers").format(self._title(name)), spec)
        self._document.seal()

    def _rename(self, new: str) -> None:
        old = self.form.name
        spec = self._document.state.spec
        if new == old or new in spec.channels:
            self._show_form()
            return
        self._wanted = new
        label = tr("Rename {} to {}").format(old, new)
        self._document.edit(label, edits.rename_channel(spec, old, new))

    def _filter(self, text: str) -> None:
        self.rows.show_filter(text)
        if not self.current:
            self._beside_first()
        self._show_form()

    def _beside_first(self) -> None:
        if self.rows.names:
            self.table.show_current(self.rows.names[0])

    def _beside(self, row: int) -> str | None:
        names = self.rows.names
        return names[min(max(row, 0), len(names) - 1)] if names else None

    def _show_current(self, name: str) -> None:
        self._show_form()
        self.looked_at.emit(("channels", name))

    def _show_form(self) -> None:
        name = self.table.current
        state = self._document.state
        is_there = name in state.spec.channels
        self.form.setVisible(is_there)
        if is_there:
            self.form.show_channel(name, state)

    def _title(self, name: str) -> str:
        return channel_title(name, self._document.state.spec.channels[name])

    def _titles(self, names: Sequence[str]) -> str:
        return self._title(names[0]) if len(names) == 1 else tr("{} channels").format(len(names))

    def _show_menu(self, menu: QMenu) -> None:
        if not menu.isEmpty():
            return
        from openpalm_desktop.model.templates import channel_templates  # noqa: PLC0415 – read when the menu opens

        for name, template in channel_templates().items():
            action = QAction(template.label, menu)
            action.setToolTip(template.description)
            action.setStatusTip(template.description)
            action.triggered.connect(lambda _=False, one=name: self.add(one))
            menu.addAction(action)
        menu.addSeparator()
        own = QAction(self.tr("Your own image…"), menu)
        own.triggered.connect(lambda: self.add(None))
        menu.addAction(own)

    def add_menu(self, parent: QWidget) -> QMenu:
        """Return a menu of what can be added."""
        menu = QMenu(self.tr("Add channel"), parent)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self._show_menu(menu))
        return menu

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Channels"), self)
        title.setProperty("role", "title")
        self.add_button.setMenu(self.add_menu(self.add_button))
        self.filter.setPlaceholderText(self.tr("Filter…"))
        self.filter.setAccessibleName(self.tr("Filter channels"))
        keys = QKeySequence("Ctrl+F").toString(QKeySequence.SequenceFormat.NativeText)
        self.filter.setToolTip(self.tr("Filter by name, image, reach or address ({})").format(keys))
        self.filter.setClearButtonEnabled(False)
        self.filter.setFixedWidth(190)
        head = QHBoxLayout()
        head.setContentsMargins(18, 13, 18, 11)
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.add_button)
        head.addStretch()
        head.addWidget(self.filter)
        upper = QWidget(self)
        upper.setObjectName("canvas")
        upper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(upper)
        inside.setContentsMargins(18, 0, 18, 14)
        inside.addWidget(self.table)
        self.split.addWidget(upper)
        self.split.addWidget(self.form)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([340, 400])
        bar = QWidget(self)
        bar.setObjectName("canvas")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setLayout(head)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.split)
        self._stack.addWidget(self.welcome)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        self.show_theme()

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        colours = tokens()
        self.add_button.setIcon(icon("add", colours.text))

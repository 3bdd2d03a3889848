"""The channels section: the table, the form of the current channel, and what is done to them."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from openpalm_desktop.model.exposure import Exposure

from .channel_rows import ChannelRows, Column
from .channel_table import ChannelTable, answers_from
from .named_page import NamedPage
from .words import channel_title, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.stack import StackSpec

    from .channel_form import ChannelForm
    from .document import Document
    from .empty_card import EmptyCard
    from .state import State


class ChannelsPage(NamedPage):
    """All channels, and one of them in detail."""

    SECTION = "channels"
    HAS_REACH = True

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.rows: ChannelRows = ChannelRows(self)
        self.table = ChannelTable(self.rows, self)
        self.add_button.setText(tr("Add channel"))
        self.add_button.setMenu(self.add_menu(self.add_button))
        self.filter.setAccessibleName(tr("Filter channels"))
        keys = QKeySequence("Ctrl+F").toString(QKeySequence.SequenceFormat.NativeText)
        self.filter.setToolTip(tr("Filter by name, image, reach or address ({})").format(keys))
        self.lay_out(tr("Channels"))
        self.rows.edit = self._edit_cell
        self.table.switched.connect(self.switch)

    def new_form(self) -> "ChannelForm":
        from .channel_form import ChannelForm  # noqa: PLC0415 – made when it is needed

        form = ChannelForm(self._document, self)
        form.renamed.connect(self._rename)
        return form

    def new_empty_card(self) -> "EmptyCard":
        from .empty_card import EmptyCard  # noqa: PLC0415 – as above

        text = tr(
            "A channel is anything people reach: a chat, a bot, a web site, any program in a"
            " container. Add one, and its files appear on the right as you type."
        )
        card = EmptyCard(tr("No channels yet"), text, tr("Add a channel"), self)
        card.button.clicked.connect(self.add_button.showMenu)
        return card

    def names(self, state: "State") -> Collection[str]:
        return state.spec.channels

    def show_rows(self, state: "State") -> None:
        self.rows.show_state(state)

    @property
    def open_tab(self) -> int:
        """Which tab of the form is open; the first one until the form is made."""
        return self.form.tabs.currentIndex() if "form" in vars(self) else 0

    @open_tab.setter
    def open_tab(self, index: int) -> None:
        if index != self.open_tab:
            self.form.tabs.setCurrentIndex(index)

    def show_channel(self, name: str) -> None:
        """Make a channel the current one, shown even if the filter hid it."""
        self.show_named(name)

    # Doing

    def add(self, template: str | None) -> None:
        """Add a channel: a built-in one, or one of an image still to be named."""
        from . import channel_edits  # noqa: PLC0415 – the table is painted before it is read

        spec, name = channel_edits.added(self._document.state.spec, template)
        self._wanted = name
        self.filter.clear()
        title = channel_title(name, spec.channels[name])
        self._document.edit(tr("Add {}").format(title), spec)
        self.focus(("channels", name, "image" if template is None else "exposure"))

    def duplicate(self, name: str = "") -> None:
        from . import channel_edits  # noqa: PLC0415 – as above

        names = [name] if name else self.table.chosen
        spec, copies = self._document.state.spec, []
        for each in names:
            spec, copy = channel_edits.duplicated(spec, each)
            copies.append(copy)
        if copies:
            self._wanted = copies[0]
            self._document.edit(tr("Duplicate {}").format(self.titles(names)), spec)
            self.table.show_chosen(copies)

    def remove(self, names: Sequence[str] = ()) -> None:
        names = list(names) or self.table.chosen
        from openpalm_desktop.model import edits  # noqa: PLC0415 – as above

        if names:
            spec = edits.remove_channels(self._document.state.spec, names)
            self._document.edit(tr("Remove {}").format(self.titles(names)), spec)

    def switch(self, names: Sequence[str], is_on: bool) -> None:  # noqa: FBT001 – a slot
        from openpalm_desktop.model import edits  # noqa: PLC0415 – as above

        spec = self._document.state.spec
        changed = [name for name in names if spec.channels[name].enabled != is_on]
        if changed:
            after = edits.edit_channels(spec, changed, lambda one: one.with_(enabled=is_on))
            word = tr("Turn on {}") if is_on else tr("Turn off {}")
            self._document.edit(word.format(self.titles(changed)), after)

    def put_tag(self, names: Sequence[str], tag: str) -> None:
        from openpalm_desktop.model import edits  # noqa: PLC0415 – as above
        from openpalm_desktop.model.arranging import with_tag  # noqa: PLC0415 – as above

        stack = self._document.state.product.stack
        images = {name: stack.channels[name].resolved.image for name in names}
        changed = [
            name for name, image in images.items() if image and with_tag(image, tag) != image
        ]
        spec = self._document.state.spec
        for name in changed:
            image = with_tag(images[name] or "", tag)
            spec = edits.edit_channels(spec, [name], lambda one, new=image: one.with_(image=new))  # type: ignore[misc] # mypy cannot see the default
        if changed:
            self._document.edit(tr("Change image of {}").format(self.titles(changed)), spec)

    def moved(self, spec: "StackSpec", names: Sequence[str], row: int) -> "StackSpec":
        from openpalm_desktop.model.arranging import move_channels  # noqa: PLC0415 – as above

        return move_channels(spec, names, row)

    def titles(self, names: Sequence[str]) -> str:
        return self._title(names[0]) if len(names) == 1 else tr("{} channels").format(len(names))

    def new_title(self, spec: "StackSpec", name: str) -> str:
        channel = spec.channels.get(name)
        return channel_title(name, channel) if channel else name

    def set_reach(self, names: Sequence[str], reach: Exposure) -> None:
        from openpalm_desktop.model import edits  # noqa: PLC0415 – as above

        spec = self._document.state.spec
        changed = [name for name in names if spec.channels[name].exposure is not reach]
        if changed:
            after = edits.edit_channels(spec, changed, lambda one: one.with_(exposure=reach))
            label = tr("Change who can reach {}").format(self.titles(changed))
            self._document.edit(label, after)

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
                from . import channel_edits  # noqa: PLC0415 – as above

                spec = channel_edits.answering(
                    self._document.state.spec, name, *answers_from(value)
                )
                self._document.edit(tr("Change where {} answers").format(self._title(name)), spec)
        self._document.seal()

    def _rename(self, new: str) -> None:
        from openpalm_desktop.model import edits  # noqa: PLC0415 – as above

        old = self.form.name
        spec = self._document.state.spec
        if new == old or new in spec.channels:
            self._show_form()
            return
        self._wanted = new
        label = tr("Rename {} to {}").format(old, new)
        self._document.edit(label, edits.rename_channel(spec, old, new))

    def _title(self, name: str) -> str:
        return channel_title(name, self._document.state.spec.channels[name])

    def _show_menu(self, menu: QMenu) -> None:
        if not menu.isEmpty():
            return
        from openpalm_desktop.model.templates import channel_templates  # noqa: PLC0415 – read when the menu opens

        for name, template in channel_templates().items():
            action = QAction(tr(template.label), menu)
            action.setToolTip(tr(template.description))
            action.setStatusTip(tr(template.description))
            action.triggered.connect(lambda _=False, one=name: self.add(one))
            menu.addAction(action)
        menu.addSeparator()
        own = QAction(tr("Your own image…"), menu)
        own.triggered.connect(lambda: self.add(None))
        menu.addAction(own)
        menu.addAction(tr("From a docker run line…")).triggered.connect(self.add_from_text)
        menu.addAction(tr("From a Compose file…")).triggered.connect(self.add_from_file)

    def add_menu(self, parent: QWidget) -> QMenu:
        """Return a menu of what can be added."""
        menu = QMenu(tr("Add channel"), parent)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self._show_menu(menu))
        return menu

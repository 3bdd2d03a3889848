"""The form of one container of the stack: its tabs, each built when it is first looked at."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from openpalm_desktop.model.container import Container
from openpalm_desktop.model.path import Path

from .fields.choice_field import Switch
from .form import Form
from .late_tabs import MARGIN
from .navigation import Tab, tab_name, tab_of
from .tabbed_form import TabbedForm
from .words import field_text, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part

    from .document import Document
    from .state import State


class ContainerTab(Form):
    """Some of the fields of a channel or a service."""

    renamed = Signal(str)
    SECTION: ClassVar[str]

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.build()

    def build(self) -> None:
        """Add the fields."""
        raise NotImplementedError

    def show_named(self, name: str, part: "Part", state: "State") -> None:
        """Show values, problems and what holds where nothing is said."""
        self.base = (self.SECTION, name)
        self.show_state(state)
        self.show_hints(part.resolved.container, part, state)

    def show_hints(self, container: Any, part: "Part", state: "State") -> None:
        """Show in empty fields what holds there."""


class ContainerForm(TabbedForm):
    """Title, what can be done with the thing, and its fields in tabs."""

    duplicated = Signal(str)
    removed = Signal(str)
    renamed = Signal(str)
    switched = Signal(list, bool)
    TABS: ClassVar[Mapping[Tab, type[ContainerTab]]]
    SECTION: ClassVar[str]

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__([tab_name(tab) for tab in Tab], parent)
        self._document = document
        self.name = ""
        self._seen: tuple[object, ...] = ()
        self._counts: Mapping[Tab, int] = {}
        self._lay_out()

    # What a form of something says

    def part(self, name: str, state: "State") -> "Part":
        """Return the thing of a name, with all that is filled in."""
        raise NotImplementedError

    def title(self, name: str, state: "State") -> str:
        """Return what people call it."""
        raise NotImplementedError

    def seen(self, name: str, state: "State") -> tuple[object, ...]:
        """Return what else the fields depend on."""
        raise NotImplementedError

    # Showing

    def show_named(self, name: str, state: "State") -> None:
        """Show values and problems."""
        part = self.part(name, state)
        problems = [p for p in state.product.problems if p.path[:2] == (self.SECTION, name)]
        seen = (name, part, problems, *self.seen(name, state))
        if _is_same(seen, self._seen):
            return
        self._seen = seen
        self.page(self.current_tab)
        self.name = name
        self.title_label.setText(self.title(name, state))
        self._service.setText(part.resolved.service)
        self.switch.setChecked(part.resolved.is_enabled)
        self._show_counts(part.resolved.container)
        for page in self.made.values():
            cast("ContainerTab", page).show_named(name, part, state)

    def focus(self, path: Path) -> None:
        """Open the tab of a field and put the focus into it."""
        tab = tab_of(str(path[2])) if len(path) > 2 else self.current_tab
        self.tabs.setCurrentIndex(list(Tab).index(tab))
        self.page(tab).focus(path)
        self.show_in_sight(list(Tab).index(tab))

    @property
    def current_tab(self) -> Tab:
        """The tab that is open."""
        return list(Tab)[self.tabs.currentIndex()]

    def page(self, tab: Tab) -> ContainerTab:
        """Return a tab's fields, built now if they were not looked at yet."""
        return cast("ContainerTab", self.at(list(Tab).index(tab)))

    def make(self, index: int) -> ContainerTab:
        page = self.TABS[list(Tab)[index]](self._document)
        page.renamed.connect(self.renamed)
        page.setMaximumWidth(860)
        return page

    def show_in(self, page: QWidget) -> None:
        if self.name:
            state = self._document.state
            part = self.part(self.name, state)
            cast("ContainerTab", page).show_named(self.name, part, state)

    def _show_counts(self, container: Container) -> None:
        counts = {
            Tab.ROUTING: len(getattr(container, "routes", ())),
            Tab.ENVIRONMENT: len(container.env) + len(container.config),
            Tab.STORAGE: len(container.volumes),
        }
        self._counts = counts
        self._name_tabs()

    def _name_tabs(self) -> None:
        """Name the tabs, with their counts where there is room for them."""
        for shows_counts in (True, False):
            for index, tab in enumerate(Tab):
                count = self._counts.get(tab, 0) if shows_counts else 0
                text = f"{tab_name(tab)} · {count}" if count else tab_name(tab)
                if self.tabs.tabText(index) != text:
                    self.tabs.setTabText(index, text)
            if self.tabs.sizeHint().width() <= self.width() - 2 * MARGIN:
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_tabs()

    def show_note(self, text: str, meaning: str) -> None:
        """Show a word or two beside the name."""
        self._note.setText(text)
        self._note.setToolTip(meaning)

    def add_button(self, text: str, signal: SignalInstance) -> QPushButton:
        """Add something that can be done with the thing."""
        button = self.add_head_button(text)
        button.clicked.connect(lambda: signal.emit(self.name))
        return button

    def _lay_out(self) -> None:
        text = field_text(Container, "enabled")
        self.switch = Switch("", self)
        self.switch.setAccessibleName(text.title)
        self.switch.setAccessibleDescription(text.help)
        self.switch.setToolTip(text.help)
        self.switch.clicked.connect(lambda is_on: self.switched.emit([self.name], is_on))
        self.head.insertWidget(0, self.switch)
        self._service = self.add_head_label("muted")
        self._service.setToolTip(tr("Its name in the Compose file"))
        self._note = self.add_head_label("help")
        self.head.addStretch()
        self.duplicate = self.add_button(tr("Duplicate"), self.duplicated)
        self.remove = self.add_button(tr("Remove"), self.removed)


def _is_same(seen: tuple[object, ...], before: tuple[object, ...]) -> bool:
    return len(seen) == len(before) and all(
        one is other or (isinstance(one, list | str) and one == other)
        for one, other in zip(seen, before, strict=True)
    )

"""The window: three regions, painted first and filled when the stack is there."""

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow, QSplitter, QStyle, QTabBar, QWidget

from .first_frame import FirstFrame
from .navigation import Section, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLabel

    from openpalm_desktop.model.path import Path

    from .beginning import Beginning
    from .channels_page import ChannelsPage
    from .command_palette import CommandPalette
    from .deploy_commands import DeployCommands
    from .document import Document
    from .file_commands import FileCommands
    from .journal_keeper import JournalKeeper
    from .menus import Menus
    from .named_page import NamedPage
    from .note_bar import NoteBar
    from .opening_bar import OpeningBar
    from .pages import Pages
    from .preview_pane import PreviewPane
    from .problems_pane import ProblemsPane
    from .regions import Regions
    from .services_page import ServicesPage
    from .settings import Settings
    from .sidebar import Sidebar
    from .spec_text_page import SpecTextPage
    from .stack_page import StackPage
    from .state import State
    from .theme import Theme
    from .top_bar import TopBar
    from .windows import Windows


@runtime_checkable
class _Themed(Protocol):
    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""


class MainWindow(QMainWindow):
    """Sections on the left, the open one in the middle, previews and problems on the right.

    It is a painted frame at first; its parts are there from the moment it is given a document.
    """

    closed = Signal()
    note: "NoteBar"
    top: "TopBar"
    sidebar: "Sidebar"
    sections: "Pages"
    preview: "PreviewPane"
    problems: "ProblemsPane"
    regions: "Regions"
    menus: "Menus"
    files: "FileCommands"
    deploying: "DeployCommands"
    channels: "ChannelsPage"
    beginning: "Beginning"
    _counts: "QLabel"
    _opening: "OpeningBar"

    def __init__(self, settings: "Settings", theme: "Theme") -> None:
        super().__init__()
        self.settings, self.theme = settings, theme
        self.document: Document | None = None
        self.windows: Windows | None = None
        self.keeper: JournalKeeper | None = None
        self._may_close = False
        self._is_closing = False
        self.setWindowTitle("OpenPalm Desktop")
        self.setAcceptDrops(True)
        self.resize(QSize(1440, 900).boundedTo(self._room()))
        self.setMinimumSize(960, 600)
        self.setCentralWidget(FirstFrame(self))
        self.command_palette: CommandPalette | None = None
        theme.changed.connect(self._show_theme)
        geometry = settings.size("window")
        if geometry is not None:
            self.restoreGeometry(geometry)

    @property
    def overview(self) -> "StackPage":
        """The page of the stack's own settings."""
        return cast("StackPage", self.sections.page(Section.OVERVIEW))

    def attach(self, document: "Document") -> None:
        """Fill the window with a document and follow it."""
        from .ahead import Ahead  # noqa: PLC0415 – the frame is painted first
        from .beginning import Beginning  # noqa: PLC0415 – as above
        from .deploy_commands import DeployCommands  # noqa: PLC0415 – as above
        from .file_commands import FileCommands  # noqa: PLC0415 – as above
        from .menus import Menus  # noqa: PLC0415 – as above

        self._make_parts()
        self.document = document
        self.files = FileCommands(self, document, self.settings)
        Ahead(self.files.opener, document, self)
        self._opening.attach(self.files.opener, document.making)
        self.sections.made.connect(self._take_in)
        self.sections.attach(document)
        self.channels = cast("ChannelsPage", self.sections.page(Section.CHANNELS))
        self.sections.open(Section.CHANNELS)
        self.menus = Menus(self)
        self.top.attach(document)
        self.top.undo_wanted.connect(self.undo)
        self.top.redo_wanted.connect(self.redo)
        self.top.save_wanted.connect(self.files.save)
        self.deploying = DeployCommands(self, document)
        self.top.export_wanted.connect(self.export)
        self.channels.empty.button.clicked.connect(self.channels.add_button.showMenu)
        self.beginning = Beginning(self, document)
        self.sidebar.chosen.connect(lambda name: self.show_section(Section(name)))
        self.preview.line_chosen.connect(self.go_to)
        self.problems.chosen.connect(self.go_to)
        document.named.connect(self._show_name)
        document.replaced.connect(self.note.put_away)
        document.changed.connect(self.show_state)
        draft = document.draft
        draft.changed.connect(
            lambda: self.sidebar.show_text_unsound(is_unsound=bool(draft.problems))
        )
        self.preview.attach(document, self.settings)
        self._show_name()
        self.show_state(document.state)
        document.secrets.use(self.settings)
        document.target.use(self.settings)
        self.channels.table.setFocus()

    def show_state(self, state: "State") -> None:
        """Hand a state on to every part, top to bottom."""
        self.sidebar.show_state(state)
        self.sections.show_state(state)
        self.preview.show_state(state)
        self.problems.show_state(state)
        from .stack_words import summary  # noqa: PLC0415 – the frame is painted first

        self._counts.setText(summary(state))

    def show_section(self, section: Section) -> None:
        """Open a section."""
        if self.document is None:
            return
        self.regions.show_stack()
        self.sidebar.show_section(section)
        self.regions.give_room(is_wanted=section is Section.PICTURE)
        self.sections.open(section)
        self.menus.show_section()

    def go_to(self, path: "Path") -> None:
        """Open a path's section and put the focus into its field."""
        place = place_of(path)
        self.show_section(place.section)
        self.sections.open(place.section).focus(path)

    def show_deploy(self) -> None:
        """Open the section Deploy, where a target is chosen."""
        self.show_section(Section.DEPLOY)

    def show_return(self, services: tuple[str, ...]) -> None:
        """Open the section Deploy with the plan that puts services back."""
        self.deploying.put_back(services)

    def show_secrets(self) -> None:
        """Open the secrets, where values are given."""
        self.show_section(Section.SECRETS)

    def undo(self) -> None:
        """Take the last edit back; first what is typed in the spec's text and not in the stack."""
        if self.document is None:
            return
        if self.document.draft.text is None:
            self.document.undo()
        else:
            self.show_section(Section.SPEC_TEXT)
            cast("SpecTextPage", self.sections.page(Section.SPEC_TEXT)).editor.undo()

    def redo(self) -> None:
        """Make an edit again that was taken back."""
        if self.document is not None:
            self.document.redo()

    def export(self) -> None:
        """Ask for a folder and write the stack's files into it."""
        from .export_commands import export_folder  # noqa: PLC0415 – seldom needed

        export_folder(self)

    def bundle(self) -> None:
        """Ask for a file and write an archive for a server."""
        from .export_commands import export_bundle  # noqa: PLC0415 – seldom needed

        export_bundle(self)

    def show_history(self) -> None:
        """Show all undo steps."""
        self.top.show_history()

    def focus_filter(self) -> None:
        """Put the focus into the filter of the open table; in the preview, find in its file."""
        if self.preview.has_focus():
            self.preview.ask_what_to_find()
            return
        line = getattr(self.sections.currentWidget(), "filter", None)
        if not isinstance(line, QLineEdit) or not line.isVisible():
            self.show_section(Section.CHANNELS)
            line = self.channels.filter
        line.setFocus()
        line.selectAll()

    @property
    def open_table(self) -> "ChannelsPage | ServicesPage | None":
        """The open page, if it is a table of channels or services."""
        if self.sections.current in (Section.CHANNELS, Section.SERVICES):
            return cast("ChannelsPage | ServicesPage", self.sections.currentWidget())
        return None

    def in_table(self, do: "Callable[[NamedPage], object]") -> None:
        """Do something in the open table of channels or services."""
        if self.open_table is not None:
            do(self.open_table)

    def add_from_text(self, *, asks_for_file: bool = False) -> None:
        """Add from a docker run line or a Compose file, to the open table or the channels."""
        if self.open_table is None:
            self.show_section(Section.CHANNELS)
        page = self.open_table or self.channels
        if asks_for_file:
            page.add_from_file()
        else:
            page.add_from_text()

    def duplicate_chosen(self) -> None:
        """Copy the current channel or service."""
        if self.open_table is not None:
            self.open_table.duplicate()

    def remove_chosen(self) -> None:
        """Take the chosen channels or services away."""
        if self.open_table is not None:
            self.open_table.remove()

    def move_current(self, step: int) -> None:
        """Move the chosen channels or services up or down."""
        if self.open_table is not None:
            self.open_table.move_chosen(step)

    def open_palette(self) -> None:
        """Ask for anything by a few letters of its name, and do it or go there."""
        from .command_palette import CommandPalette  # noqa: PLC0415 – built when it is first opened

        if self.command_palette is None:
            self.command_palette = CommandPalette(self)
        self.command_palette.open()

    def focus_next_region(self) -> None:
        """Go on to the sections, the page, the previews, the problems, and around."""
        self.regions.focus_next()

    def focus_next_problem(self) -> None:
        """Go to the problem after the one gone to before."""
        self.problems.choose_next()

    def switch_chosen(self, *, is_on: bool) -> None:
        """Turn the chosen channels or services on or off."""
        page = self.open_table
        if page is not None:
            page.switch(page.table.chosen, is_on)

    # Events

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.document is not None:
            if not self.deploying.may_close():
                event.ignore()
                return
            if not self._may_close:
                self._is_closing = True
                self.files.leave(self._let_close)
                self._is_closing = False
            if not self._may_close:
                event.ignore()
                return
            self._may_close = False
            self.deploying.close()
            self.document.running.close()
            self.document.secrets.close()
            self.document.making.close()
            self.document.tasks.close()
            if self.keeper is not None:
                self.keeper.discard()
        self._keep_sizes()
        event.accept()
        self.closed.emit()

    def close_agreed(self) -> None:
        """Close without asking once more."""
        self._may_close = True
        self.close()

    def new_window(self) -> None:
        """Show another window with an empty stack."""
        if self.windows is not None:
            self.windows.new_window()

    def quit(self) -> None:
        """Close all windows."""
        if self.windows is not None:
            self.windows.quit()
        else:
            self.close()

    @property
    def splits(self) -> dict[str, QSplitter]:
        """What divides the window, by name."""
        return {"main": self.regions.main, "right": self.regions.right}

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.document is not None:
            event.acceptProposedAction()
            first, *others = [FilePath(url.toLocalFile()) for url in event.mimeData().urls()]
            if self.windows is not None:
                for path in others:
                    self.windows.new_window(path)
            self.files.open_path(first)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.document is not None:
            self.document.seal()

    # Inside

    def _room(self) -> QSize:
        """How large the window may be, so that the system's frame around it is seen as well."""
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        return self.screen().availableSize() - QSize(2, title)

    def _let_close(self) -> None:
        """Close: now, when the window is being asked to, or again, when a save came between."""
        self._may_close = True
        if not self._is_closing:
            self.close()

    def _show_name(self) -> None:
        if self.document is not None:
            self.setWindowTitle(f"{self.document.name}[*] – OpenPalm Desktop")
            self.setWindowModified(self.document.is_edited)

    def _show_theme(self) -> None:
        if self.document is None:
            return
        self.preview.show_theme()
        self.top.show_theme()
        self.beginning.show_theme()
        for page in self.sections.made_pages.values():
            if isinstance(page, _Themed):
                page.show_theme()

    def _make_parts(self) -> None:
        """Put the parts in place of the painted frame."""
        from .window_parts import made_in  # noqa: PLC0415 – the frame is painted first

        self.theme.put_on()
        parts = made_in(self)
        self.note, self.top, self.sidebar = parts.note, parts.top, parts.sidebar
        self.sections, self.preview, self.problems = parts.sections, parts.preview, parts.problems
        self.regions, self._counts, self._opening = parts.regions, parts.counts, parts.opening
        self.sidebar.show_section(Section.CHANNELS)

    def _take_in(self, name: str, page: QWidget) -> None:
        """Give a page that was just made its sizes, and follow what is chosen in it."""
        split = getattr(page, "split", None)
        if isinstance(split, QSplitter):
            self._restore_split(name, split)
        views = getattr(page, "views", None)
        if isinstance(views, QTabBar):
            views.setCurrentIndex(self.settings.view(name))
        for signal, slot in (
            ("looked_at", self.preview.show_lit),
            ("chosen", self.go_to),
            ("secrets_wanted", self.show_secrets),
            ("save_wanted", self.files.save),
            ("deploy_wanted", self.show_deploy),
            ("return_wanted", self.show_return),
        ):
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)

    def _restore_split(self, name: str, split: QSplitter) -> None:
        state = self.settings.size(name)
        if state is not None:
            split.restoreState(state)

    def _keep_sizes(self) -> None:
        self.settings.keep_size("window", self.saveGeometry())
        if self.document is None:
            return
        self.regions.keep_sizes()
        for section, page in self.sections.made_pages.items():
            split = getattr(page, "split", None)
            if isinstance(split, QSplitter):
                self.settings.keep_size(section.value, split.saveState())
            views = getattr(page, "views", None)
            if isinstance(views, QTabBar):
                self.settings.keep_view(section.value, views.currentIndex())

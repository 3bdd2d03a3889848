"""The window: three regions, painted first and filled when the stack is there."""

from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow, QSplitter, QTabBar, QWidget

from .first_frame import FirstFrame
from .navigation import Section, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLabel, QVBoxLayout

    from openpalm_desktop.model.path import Path

    from .beginning import Beginning
    from .channels_page import ChannelsPage
    from .command_palette import CommandPalette
    from .deploy_commands import DeployCommands
    from .document import Document
    from .file_commands import FileCommands
    from .journal_keeper import JournalKeeper
    from .later import Later
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

_LONG_MS = 400  # a start that takes longer is told of
_TITLE_BAR = 24  # as the style has it; asking makes PySide prepare all that styles know, 5 ms


@runtime_checkable
class _Themed(Protocol):
    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""


class MainWindow(QMainWindow):
    """Sections on the left, the open one in the middle, previews and problems on the right.

    It is a painted frame at first; its parts are there from the moment it is given a document.
    """

    closed = Signal()
    top: "TopBar"
    sidebar: "Sidebar"
    sections: "Pages"
    preview: "PreviewPane"
    problems: "ProblemsPane"
    regions: "Regions"
    menus: "Menus"
    files: "FileCommands"
    channels: "ChannelsPage"
    beginning: "Beginning"
    later: "Later"
    _central: QWidget
    _counts: "QLabel"
    _column: "QVBoxLayout"

    def __init__(self, settings: "Settings", theme: "Theme") -> None:
        super().__init__()
        self.settings, self.theme = settings, theme
        self.document: Document | None = None
        self.windows: Windows | None = None
        self.keeper: JournalKeeper | None = None
        self._may_close = False
        self._is_closing = False
        self._is_shown = False  # any state
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
        """Fill the window with a document and follow it; what is not in sight yet comes later."""
        from .beginning import Beginning  # noqa: PLC0415 – the frame is painted first
        from .file_commands import FileCommands  # noqa: PLC0415 – as above
        from .later import Later  # noqa: PLC0415 – as above
        from .menus import Menus  # noqa: PLC0415 – as above

        self._make_parts()
        self.document = document
        self.files = FileCommands(self, document, self.settings)
        self.sections.made.connect(self._take_in)
        self.sections.attach(document)
        self.channels = cast("ChannelsPage", self.sections.begin(Section.CHANNELS))
        self.menus = Menus(self)
        self._follow_bar(document)
        self.sidebar.chosen.connect(lambda name: self.show_section(Section(name)))
        self.preview.line_chosen.connect(self.go_to)
        self.problems.chosen.connect(self.go_to)
        document.named.connect(self._show_name)
        document.changed.connect(self.show_state)
        self.preview.attach(document, self.settings)
        self.beginning = Beginning(self, document)
        self.files.opener.changed.connect(self._show_soon)
        self._show_soon()
        QTimer.singleShot(_LONG_MS, self, self._be_patient)
        self.later = Later(self.files.opener, self)
        self.later.add(
            (
                self.menus.fill,  # their keys may be pressed at once
                self.preview.follow_focus,
                self._follow_desks,
                lambda: self.deploying,
                self._use_settings,
                self._follow_draft,
                lambda: self._opening,
                self._read_ahead,
            )
        )
        self._show_name()
        self.theme.put_on()
        self._show_parts()
        self.channels.table.setFocus()

    # What is not in sight at first

    @cached_property
    def deploying(self) -> "DeployCommands":
        """What deploying asks of the window."""
        from .deploy_commands import DeployCommands  # noqa: PLC0415 – as above

        assert self.document is not None  # noqa: S101 – nobody deploys before
        return DeployCommands(self, self.document)

    @cached_property
    def note(self) -> "NoteBar":
        """What is said of the open file above everything."""
        from .note_bar import NoteBar  # noqa: PLC0415 – as above

        note = NoteBar(self)
        self._column.insertWidget(0, note)
        if self.document is not None:
            self.document.replaced.connect(note.put_away)
        return note

    @cached_property
    def _opening(self) -> "OpeningBar":
        from .opening_bar import OpeningBar  # noqa: PLC0415 – as above

        assert self.document is not None  # noqa: S101 – nothing is opened before
        bar = OpeningBar(self)
        self.statusBar().addPermanentWidget(bar)
        bar.attach(self.files.opener, self.document.making)
        return bar

    def _be_patient(self) -> None:
        """Answer keys while a file takes long to open, and say that it does."""
        self.menus.fill()
        _ = self._opening

    def _follow_desks(self) -> None:
        """Show what is known of the target, and what is done there."""
        if self.document is not None:
            self.channels.follow_target()
            self.top.follow_desks(self.document)

    def _use_settings(self) -> None:
        """Let the document know what was chosen on this computer before."""
        if self.document is not None:
            self.document.secrets.use(self.settings)
            self.document.target.use(self.settings)

    def _follow_draft(self) -> None:
        if self.document is not None:
            draft = self.document.draft
            draft.changed.connect(
                lambda: self.sidebar.show_text_unsound(is_unsound=bool(draft.problems))
            )

    def _read_ahead(self) -> None:
        from .ahead import Ahead  # noqa: PLC0415 – as above

        if self.document is not None:
            Ahead(self.files.opener, self.document, self)

    def _follow_bar(self, document: "Document") -> None:
        self.top.attach(document)
        self.top.undo_wanted.connect(self.undo)
        self.top.redo_wanted.connect(self.redo)
        self.top.save_wanted.connect(self.files.save)
        self.top.export_wanted.connect(self.export)
        self.top.deploy.clicked.connect(self._deploy)

    def _deploy(self) -> None:
        self.deploying.plan()

    def _show_soon(self) -> None:
        """Show the state that there is, once a file that was just read is shown instead."""
        QTimer.singleShot(0, self, self._show_unless_opening)

    def _show_unless_opening(self) -> None:
        if self.document is not None and not self._is_shown and not self.files.opener.is_busy:
            self.show_state(self.document.state)

    def show_state(self, state: "State") -> None:
        """Hand a state on to every part, top to bottom."""
        self._is_shown = True
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
        return self.screen().availableSize() - QSize(2, _TITLE_BAR)

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
        from PySide6.QtWidgets import QLabel, QStatusBar, QVBoxLayout  # noqa: PLC0415 – the frame is painted first

        from .regions import Regions  # noqa: PLC0415 – as above

        central = self._central = QWidget(self)
        self._column = QVBoxLayout(central)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        parts = self.regions = Regions(self.settings, central)
        self._column.addWidget(parts, 1)
        self.top, self.sidebar, self.sections = parts.top, parts.sidebar, parts.sections
        self.preview, self.problems = parts.preview, parts.problems
        self._counts = QLabel(self)
        parts.currentChanged.connect(lambda at: self._counts.setVisible(at == 0))
        status = QStatusBar(self)
        status.setSizeGripEnabled(False)
        status.addWidget(self._counts)
        self.setCentralWidget(central)
        self.setStatusBar(status)
        self.sidebar.show_section(Section.CHANNELS)

    def _show_parts(self) -> None:
        """Show the parts now: left to Qt, they come a turn later, and all is painted twice."""
        for part in (self._central, self.menuBar(), self.statusBar()):
            part.show()

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

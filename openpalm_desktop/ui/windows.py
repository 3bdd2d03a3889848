"""All windows of the program, each with a stack of its own; how they begin, come back and end."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from . import session
from .main_window import MainWindow
from .session import View
from .words import counted, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpalm_desktop.deploy.lost_work import Left, Recovered

    from .document import Document
    from .settings import Settings
    from .theme import Theme

_STEP = QPoint(28, 28)


class Windows(QObject):
    """The open windows; `journals` is the folder for what a crash must not take, if any."""

    def __init__(
        self,
        settings: "Settings",
        theme: "Theme",
        journals: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._theme, self._journals = settings, theme, journals
        self._is_whole = False  # the session is kept once everything of it is back
        self._early: list[Path] = []  # what the system asked for before that
        self.all: list[MainWindow] = []

    # Beginning

    def begin(
        self, paths: Sequence[Path], before_words: "Callable[[], None]" = lambda: None
    ) -> MainWindow:
        """Show the first window at once; what belongs into it follows when it is painted.

        `before_words` is done before any word is said.
        """
        views = self._wanted(paths)
        window = self._show_frame(views[0])

        def fill() -> None:
            before_words()
            self._fill_first(window, views)

        QTimer.singleShot(0, window, fill)
        return window

    def new_window(self, path: Path | None = None) -> MainWindow:
        """Show another window, with a file in it or an empty stack."""
        beside = next((one for one in self.all if one.isActiveWindow()), self.all[-1])
        window = self._show_frame(View())
        window.resize(beside.size())
        window.move(beside.pos() + _STEP)
        self._fill(window, View())
        if path is not None:
            window.files.open_path(path)
        return window

    def open_file(self, path: Path) -> None:
        """Show a file: in its own window, in one that is still empty, or in a new one."""
        if not self._is_whole:
            self._early.append(path)
        elif not self.raise_window_of(path):
            empty = next((one for one in self.all if _is_empty(one)), None)
            if empty is None:
                self.new_window(path)
            else:
                empty.files.open_path(path)

    def raise_window_of(self, path: Path, but: MainWindow | None = None) -> bool:
        """Bring the window of an open file to the front, if there is one other than `but`."""
        window = next((one for one in self.all if one is not but and _is_of(one, path)), None)
        if window is None:
            return False
        window.raise_()
        window.activateWindow()
        return True

    # Ending

    def quit(self) -> None:
        """Close everything, once each window's work is saved or let go."""
        self._leave_next(list(self.all))

    def keep_session(self) -> None:
        """Remember what is open and how it looks."""
        if self._is_whole and not session.is_newer(self._settings.session):
            views = [session.view_of(window) for window in self.all]
            self._settings.session = session.as_text(views)

    # Inside

    def _wanted(self, paths: Sequence[Path]) -> list[View]:
        """Return the windows to begin with: files that were named, or those of the last time."""
        views = session.from_text(self._settings.session) if self._settings.is_restoring else []
        if not paths:
            return views or [View()]
        before = views[0] if views else View()
        return [View(str(path.absolute()), before.geometry, splits=before.splits) for path in paths]

    def _show_frame(self, view: View) -> MainWindow:
        window = MainWindow(self._settings, self._theme)
        window.windows = self
        session.show_frame(window, view)
        self.all.append(window)
        window.closed.connect(lambda: self._forget(window))
        window.show()
        return window

    def _fill(self, window: MainWindow, view: View) -> "Document":
        from .document import Document  # noqa: PLC0415 – the frame is painted first

        document = Document(window)
        window.attach(document)
        session.divide(window, view)
        window.later.add((lambda: _watch_disk(window, document),))
        if self._journals is not None:
            from .journal_keeper import JournalKeeper  # noqa: PLC0415

            window.keeper = JournalKeeper(document, self._journals)
            window.keeper.failed.connect(
                lambda error: window.note.show_note(f"{error.sentence} {error.hint}".strip())
            )
        document.saved.connect(self.keep_session)
        document.replaced.connect(lambda: QTimer.singleShot(0, window, self.keep_session))
        return document

    def _fill_first(self, window: MainWindow, views: list[View]) -> None:
        document = self._fill(window, views[0])
        window.beginning.offer_tour()
        if self._settings.are_newer:
            window.note.keep_saying(_newer_settings())
        if self._journals is None or not _has_any(self._journals):
            self._fill_all(views, ())
            return
        from openpalm_desktop.deploy.lost_work import find_left, find_newer  # noqa: PLC0415 – seldom needed

        task = document.tasks.run(find_left(self._journals))
        task.succeeded.connect(lambda found: self._fill_all(views, found))
        task.failed.connect(lambda error: self._go_on_without(window, views, error))
        newer = document.tasks.run(find_newer(self._journals))
        newer.succeeded.connect(lambda paths: self._tell_newer(window, paths))

    def _tell_newer(self, window: MainWindow, paths: tuple[Path, ...]) -> None:
        if paths:
            text = tr("A newer version of OpenPalm Desktop left unsaved work, in {}. {}")
            hint = tr("Start that version to have it back; this one leaves it alone.")
            window.note.keep_saying(text.format(paths[0].parent, hint))

    def _go_on_without(self, window: MainWindow, views: list[View], error: BaseException) -> None:
        self._fill_all(views, ())
        _show_failure(window, error)

    def _fill_all(self, views: Sequence[View], found: "Sequence[Left]") -> None:
        """Fill the windows that were wanted, and one for each journal that belongs to none."""
        left = list(found)
        for number, view in enumerate(views):
            window = self.all[0] if number == 0 else self._show_frame(view)
            if number:
                self._fill(window, view)
            mine = next((one for one in left if view.path and one.path == view.file), None)
            if mine is not None:
                left.remove(mine)
                self._bring_back(window, mine, view)
            elif view.file is not None:
                self._open(window, view.file, view)
            else:
                session.show_inside(window, view)
        for one in left:
            first = self.all[0]
            is_free = not views[0].path and first.document and not first.document.is_edited
            is_free = is_free and one is left[0]
            self._bring_back(first if is_free else self.new_window(), one, View())
        self._is_whole = True
        for path in self._early:
            self.open_file(path)

    def _open(self, window: MainWindow, path: Path, view: View) -> None:
        if len(self.all) > 1 and not path.exists():
            sentence = tr("{} is no longer there: it was moved, renamed or removed.")
            window.note.show_note(sentence.format(path))
            return
        window.files.open_path(path, lambda: session.show_inside(window, view))

    def _bring_back(self, window: MainWindow, left: "Left", view: View) -> None:
        from openpalm_desktop.deploy.lost_work import recover  # noqa: PLC0415 – seldom needed

        assert window.document is not None  # noqa: S101 – it was filled before
        task = window.document.tasks.run(recover(left))
        task.succeeded.connect(lambda one: self._show_recovered(window, one, view))
        task.failed.connect(lambda error: _show_failure(window, error))

    def _show_recovered(self, window: MainWindow, one: "Recovered", view: View) -> None:
        if window.document is None:
            return
        window.document.show_recovered(one)
        if window.keeper is not None:
            window.keeper.go_on(one.left.journal)
        session.show_inside(window, view)
        window.note.show_note(_recovered(len(one.steps), is_whole=one.left.is_whole))

    def _leave_next(self, left: list[MainWindow]) -> None:
        """Ask in one window after another; the first “cancel” keeps all of them open."""
        if not left:
            self.keep_session()
            self._is_whole = False
            for window in list(self.all):
                window.close_agreed()
            return
        window, *others = left
        if window.document is None:
            self._leave_next(others)
            return
        if window.document.is_edited:
            window.raise_()
            window.activateWindow()
        window.files.leave(lambda: self._leave_next(others))

    def _forget(self, window: MainWindow) -> None:
        if len(self.all) == 1:
            self.keep_session()
        self.all.remove(window)
        if self.all:
            self.keep_session()
            window.deleteLater()


def _has_any(folder: Path) -> bool:
    from openpalm_desktop.deploy.edit_journal import has_any  # noqa: PLC0415 – the frame is painted first

    return has_any(folder)


def _watch_disk(window: MainWindow, document: "Document") -> None:
    from .disk_watch import DiskWatch  # noqa: PLC0415 – the stack is painted first

    DiskWatch(window, document)


def _is_empty(window: MainWindow) -> bool:
    """Whether nobody has begun anything in a window."""
    document = window.document
    if document is None or window.files.opener.is_busy:
        return False
    return document.path is None and not document.is_edited


def _show_failure(window: MainWindow, error: BaseException) -> None:
    from .messages import show_failure  # noqa: PLC0415 – seldom needed

    show_failure(window, error)


def _is_of(window: MainWindow, path: Path) -> bool:
    """Whether a window's file is this one, by whatever name."""
    document = window.document
    if document is None or document.path is None:
        return False
    try:
        return document.path.samefile(path)
    except OSError:
        return document.path == path


def _newer_settings() -> str:
    text = tr("Your settings were written by a newer version of OpenPalm Desktop.")
    hint = tr("They stay as they are; what you choose in this version is not kept.")
    return f"{text} {hint}"


def _recovered(steps: int, *, is_whole: bool) -> str:
    text = tr("The program ended before you saved. Your work is back, with {} to undo.").format(
        counted(steps, "step", "steps")
    )
    lost = tr("The end of its journal was damaged, so the last edits may be missing.")
    return text if is_whole else f"{text} {lost}"

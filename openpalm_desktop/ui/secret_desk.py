"""The open stack's secrets: where their values are kept, which there are, and what is done to them.

Values pass through and are not held. The store may keep everyone waiting, a keyring for a password
for instance, so each call is work on a thread of its own; no more than one goes on at a time.
"""

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from openpalm_desktop.deploy.secret_places import (
    Look,
    SecretPlace,
    close_to_others,
    copy_all,
    copy_value,
    keep,
    look,
    read,
)
from openpalm_desktop.deploy.secret_store import SecretStore, SecretValue
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.secret_issuers import issuer_of
from openpalm_desktop.model.secret_uses import SecretUse
from openpalm_desktop.record import Record

from .tasks import Tasks, Work

if TYPE_CHECKING:
    from .document import Document
    from .settings import Settings

_PAUSE_MS = 250  # so that a name being typed is not asked for letter by letter
Then = Callable[[Any], object]


class Held(Record):
    """What is known of a store: no names before it answered, and why it did not."""

    place: SecretPlace | None = None
    names: frozenset[str] | None = None
    generated: frozenset[str] = frozenset()
    trouble: OpenPalmError | None = None
    is_asked: bool = False
    is_open_to_others: bool = False


class LeftBehind(Record):
    """Values in the keyring that are filed under the name that the project had before."""

    project: str
    names: frozenset[str]


class SecretDesk(QObject):
    """Asks the store, tells the document which names have a value, and changes values."""

    changed = Signal()
    failed = Signal(object)
    closed = Signal()

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self._settings: Settings | None = None
        self._tasks = Tasks(self, waits_for_people=True)
        self._visit = 0
        self._asked_for: frozenset[str] = frozenset()
        self._project = ""
        self._path: FilePath | None = None
        self._is_chosen = False
        self.is_watched = False
        self.edition = 0  # how often values changed
        self.left_behind: LeftBehind | None = None
        self.held = Held()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.look)

    def use(self, settings: "Settings") -> None:
        """Begin to follow the document, with what was chosen on this computer before."""
        self._settings = settings
        self._remember()
        self._document.changed.connect(self._follow)
        self._document.named.connect(self._keep_choice)
        app = QCoreApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._look_after_others)
        self._follow()

    def watch(self) -> None:
        """Look even if no secret is used: somebody wants to see what there is."""
        if not self.is_watched:
            self.is_watched = True
            self._follow()

    def forget(self) -> None:
        """Begin anew: another stack is open."""
        self._visit += 1
        self._soon.stop()
        self._asked_for, self._project = frozenset(), ""
        self._is_chosen = False
        self.left_behind = None
        self.held = Held()
        if self._settings is not None:
            self._remember()

    def close(self) -> None:
        """Wait for nobody any more."""
        self._visit += 1
        self._soon.stop()
        self._tasks.close()
        self.closed.emit()

    @property
    def uses(self) -> tuple[SecretUse, ...]:
        """Every use of a secret in the stack."""
        return self._document.state.product.secret_uses

    def issuer_of(self, name: str) -> str:
        """Return who gives out the value of a secret; empty: it may be made up."""
        return issuer_of(name, [use.variable for use in self.uses if use.name == name])

    # Asking

    def look(self) -> None:
        """Ask the store which names have a value."""
        self._soon.stop()
        self._asked_for = frozenset(use.name for use in self.uses)
        self._move_to(self._document.state.spec.project_name)
        path = self._document.path
        work = look(self.held.place, path, self._project, self._asked_for)
        self._show(self.held.replaced(is_asked=True))
        self._run(work, self._show_look, lambda error: self._show_no_look(path, error))

    def read(self, name: str, then: Then) -> None:
        """Ask for a value."""
        if self.held.place is not None:
            self._run(read(self.held.place, self._project, name), then)

    # Changing

    def keep(
        self,
        values: Mapping[str, SecretValue | None],
        then: Then | None = None,
        *,
        is_generated: bool = False,
    ) -> None:
        """Keep values, or take away those that are None."""
        if self.held.place is not None:
            names = dict.fromkeys(values)
            kept = frozenset(name for name, value in values.items() if value)

            def show(_: object) -> None:
                self.edition += 1
                self._is_chosen = True
                self._keep_choice()
                self._show(self.held.replaced(is_open_to_others=False))
                generated = self.held.generated - names.keys()
                self._show_names((self.held.names or frozenset()) - names.keys() | kept)
                self._show_generated(generated | kept if is_generated else generated)
                if then is not None:
                    then(None)

            self._run(keep(self.held.place, self._project, values), show)

    def copy_value(self, old: str, new: str, then: Then) -> None:
        """Keep a value under another name too."""

        def show(was_there: bool) -> None:  # noqa: FBT001 – the work's result
            if was_there:
                self._show_names((self.held.names or frozenset()) | {new})
                if old in self.held.generated:
                    self._show_generated(self.held.generated | {new})
            then(was_there)

        if self.held.place is not None:
            self._run(copy_value(self.held.place, self._project, old, new), show)

    def choose(self, place: SecretPlace, *, copies: bool) -> None:
        """Keep the secrets in another store from now on; `copies` takes along what there is."""
        before, names = self.held.place, self.held.names
        if copies and before is not None and names:
            self._copy(before.store(self._project), place, names | self._asked_for)
            return
        self._visit += 1
        self.edition += 1
        self._is_chosen = True
        self._show(self.held.replaced(place=place, names=None, trouble=None))
        self._document.know_secrets(None)
        self._keep_choice()
        self.look()

    def close_to_others(self) -> None:
        """Let nobody else read the file."""
        place = self.held.place
        if place is not None and place.file is not None:
            self._run(close_to_others(place.file), lambda _: self.look())

    def bring_along(self) -> None:
        """Copy what is filed under the project's earlier name."""
        left, place = self.left_behind, self.held.place
        if left is not None and place is not None:
            self._copy(place.store(left.project), place, left.names)

    # Inside

    def _copy(self, source: SecretStore, place: SecretPlace, names: frozenset[str]) -> None:
        self._show(self.held.replaced(is_asked=True))
        self._run(copy_all(source, place, self._project, names), self._show_copied)

    def _show_copied(self, found: Look) -> None:
        self.edition += 1
        self._is_chosen = True
        self._show_look(found)
        self._keep_choice()

    def _move_to(self, project: str) -> None:
        """Keep in mind what the keyring has under the name that the project had."""
        is_keyring = self.held.place is not None and self.held.place.file is None
        if project != self._project and is_keyring and self.held.names:
            self.left_behind = LeftBehind(self._project, self.held.names)
        self._project = project

    def _follow(self, _: object = None) -> None:
        """Look again where a name is used that was not asked for, or the project is another."""
        used = {use.name for use in self.uses}
        is_new = self._document.state.spec.project_name != self._project
        is_more = self.held.trouble is None and not used <= self._asked_for
        if (used or self.is_watched) and (is_new or is_more):
            self._soon.start()

    def _look_after_others(self, state: Qt.ApplicationState) -> None:
        """A file may have been edited meanwhile; a keyring is not asked again unasked."""
        place = self.held.place
        is_back = state is Qt.ApplicationState.ApplicationActive
        if is_back and place is not None and place.file is not None and not self.held.is_asked:
            self._soon.start()

    def _run(self, work: Work, then: Then, otherwise: Then | None = None) -> None:
        visit = self._visit
        task = self._tasks.run(work)

        def hear(result: object, listener: Then) -> None:
            if visit == self._visit:
                listener(result)

        task.succeeded.connect(lambda result: hear(result, then))
        task.failed.connect(lambda error: hear(error, otherwise or self._show_failed))

    def _show_look(self, found: Look) -> None:
        if self.left_behind is not None and self.left_behind.names <= found.names:
            self.left_behind = None
        is_open = found.is_open_to_others
        held = self.held.replaced(place=found.place, trouble=None, is_open_to_others=is_open)
        self._show(held.replaced(is_asked=False))
        self._show_names(found.names)

    def _show_no_look(self, path: FilePath | None, error: Exception) -> None:
        """Say why nothing is known; ask again where the stack was saved meanwhile."""
        self._show_trouble(error)
        if path != self._document.path and isinstance(error, OpenPalmError):
            self._soon.start()

    def _show_trouble(self, error: Exception) -> None:
        if not isinstance(error, OpenPalmError):
            self._show_failed(error)
            return
        self._show(self.held.replaced(names=None, trouble=error, is_asked=False))
        self._document.know_secrets(None)

    def _show_failed(self, error: Exception) -> None:
        self._show(self.held.replaced(is_asked=False))
        self.failed.emit(error)

    def _show_names(self, names: frozenset[str]) -> None:
        self._show(self.held.replaced(names=names))
        self._document.know_secrets(names)

    def _show_generated(self, names: frozenset[str]) -> None:
        self._show(self.held.replaced(generated=names))
        if self._settings is not None and self._document.path is not None:
            self._settings.keep_generated_secrets(self._document.path, names)

    def _show(self, held: Held) -> None:
        self.held = held
        self.changed.emit()

    def _remember(self) -> None:
        """Take up what was chosen for this file before."""
        path = self._path = self._document.path
        if self._settings is not None and path is not None:
            place = SecretPlace.named(self._settings.secret_place(path))
            generated = self._settings.generated_secrets(path)
            self._is_chosen = place is not None
            self.held = Held(place=place, generated=generated)

    def _keep_choice(self) -> None:
        """Remember where the secrets are; a stack saved under another name keeps its store."""
        path, place = self._document.path, self.held.place
        is_moved, self._path = path != self._path, path
        if is_moved and self.held.trouble is not None:
            self._soon.start()
        if self._settings is None or path is None or place is None or not self._is_chosen:
            return
        if is_moved or self._settings.secret_place(path) != str(place):
            self._settings.keep_secret_place(path, str(place))
            self._settings.keep_generated_secrets(path, self.held.generated)

"""The document: the one stack that is open, its history, and the only door to change it."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from openpalm_desktop.deploy.opening import Opened, Opening, opening
from openpalm_desktop.deploy.save import Saved, save
from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.generate.workshop import Product
from openpalm_desktop.model import edits
from openpalm_desktop.model.changes import Change, changes, headline
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.memo import Memo
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.spec_file import SpecFile, new_text
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import plain

from .secret_desk import SecretDesk
from .spec_draft import SpecDraft
from .spec_files import opened_from, untitled
from .tasks import Task, Tasks
from .words import owner_of, title_of, tr


class Version(NamedTuple):
    """A spec and the text it is an edit of, if there is one; what an undo step goes between."""

    spec: StackSpec
    base: KeptText | None

    def is_said_by(self, file: SpecFile) -> bool:
        """Whether a text is exactly the one that this version has."""
        if self.base is None or not self.spec is self.base.spec is file.spec:
            return False
        return self.base.text == file.document.text

    @property
    def text(self) -> str:
        """The base's text with what was edited, comments kept."""
        return self.base.with_spec(self.spec).document.text if self.base else new_text(self.spec)


@dataclass(frozen=True, eq=False)
class State:
    """A spec, what follows from it, the last good files, and what the last edit was."""

    version: Version
    product: Product
    files: Generated | None
    edit: str = ""
    files_before: Generated | None = None

    @property
    def spec(self) -> StackSpec:
        """The stack."""
        return self.version.spec

    @cached_property
    def headline(self) -> str:
        """What the last edit changed, told by what matters most; nothing if no file changed."""
        if self.files is None or self.files_before is None:
            return ""
        most = headline(changes(self.files_before.stack, self.files.stack))
        return most.sentence if most else ""

    @property
    def is_stale(self) -> bool:
        """Whether the files shown are those of an earlier spec, because this one has errors."""
        return self.product.has_errors


class Document(QObject):
    """Holds the current state; every change is an undo step of two specs.

    `changed` carries each new state; `named` follows when name, history or saving may differ.
    Saving ends with `saved` or with `save_failed`, which carries the error.
    """

    changed = Signal(object)
    named = Signal()
    saved = Signal()
    save_failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = QUndoStack()
        self.history.setUndoLimit(1000)
        self._run = 0
        self._open_step: tuple[int, Path] | None = None
        self.tasks = Tasks(self)
        self._saving: Task | None = None
        empty = opening(untitled(StackSpec()))
        self.opened, self._workshop = empty.opened, empty.workshop
        self.arrived = Version(self.opened.spec, None)
        self.state = State(self.arrived, empty.product, None)
        self.saved_product = empty.product
        self._since_save: Memo[tuple[Change, ...]] = Memo(changes)
        self.draft = SpecDraft(self)
        self._known_secrets: frozenset[str] | None = None
        self.secrets = SecretDesk(self)
        self.show_opening(empty)

    # What is open

    def show_opened(self, opened: Opened) -> None:
        """Make a stack the current one, with an empty history."""
        self.show_opening(opening(opened))

    def show_opening(self, opening: Opening) -> None:
        """Make a stack the current one whose files are made already; takes its workshop over."""
        opened, product = opening.opened, opening.product
        self.opened, self._workshop = opened, opening.workshop
        self.history.clear()
        self._open_step = None
        self.draft.forget()
        self._known_secrets = None
        self.secrets.forget()
        self.saved_product = product
        if opened.is_unsaved:
            self.history.resetClean()
        self._show(State(Version(opened.spec, opened.file), product, product.generated))

    @property
    def path(self) -> FilePath | None:
        """Where the stack is saved, if it is."""
        return self.opened.path

    @property
    def name(self) -> str:
        """The file's name, as the window shows it."""
        return self.path.name if self.path else tr("New stack")

    @property
    def is_edited(self) -> bool:
        """Whether there is something to lose."""
        return not self.history.isClean() or self.draft.text is not None

    @property
    def saved_changes(self) -> tuple[Change, ...]:
        """What differs from `saved_product`, the stack as it was last saved or, before, opened."""
        return self._since_save.get(self.saved_product.stack, self.state.product.stack)

    @property
    def text(self) -> str:
        """What saving writes: the opened text with what was edited, comments kept."""
        return self.state.version.text

    @property
    def is_saving(self) -> bool:
        """Whether the stack is being written just now."""
        return self._saving is not None

    def save(self, path: FilePath) -> None:
        """Begin to write the stack to a file, which becomes the document's when it is written.

        What is edited meanwhile stays unsaved. Only one save at a time.
        """
        if self._saving is not None:
            raise RuntimeError("The stack is being saved already.")
        self.seal()
        opened, state, index = self.opened, self.state, self.history.index()
        task = self.tasks.run(save(state.version.base, state.spec, path))
        task.succeeded.connect(lambda saved: self._show_saved(opened, state, index, saved))
        task.failed.connect(self._show_unsaved)
        self._saving = task
        self.named.emit()

    def _show_saved(self, opened: Opened, state: State, index: int, saved: Saved) -> None:
        self._saving = None
        if self.opened is opened:
            self.opened = opened_from(opened, saved)
            self.saved_product = state.product
            self._mark_saved(state.spec, index)
            self.keep_text(state.version, saved.file)
        self.named.emit()
        self.saved.emit()

    def _show_unsaved(self, error: BaseException) -> None:
        self._saving = None
        self.named.emit()
        self.save_failed.emit(error)

    def _mark_saved(self, spec: StackSpec, index: int) -> None:
        """Make the step that led to a spec the clean one, where the history still has it."""
        here = self.history.index()
        self.history.setIndex(index)
        if self.arrived.spec is spec:
            self.history.setClean()
        else:
            self.history.resetClean()
        self.history.setIndex(here)
        self.arrived = self.state.version

    def keep_text(self, version: Version, file: SpecFile) -> None:
        """Go on from a text that was made of an earlier version of this base."""
        if self.state.version.base is version.base:
            kept = Version(self.state.spec, KeptText.of(file))
            self._stow(kept)
            self.state = replace(self.state, version=kept)
            self.arrived = kept

    # The only door

    def put(self, path: Path, value: Any) -> None:
        """Set a field; typing on in the same field stays one undo step."""
        spec = self.state.spec
        before = edits.get(spec, path)
        if _says_same(before, value):
            return
        self.change(path, edits.put(spec, path, value))

    def change(self, path: Path, spec: StackSpec) -> None:
        """Make `spec`, which says a field otherwise, the current one; as for `put`."""
        title, owner = title_of(spec, path), owner_of(spec, path)
        label = tr("Change {} of {}").format(_lower(title), owner) if owner else ""
        label = label or tr("Change {}").format(_lower(title))
        self.edit(label, spec, merge=path)

    def edit(self, label: str, spec: StackSpec, *, merge: Path = ()) -> None:
        """Make `spec` the current one, as an undo step called `label`."""
        if spec is self.state.spec:
            return
        key = (self._run, merge) if merge else None
        goes_on = key is not None and key == self._open_step
        before = self.state.files_before if goes_on else self.state.files
        version = Version(spec, self.state.version.base)
        state = self._state(version, label, before)
        self.history.push(_Edit(self, label, self.state.version, version, key))
        self._open_step = key
        self._show(state)

    def edit_text(self, label: str, file: SpecFile) -> None:
        """Make a text and what it says the current one, as an undo step called `label`."""
        before = self.state.version
        if before.is_said_by(file):
            return
        version = Version(file.spec, KeptText.of(file))
        state = self._state(version, label, self.state.files)
        self.history.push(_Edit(self, label, before, version, None))
        self._open_step = None
        self._show(state)

    def seal(self) -> None:
        """Let what is typed next be an undo step of its own."""
        self._run += 1

    def undo(self) -> None:
        """Take the last step back."""
        label = tr("Undo “{}”").format(self.history.undoText())
        self.history.undo()
        self._return(label)

    def redo(self) -> None:
        """Make a step again that was taken back."""
        label = tr("Redo “{}”").format(self.history.redoText())
        self.history.redo()
        self._return(label)

    def know_secrets(self, names: frozenset[str] | None) -> None:
        """Tell problems by the names of the secrets that have a value; None: that is not known."""
        if names != self._known_secrets:
            self._known_secrets = names
            product = self._workshop.make(self.state.spec, names)
            files = product.generated or self.state.files
            self._show(replace(self.state, product=product, files=files))

    def _return(self, label: str) -> None:
        """Show the spec that a step of the history led to."""
        self.seal()
        self._open_step = None
        if self.arrived is not self.state.version:
            self._show(self._state(self.arrived, label, self.state.files))

    def _state(self, version: Version, label: str, before: Generated | None) -> State:
        product = self._workshop.make(version.spec, self._known_secrets)
        return State(version, product, product.generated or self.state.files, label, before)

    def _stow(self, next_one: Version) -> None:
        """Let go of the current text's tree where the next version has another."""
        base = self.state.version.base
        if base is not None and base is not next_one.base:
            base.stow()

    def _show(self, state: State) -> None:
        self._stow(state.version)
        self.state = state
        self.arrived = state.version
        self.changed.emit(state)
        self.named.emit()


class _Edit(QUndoCommand):
    """One undo step: the version before and the version after."""

    def __init__(
        self,
        document: Document,
        label: str,
        before: Version,
        after: Version,
        key: tuple[int, Path] | None,
    ) -> None:
        super().__init__(label)
        self._document = document
        self._before, self._after, self._key = before, after, key
        self._is_new = True

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or self._key is None or other._key != self._key:  # noqa: SLF001 – its own kind
            return False
        self._after = other._after  # noqa: SLF001
        return True

    def redo(self) -> None:
        if self._is_new:
            self._is_new = False
        else:
            self._document.arrived = self._after

    def undo(self) -> None:
        self._document.arrived = self._before


def _says_same(before: Any, value: Any) -> bool:
    """Whether two values would be written alike: `1` is not `true`, and no text is no value."""
    one, other = plain(before), plain(value)
    if other is None:
        return one is None
    return type(one) is type(other) and repr(one) == repr(other)


def _lower(title: str) -> str:
    """Return a title as it stands inside a sentence; `E-mail`, `HTTP port`, `Caddy` stay."""
    if title[:2].isupper() or title.isupper() or title[1:2] == "-" or title.startswith("Caddy"):
        return title
    return title[:1].lower() + title[1:]

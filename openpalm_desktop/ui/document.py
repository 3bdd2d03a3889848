"""The document: the one stack that is open, its history, and the only door to change it."""

from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.memo import Memo
from openpalm_desktop.model.version import Step, Version

from .edit_command import EditCommand
from .made_beside import MadeBeside, touches_many
from .state import State, changes_between
from .tasks import Task, Tasks
from .words import tr

if TYPE_CHECKING:  # the window is painted before all of it is read
    from collections.abc import Callable

    from openpalm_desktop.deploy.files import Stamp
    from openpalm_desktop.deploy.lost_work import Recovered
    from openpalm_desktop.deploy.opening import Opened, Opening
    from openpalm_desktop.deploy.outside import Changed
    from openpalm_desktop.deploy.save import Saved
    from openpalm_desktop.generate.generator import Generated
    from openpalm_desktop.generate.workshop import Product, Workshop
    from openpalm_desktop.model.changes import Change
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.spec_file import SpecFile
    from openpalm_desktop.model.stack import StackSpec

    from .deploy_desk import DeployDesk
    from .running_desk import RunningDesk
    from .secret_desk import SecretDesk
    from .spec_draft import SpecDraft
    from .target_desk import TargetDesk

_MOST_STEPS = 1000


class Document(QObject):
    """Holds the current state; every change is an undo step of two specs.

    It begins with an empty stack, and what follows from that is made when somebody asks for it:
    where a file is opened at once, nobody does.

    `changed` carries each new state; `named` follows when name, history or saving may differ.
    Saving ends with `saved` or with `save_failed`, which carries the error. What a journal has to
    tell comes with `replaced`, `stepped` (a `Step`, and whether it grew), `text_kept` (before
    and after) and `read_again` (the file, as another program left it).
    """

    changed = Signal(object)
    named = Signal()
    saved = Signal()
    save_failed = Signal(object)
    replaced = Signal()
    read_again = Signal()
    stepped = Signal(object, bool)
    text_kept = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = QUndoStack()
        self.history.setUndoLimit(_MOST_STEPS)
        self.has_merged = False
        self._run = 0
        self._open_step: tuple[int, Path] | None = None
        self.tasks = Tasks(self)
        self._saving: Task | None = None
        self.making = MadeBeside(self)
        self.making.made.connect(self._show_made)
        self._since_save: Memo[tuple[Change, ...]] = Memo(changes_between)
        self._known_secrets: frozenset[str] | None = None

    # What it begins with

    @cached_property
    def _empty(self) -> "Opening":
        from openpalm_desktop.deploy.opening import opening  # noqa: PLC0415 – not at the start

        from .spec_files import empty  # noqa: PLC0415 – as above

        return opening(empty())

    @cached_property
    def opened(self) -> "Opened":
        """The stack as it was opened."""
        return self._empty.opened

    @cached_property
    def _workshop(self) -> "Workshop":
        return self._empty.workshop

    @cached_property
    def _state(self) -> State:
        version = Version(self.opened.spec, self.opened.file)
        return State(version, self._empty.product, self._empty.product.generated)

    @cached_property
    def _shown(self) -> State:
        return self._state

    @cached_property
    def arrived(self) -> Version:
        """The version that the last step of the history led to."""
        return self._state.version

    @cached_property
    def saved_product(self) -> "Product":
        """What followed from the stack as it was last saved or, before, opened."""
        return self._empty.product

    @property
    def is_begun(self) -> bool:
        """Whether a stack was opened, or somebody asked for the empty one."""
        return "opened" in vars(self)

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has opened or begun a stack yet."""
        if not self.is_begun:
            return True
        is_empty = "_empty" in vars(self) and self.opened is self._empty.opened
        return is_empty and self.state.spec is self.opened.spec and not self.is_edited

    @property
    def is_new_with_channels(self) -> bool:
        """Whether there is something to save though nobody edited it, as from a template."""
        return self.is_begun and self.path is None and bool(self.state.spec.channels)

    # What is there beside the stack, made when it is asked for

    @cached_property
    def draft(self) -> "SpecDraft":
        """What is typed in the spec's text."""
        from .spec_draft import SpecDraft  # noqa: PLC0415 – as above

        return SpecDraft(self)

    @cached_property
    def secrets(self) -> "SecretDesk":
        """The values of secrets."""
        from .secret_desk import SecretDesk  # noqa: PLC0415 – as above

        return SecretDesk(self)

    @cached_property
    def target(self) -> "TargetDesk":
        """The engine that the stack is for."""
        from .target_desk import TargetDesk  # noqa: PLC0415 – as above

        return TargetDesk(self)

    @cached_property
    def deploying(self) -> "DeployDesk":
        """The stack's deployment."""
        from .deploy_desk import DeployDesk  # noqa: PLC0415 – as above

        return DeployDesk(self, self.target)

    @cached_property
    def running(self) -> "RunningDesk":
        """What runs of the stack."""
        from .running_desk import RunningDesk  # noqa: PLC0415 – as above

        desk = RunningDesk(self)
        desk.follow(self.target)
        return desk

    @property
    def state(self) -> State:
        """The current state; one that is still being made is waited for."""
        made = self.making.take()
        if made is not None:
            self._stow(made.version)
            self._state = made
        return self._state

    # What is open

    def show_opened(self, opened: "Opened") -> None:
        """Make a stack the current one, with an empty history."""
        from openpalm_desktop.deploy.opening import opening  # noqa: PLC0415 – as above

        self.show_opening(opening(opened))

    def show_opening(self, opening: "Opening") -> None:
        """Make a stack the current one whose files are made already; takes its workshop over."""
        opened, product = opening.opened, opening.product
        self.opened, self._workshop = opened, opening.workshop
        self.history.clear()
        self._open_step = None
        self._known_secrets = None
        for name in ("draft", "secrets", "deploying", "target"):
            if name in vars(self):
                getattr(self, name).forget()
        self.saved_product = product
        if opened.is_unsaved:
            self.history.resetClean()
        self.replaced.emit()
        self._show(State(Version(opened.spec, opened.file), product, product.generated))

    def show_recovered(self, one: "Recovered") -> None:
        """Make what a journal told the current stack, with its history."""
        self.show_opening(one.opening)
        for step in one.steps:
            self.history.push(EditCommand(self, step, None))
        self.history.setIndex(max(one.clean, 0))
        if one.clean < 0:
            self.history.resetClean()
        else:
            self.history.setClean()
        self.history.setIndex(one.index)
        files = one.product.generated or self.state.files
        self._show(State(one.version, one.product, files))
        if one.draft is not None:
            self.draft.restore(one.draft, one.draft_base)

    def show_history(
        self, first: "Opening", steps: tuple[Step, ...], saved: "Opened", product: "Product"
    ) -> None:
        """Make a stack the current one that was edited and saved elsewhere, with its undo steps.

        `product` is what follows from it after them. A journal hears of it as if all had been done
        here.
        """
        self.show_opening(first)
        here = Version(first.opened.spec, first.opened.file)
        for step in steps:
            if step.before.base is not here.base:
                self.text_kept.emit(Version(step.before.spec, here.base), step.before)
            self.history.push(EditCommand(self, step, None))
            self.stepped.emit(step, False)  # noqa: FBT003 – it did not grow
            here = step.after
        self._show(State(here, product, product.generated or self.state.files))
        self.opened, self.saved_product = saved, product
        self.history.setClean()
        self.named.emit()
        self.saved.emit()

    def take_from_disk(self, changed: "Changed", label: str) -> None:
        """Make what another program wrote, joined with the edits here, the current version.

        It is an undo step; where nothing of the person's is in it, it counts as saved.
        """
        file = KeptText.of(changed.file)
        self.opened = self.opened.replaced(spec=file.spec, file=file, stamp=changed.stamp)
        self.seal()
        if changed.workshop is not None:
            self._workshop = changed.workshop
        self.edit_text(label, changed.result)
        if changed.stays_unsaved:
            self.history.resetClean()
        else:
            self.history.setClean()
            self.saved_product = self.state.product
        self.read_again.emit()
        self.named.emit()

    def know_file(self, stamp: "Stamp | None") -> None:
        """Know how the file looks now, which says the same, or that it is gone."""
        self.opened = self.opened.replaced(stamp=stamp)
        if stamp is None:
            self.history.resetClean()  # what is here is nowhere else
        self.named.emit()

    @property
    def path(self) -> FilePath | None:
        """Where the stack is saved, if it is."""
        return self.opened.path if self.is_begun else None

    @property
    def name(self) -> str:
        """The file's name, as the window shows it."""
        return self.path.name if self.path else tr("New stack")

    @property
    def is_edited(self) -> bool:
        """Whether there is something to lose."""
        return not self.history.isClean() or self.draft.text is not None

    @property
    def saved_changes(self) -> "tuple[Change, ...]":
        """What differs from `saved_product`, the stack as it was last saved or, before, opened."""
        return self._since_save.get(self.saved_product.stack, self.state.product.stack)

    @property
    def place(self) -> tuple[int, int]:
        """Where the history stands, and where it was when the stack was saved, or -1."""
        return self.history.index(), self.history.cleanIndex()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The undo steps that led to the stack as it is now."""
        commands = (self.history.command(number) for number in range(self.history.index()))
        return tuple(one.step for one in commands if isinstance(one, EditCommand))

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
        from openpalm_desktop.deploy.save import save  # noqa: PLC0415 – as above

        opened, state, index = self.opened, self.state, self.history.index()
        task = self.tasks.run(save(state.version.base, state.spec, path))
        task.succeeded.connect(lambda saved: self._show_saved(opened, state, index, saved))
        task.failed.connect(self._show_unsaved)
        self._saving = task
        self.named.emit()

    def _show_saved(self, opened: "Opened", state: State, index: int, saved: "Saved") -> None:
        from .spec_files import opened_from  # noqa: PLC0415 – as above

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

    def _mark_saved(self, spec: "StackSpec", index: int) -> None:
        """Make the step that led to a spec the clean one, where the history still has it."""
        here = self.history.index()
        self.history.setIndex(index)
        if self.arrived.spec is spec:
            self.history.setClean()
        else:
            self.history.resetClean()
        self.history.setIndex(here)
        self.arrived = self.state.version

    def keep_text(self, version: Version, file: "SpecFile") -> None:
        """Go on from a text that was made of an earlier version of this base."""
        if self.state.version.base is version.base:
            before, kept = self.state.version, Version(self.state.spec, KeptText.of(file))
            self._stow(kept)
            self._state = self.state.replaced(version=kept)
            self.arrived = kept
            self.text_kept.emit(before, kept)

    # The only door

    def put(self, path: "Path", value: Any) -> None:
        """Set a field; typing on in the same field stays one undo step."""
        from openpalm_desktop.model import edits  # noqa: PLC0415 – as above

        spec = self.state.spec
        before = edits.get(spec, path)
        if _says_same(before, value):
            return
        self.change(path, edits.put(spec, path, value))

    def change(self, path: "Path", spec: "StackSpec") -> None:
        """Make `spec`, which says a field otherwise, the current one; as for `put`."""
        from .step_words import change_label  # noqa: PLC0415 – as above

        self.edit(change_label(self.state.spec, spec, path), spec, merge=path)

    def edit(self, label: str, spec: "StackSpec", *, merge: "Path" = ()) -> None:
        """Make `spec` the current one, as an undo step called `label`."""
        if spec is self.state.spec:
            return
        key = (self._run, merge) if merge else None
        goes_on = key is not None and key == self._open_step
        before = self.state.files_before if goes_on else self.state.files
        self._step(label, Version(spec, self.state.version.base), before, key)

    def edit_text(self, label: str, file: "SpecFile") -> None:
        """Make a text and what it says the current one, as an undo step called `label`."""
        if not self.state.version.is_said_by(file):
            self._step(label, Version(file.spec, KeptText.of(file)), self.state.files, None)

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
            self._show(self.state.replaced(product=product, files=files))

    def go_to_step(self, index: int) -> None:
        """Go to where the history stood after so many steps."""
        self.history.setIndex(index)
        self._return(tr("Go back in the history"))

    def _step(
        self,
        label: str,
        version: Version,
        before: "Generated | None",
        key: "tuple[int, Path] | None",
    ) -> None:
        """Make a version the current one, and the way to it an undo step."""
        make = self._maker(version, label, before)
        state = None if self._is_long(version) else make()
        step = Step(label, self.state.version, version)
        self.has_merged = False
        self.history.push(EditCommand(self, step, key))
        self._open_step = key
        self.stepped.emit(step, self.has_merged)
        self.arrived = version
        if state is None:
            self.making.begin(lambda: make().told())
        else:
            self._show(state)

    def _return(self, label: str) -> None:
        """Show the spec that a step of the history led to."""
        self.seal()
        self._open_step = None
        version = self.arrived
        if version is self.state.version:
            return
        make = self._maker(version, label, self.state.files)
        if self._is_long(version):
            self.making.begin(lambda: make().told())
        else:
            self._show(make())

    def _is_long(self, version: Version) -> bool:
        """Whether what follows from a version is made beside the window, as it takes long."""
        return touches_many(self.state.spec, version.spec)

    def _maker(
        self, version: Version, label: str, before: "Generated | None"
    ) -> "Callable[[], State]":
        """Return how to make what follows from a version, on whichever thread."""
        files, workshop, secrets = self.state.files, self._workshop, self._known_secrets

        def make() -> State:
            product = workshop.make(version.spec, secrets)
            return State(version, product, product.generated or files, label, before)

        return make

    def _show_made(self) -> None:
        """Show the state that was made beside the window, unless a later one is shown already."""
        if not self.making.is_busy and self.state is not self._shown:
            self._show(self.state)

    def _stow(self, next_one: Version) -> None:
        """Let go of the current text's tree where the next version has another."""
        before: State | None = vars(self).get("_state")
        base = before.version.base if before is not None else None
        if base is not None and base is not next_one.base:
            base.stow()

    def _show(self, state: State) -> None:
        self.making.forget()
        self._stow(state.version)
        self._state = self._shown = state
        self.arrived = state.version
        self.changed.emit(state)
        self.named.emit()


def _says_same(before: Any, value: Any) -> bool:
    """Whether two values would be written alike: `1` is not `true`, and no text is no value."""
    from openpalm_desktop.model.value import plain  # noqa: PLC0415 – not at the start

    one, other = plain(before), plain(value)
    if other is None:
        return one is None
    return type(one) is type(other) and repr(one) == repr(other)

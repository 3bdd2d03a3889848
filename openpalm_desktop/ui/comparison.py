"""What the stack's files differ in from others: those of the last save, or those in a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpalm_desktop.generate.artifact import Artifact
from openpalm_desktop.generate.caddy_service import CADDYFILE
from openpalm_desktop.generate.env_mask import shown_lines
from openpalm_desktop.generate.file_diff import FileDiff, Lines, Status, file_diffs
from openpalm_desktop.generate.manifest import ManifestMaker
from openpalm_desktop.generate.project import FILE_NAME
from openpalm_desktop.generate.told_files import Owner, Told, told, told_changes
from openpalm_desktop.model.changes import Change, changes
from openpalm_desktop.model.changes.words import listed, title_of
from openpalm_desktop.model.memo import Memo

from .difference_rows import MOST
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.folder_files import FolderFile, FolderFiles
    from openpalm_desktop.generate.generator import Generated
    from openpalm_desktop.generate.workshop import Product
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.resolved_stack import ResolvedStack
    from openpalm_desktop.model.stack import StackSpec

    from .state import State

_MANY = 60  # blocks of lines


@dataclass(frozen=True)
class Comparison:
    """The changes in the stack's words, the files line by line, and what else is to be said."""

    changes: Sequence[Change]
    files: tuple[FileDiff, ...]
    notes: tuple[str, ...] = ()
    has_both: bool = True  # else there was nothing to lay beside the other

    @property
    def added(self) -> int:
        """How many lines are new."""
        return sum(one.added for one in self.files)

    @property
    def removed(self) -> int:
        """How many lines are gone."""
        return sum(one.removed for one in self.files)


@dataclass(frozen=True)
class _Read:
    """A file of a folder; where its lines came from is not known."""

    text: str

    def origin_of(self, line: int) -> "Path":
        del line
        return ()


class Comparer:
    """Compares again and again; a file that is the same object on both sides costs nothing.

    What it compares is handed to it, so that it can work beside the window.
    """

    def __init__(self) -> None:
        self._manifests = ManifestMaker()
        self._saved: Memo[str] = Memo(ManifestMaker().spec_digest)
        self._since: Memo[tuple[Change, ...]] = Memo(changes)
        self._shown: dict[str, tuple[FolderFile, Artifact | None, _Read]] = {}
        self._done: dict[str, tuple[object, object, FileDiff]] = {}

    def with_saved(self, saved: "Product", state: "State") -> Comparison:
        """Compare a state with the stack as it was last saved or, before that, opened."""
        before, after = saved.generated, state.files
        told = self._since.get(saved.stack, state.product.stack)
        if before is None or after is None:
            note = tr("There are no files to compare: the stack has, or had then, an error.")
            return Comparison(told, (), (note,), has_both=False)
        notes = (_last_good(),) if state.is_stale else ()
        changed = {
            name: file for name, file in after.files.items() if before.files.get(name) is not file
        }
        kept = after.files.keys() - changed.keys()
        old = {name: file for name, file in before.files.items() if name not in kept}
        return Comparison(told, tuple(self._diffs(old, changed)), notes)

    def with_folder(self, saved: "Product", state: "State", folder: "FolderFiles") -> Comparison:
        """Compare with the files of a folder; of the person's own files nothing is shown."""
        after = state.files
        if after is None:
            note = tr("There are no files yet: the stack has an error.")
            return Comparison((), (), (note,), has_both=False)
        old = {
            name: self._read(file, after.files.get(name))
            for name, file in folder.files.items()
            if _is_compared(file, after.files.get(name))
        }
        untold = folder.files.keys() - old.keys()
        new = {name: file for name, file in after.files.items() if name not in untold}
        told = self._changes(saved, state, folder)
        return Comparison(told, tuple(self._diffs(old, new)), _notes(folder, self, state))

    def is_of(self, spec: "StackSpec", folder: "FolderFiles") -> bool:
        """Whether a folder was made from just this stack."""
        return self._manifests.spec_digest(spec) == folder.spec_digest

    def _changes(self, saved: "Product", state: "State", folder: "FolderFiles") -> Sequence[Change]:
        """Return the changes in words: the stack's, where its version is known, or the files'."""
        if self.is_of(state.spec, folder) or not folder.is_generated:
            return ()
        if self._saved.get(saved.stack.spec) == folder.spec_digest:
            return self._since.get(saved.stack, state.product.stack)
        files = state.files
        if files is None:
            return ()
        owners = _owners(saved.stack) | _owners(files.stack)
        return told_changes(_told_there(folder), _told_here(files), owners)

    def _read(self, file: "FolderFile", beside: Artifact | None) -> _Read:
        done = self._shown.get(file.name)
        if done is None or done[0] is not file or done[1] is not beside:
            done = self._shown[file.name] = (file, beside, _read(file, beside))
        return done[2]

    def _diffs(self, old: Mapping[str, Lines], new: Mapping[str, Lines]) -> list[FileDiff]:
        found = []
        for name in dict.fromkeys([*new, *old]):
            one, other = old.get(name), new.get(name)
            done = self._done.get(name)
            if done is None or done[0] is not one or done[1] is not other:
                pair = ({name: one} if one else {}, {name: other} if other else {})
                diff = next(file_diffs(*pair, most=MOST), _same(name))
                done = self._done[name] = (one, other, diff)
            if done[2].rows or done[2].status is not Status.CHANGED:
                found.append(done[2])
        return found


def _told_here(files: "Generated") -> Told:
    compose, caddyfile = (files.files.get(name) for name in (FILE_NAME, CADDYFILE))
    return told(
        *([block.text for block in one.blocks] if one else [] for one in (compose, caddyfile))
    )


def _told_there(folder: "FolderFiles") -> Told:
    compose, caddyfile = (folder.files.get(name) for name in (FILE_NAME, CADDYFILE))
    return told(*([one.text or ""] if one else [] for one in (compose, caddyfile)))


def _owners(stack: "ResolvedStack") -> dict[str, Owner]:
    owners = {
        part.service: Owner(title_of(part.resolved), part.resolved.origin) for part in stack.parts
    }
    own = {"caddy": Owner("Caddy", ("caddy",)), "scheduler": Owner(tr("Scheduler"), ("scheduler",))}
    return own | owners


def _same(name: str) -> FileDiff:
    return FileDiff(name, Status.CHANGED, (), 0, 0)


def _is_compared(file: "FolderFile", beside: Artifact | None) -> bool:
    """Whether a file of ours can differ; of what has the same digest nothing needs a look."""
    is_shown = file.text is not None or file.masked is not None
    return is_shown and (beside is None or beside.digest != file.digest)


def _read(file: "FolderFile", beside: Artifact | None) -> _Read:
    if file.masked is None:
        return _Read(file.text or "")
    own = beside.text if beside else ""
    return _Read(shown_lines(file.masked, own, is_edited=file.is_edited))


def _last_good() -> str:
    return tr("These are the last good files: the stack has an error now.")


def differs_much(saved: "Product", state: "State", folder: "FolderFiles | None") -> bool:
    """Whether telling the differences takes longer than a window may keep a person waiting."""
    before, after = saved.generated, state.files
    if after is None:
        return False
    if folder is not None:
        there = folder.files
        others = [file for name, file in after.files.items() if _is_other(there.get(name), file)]
        return sum(len(file.blocks) for file in others) > _MANY
    if before is None or before is after:
        return False
    pairs = [(before.files.get(name), file) for name, file in after.files.items()]
    return sum(_new_blocks(old, new) for old, new in pairs if old is not new) > _MANY


def _is_other(there: "FolderFile | None", file: Artifact) -> bool:
    return there is None or there.digest != file.digest


def _new_blocks(old: Artifact | None, new: Artifact) -> int:
    """Return how many blocks of a file the old version did not have."""
    kept = set(map(id, old.blocks)) if old is not None else set()
    return sum(id(block) not in kept for block in new.blocks)


def _notes(folder: "FolderFiles", comparer: Comparer, state: "State") -> tuple[str, ...]:
    notes = [_last_good()] if state.is_stale else []
    if not folder.is_generated:
        notes.append(tr("This folder was not made by OpenPalm Desktop: it has no manifest."))
    elif comparer.is_of(state.spec, folder):
        notes.append(tr("This folder was made from the stack as it is now."))
    edited = [name for name, file in folder.files.items() if file.is_edited]
    if edited:
        notes.append(tr("Edited there since they were made: {}.").format(listed(edited)))
    in_the_way = [name for name, file in folder.files.items() if not file.is_generated]
    if in_the_way:
        text = tr("In the way, because they were not made here: {}. Move them before you export.")
        notes.append(text.format(listed(in_the_way)))
    others = [name for name in folder.own if name not in in_the_way]
    if others:
        text = tr("Your own files, which are left alone: {}.")
        notes.append(text.format(listed(others)))
    if any(file.masked is not None for file in folder.files.values()):
        notes.append(tr("Values in env files are not shown, and secret ones not compared."))
    return tuple(notes)

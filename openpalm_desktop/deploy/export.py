"""The generated folder: written all or nothing, what left the spec removed, the rest not touched.

New files are first written beside the old ones. One rename of their folder is the decision; what
comes after it is finished by the next run if this one is killed. If the disk refuses a step after
the decision, another rename decides to take all back, and that too is finished by the next run.
Files are replaced one by one in their folders, because a running Caddy keeps its folder mounted.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from openpalm_desktop.generate.artifact import Artifact, Bundle
from openpalm_desktop.generate.manifest import MANIFEST
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .files import FileTrouble, sync_folder, trouble, write_new

_NEXT, _DECIDED, _TAKEN_BACK = ".openpalm-next", ".openpalm-decided", ".openpalm-taken-back"
_PLAN = "plan.json"
_PROGRAM = "openpalm-desktop "
_PRIVATE_FOLDER = 0o700
_SENSELESS = (ValueError, TypeError, RecursionError)  # what JSON of another hand raises


class Difference(Record):
    """One file in which a folder is not what would be generated."""

    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class _Step(Record):
    """What becomes of one file, as a plan says it."""

    number: int
    name: str
    kind: str


def write_folder(folder: Path, bundle: Bundle) -> tuple[Difference, ...]:
    """Make a folder hold a bundle, and return what that changed.

    Raises FileTrouble, and then the folder is as it was; files that nobody generated are never
    replaced.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            recover(folder)
            changes = _differences(folder, bundle)
            _refuse_strangers(folder, changes)
            if changes:
                _stage(folder, bundle, changes)
                _carry_out(folder)
            return changes
    except OSError as error:
        _remove(folder / _NEXT)
        left = (
            phrase("the next run puts it in order")
            if _unfinished(folder)
            else phrase("it is as it was before")
        )
        raise trouble(
            phrase("{folder} could not be written; {left}", folder=folder, left=left), error
        ) from error


def differences(folder: Path, bundle: Bundle) -> tuple[Difference, ...]:
    """Return in what a folder differs from a bundle, without changing anything."""
    try:
        if unfinished := _unfinished(folder):
            return (Difference(unfinished, "unfinished"),)
        return _differences(folder, bundle)
    except OSError as error:
        raise trouble(phrase("{folder} could not be read", folder=folder), error) from error


def foreseen(folder: Path, bundle: Bundle) -> tuple[Difference, ...]:
    """Return what `write_folder` would change; raises FileTrouble where it would refuse."""
    if folder.exists() and not folder.is_dir():
        raise FileTrouble(
            phrase("{path} is a file, and no folder.", path=folder),
            phrase("Choose another folder, or move that file away."),
        )
    changes = differences(folder, bundle)
    if all(change.kind != "unfinished" for change in changes):
        _refuse_strangers(folder, changes)
    return changes


def is_export(folder: Path) -> bool:
    """Whether a folder was written by an export before."""
    return _generated_before(folder) is not None


def recover(folder: Path) -> bool:
    """Finish what a killed run had decided, drop what it had not; return whether it finished."""
    _remove(folder / _NEXT)
    unfinished = _unfinished(folder)
    if unfinished == _TAKEN_BACK:
        _take_back(folder)
    if (folder / _DECIDED).exists():
        _carry_out(folder)
    return unfinished is not None


def _unfinished(folder: Path) -> str | None:
    found = (name for name in (_TAKEN_BACK, _DECIDED) if (folder / name).exists())
    return next(found, None)


def _differences(folder: Path, bundle: Bundle) -> tuple[Difference, ...]:
    found = []
    for artifact in bundle:
        path = folder / artifact.name
        if not os.path.lexists(path):
            found.append(Difference(artifact.name, "new"))
        elif not _is_same(path, artifact):
            found.append(Difference(artifact.name, "changed"))
    gone = [name for name in _generated_before(folder) or () if name not in bundle]
    present = [name for name in gone if _is_file_inside(folder, name)]
    return (*found, *(Difference(name, "removed") for name in present))


def _is_same(path: Path, artifact: Artifact) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    has_mode = os.name == "nt" or path.stat().st_mode & 0o777 == artifact.mode
    return has_mode and path.read_bytes() == artifact.content


def _generated_before(folder: Path) -> Mapping[str, str] | None:
    """Return the files that the folder's manifest lists; None if there is no manifest of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or not str(manifest.get("program")).startswith(_PROGRAM):
        return None
    files = manifest.get("files")
    return files if isinstance(files, dict) else {}


def _is_file_inside(folder: Path, name: str) -> bool:
    """Whether a name of a manifest, which anybody may have edited, is a file of this folder."""
    path = folder / name
    is_file = os.path.lexists(path) and (path.is_symlink() or path.is_file())
    return is_file and path.parent.resolve().is_relative_to(folder.resolve())


def _refuse_strangers(folder: Path, changes: tuple[Difference, ...]) -> None:
    """A file in our way that no manifest names is somebody's own."""
    before = _generated_before(folder)
    ours = set() if before is None else {*before, MANIFEST}
    for change in changes:
        if change.kind == "changed" and change.name not in ours:
            raise FileTrouble(
                phrase("{path} was not generated; nothing was changed.", path=folder / change.name),
                phrase("Choose another folder, or move that file away."),
            )
    for name in (change.name for change in changes if change.kind != "removed"):
        for parent in Path(name).parents[:-1]:
            place = folder / parent
            is_in_the_way = os.path.lexists(place) and not place.is_dir()
            if is_in_the_way or not _is_inside(folder, name):
                raise FileTrouble(
                    phrase(
                        "{path} is in the way: it should be a folder; nothing was changed.",
                        path=folder / parent,
                    ),
                    phrase("Choose another folder, or move that file away."),
                )


def _stage(folder: Path, bundle: Bundle, changes: tuple[Difference, ...]) -> None:
    staging = folder / _NEXT
    staging.mkdir(mode=_PRIVATE_FOLDER)
    steps = []
    for number, change in enumerate(changes):
        if change.kind != "removed":
            artifact = bundle[change.name]
            write_new(staging / f"{number}.new", artifact.content, artifact.mode)
        if change.kind != "new":
            _keep(folder / change.name, staging / f"{number}.old")
        steps.append([number, change.name, change.kind])
    write_new(staging / _PLAN, json.dumps(steps).encode(), 0o600)
    sync_folder(staging)
    staging.rename(folder / _DECIDED)
    sync_folder(folder)


def _keep(path: Path, kept: Path) -> None:
    """Keep an old file at hand, so that a failure can bring it back."""
    if path.is_symlink() or path.is_dir():
        raise FileTrouble(
            phrase("{path} should be a file; nothing was changed.", path=path),
            phrase("Move it away and try again."),
        )
    try:
        os.link(path, kept)
    except OSError:
        from shutil import copy2  # noqa: PLC0415 – where there are no hard links

        copy2(path, kept)


def _carry_out(folder: Path) -> None:
    decided = folder / _DECIDED
    steps = _plan(folder, decided)
    try:
        for step in steps:
            _carry_out_one(decided / f"{step.number}.new", folder / step.name, step.kind)
    except OSError:
        decided.rename(folder / _TAKEN_BACK)
        _take_back(folder)
        raise
    _clear_up(folder, decided, [step.name for step in steps])


def _plan(folder: Path, kept: Path) -> list[_Step]:
    """Return the steps that a run left; anybody may have written them, so none leads outside."""
    try:
        said = json.loads((kept / _PLAN).read_bytes())
        steps = [_Step(int(number), str(name), str(kind)) for number, name, kind in said]
    except (FileNotFoundError, NotADirectoryError, *_SENSELESS) as error:
        raise _senseless(kept) from error
    if not all(_is_inside(folder, step.name) for step in steps):
        raise _senseless(kept)
    return steps


def _is_inside(folder: Path, name: str) -> bool:
    """Whether a name leads to a place in the folder, also over links."""
    parts = PurePath(name).parts
    if not parts or ".." in parts or "\0" in name:
        return False
    return (folder / name).parent.resolve().is_relative_to(folder.resolve())


def _senseless(kept: Path) -> FileTrouble:
    return FileTrouble(
        phrase("{path} is no work of ours to finish; nothing was changed.", path=kept),
        phrase("Remove it, if you do not know it, and try again."),
    )


def _carry_out_one(new: Path, target: Path, kind: str) -> None:
    """Put one file into its place, or take it away; what a killed run has done stays done."""
    if kind == "removed":
        target.unlink(missing_ok=True)
    elif new.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        new.replace(target)


def _take_back(folder: Path) -> None:
    """Put every old file back into its place; what a killed run has taken back stays so."""
    taken_back = folder / _TAKEN_BACK
    steps = _plan(folder, taken_back)
    for step in steps:
        if (taken_back / f"{step.number}.old").exists():
            (taken_back / f"{step.number}.old").replace(folder / step.name)
        elif step.kind == "new" and not (taken_back / f"{step.number}.new").exists():
            (folder / step.name).unlink(missing_ok=True)
    _clear_up(folder, taken_back, [step.name for step in steps])


def _clear_up(folder: Path, finished: Path, names: list[str]) -> None:
    """Remove what is needed no more; what fails here is left to the next run.

    The plan's folder is renamed first: without its plan it must not look unfinished.
    """
    for parent in {(folder / name).parent for name in names}:
        sync_folder(parent)
    with suppress(OSError):
        finished.rename(folder / _NEXT)
        _remove(folder / _NEXT)
        _remove_empty_folders(folder, names)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, as far as that is allowed; mostly there is none."""
    if os.path.lexists(folder):
        from shutil import rmtree  # noqa: PLC0415 – takes longer than looking at ten files

        rmtree(folder, ignore_errors=True)


def _remove_empty_folders(folder: Path, names: list[str]) -> None:
    for name in names:
        for parent in list(Path(name).parents)[:-1]:
            if (folder / parent).is_dir() and not any((folder / parent).iterdir()):
                (folder / parent).rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second run out of the folder while this one writes; a killed run's lock is gone."""
    if os.name == "nt":
        yield
        return
    import fcntl  # noqa: PLC0415 – only where it exists

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

"""What another program did to the file that is open, and how that joins with the person's edits."""

from collections.abc import Collection, Generator
from dataclasses import dataclass

from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.joining import Conflict, joined
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.spec_text import shared
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text.encoding import EncodingError, decode
from openpalm_desktop.phrases import phrase

from .files import FileTrouble, Stamp, read_file, stamp_of
from .opening import Opened
from .progress import Progress

_MANY = 30  # channels; fewer are made within a frame


@dataclass(frozen=True)
class Gone:
    """The file is no longer there."""


@dataclass(frozen=True)
class Touched:
    """The file was written again and says the same."""

    stamp: Stamp


@dataclass(frozen=True)
class Unsound:
    """The file is there, and no stack any more."""

    stamp: Stamp
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Unreadable:
    """The file is there, and may not be read."""

    stamp: Stamp | None
    error: FileTrouble


@dataclass(frozen=True, eq=False)
class Changed:
    """The file says something else; `result` is that with the person's edits in it.

    Where both changed the same field, the person's value stands in it and `conflicts` tells.
    """

    stamp: Stamp
    file: SpecFile
    result: SpecFile
    conflicts: tuple[Conflict, ...] = ()
    workshop: Workshop | None = None  # with the result's files made, where many of them differ

    @property
    def stays_unsaved(self) -> bool:
        """Whether anything of the person's is in it that the file does not say."""
        return self.result is not self.file


Look = Gone | Touched | Unsound | Unreadable | Changed | None


def look(opened: Opened, mine: StackSpec) -> Generator[Progress, None, Look]:
    """Return what became of the file, or None while nothing did; `mine` is the current spec."""
    path = opened.path
    yield Progress(phrase("Looking at the file"))
    if path is None or stamp_of(path) == opened.stamp:
        return None
    if not path.exists():
        return Gone() if opened.stamp is not None else None
    try:
        raw, stamp = read_file(path)
    except FileTrouble as error:
        return Unreadable(stamp_of(path), error)
    try:
        text = decode(raw)
    except EncodingError as error:
        return Unsound(stamp, (error.problem,))
    if opened.file is not None and text == opened.file.text:
        return Touched(stamp)
    read = read_spec(text)
    if not isinstance(read, SpecFile):
        return Unsound(stamp, read)
    yield Progress(phrase("Joining it with your edits"))
    return _changed(opened.spec, mine, read, stamp, ())


def join(
    opened: Opened, mine: StackSpec, changed: Changed, taken: Collection[Path]
) -> Generator[Progress, None, Changed]:
    """Return the joined text in which the other program's values stand at some paths."""
    yield Progress(phrase("Joining it with your edits"))
    return _changed(opened.spec, mine, changed.file, changed.stamp, taken)


def _changed(
    base: StackSpec, mine: StackSpec, theirs: SpecFile, stamp: Stamp, taken: Collection[Path]
) -> Changed:
    file = theirs.replaced(spec=shared(mine, theirs.spec))
    if mine is base:
        return Changed(stamp, file, file, workshop=_workshop(mine, file.spec))
    both = joined(base, mine, theirs.spec, taken)
    result = theirs.with_spec(shared(theirs.spec, both.spec))
    if result.document.text == theirs.document.text:
        return Changed(stamp, file, file, both.conflicts, _workshop(mine, file.spec))
    result = result.replaced(spec=shared(mine, result.spec))
    return Changed(stamp, file, result, both.conflicts, _workshop(mine, result.spec))


def _workshop(before: StackSpec, after: StackSpec) -> Workshop | None:
    """Return a workshop in which the files of a stack are made, where that takes long."""
    parts = ((before.channels, after.channels), (before.services, after.services))
    fresh = sum(old.get(name) is not one for old, new in parts for name, one in new.items())
    if fresh < _MANY:
        return None
    workshop = Workshop()
    workshop.make(after)
    return workshop

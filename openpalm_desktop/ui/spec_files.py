"""A stack's file: opened with what it says, saved with its comments kept."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.files import Stamp, read_file, stamp_of
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.yaml_text.encoding import EncodingError, decode

from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.save import Saved
    from openpalm_desktop.model.problem import Problem
    from openpalm_desktop.model.stack import StackSpec


@dataclass(frozen=True, eq=False)
class Opened:
    """A stack as it was opened: its text, where it lies, and how the file looked then."""

    spec: "StackSpec"
    file: SpecFile | None = None
    path: Path | None = None
    stamp: Stamp | None = None
    notes: tuple[str, ...] = ()
    is_unsaved: bool = False
    source: Path | None = None


@dataclass(frozen=True)
class Refused:
    """A file that is no stack spec, and everything that keeps it from being one."""

    path: Path
    problems: "tuple[Problem, ...]"


def untitled(spec: "StackSpec") -> Opened:
    """Return a new stack that has no file yet."""
    return Opened(spec)


def open_spec(path: Path) -> Opened | Refused:
    """Return the stack of a file, or why it is none; raises OpenPalmError if it cannot be read."""
    raw, stamp = read_file(path)
    try:
        text = decode(raw)
    except EncodingError as error:
        return Refused(path, (error.problem,))
    read = read_spec(text)
    if isinstance(read, SpecFile):
        return Opened(read.spec, read, path, stamp)
    return _converted(path, text, read)


def _converted(path: Path, text: str, problems: "tuple[Problem, ...]") -> Opened | Refused:
    """Return a file of another format as a new stack; the file itself stays as it is."""
    from openpalm_desktop.model.formats import convert  # noqa: PLC0415 – only for such files

    conversion = convert(text, path.name)
    if conversion.spec is None:
        return Refused(path, conversion.problems or problems)
    notes = [str(note) for note in conversion.notes]
    if conversion.secrets:
        names = ", ".join(conversion.secrets)
        notes.append(tr("Secret values stood in the file; give them again: {}").format(names))
    return Opened(conversion.spec, notes=tuple(notes), is_unsaved=True, source=path)


def opened_from(opened: Opened, saved: "Saved") -> Opened:
    """Return a stack that was saved as one that was opened from there."""
    file = saved.file
    return replace(
        opened, spec=file.spec, file=file, path=saved.path, stamp=saved.stamp, is_unsaved=False
    )


def is_changed_on_disk(opened: Opened) -> bool:
    """Whether another program wrote, or took away, the file since it was opened or saved."""
    return opened.path is not None and stamp_of(opened.path) != opened.stamp

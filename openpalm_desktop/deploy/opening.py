"""Opening a stack: its file read, understood, and everything that follows from it made."""

from collections.abc import Generator
from pathlib import Path

from openpalm_desktop.generate.workshop import Product, Workshop
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text.encoding import EncodingError, decode
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .files import Stamp, read_file
from .progress import Progress


class Opened(Record, eq=False):
    """A stack as it was opened: its text, where it lies, and how the file looked then."""

    spec: StackSpec
    file: KeptText | None = None
    path: Path | None = None
    stamp: Stamp | None = None
    notes: tuple[str, ...] = ()
    lost_secrets: tuple[str, ...] = ()
    is_unsaved: bool = False
    source: Path | None = None


class Refused(Record):
    """A file that is no stack spec, and everything that keeps it from being one."""

    path: Path
    problems: tuple[Problem, ...]


class Opening(Record, eq=False):
    """A stack that was opened, what follows from it, and the workshop to go on in."""

    opened: Opened
    workshop: Workshop
    product: Product


def open_spec(path: Path) -> Generator[Progress, None, Opening | Refused]:
    """Return the stack of a file, or why it is none; raises OpenPalmError if it cannot be read."""
    yield Progress(phrase("Reading {name}", name=path.name))
    opened = read_stack(path)
    if isinstance(opened, Refused):
        return opened
    yield Progress(phrase("Making its files"))
    return opening(opened)


def opening(opened: Opened) -> Opening:
    """Return a stack with what follows from it."""
    workshop = Workshop()
    return Opening(opened, workshop, workshop.make(opened.spec))


def read_stack(path: Path) -> Opened | Refused:
    """Return the stack of a file, or why it is none; raises OpenPalmError if it cannot be read."""
    raw, stamp = read_file(path)
    try:
        text = decode(raw)
    except EncodingError as error:
        return Refused(path, (error.problem,))
    read = read_spec(text)
    if isinstance(read, SpecFile):
        return Opened(read.spec, KeptText.of(read), path, stamp)
    return _converted(path, text, read)


def _converted(path: Path, text: str, problems: tuple[Problem, ...]) -> Opened | Refused:
    """Return a file of another format as a new stack; the file itself stays as it is."""
    from openpalm_desktop.model.formats import convert  # noqa: PLC0415 – only for such files

    conversion = convert(text, path.name)
    if conversion.spec is None:
        return Refused(path, conversion.problems or problems)
    notes = tuple(str(note) for note in conversion.notes)
    lost = tuple(conversion.secrets)
    return Opened(conversion.spec, None, None, None, notes, lost, is_unsaved=True, source=path)

"""From a journal back to the document it was written for: its stack, its history, its draft.

The journal holds what was done, in order: the same is done again, on values.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.workshop import Product
from openpalm_desktop.model.delta import patched, patched_text, spec_delta, text_delta
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.version import Step, Version
from openpalm_desktop.phrases import phrase

from .edit_journal import Journal, Record, abandoned
from .files import Stamp
from .opening import Opened, Opening, opening
from .progress import Progress

_FORMAT = 1
SENSELESS = (
    *(ValueError, LookupError, TypeError, AttributeError),
    *(StopIteration, RecursionError),
)
"""What a line without sense raises."""


@dataclass(frozen=True, eq=False)
class Left:
    """A journal that a program left behind, what it says, and whether it can be read to its end."""

    journal: Journal
    records: tuple[Record, ...]
    is_whole: bool

    @property
    def path(self) -> Path | None:
        """The file that was open."""
        said = next((one["saved"] for one in reversed(self.records) if "saved" in one), None)
        said = said or self.records[0]["opened"]
        return Path(said["path"]) if said["path"] else None

    @property
    def has_unsaved(self) -> bool:
        """Whether anything would be lost without it."""
        at = next((one["at"] for one in reversed(self.records) if "at" in one), [0, 0])
        draft = next((one["draft"] for one in reversed(self.records) if "draft" in one), None)
        return bool(at[0] != at[1] or draft is not None)


@dataclass(frozen=True, eq=False)
class Recovered:
    """A document as its journal tells it; `opening` is what was opened or saved last."""

    opening: Opening
    product: Product
    version: Version
    steps: tuple[Step, ...]
    index: int
    clean: int
    draft: str | None
    draft_base: StackSpec
    left: Left


def opened_record(opened: Opened) -> Record:
    """Return the first line of a journal: what was opened."""
    said: Record = {
        "path": _text(opened.path),
        "source": _text(opened.source),
        "stamp": _stamp(opened.stamp),
        "isUnsaved": opened.is_unsaved,
    }
    if opened.file is not None:
        said["text"] = opened.file.text
    else:
        said["spec"] = spec_delta(StackSpec(), opened.spec)
    return {"journal": _FORMAT, "opened": said}


def saved_record(current: Version, opened: Opened) -> Record:
    """Return the line that tells what was saved, and where."""
    text = opened.file.text if opened.file else ""
    said = {"path": _text(opened.path), "stamp": _stamp(opened.stamp)}
    return {"saved": said | _text_of(current, opened.spec, text)}


def step_record(step: Step, at: tuple[int, int], *, goes_on: bool) -> Record:
    """Return the line of an undo step, or of one that grows as the person types on."""
    said: Record = {"label": step.label, "spec": spec_delta(step.before.spec, step.after.spec)}
    if goes_on:
        said["goesOn"] = True
    if step.after.base is not step.before.base:
        said["text"] = text_delta(step.before.base_text, step.after.base_text)
    return {"step": said, "at": at}


def text_record(before: Version, after: Version) -> Record:
    """Return the line that tells of another text to go on from, for the same spec."""
    base = after.base
    return {"text": _text_of(before, base.spec, base.text) if base else {}}


def draft_record(before: str, draft: str, spec: StackSpec, base: StackSpec) -> Record:
    """Return the line of a typed text that is no undo step yet, begun at `base`."""
    return {"draft": {"text": text_delta(before, draft), "spec": spec_delta(spec, base)}}


def find_left(folder: Path) -> Generator[Progress, None, tuple[Left, ...]]:
    """Return the journals with unsaved work whose programs are gone; others are removed.

    One that this version cannot read is let be, or gets another name where nobody could.
    """
    yield Progress(phrase("Looking for unsaved work"))
    found = []
    for journal in abandoned(folder):
        records, is_whole = journal.read()
        left = Left(journal, tuple(records), is_whole)
        if _is_of_newer(records):
            journal.close()
        elif not records and not is_whole:
            journal.put_aside()
        elif records and left.has_unsaved:
            journal.cut(len(records))
            found.append(left)
        else:
            journal.discard()
    return tuple(found)


def find_newer(folder: Path) -> Generator[Progress, None, tuple[Path, ...]]:
    """Return the journals that newer versions left, which only those can bring back."""
    yield Progress(phrase("Looking for unsaved work"))
    found = []
    for journal in abandoned(folder):
        if _is_of_newer(journal.read()[0]):
            found.append(journal.path)
        journal.close()
    return tuple(found)


def recover(left: Left) -> Generator[Progress, None, Recovered]:
    """Return the document that a journal was written for, up to the first line without sense.

    Raises OpenPalmError where not even the first line has any.
    """
    yield Progress(phrase("Bringing back unsaved work"))
    try:
        told = Told(_opened(left.records[0]["opened"]))
    except SENSELESS as error:
        sentence = phrase("Unsaved work of an earlier start cannot be read.")
        raise OpenPalmError(
            sentence, phrase("It lies in {path}.", path=left.journal.put_aside())
        ) from error
    for count, record in enumerate(left.records[1:], 1):
        try:
            told.hear(record)
        except SENSELESS:
            left.journal.cut(count)
            left = replace(left, is_whole=False)
            break
    yield Progress(phrase("Making its files"))
    made = opening(told.opened)
    product = made.workshop.make(told.current.spec)
    index, clean = told.at
    return Recovered(
        made,
        product,
        told.current,
        tuple(told.steps),
        index,
        clean,
        told.draft,
        told.draft_base,
        left,
    )


class Told:
    """What a journal has told so far."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.current = Version(opened.spec, opened.file)
        self.steps: list[Step] = []
        self.at = (0, -1 if opened.is_unsaved else 0)
        self.draft: str | None = None
        self.draft_base = opened.spec

    @classmethod
    def of(cls, records: Sequence[Record]) -> "Told":
        """Return what all lines tell; raises what a line without sense raises."""
        told = cls(_opened(records[0]["opened"]))
        for record in records[1:]:
            told.hear(record)
        return told

    def hear(self, record: Record) -> None:
        """Go on by one line."""
        if "step" in record:
            self._take_step(record["step"], record["at"])
        elif "at" in record:
            self._go_to(*record["at"])
        elif "text" in record:
            self.current = Version(self.current.spec, self._kept(record["text"]))
        elif "saved" in record:
            self._take_saved(record["saved"])
        elif record.get("draft") is None:
            self.draft = None
        else:
            self._take_draft(record["draft"])

    def _take_step(self, said: Record, at: Sequence[int]) -> None:
        before = self.current
        spec = patched(before.spec, said["spec"])
        base = before.base
        if "text" in said:
            base = KeptText(spec, patched_text(before.base_text, said["text"]))
        self.current = Version(spec, base)
        if said.get("goesOn"):
            self.steps[-1] = self.steps[-1].replaced(after=self.current)
        else:
            del self.steps[self.at[0] :]
            self.steps.append(Step(said["label"], before, self.current))
        del self.steps[: len(self.steps) - at[0]]  # the history forgets its oldest
        self.at = (at[0], at[1])

    def _go_to(self, index: int, clean: int) -> None:
        here = self.at[0]
        if index < here:
            self.current = self.steps[index].before
        elif index > here:
            self.current = self.steps[index - 1].after
        self.at = (index, clean)

    def _take_saved(self, said: Record) -> None:
        file = self._kept(said)
        self.opened = self.opened.replaced(
            spec=file.spec,
            file=file,
            path=Path(said["path"]),
            stamp=_stamp_of(said["stamp"]),
            is_unsaved=False,
        )

    def _take_draft(self, said: Record) -> None:
        before = self.current.base_text if self.draft is None else self.draft
        if self.draft is None:
            self.draft_base = patched(self.current.spec, said["spec"])
        self.draft = patched_text(before, said["text"])

    def _kept(self, said: Record) -> KeptText:
        spec = patched(self.current.spec, said["spec"])
        return KeptText(spec, patched_text(self.current.base_text, said["text"]))


def _opened(said: Record) -> Opened:
    opened = Opened(
        StackSpec(),
        path=Path(said["path"]) if said["path"] else None,
        source=Path(said["source"]) if said["source"] else None,
        stamp=_stamp_of(said["stamp"]),
        is_unsaved=bool(said["isUnsaved"]),
    )
    if "text" not in said:
        return opened.replaced(spec=patched(opened.spec, said["spec"]))
    file = read_spec(said["text"])
    if not isinstance(file, SpecFile):
        raise ValueError("The text that was opened is no spec")  # noqa: TRY004 – a broken journal
    return opened.replaced(spec=file.spec, file=KeptText.of(file))


def _is_of_newer(records: Sequence[Record]) -> bool:
    return bool(records) and records[0].get("journal") != _FORMAT


def _text_of(current: Version, spec: StackSpec, text: str) -> Record:
    return {"spec": spec_delta(current.spec, spec), "text": text_delta(current.base_text, text)}


def _text(path: Path | None) -> str | None:
    return str(path) if path else None


def _stamp(stamp: Stamp | None) -> list[int] | None:
    return [stamp.inode, stamp.size, stamp.modified] if stamp else None


def _stamp_of(said: Any) -> Stamp | None:
    return Stamp(*said) if said else None

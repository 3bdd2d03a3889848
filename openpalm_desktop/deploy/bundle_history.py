"""The history of edits in a bundle: the undo steps up to now, a line each, as in a journal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.value import Value
from openpalm_desktop.model.version import Step, Version
from openpalm_desktop.phrases import phrase

from .edit_journal import Record
from .lost_work import SENSELESS, Told, opened_record, step_record, text_record
from .opening import Opened

_SHORTEST = 4  # characters; a shorter value stands in every text by chance


class SecretInHistory(OpenPalmError):
    """A value of a secret stood in the stack once, and so in its history."""


def history_text(steps: Sequence[Step], values: Mapping[str, str]) -> bytes:
    """Return a history as it lies in a bundle; raises SecretInHistory rather than tell a value."""
    if not steps:
        return b""
    texts = tuple(_texts(steps))
    for name, value in values.items():
        if len(value) >= _SHORTEST and any(value in text for text in texts):
            raise SecretInHistory(
                phrase("The history of edits holds the value of {name}.", name=name),
                phrase("Leave the history out of the bundle."),
            )
    lines = [json.dumps(one, ensure_ascii=False) for one in _records(steps)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def steps_in(content: bytes, text: str) -> tuple[Step, ...]:
    """Return the undo steps of a history that ends at a text; none where it cannot be one."""
    try:
        lines = content.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
        told = Told.of([json.loads(line) for line in lines])
    except SENSELESS:
        return ()
    return tuple(told.steps) if told.current.text == text else ()


def _texts(steps: Sequence[Step]) -> Iterator[str]:
    """Yield all that a history says: its steps and files, and each part of a stack as it is meant.

    In a file a value may be written with quotes, and a line of the history may hold half of it.
    """
    seen: set[int] = set()
    for step in steps:
        yield step.label
        for version in (step.before, step.after):
            if id(version.base) not in seen:
                seen.add(id(version.base))
                yield version.base_text
            yield from _texts_in(version.spec, seen)


def _texts_in(part: Any, seen: set[int]) -> Iterator[str]:
    """Yield the texts in a part of a stack; what two stacks have in common only once."""
    if isinstance(part, str):
        yield part
        return
    if id(part) in seen:
        return
    seen.add(id(part))
    inner = vars(part) if isinstance(part, Value) else part
    if isinstance(inner, Mapping):
        for name, value in inner.items():
            yield name
            yield from _texts_in(value, seen)
    elif isinstance(inner, tuple | list):
        for value in inner:
            yield from _texts_in(value, seen)


def _records(steps: Sequence[Step]) -> list[Record]:
    first = steps[0].before
    records = [opened_record(Opened(first.spec, first.base))]
    here = first
    for number, step in enumerate(steps, 1):
        if step.before.base is not here.base:
            records.append(text_record(Version(step.before.spec, here.base), step.before))
        records.append(step_record(step, (number, 0), goes_on=False))
        here = step.after
    return records

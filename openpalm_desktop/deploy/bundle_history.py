"""The history of edits in a bundle: the undo steps up to now, a line each, as in a journal."""

import json
from collections.abc import Mapping, Sequence

from openpalm_desktop.errors import OpenPalmError
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
    lines = [json.dumps(one, ensure_ascii=False) for one in _records(steps)]
    text = "".join(f"{line}\n" for line in lines)
    for name, value in values.items():
        said = json.dumps(value, ensure_ascii=False)[1:-1]
        if len(value) >= _SHORTEST and said in text:
            raise SecretInHistory(
                phrase("The history of edits holds the value of {name}.", name=name),
                phrase("Leave the history out of the bundle."),
            )
    return text.encode("utf-8", "surrogatepass")


def steps_in(content: bytes, text: str) -> tuple[Step, ...]:
    """Return the undo steps of a history that ends at a text; none where it cannot be one."""
    try:
        records = [json.loads(line) for line in content.decode("utf-8").splitlines()]
        told = Told.of(records)
    except SENSELESS:
        return ()
    return tuple(told.steps) if told.current.text == text else ()


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

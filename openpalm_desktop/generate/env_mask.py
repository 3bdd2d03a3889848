"""Env files that were written with values: compared by digest, and never shown."""

import re
from collections.abc import Sequence
from hashlib import sha256

from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.record import Record

_VARIABLE = re.compile(r"(?P<key>[A-Za-z_][A-Za-z0-9_]*)=")
MASK = "••••••"


class MaskedLine(Record):
    """A line whose value was left where it was read: the variable, and a digest of the line."""

    key: str
    digest: str


def masked(text: str) -> tuple[MaskedLine, ...]:
    """Return the lines of an env file without their values."""
    return tuple(_masked(line) for line in text.splitlines())


def shown_lines(lines: Sequence[MaskedLine], beside: str, *, is_edited: bool) -> str:
    """Return masked lines as they are shown beside the stack's own version of the file.

    A line that is the same is shown as the stack says it, and so is a secret, whose value the
    stack does not know; of any other nothing but the variable's name is. In a file that was edited
    by hand, what looks like a name may be a part of a value, unless the stack has it too.
    """
    own = {_masked(line).key: line for line in beside.splitlines()}
    return "".join(f"{_shown(line, own.get(line.key, ''), is_edited)}\n" for line in lines)


def _shown(line: MaskedLine, own: str, is_edited: bool) -> str:  # noqa: FBT001 – one caller
    if own and (line.digest == _digest(own) or secret_name(own[len(line.key) + 1 :])):
        return own
    is_named = line.key != "" and (own != "" or not is_edited)
    return f"{line.key}={MASK}" if is_named else MASK


def _masked(line: str) -> MaskedLine:
    found = _VARIABLE.match(line)
    return MaskedLine(found["key"] if found else "", _digest(line))


def _digest(line: str) -> str:
    return sha256(line.encode("utf-8", errors="surrogatepass")).hexdigest()

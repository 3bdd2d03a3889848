"""Entries and items between brackets: taken out, put in, moved, with the commas kept right."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .align import Added, Kept
from .splices import Part, Piece, Splice
from .writing import Layout

_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_COMMA = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*,")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")


class Member(NamedTuple):
    """One entry or item, with what stands around it and belongs to it."""

    before: str
    start: int
    end: int
    before_comma: str
    rest_of_line: str


class Brackets:
    """The members of one collection in brackets."""

    def __init__(self, members: list[Member], first_line: str, start: int, end: int) -> None:
        self.members = members
        self.first_line = first_line
        self.start = start
        self.end = end
        self.has_last_comma = False

    @property
    def is_lined(self) -> bool:
        """Whether each member has lines of its own."""
        return bool(self.first_line) and all(member.rest_of_line for member in self.members[:-1])

    @property
    def column(self) -> int:
        """The indentation of members that have lines of their own."""
        return len(_indentation(self.members[0].before))

    def rearranged(
        self,
        targets: Sequence[Kept | Added],
        inside: dict[int, list[Splice]],
        written: Callable[[Added], str],
        layout: Layout,
    ) -> Splice:
        """Return the change that puts the members in the order of the targets."""
        pieces: list[Piece] = []
        for slot, target in enumerate(targets):
            is_last = slot == len(targets) - 1
            if isinstance(target, Added):
                pieces += [self._indent(slot, layout), written(target)]
                rest = layout.newline if self.is_lined else ""
                comma = ""
            else:
                member = self.members[target.old]
                pieces.append(self._before(target.old, slot, layout))
                pieces.append(Part(member.start, member.end, inside.get(target.old, ())))
                rest, comma = member.rest_of_line, member.before_comma
            if not is_last:
                rest = rest or (layout.newline if self.is_lined else "")
                pieces.append(comma + "," + rest)
            else:
                pieces.append(("," if self.has_last_comma else "") + self._last_rest(rest))
        return Splice(self.start, self.end, tuple(pieces))

    def _last_rest(self, rest: str) -> str:
        """Return what follows the last member: a comment of its own, else what did before."""
        old = self.members[-1].rest_of_line
        return rest if rest.strip() or old.strip() else old

    def _before(self, old: int, slot: int, layout: Layout) -> str:
        before = self.members[old].before
        if self.first_line or before.strip() or (old == 0) == (slot == 0):
            return before
        return self._indent(slot, layout)

    def _indent(self, slot: int, layout: Layout) -> str:
        if slot == 0 or self.first_line:
            return _indentation(self.members[0].before)
        if len(self.members) > 1:
            return _indentation(self.members[1].before)
        return layout.comma[1:]


def brackets(text: str, start: int, end: int, bounds: Sequence[tuple[int, int]]) -> Brackets | None:
    """Return the members with these bounds; None where something unusual stands between them."""
    first = _REST_OF_LINE.match(text, start, end)
    at = begin = first.end() if first else start
    found = Brackets([], first.group() if first else "", begin, end)
    for number, (left, right) in enumerate(bounds):
        before = text[at:left]
        if not _BETWEEN.fullmatch(before):
            return None
        comma = _COMMA.match(text, right, end)
        at = comma.end() if comma else right
        rest = _REST_OF_LINE.match(text, at, end)
        # A key without value needs a blank after its colon, or the comma becomes part of the key.
        missing = " " if text[right - 1] == ":" else ""
        before_comma = text[right : at - 1] if comma else missing
        found.members.append(
            Member(before, left, right, before_comma, rest.group() if rest else "")
        )
        at = rest.end() if rest else at
        found.has_last_comma = bool(comma)
        if not comma and number < len(bounds) - 1:
            return None
    if not _BETWEEN.fullmatch(text, at, end):
        return None
    found.end = at
    return found


def _indentation(before: str) -> str:
    return before[len(before.rstrip(" \t")) :]

"""What differs between two versions of a generated file: blocks that are the same object do not."""

from itertools import compress, count
from operator import is_not
from typing import TYPE_CHECKING

from openpalm_desktop.record import Record

if TYPE_CHECKING:
    from openpalm_desktop.generate.artifact import Artifact, Block

_LARGEST = 400  # lines of one block that are compared one by one


class ChangedSpan(Record):
    """Lines `start` to `old_end` of the old text, and the text that stands there now."""

    start: int
    old_end: int
    text: str


def changed_span(before: "Artifact", after: "Artifact") -> ChangedSpan | None:
    """Return the one span of lines outside of which two versions are the same."""
    old, new, head = _differing(before, after)
    if not old and not new:
        return None
    start = _count_lines(before.blocks[:head])
    old_lines = "".join([block.text for block in old]).splitlines(keepends=True)
    new_lines = "".join([block.text for block in new]).splitlines(keepends=True)
    same = _same_at_start(old_lines, new_lines)
    rest = _same_at_start(old_lines[same:][::-1], new_lines[same:][::-1])
    if same == len(old_lines) == len(new_lines):
        return None
    text = "".join(new_lines[same : len(new_lines) - rest])
    return ChangedSpan(start + same, start + len(old_lines) - rest, text)


def changed_lines(before: "Artifact | None", after: "Artifact") -> frozenset[int]:
    """Return the lines of the new version that the old one did not have; none for a new file."""
    if before is None or before.blocks == after.blocks:
        return frozenset()
    old, new, head = _differing(before, after)
    kept = {id(block) for block in old}
    added = [block for block in new if id(block) not in kept]
    stays = {id(block) for block in new}
    gone = [block for block in old if id(block) not in stays]
    partners = gone if len(gone) == len(added) else [_partner(block, gone) for block in added]
    pairs = {id(block): partner for block, partner in zip(added, partners, strict=True)}
    lines: set[int] = set()
    at = _count_lines(after.blocks[:head])
    for block in new:
        if id(block) in pairs:
            lines.update(at + line for line in _new_lines(pairs[id(block)], block))
        at += len(block.origins)
    return frozenset(lines)


def _count_lines(blocks: "tuple[Block, ...]") -> int:
    return sum(map(len, [block.origins for block in blocks]))


def _differing(
    before: "Artifact", after: "Artifact"
) -> "tuple[tuple[Block, ...], tuple[Block, ...], int]":
    """Return the blocks between the first and the last difference, and how many come before."""
    old, new = before.blocks, after.blocks
    head = _same_blocks(old, new)
    tail = _same_blocks(old[head:][::-1], new[head:][::-1])
    return old[head : len(old) - tail], new[head : len(new) - tail], head


def _same_blocks(one: "tuple[Block, ...]", other: "tuple[Block, ...]") -> int:
    """Return how many blocks both begin with; the same objects need no step of Python's own."""
    for at in compress(count(), map(is_not, one, other)):
        if one[at].text != other[at].text:
            return at
    return min(len(one), len(other))


def _partner(block: "Block", gone: "list[Block]") -> "Block | None":
    """Return the old version of a block: one that came from the same path."""
    origin = block.origins[:1]
    return next((each for each in gone if each.origins[:1] == origin), None)


def _new_lines(before: "Block | None", after: "Block") -> list[int]:
    new = after.text.splitlines()
    old = before.text.splitlines() if before else []
    if len(new) > _LARGEST or not old:
        same = _same_at_start(old, new)
        rest = _same_at_start(old[same:][::-1], new[same:][::-1])
        return list(range(same, len(new) - rest))
    if len(old) == len(new):
        return [line for line, text in enumerate(new) if text != old[line]]
    from difflib import SequenceMatcher  # noqa: PLC0415 – not before the first edit that needs it

    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [line for tag, _, _, a, b in steps if tag != "equal" for line in range(a, b)]


def _same_at_start(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count

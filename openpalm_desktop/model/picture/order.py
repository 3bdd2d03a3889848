"""Who stands above whom in each column, so that few edges cross."""

from bisect import bisect_right, insort
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeAlias, TypeVar

T = TypeVar("T", bound=Hashable)
Columns: TypeAlias = list[list[T]]
Steps: TypeAlias = Sequence[Sequence[tuple[T, T]]]
"""For each column but the last, the steps from it to the next one."""

_SWEEPS, _MOST_STEPS = 8, 3000


def ordered(columns: Columns[T], steps: Steps[T], groups: Mapping[T, int]) -> Columns[T]:
    """Return the columns in an order with few crossings, never more than there were.

    Within a column groups stay apart, the lowest on top.
    """
    best = [_grouped(column, groups) for column in columns]
    fewest = crossings(best, steps)
    current = best
    is_large = sum(map(len, steps)) > _MOST_STEPS
    for sweep in range(2 if is_large else _SWEEPS):
        if fewest == 0:
            break
        current = _swept(current, steps, groups, is_forward=sweep % 2 == 0)
        count = crossings(current, steps)
        if count < fewest:
            best, fewest = current, count
    return best


def crossings(columns: Columns[T], steps: Steps[T]) -> int:
    """Return how many pairs of steps cross."""
    total = 0
    for number, some in enumerate(steps):
        left, right = _ranks(columns[number]), _ranks(columns[number + 1])
        ends: list[int] = []
        for _, end in sorted((left[one], right[other]) for one, other in some):
            total += len(ends) - bisect_right(ends, end)
            insort(ends, end)
    return total


def _swept(
    columns: Columns[T], steps: Steps[T], groups: Mapping[T, int], *, is_forward: bool
) -> Columns[T]:
    """Put everything beside the middle of what it is joined with in the column before."""
    result = list(columns)
    numbers = range(1, len(columns)) if is_forward else range(len(columns) - 2, -1, -1)
    for number in numbers:
        before = _ranks(result[number - 1 if is_forward else number + 1])
        joined: dict[T, list[int]] = {}
        for one, other in steps[number - 1 if is_forward else number]:
            near, far = (other, one) if is_forward else (one, other)
            joined.setdefault(near, []).append(before[far])
        result[number] = _grouped(_settled(result[number], joined, len(before)), groups)
    return result


def _settled(column: list[T], joined: Mapping[T, list[int]], height: int) -> list[T]:
    """What is joined with nothing keeps about its place."""
    scale = height / max(1, len(column))
    wanted = {
        item: sum(joined[item]) / len(joined[item]) if item in joined else rank * scale
        for rank, item in enumerate(column)
    }
    return sorted(column, key=wanted.__getitem__)


def _grouped(column: list[T], groups: Mapping[T, int]) -> list[T]:
    return sorted(column, key=lambda item: groups.get(item, 0))


def _ranks(column: list[T]) -> dict[T, int]:
    return {item: rank for rank, item in enumerate(column)}

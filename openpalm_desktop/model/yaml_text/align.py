"""Which old value became which new one, so that what stayed can keep its text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


def same(old: object, new: object) -> bool:
    """Whether two plain values are the same in value, type and order: 1 is not True nor 1.0."""
    if old is new:
        return True
    if type(old) is not type(new):
        return False
    if isinstance(old, dict) and isinstance(new, dict):
        return (
            len(old) == len(new)
            and all(a == b for a, b in zip(old, new, strict=True))
            and all(same(old[key], new[key]) for key in old)
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same, old, new))
    if isinstance(old, float):
        return repr(old) == repr(new)
    return bool(old == new)


class Kept(NamedTuple):
    """An old entry or item that lives on, perhaps under another name or with another value."""

    old: int
    name: str
    value: object


class Added(NamedTuple):
    """A new entry or item; items have no name."""

    name: str
    value: object


def aligned_entries(
    names: Sequence[str], old: Mapping[str, object], new: Mapping[str, object]
) -> list[Kept | Added]:
    """Return the new mapping in its order, each entry with the old one it came from."""
    came_from = {name: name for name in names if name in new}
    came_from.update(_renamed(names, old, new))
    index = {name: number for number, name in enumerate(names)}
    return [
        Kept(index[came_from[name]], name, value) if name in came_from else Added(name, value)
        for name, value in new.items()
    ]


def _renamed(
    names: Sequence[str], old: Mapping[str, object], new: Mapping[str, object]
) -> dict[str, str]:
    """Return new name → old name for entries that stand in the same place with the same value."""
    found: dict[str, str] = {}
    gone_after = _strangers(names, new)
    for neighbour, come in _strangers(new, old).items():
        gone = gone_after.get(neighbour, [])
        for name in come:
            twin = next((one for one in gone if same(old[one], new[name])), None)
            if twin is None and len(gone) == len(come) == 1 and is_like(old[gone[0]], new[name]):
                twin = gone[0]
            if twin is not None:
                found[name] = twin
                gone.remove(twin)
    return found


def _strangers(names: Iterable[str], others: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the names that the others lack, by the known name before them."""
    found = defaultdict(list)
    neighbour = ""
    for name in names:
        if name in others:
            neighbour = name
        else:
            found[neighbour].append(name)
    return found


def aligned_items(old: Sequence[object], new: Sequence[object]) -> list[Kept | Added]:
    """Return the new list in its order, each item with the old one it came from."""
    came_from = _equal_items(old, new)
    taken = set(came_from.values())
    left_old = [index for index in range(len(old)) if index not in taken]
    left_new = [index for index in range(len(new)) if index not in came_from]
    came_from.update(_changed_items(old, new, left_old, left_new))
    return [
        Kept(came_from[index], "", item) if index in came_from else Added("", item)
        for index, item in enumerate(new)
    ]


def _equal_items(old: Sequence[object], new: Sequence[object]) -> dict[int, int]:
    """Return new index → old index of items that did not change: in place, else moved."""
    start = 0
    while start < min(len(old), len(new)) and same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and same(old[-1 - end], new[-1 - end]):
        end += 1
    found = {index: index for index in range(start)}
    found.update({len(new) - 1 - back: len(old) - 1 - back for back in range(end)})
    places = defaultdict(list)
    for index in range(len(old) - end - 1, start - 1, -1):
        places[repr(old[index])].append(index)
    for index in range(start, len(new) - end):
        candidates = places.get(repr(new[index]))
        if candidates:
            found[index] = candidates.pop()
    return found


def _changed_items(
    old: Sequence[object], new: Sequence[object], left_old: list[int], left_new: list[int]
) -> dict[int, int]:
    """Pair what is left: those in the same place first, then the first that is alike."""
    found: dict[int, int] = {}
    if len(left_old) == len(left_new):
        pairs = zip(left_new, left_old, strict=True)
        found = {after: before for after, before in pairs if is_like(old[before], new[after])}
    free = [index for index in left_old if index not in found.values()]
    for index in left_new:
        if index not in found:
            before = next((one for one in free if is_like(old[one], new[index])), None)
            if before is not None:
                found[index] = before
                free.remove(before)
    return found


def is_like(old: object, new: object) -> bool:
    """Whether one is likely the other, edited: mappings share keys or values."""
    if isinstance(old, dict) and isinstance(new, dict):
        common = [key for key in old if key in new]
        equal = sum(same(old[key], new[key]) for key in common)
        is_renamed = bool(old) and same(list(old.values()), list(new.values()))
        return is_renamed or len(common) + 2 * equal >= max(len(old), len(new), 1)
    if isinstance(old, dict | list) or isinstance(new, dict | list):
        return isinstance(old, list) and isinstance(new, list)
    return True

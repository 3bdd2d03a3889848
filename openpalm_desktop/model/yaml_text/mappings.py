"""Which entries of a mapping stay, when some of what it holds comes from `<<`."""

from collections.abc import Iterator, Mapping, Sequence

from .align import Added, Kept, aligned_entries, same
from .tree import Items, Map, Node


def living(node: Map) -> list[int]:
    """Return the numbers of the entries that count: of two with one name, the last."""
    last = {entry.name: number for number, entry in enumerate(node.entries)}
    return sorted(last.values())


def kept_and_added(
    node: Map, old: Mapping[str, object], new: Mapping[str, object]
) -> list[Kept | Added]:
    """Return what becomes of the entries: those of `<<` are overridden, or all written out."""
    numbers = [number for number in living(node) if not node.entries[number].is_merge]
    names = [node.entries[number].name for number in numbers]
    merge = next((number for number in living(node) if node.entries[number].is_merge), None)
    owned = {name: old[name] for name in names}
    if merge is not None:
        inherited = {name: value for name, value in old.items() if name not in owned}
        written = {
            name: value
            for name, value in new.items()
            if name not in inherited or not same(inherited[name], value)
        }
        targets = _targets(numbers, names, owned, written)
        targets.insert(_place_of_merge(merge, targets), Kept(merge, "<<", None))
        if _order(node, merge, targets) == list(new):
            return targets
    return _targets(numbers, names, owned, new)


def _targets(
    numbers: Sequence[int], names: list[str], old: dict[str, object], new: Mapping[str, object]
) -> list[Kept | Added]:
    return [
        Kept(numbers[target.old], target.name, target.value) if isinstance(target, Kept) else target
        for target in aligned_entries(names, old, new)
    ]


def _order(node: Map, merge: int, targets: list[Kept | Added]) -> list[str]:
    """Return the names in the order that they will be read in."""
    names: dict[str, None] = {}
    for target in targets:
        if isinstance(target, Kept) and target.old == merge:
            names.update(dict.fromkeys(_merged(node.entries[merge].value)))
        else:
            names[target.name] = None
    return list(names)


def _merged(value: Node) -> Iterator[str]:
    for part in value.items if isinstance(value, Items) else [value]:
        if isinstance(part.data, dict):
            yield from part.data


def _place_of_merge(merge: int, targets: list[Kept | Added]) -> int:
    """Return where `<<` goes among the targets: behind the entries that it stood behind."""
    place = 0
    for number, target in enumerate(targets, 1):
        if isinstance(target, Kept) and target.old < merge:
            place = number
    return place

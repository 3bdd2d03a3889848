"""Two people's edits of one spec, joined field by field, and the fields that both changed."""

from collections.abc import Collection, Mapping
from typing import Any

from openpalm_desktop.record import Record

from .path import Path
from .stack import StackSpec
from .value import Data
from .yaml_text.align import same

_NOTHING: Any = object()


class Conflict(Record):
    """A field that both changed; None where one of them took it away."""

    path: Path
    mine: Any
    theirs: Any


class Joined(Record):
    """The spec that holds both edits, and the fields in which one of them had to give way."""

    spec: StackSpec
    conflicts: tuple[Conflict, ...]


def joined(
    base: StackSpec, mine: StackSpec, theirs: StackSpec, taken: Collection[Path] = ()
) -> Joined:
    """Return what both made of `base`; in a conflict mine stays, unless its path is in `taken`."""
    join = _Join(taken)
    data = join.maps(base.to_data(), mine.to_data(), theirs.to_data(), ())
    return Joined(StackSpec.from_data(data), tuple(join.conflicts))


class _Join:
    def __init__(self, taken: Collection[Path]) -> None:
        self._taken = taken
        self.conflicts: list[Conflict] = []

    def maps(
        self,
        base: Data,
        mine: Data,
        theirs: Data,
        path: Path,
        places: Mapping[str, int] | None = None,
    ) -> Data:
        """Return two edits of a mapping, joined entry by entry; items of a list have `places`."""
        result: Data = {}
        for key in _order(base, mine, theirs):
            value = self._values(
                base.get(key, _NOTHING),
                mine.get(key, _NOTHING),
                theirs.get(key, _NOTHING),
                (*path, places[key] if places else key),
            )
            if value is not _NOTHING:
                result[key] = value
        return result

    def _values(self, base: Any, mine: Any, theirs: Any, path: Path) -> Any:
        if _is_same(mine, theirs) or _is_same(base, theirs):
            return mine
        if _is_same(base, mine):
            return theirs
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self.maps(base if isinstance(base, dict) else {}, mine, theirs, path)
        old, one, other = _by_id(base), _by_id(mine), _by_id(theirs)
        if old is not None and one is not None and other is not None:
            return self._items(old, one, other, path)
        said = (None if value is _NOTHING else value for value in (mine, theirs))
        self.conflicts.append(Conflict(path, *said))
        return theirs if path in self._taken else mine

    def _items(self, base: Data, mine: Data, theirs: Data, path: Path) -> list[Any]:
        """Return two edits of a list whose items have an id, joined item by item."""
        keys = [*mine, *(key for key in {**theirs, **base} if key not in mine)]
        places = {key: at for at, key in enumerate(keys)}
        return list(self.maps(base, mine, theirs, path, places).values())


def _order(base: Data, mine: Data, theirs: Data) -> list[str]:
    """Return all keys: in my order if only I moved any, else in theirs with mine among them."""
    if [key for key in theirs if key in base] == [key for key in base if key in theirs]:
        first, second = mine, theirs
    else:
        first, second = theirs, mine
    order = list(first)
    before: str | None = None
    for key in second:
        if key not in first:
            order.insert(order.index(before) + 1 if before in order else 0, key)
        before = key
    return order + [key for key in base if key not in order]


def _by_id(value: Any) -> Data | None:
    """Return a list's items by their id, if each has one of its own."""
    if value is _NOTHING:
        return {}
    if not isinstance(value, list):
        return None
    items = [
        item for item in value if isinstance(item, Mapping) and isinstance(item.get("id"), str)
    ]
    result = {item["id"]: item for item in items}
    return result if len(result) == len(value) else None


def _is_same(one: Any, other: Any) -> bool:
    if one is _NOTHING or other is _NOTHING:
        return one is other
    return same(one, other)

"""Results that are kept while the very same inputs come in again.

Inputs are compared by identity: frozen values that did not change are the same objects, and nothing
is ever mistaken for its equal (`1 == True`).
"""

from collections.abc import Callable, Hashable, Mapping
from itertools import compress
from operator import eq, is_, is_not
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class Memo(Generic[R]):
    """Remembers one result, and makes it anew only when an input is another object."""

    def __init__(self, make: Callable[..., R]) -> None:
        self._make = make
        self._inputs: tuple[Any, ...] | None = None
        self._result: R

    def get(self, *inputs: Any) -> R:
        """Return the result of `make(*inputs)`, kept from last time if it may be."""
        if self._inputs is None or not _are_same(self._inputs, inputs):
            self._result = self._make(*inputs)
            self._inputs = inputs
        return self._result


class MemoMap(Generic[K, R]):
    """Remembers a result for each entry of a mapping, and makes only those whose entry changed.

    What an entry was before its last change is remembered too, so that going back costs nothing.
    """

    def __init__(self, make: Callable[..., R]) -> None:
        self._make = make
        self._context: tuple[Any, ...] = ()
        self._items: Mapping[K, Any] = {}
        self._results: dict[K, R] = {}
        self._before: dict[K, tuple[Any, R]] = {}

    def get(self, items: Mapping[K, Any], *context: Any) -> dict[K, R]:
        """Return `make(key, item, *context)` for each entry, in order, under the same keys."""
        if not _are_same(self._context, context):
            self._context, self._items, self._results, self._before = context, {}, {}, {}
        if items is not self._items:
            has_same_keys = len(items) == len(self._items) and all(map(eq, items, self._items))
            self._results = self._changed(items) if has_same_keys else self._sorted_out(items)
            self._items = items
        return self._results

    def _changed(self, items: Mapping[K, Any]) -> dict[K, R]:
        """Make what changed under keys that did not: no step of Python's own for the others."""
        changed = compress(items, map(is_not, items.values(), self._items.values()))
        return self._results | {key: self._of_changed(key, items[key]) for key in changed}

    def _of_changed(self, key: K, item: Any) -> R:
        before = self._before.get(key)
        self._before[key] = (self._items[key], self._results[key])
        if before is not None and before[0] is item:
            return before[1]
        return self._make(key, item, *self._context)

    def _sorted_out(self, items: Mapping[K, Any]) -> dict[K, R]:
        before, results = self._items.get, self._results
        self._before = {}
        return {
            key: results[key] if before(key) is item else self._make(key, item, *self._context)
            for key, item in items.items()
        }


class Same(Generic[R]):
    """Hands out the object it saw before for as long as an equal one comes in.

    Only for values whose equality is exact, such as tuples of texts.
    """

    def __init__(self) -> None:
        self._kept: R | None = None

    def __call__(self, value: R) -> R:
        """Return the kept object if it equals `value`, else keep `value`."""
        if self._kept is None or self._kept != value:
            self._kept = value
        return self._kept


def _are_same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))

"""Results that are kept while the very same inputs come in again."""

from collections.abc import Callable, Hashable
from operator import is_
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """Remembers one result a key, and makes it anew only when an input is another object.

    Inputs are compared by identity: frozen values that did not change are the same objects, and
    nothing is ever mistaken for its equal (`1 == True`).
    """

    def __init__(self, make: Callable[..., T]) -> None:
        self._make = make
        self._kept: dict[Hashable, tuple[tuple[Any, ...], T]] = {}

    def get(self, key: Hashable, *inputs: Any) -> T:
        """Return the result of `make(*inputs)`, kept from last time if it may be."""
        kept = self._kept.get(key)
        if kept is not None and len(kept[0]) == len(inputs) and all(map(is_, kept[0], inputs)):
            return kept[1]
        result = self._make(*inputs)
        self._kept[key] = inputs, result
        return result

    def forget_all_but(self, keys: "set[Hashable]") -> None:
        """Drop what belongs to keys that are gone."""
        if len(self._kept) > len(keys):
            self._kept = {key: kept for key, kept in self._kept.items() if key in keys}


class Same(Generic[T]):
    """Hands out the object it saw before for as long as an equal one comes in.

    Only for values whose equality is exact, such as tuples of texts.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, T] = {}

    def __call__(self, key: Hashable, value: T) -> T:
        """Return the kept object if it equals `value`, else keep `value`."""
        kept = self._kept.get(key)
        if kept is not None and kept == value:
            return kept
        self._kept[key] = value
        return value

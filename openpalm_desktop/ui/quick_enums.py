"""Lets Qt's enumerations be made in half the time.

PySide makes each by `Enum(name, members)`, which looks at every name for what only people write:
3,300 names until the window is there, a third of its start. Python makes its own, as those of `re`
and `socket`, by `_simple_enum`, and has a test of whether both ways give the same; ours put all of
Qt's through it.
"""

import enum
from functools import cache
from typing import Any

_TYPE: Any = enum.EnumType
_AS_PYSIDE_ASKS = {"start": 1, "boundary": enum.KEEP}


def make_enums_quickly() -> None:
    """Make by the quick way what is asked for as PySide does, from now on."""
    make = _TYPE._create_

    def create(kind: Any, class_name: str, names: Any, **wishes: Any) -> Any:
        asked = {name: wish for name, wish in wishes.items() if wish is not None}
        if asked == _AS_PYSIDE_ASKS and isinstance(names, list):
            return quick_enum(kind, class_name, dict(names))
        return make(kind, class_name, names, **wishes)

    _TYPE._create_ = create


def quick_enum(kind: Any, class_name: str, members: dict[str, int]) -> Any:
    """Return an enumeration of a kind."""
    simple: Any = vars(enum)["_simple_enum"]
    made = simple(kind, boundary=enum.KEEP)(type(class_name, (), members))
    for name, member in made.__members__.items():
        if name not in _taken(kind):  # else it would be found by a detour each time
            type.__setattr__(made, name, member)
    return made


@cache
def _taken(kind: type) -> frozenset[str]:
    """Return the names that mean something else in an enumeration, such as `name`."""
    return frozenset(name for base in kind.__mro__ for name in vars(base))

"""Lets Qt's enumerations be made in a fraction of the time.

PySide makes each by `Enum(name, members)`, which looks at every name for what only people write:
2,500 names until a spec is shown, a fifth of the start. Python makes its own, as those of `re` and
`socket`, by `_simple_enum`, and has a test of whether both ways give the same. Here that makes one
without members for each kind, and the others are copies of it, filled; our test puts all of Qt's
through Python's.
"""

import enum
from collections.abc import Mapping
from functools import cache, reduce
from operator import or_
from typing import Any

_TYPE: Any = enum.EnumType
_AS_PYSIDE_ASKS = {"start": 1, "boundary": enum.KEEP}
_OF_EACH_CLASS = {"__dict__", "__weakref__"}  # what Python gives to every class anew


def make_enums_quickly() -> None:
    """Make by the quick way what is asked for as PySide does, from now on."""
    make = _TYPE._create_

    def create(kind: Any, class_name: str, names: Any, **wishes: Any) -> Any:
        asked = {name: wish for name, wish in wishes.items() if wish is not None}
        if asked == _AS_PYSIDE_ASKS and isinstance(names, list):
            members = dict(names)
            if _taken(kind).isdisjoint(members):
                return quick_enum(kind, class_name, members)
        return make(kind, class_name, names, **wishes)

    _TYPE._create_ = create


def quick_enum(kind: Any, class_name: str, members: Mapping[str, int]) -> Any:
    """Return an enumeration of a kind; none of its names may mean something else there."""
    body = {
        name: part.copy() if type(part) in (dict, list) else part
        for name, part in _without_members(kind).items()
    }
    made = _TYPE.__new__(_TYPE, class_name, (kind,), body, _simple=True)
    is_flag = issubclass(kind, enum.Flag)
    _fill(made, members, is_flag=is_flag)
    if is_flag:
        _complete_flag(made)
    return made


@cache
def _without_members(kind: Any) -> Mapping[str, Any]:
    """Return what an enumeration of a kind consists of before it has members."""
    simple: Any = vars(enum)["_simple_enum"]
    empty = simple(kind, boundary=enum.KEEP)(type("", (), {}))
    return {name: part for name, part in vars(empty).items() if name not in _OF_EACH_CLASS}


@cache
def _taken(kind: type) -> frozenset[str]:
    """Return the names that mean something else in an enumeration, such as `name`."""
    return frozenset(name for base in kind.__mro__ for name in vars(base))


def _fill(made: Any, members: Mapping[str, int], *, is_flag: bool) -> None:
    new, takes_value, put = made._new_member_, made._use_args_, type.__setattr__
    order, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in members.items():
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if takes_value else new(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(order)
            by_value[value] = member
            if not is_flag or _is_single_bit(value):
                order.append(name)
        by_name[name] = member
        put(made, name, member)


def _complete_flag(made: Any) -> None:
    """Say which bits a flag has, and how to go through them."""
    put = type.__setattr__
    values = [made._member_map_[name]._value_ for name in made._member_names_]
    mask = reduce(or_, made._value2member_map_, 0)
    put(made, "_singles_mask_", reduce(or_, values, 0))
    put(made, "_flag_mask_", mask)
    put(made, "_all_bits_", 2 ** mask.bit_length() - 1)
    if values != sorted(values):
        put(made, "_iter_member_", made._iter_member_by_def_)


def _is_single_bit(value: int) -> bool:
    return value > 0 and value & (value - 1) == 0

"""What the tags `!!str`, `!!int` and their kin make of a scalar."""

from collections.abc import Callable
from typing import TypeAlias

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Position, Problem

from . import complaints
from .scalars import plain_value

_CORE = "tag:yaml.org,2002:"
KNOWN_COLLECTION = {True: ("!", f"{_CORE}map"), False: ("!", f"{_CORE}seq")}
_KINDS: dict[str, tuple[type, ...]] = {
    f"{_CORE}int": (int,),
    f"{_CORE}float": (float, int),
    f"{_CORE}bool": (bool,),
    f"{_CORE}null": (type(None),),
}
Complaint: TypeAlias = Callable[[Path, Position], Problem]


def tagged_value(tag: str, text: str) -> tuple[object, Complaint | None]:
    """Return what a scalar with an explicit tag stands for, and what is wrong with it, if so."""
    if tag in ("!", f"{_CORE}str"):
        return text, None
    value = plain_value(text)
    kinds = _KINDS.get(tag)
    if kinds is None:
        return text, lambda path, where: complaints.unknown_tag(path, tag, where)
    if type(value) not in kinds:
        return text, lambda path, where: complaints.tag_does_not_fit(path, tag, text, where)
    if tag.endswith("float") and isinstance(value, int):
        return _as_float(value), None
    return value, None


def _as_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")

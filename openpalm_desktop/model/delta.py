"""What differs between two specs, or two texts, as plain data from which the other is made again.

Parts of a spec are compared by identity, as an edit shares what it does not touch: among a thousand
channels the delta of a key press is one channel.
"""

from collections.abc import Mapping
from typing import Any, cast

from .stack import StackSpec
from .value import Data, plain

TextDelta = tuple[int, int, str]


def spec_delta(old: StackSpec, new: StackSpec) -> Data:
    """Return what makes `new` of `old`; nothing where they are the same object."""
    if old is new:
        return {}
    delta: Data = {}
    for name in StackSpec.fields:
        if name not in new.said:
            if name in old.said:
                delta[name] = None
        elif name not in old.said or getattr(old, name) is not getattr(new, name):
            delta[name] = _part_delta(getattr(old, name), getattr(new, name))
    return delta


def patched(old: StackSpec, delta: Data) -> StackSpec:
    """Return the spec that a delta makes of `old`; what it does not name is shared."""
    if not delta:
        return old
    said = _said(delta)
    values = {name: getattr(old, name) for name in old.said if name not in delta}
    values |= {
        name: _patched_part(getattr(old, name), part, getattr(said, name))
        for name, part in delta.items()
        if part is not None
    }
    return StackSpec.of_sound(values)


def text_delta(old: str, new: str) -> TextDelta:
    """Return how much two texts share at both ends, and what stands between in the new one."""
    head = _shared(old, new, is_end=False)
    tail = min(_shared(old, new, is_end=True), min(len(old), len(new)) - head)
    return head, tail, new[head : len(new) - tail]


def patched_text(old: str, delta: TextDelta) -> str:
    """Return the text that a delta makes of `old`."""
    head, tail, between = delta
    if not 0 <= head <= head + tail <= len(old):
        raise ValueError("The delta is not of this text")
    return old[:head] + between + old[len(old) - tail :]


def _part_delta(old: Any, new: Any) -> Data:
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        changed = {k: plain(v) for k, v in new.items() if k not in old or old[k] is not v}
        delta: Data = {"entries": changed}
        if list(old) != list(new):
            delta["keys"] = list(new)
        return delta
    if isinstance(new, tuple):
        places = {id(item): index for index, item in enumerate(old)}
        fresh = [item for item in new if id(item) not in places]
        return {"from": [places.get(id(item)) for item in new], "fresh": plain(fresh)}
    return {"value": plain(new)}


def _said(delta: Data) -> StackSpec:
    """Return the spec that holds a delta's new parts, each read as what it is."""
    data: Data = {}
    for name, part in delta.items():
        if part is None:
            continue
        value = next(part[key] for key in ("entries", "fresh", "value") if key in part)
        if name == "extensions":
            data |= value
        elif value is not None:
            data[StackSpec.fields[name].key] = value
    return StackSpec.from_data(data)


def _patched_part(old: Any, part: Data, said: Any) -> Any:
    if "entries" in part:
        entries = {**old, **said}
        return {key: entries[key] for key in part.get("keys", entries)}
    if "fresh" in part:
        fresh = iter(said)
        return tuple(
            next(fresh) if at is None else old[at] for at in cast("list[Any]", part["from"])
        )
    return None if part["value"] is None else said


def _shared(one: str, other: str, *, is_end: bool) -> int:
    """Return how many characters two texts share; halving compares whole slices at once."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if is_end:
            is_same = one.endswith(other[len(other) - middle : len(other) - low], 0, len(one) - low)
        else:
            is_same = one.startswith(other[low:middle], low)
        low, high = (middle, high) if is_same else (low, middle - 1)
    return low

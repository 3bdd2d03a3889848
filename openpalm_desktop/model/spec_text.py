"""A spec's text as a person types it: what it says, or what keeps it from being a spec."""

from collections.abc import Mapping
from typing import Any, cast

from .problem import Problem
from .spec_file import SpecFile, read_spec, rebased, spec_of
from .stack import StackSpec
from .value import Data, plain
from .yaml_text.align import same


def read_typed(text: str, base: StackSpec, current: StackSpec) -> SpecFile | tuple[Problem, ...]:
    """Return what a typed text says; it was begun at `base`, and is to go on from `current`.

    What was edited elsewhere since then is put into the text as well. What stayed is the same
    object as in `current`.
    """
    file = read_spec(text)
    if isinstance(file, SpecFile) and current is not base:
        data = rebased(cast("Data", file.document.data), base, current)
        file = spec_of(file.document.with_data(data))
    if not isinstance(file, SpecFile):
        return file
    return file.replaced(spec=shared(current, file.spec))


def shared(old: StackSpec, new: StackSpec) -> StackSpec:
    """Return the new spec, made of the old one's parts wherever they say the same."""
    parts = {name: _shared(getattr(old, name), getattr(new, name)) for name in new.said}
    is_same = old.said == new.said and all(
        getattr(old, name) is part for name, part in parts.items()
    )
    return old if is_same else new.replaced(**parts)


def _shared(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        mixed = {key: _shared_part(old.get(key), value) for key, value in new.items()}
        is_same = list(old) == list(new) and all(old[key] is mixed[key] for key in mixed)
        return old if is_same else mixed
    return _shared_part(old, new)


def _shared_part(old: Any, new: Any) -> Any:
    return old if type(old) is type(new) and same(plain(old), plain(new)) else new

"""Edits of services: those of a preset are overridden by no more than what differs."""

from collections.abc import Iterable
from typing import Any

from .edits import add_service, free_name, get, put
from .path import Path
from .resolved import Surroundings, merged, stack_services
from .service import Service
from .stack import StackSpec
from .value import plain

LAYERED = ("env", "config")
"""Fields whose entries are added to the preset's, one by one."""


def preset_service(spec: StackSpec, name: str) -> Service | None:
    """Return a service as the spec's preset has it, or None if it is none of the preset's."""
    return stack_services(spec.preset, {}, Surroundings.of(spec)).get(name)


def service_of(spec: StackSpec, name: str) -> Service:
    """Return a service as it will be: the preset's with what the spec says, or the spec's own."""
    base, own = preset_service(spec, name), spec.services.get(name)
    if base is None:
        return own or Service()
    return merged(base, own) if own else base


def put_in_service(spec: StackSpec, name: str, steps: Path, value: Any) -> StackSpec:
    """Return a spec in which a service has a value; what the preset says too is not said again."""
    base = preset_service(spec, name)
    if base is None:
        return put(spec, ("services", name, *steps), value)
    whole = add_service(spec, name, service_of(spec, name))
    field: Path = ("services", name, steps[0])
    after = get(put(whole, ("services", name, *steps), value), field)
    before = get(add_service(spec, name, base), field)
    after = _differing(after, before) if steps[0] in LAYERED else after
    is_same = not after if steps[0] in LAYERED else _says_same(after, before)
    return _without_empty(put(spec, field, None if is_same else after), name)


def differs_from_preset(spec: StackSpec, name: str, alias: str) -> bool:
    """Whether the spec says a field of a preset's service otherwise."""
    own = spec.services.get(name)
    return own is not None and alias in own.to_data()


def remove_services(spec: StackSpec, names: Iterable[str]) -> StackSpec:
    """Return a spec that says nothing of some services: own ones go, the preset's are as it is."""
    for name in names:
        spec = put(spec, ("services", name), None)
    return spec if spec.services else put(spec, ("services",), None)


def duplicate_service(spec: StackSpec, name: str) -> tuple[StackSpec, str]:
    """Return a spec with a copy of a service as one of its own, and the copy's name."""
    taken = {*stack_services(spec.preset, spec.services, Surroundings.of(spec)), *spec.channels}
    copy = free_name(name, taken)
    return add_service(spec, copy, service_of(spec, name)), copy


def _differing(after: Any, before: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in after.items()
        if key not in before or not _says_same(value, before[key])
    }


def _says_same(one: Any, other: Any) -> bool:
    return repr(plain(one)) == repr(plain(other))


def _without_empty(spec: StackSpec, name: str) -> StackSpec:
    override = spec.services.get(name)
    if override is None or override.to_data():
        return spec
    return remove_services(spec, [name])

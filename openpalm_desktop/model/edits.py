"""Edits: a spec and a wish in, another spec out; what is not on the way stays the same object."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .channel import Channel
from .dependencies import dependencies
from .path import Path
from .resolved import Surroundings, channel_service_name, stack_services
from .service import Service
from .stack import StackSpec
from .value import Value, is_extension


def put(spec: StackSpec, path: Path, value: Any) -> StackSpec:
    """Return a spec in which `value` stands at `path`; None takes away what stands there.

    Raises `Misfit` for a value that the field's type cannot hold.
    """
    if value is None and get(spec, path) is None:
        return spec
    changed = _put(spec, path, value)
    assert isinstance(changed, StackSpec)  # noqa: S101 – a path leads into the spec, never out of it
    return changed


def get(spec: StackSpec, path: Path) -> Any:
    """Return what stands at `path`: what was said, or the default; None where nothing can stand."""
    node: Any = spec
    for step in path:
        match node:
            case Value() if is_extension(step):
                node = node.extensions.get(str(step))
            case Value():
                name = _field_name(node, step)
                node = getattr(node, name) if name in node.fields else None
            case Mapping():
                node = node.get(step)
            case tuple() if isinstance(step, int) and step < len(node):
                node = node[step]
            case _:
                return None
    return node


def add_channel(spec: StackSpec, name: str, channel: Channel) -> StackSpec:
    """Return a spec with one more channel at the end."""
    return spec.replaced(channels={**spec.channels, name: channel})


def add_service(spec: StackSpec, name: str, service: Service) -> StackSpec:
    """Return a spec with one more service at the end."""
    return spec.replaced(services={**spec.services, name: service})


def remove_channels(spec: StackSpec, names: Iterable[str]) -> StackSpec:
    """Return a spec without some channels; what waits for them becomes a problem, not silent."""
    gone = set(names)
    left = {name: channel for name, channel in spec.channels.items() if name not in gone}
    return spec.replaced(channels=left)


def rename_channel(spec: StackSpec, old: str, new: str) -> StackSpec:
    """Return a spec in which a channel has another name, also where others wait for it.

    A name that another channel has changes nothing: two cannot share one.
    """
    if old not in spec.channels or new in spec.channels:
        return spec
    names = _new_names(old, new, stack_services(spec.preset, spec.services, Surroundings.of(spec)))
    channels = {
        new if name == old else name: _waiting_for(channel, names)
        for name, channel in spec.channels.items()
    }
    renamed = spec.replaced(channels=channels)
    services = {name: _waiting_for(service, names) for name, service in spec.services.items()}
    is_changed = any(services[name] is not service for name, service in spec.services.items())
    return renamed.replaced(services=services) if is_changed else renamed


def rename_service(spec: StackSpec, old: str, new: str) -> StackSpec:
    """Return a spec in which one of its own services has another name, also where others wait.

    A name that another service or a channel has changes nothing.
    """
    known = stack_services(spec.preset, spec.services, Surroundings.of(spec))
    if old not in spec.services or new in known or new in spec.channels:
        return spec
    names = {old: new}
    services = {
        new if name == old else name: _waiting_for(service, names)
        for name, service in spec.services.items()
    }
    channels = {name: _waiting_for(channel, names) for name, channel in spec.channels.items()}
    is_changed = any(channels[name] is not one for name, one in spec.channels.items())
    renamed = spec.replaced(services=services)
    return renamed.replaced(channels=channels) if is_changed else renamed


def duplicate_channel(spec: StackSpec, name: str) -> tuple[StackSpec, str]:
    """Return a spec with a copy of a channel right after it, and the copy's name."""
    copy = free_name(name, spec.channels)
    channels: dict[str, Channel] = {}
    for each, channel in spec.channels.items():
        channels[each] = channel
        if each == name:
            channels[copy] = channel
    return spec.replaced(channels=channels), copy


def move_channel(spec: StackSpec, name: str, index: int) -> StackSpec:
    """Return a spec in which a channel stands at another place of the order."""
    names = [each for each in spec.channels if each != name]
    names.insert(index, name)
    return spec.replaced(channels={each: spec.channels[each] for each in names})


def edit_channels(
    spec: StackSpec, names: Iterable[str], edit: Callable[[Channel], Channel]
) -> StackSpec:
    """Return a spec in which several channels are edited alike."""
    chosen = set(names)
    channels = {
        name: edit(channel) if name in chosen else channel
        for name, channel in spec.channels.items()
    }
    return spec.replaced(channels=channels)


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, or the first of `wanted-2`, `wanted-3`, … that is not taken."""
    used = set(taken)
    name, number = wanted, 2
    while name in used:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _put(node: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    match node:
        case Value():
            return _put_field(node, _field_name(node, step), rest, value)
        case Mapping():
            if not rest and value is None:
                return {key: item for key, item in node.items() if key != step}
            return {**node, step: _put(node.get(step), rest, value)}
        case Sequence() if isinstance(step, int):
            before, after = tuple(node[:step]), tuple(node[step + 1 :])
            if not rest and value is None:
                return (*before, *after)
            item = node[step] if step < len(node) else None
            return (*before, _put(item, rest, value), *after)
        case _:
            return {step: _put(None, rest, value)}


def _put_field(node: Value, name: str, rest: Path, value: Any) -> Value:
    if is_extension(name):
        return node.with_(extensions=_put(node.extensions, (name, *rest), value))
    if not rest and value is None:
        return node.without(name)
    changed = _put(getattr(node, name), rest, value)
    if len(rest) > 1 and isinstance(_first_value(node, name, rest), Value):
        return node.replaced(**{name: changed})
    return node.with_(**{name: changed})


def _first_value(node: Value, name: str, rest: Path) -> Any:
    """Return the entry of a map or list on the way: a value of its own was validated by itself."""
    entries = getattr(node, name)
    if isinstance(entries, Mapping):
        return entries.get(str(rest[0]))
    if isinstance(entries, Sequence) and isinstance(rest[0], int) and rest[0] < len(entries):
        return entries[rest[0]]
    return None


def _field_name(node: Value, step: str | int) -> str:
    names = (name for name, field in node.fields.items() if field.key == step)
    return str(step) if is_extension(step) else next(names, str(step))


def _new_names(old: str, new: str, services: Mapping[str, Service]) -> Mapping[str, str]:
    """Return what to wait for instead, by what was waited for; a plain name may mean a service."""
    renamed = {channel_service_name(old): channel_service_name(new)}
    if old in services:
        return renamed
    return renamed | {old: channel_service_name(new) if new in services else new}


def _waiting_for(container: Any, names: Mapping[str, str]) -> Any:
    if names.keys().isdisjoint(dependencies(container).values()):
        return container
    waits = container.depends_on
    if isinstance(waits, Mapping):
        renamed: Any = {names.get(name, name): how for name, how in waits.items()}
    else:
        renamed = tuple(names.get(name, name) for name in waits)
    return container.with_(depends_on=renamed)

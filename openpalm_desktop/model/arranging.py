"""Edits of several channels or services at once: their order, one field of all, copies, images."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from .checks.names import is_image
from .presets import preset_layer
from .stack import StackSpec

T = TypeVar("T")


def move_channels(spec: StackSpec, names: Collection[str], index: int) -> StackSpec:
    """Return a spec in which some channels stand together, before what is at `index` now."""
    return _in_order(spec, "channels", spec.channels, _moved(list(spec.channels), names, index))


def move_services(spec: StackSpec, names: Collection[str], index: int) -> StackSpec:
    """Return a spec in which some of its own services stand before what is at `index` of them.

    What is said of a preset's services stays in its place: their order is the preset's.
    """
    own = own_services(spec)
    wanted = iter(_moved(own, [name for name in names if name in own], index))
    order = [next(wanted) if name in own else name for name in spec.services]
    return _in_order(spec, "services", spec.services, order)


def own_services(spec: StackSpec) -> list[str]:
    """Return the names of the services that no preset brings along."""
    core = preset_layer(spec.preset).services
    return [name for name in spec.services if name not in core]


def with_tag(image: str, tag: str) -> str:
    """Return an image's reference with another tag; a digest would overrule it and goes."""
    name = image.partition("@")[0]
    path, slash, last = name.rpartition("/")
    return f"{path}{slash}{last.partition(':')[0]}:{tag}" if last else image


def is_tag(text: str) -> bool:
    """Whether Docker accepts a text as an image's tag."""
    return is_image(f"image:{text}")


def moved_items(items: Sequence[T], places: Collection[int], to: int) -> tuple[T, ...]:
    """Return items in an order in which some stand together, before what is at `to` now."""
    before = [one for place, one in enumerate(items) if place not in places and place < to]
    chosen = [one for place, one in enumerate(items) if place in places]
    after = [one for place, one in enumerate(items) if place not in places and place >= to]
    return (*before, *chosen, *after)


def _moved(order: Sequence[str], names: Collection[str], index: int) -> tuple[str, ...]:
    return moved_items(order, [order.index(name) for name in names if name in order], index)


def _in_order(
    spec: StackSpec, section: str, entries: Mapping[str, Any], order: Sequence[str]
) -> StackSpec:
    if list(entries) == list(order):
        return spec
    return spec.replaced(**{section: {name: entries[name] for name in order}})

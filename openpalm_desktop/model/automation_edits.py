"""Edits of a stack's automations: a spec and a wish in, another spec out."""

from collections.abc import Callable, Collection, Sequence

from .arranging import moved_items
from .automation import Automation
from .edits import free_name
from .stack import StackSpec

NEW_SCHEDULE = "30 2 * * *"
NEW_SCRIPT = "set -eu\n"


def add_automation(spec: StackSpec) -> StackSpec:
    """Return a spec with one more automation at the end: nightly, and off until it has a script."""
    taken = [one.id for one in spec.automations]
    new = Automation(
        id=free_name("automation", taken),
        schedule=NEW_SCHEDULE,
        script=NEW_SCRIPT,
        enabled=False,
    )
    return _with(spec, (*spec.automations, new))


def duplicate_automation(spec: StackSpec, index: int) -> StackSpec:
    """Return a spec with a copy of an automation right after it, with an id and name of its own."""
    one = spec.automations[index]
    copy = one.with_(id=free_name(one.id, [each.id for each in spec.automations]))
    if one.name:
        copy = copy.with_(name=_free_title(one.name, [each.name for each in spec.automations]))
    before, after = spec.automations[: index + 1], spec.automations[index + 1 :]
    return _with(spec, (*before, copy, *after))


def remove_automations(spec: StackSpec, indexes: Collection[int]) -> StackSpec:
    """Return a spec without some automations."""
    left = (one for index, one in enumerate(spec.automations) if index not in indexes)
    return _with(spec, tuple(left))


def move_automations(spec: StackSpec, indexes: Collection[int], to: int) -> StackSpec:
    """Return a spec in which some automations stand together, before what is at `to` now."""
    return _with(spec, moved_items(spec.automations, indexes, to))


def edit_automations(
    spec: StackSpec, indexes: Collection[int], edit: Callable[[Automation], Automation]
) -> StackSpec:
    """Return a spec in which several automations are edited alike."""
    edited = (edit(one) if index in indexes else one for index, one in enumerate(spec.automations))
    return _with(spec, tuple(edited))


def _with(spec: StackSpec, automations: tuple[Automation, ...]) -> StackSpec:
    return spec.replaced(automations=automations)


def _free_title(name: str, taken: Sequence[str | None]) -> str:
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"

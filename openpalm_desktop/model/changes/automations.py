"""What differs between automations, and in the container that runs them."""

from collections.abc import Iterator, Mapping, Sequence

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.schedule import Schedule, parse_schedule
from openpalm_desktop.model.schedule_words import words
from openpalm_desktop.phrases import phrase

from .change import Change, Weight
from .fields import Fields, is_same
from .sides import Sides
from .words import SWITCHED, shown

_TOLD_HERE = ("id", "name", "enabled", "schedule")


def automation_changes(sides: Sides) -> Iterator[Change]:
    """Yield what differs between the automations."""
    before, after = sides.before.spec.automations, sides.after.spec.automations
    if before is after:
        return
    pairs = _pairs(before, after)
    for index, one in enumerate(after):
        path: Path = ("automations", index)
        if index in pairs:
            yield from _changed(path, before[pairs[index]], one)
        else:
            yield Change(
                path,
                phrase("A new automation {title}", title=_title(one)) + _when(one),
                weight=Weight.HEAVY,
            )
    for index, one in enumerate(before):
        if index not in pairs.values():
            yield Change(
                ("automations", index),
                phrase("{title} is removed", title=_title(one)),
                weight=Weight.HEAVY,
            )
    if list(pairs.values()) != sorted(pairs.values()):
        text = phrase("Automations are in another order")
        yield Change(("automations",), text, weight=Weight.LIGHT)


def scheduler_changes(sides: Sides) -> Iterator[Change]:
    """Yield what differs in the container that runs automations."""
    before, after = sides.before.spec.scheduler, sides.after.spec.scheduler
    fields = Fields(before, after, ("scheduler",), phrase("Scheduler"), phrase("the scheduler"))
    for name in fields.differing():
        yield from fields.tell(name)


def _pairs(before: Sequence[Automation], after: Sequence[Automation]) -> Mapping[int, int]:
    """Return old places by new ones: the same id, else the same place with little else changed."""
    places: dict[str, list[int]] = {}
    for index, one in enumerate(before):
        places.setdefault(one.id, []).append(index)
    pairs = {}
    for index, one in enumerate(after):
        if places.get(one.id):
            pairs[index] = places[one.id].pop(0)
    left = {index for some in places.values() for index in some}
    for index, one in enumerate(after):
        if index not in pairs and index in left and is_same(before[index].script, one.script):
            pairs[index] = index
    return dict(sorted(pairs.items()))


def _changed(path: Path, before: Automation, after: Automation) -> Iterator[Change]:
    title = _title(after)
    fields = Fields(before, after, path, title)
    differing = fields.differing()
    if before.name != after.name and _title(before) != title:
        yield Change(
            (*path, "name"), phrase("{old} is now called {new}", old=_title(before), new=title)
        )
    if before.id != after.id:
        text = phrase(
            "{title}: id changes from {old} to {new}",
            title=title,
            old=shown(before.id),
            new=shown(after.id),
        )
        yield Change((*path, "id"), text)
    if before.enabled is not after.enabled:
        switched = phrase(SWITCHED[after.enabled], title=title)
        text = f"{switched}{_when(after) if after.enabled else ''}"
        yield Change((*path, "enabled"), text, weight=Weight.HEAVY)
    if before.schedule != after.schedule:
        yield Change((*path, "schedule"), _schedule_change(title, before, after))
    for name in differing:
        if name not in _TOLD_HERE:
            yield from fields.tell(name)


def _schedule_change(title: str, before: Automation, after: Automation) -> str:
    old, new = _words(before), _words(after)
    if not old or not new or old == new:
        return phrase("Schedule of {title} changes", title=title)
    return phrase(
        "Schedule of {title} changes: {new}, no longer {old}", title=title, new=new, old=old
    )


def _title(one: Automation) -> str:
    return shown(one.name or "") or shown(one.id) or phrase("Automation")


def _when(one: Automation) -> str:
    if not one.enabled:
        return phrase(", switched off")
    said = _words(one)
    return f": {said}" if said else ""


def _words(one: Automation) -> str:
    """Return a schedule as it stands inside a sentence, nothing for what is none."""
    schedule = parse_schedule(one.schedule)
    if not isinstance(schedule, Schedule):
        return ""
    said = words(schedule)
    return said[:1].lower() + said[1:]

"""A schedule as it is put together from choices: a preset, or each field every, every n, chosen."""

from enum import StrEnum
from typing import TypeAlias

from openpalm_desktop.record import Record

from .schedule import (
    DAY_OF_WEEK,
    FIELDS,
    Field,
    Numbers,
    Part,
    Schedule,
    every,
    field_parts,
)


class Every(Record):
    """All values of a field, or every n-th from its first."""

    step: int = 1


class Chosen(Record):
    """Some values of a field, never none; Sunday is 0."""

    numbers: Numbers


Choice: TypeAlias = Every | Chosen
Words: TypeAlias = tuple[str, ...]
"""The five fields as they are written."""


def choices(schedule: Schedule) -> tuple[Choice, ...]:
    """Return the choice that each of a schedule's five fields stands for."""
    return tuple(_choice(field, parts) for field, _, parts in field_parts(schedule))


def field_text(field: Field, choice: Choice) -> str:
    """Return a choice as the field's text, ranges for three values in a row and more."""
    match choice:
        case Every(step=1):
            return "*"
        case Every(step=step):
            return f"*/{step}"
        case Chosen(numbers=numbers):
            return "*" if numbers == every(field) else ",".join(_spans(numbers))


class Preset(StrEnum):
    """Schedules that people ask for by name."""

    FIVE_MINUTES = "five-minutes"
    QUARTER_HOUR = "quarter-hour"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"

    @property
    def has_time(self) -> bool:
        """Whether it runs at one time of the day."""
        return self not in (Preset.FIVE_MINUTES, Preset.QUARTER_HOUR, Preset.HOURLY)


_PATTERNS = {
    Preset.FIVE_MINUTES: ("*/5", "*", "*", "*", "*"),
    Preset.QUARTER_HOUR: ("*/15", "*", "*", "*", "*"),
    Preset.HOURLY: ("0", "*", "*", "*", "*"),
    Preset.DAILY: ("", "", "*", "*", "*"),
    Preset.WEEKDAYS: ("", "", "*", "*", "1-5"),
    Preset.WEEKLY: ("", "", "*", "*", "1"),
    Preset.MONTHLY: ("", "", "1", "*", "*"),
    Preset.YEARLY: ("", "", "1", "1", "*"),
}
_FREE = {Preset.WEEKLY: (4,), Preset.MONTHLY: (2,), Preset.YEARLY: (2, 3)}
_USUAL_TIME = 2, 30


def preset_words(preset: Preset, time: tuple[int, int] | None = None) -> Words:
    """Return a preset's five fields, at a time (hour, minute) where it has one."""
    hour, minute = time or _USUAL_TIME
    words = _PATTERNS[preset]
    return (str(minute), str(hour), *words[2:]) if preset.has_time else words


def preset_of(schedule: Schedule) -> Preset | None:
    """Return the preset that a schedule is, the day of a weekly or monthly one left open."""
    found = choices(schedule)
    return next((one for one in Preset if _is(one, found)), None)


def time_of(schedule: Schedule) -> tuple[int, int] | None:
    """Return the hour and minute of a schedule that runs at one time of the day."""
    if len(schedule.hours) == len(schedule.minutes) == 1:
        return schedule.hours[0], schedule.minutes[0]
    return None


def _is(preset: Preset, found: tuple[Choice, ...]) -> bool:
    if preset is Preset.HOURLY:
        return _is_one(found[0]) and all(one == Every() for one in found[1:])
    free = _FREE.get(preset, ())
    for place, (field, word) in enumerate(zip(FIELDS, _PATTERNS[preset], strict=True)):
        is_open = not word or place in free
        if is_open and not _is_one(found[place]):
            return False
        if not is_open and field_text(field, found[place]) != word:
            return False
    return True


def _is_one(choice: Choice) -> bool:
    return isinstance(choice, Chosen) and len(choice.numbers) == 1


def _choice(field: Field, parts: tuple[Part, ...]) -> Choice:
    if len(parts) == 1 and parts[0].is_star:
        return Every(parts[0].step)
    numbers = {number for part in parts for number in part.numbers}
    if field is DAY_OF_WEEK:
        numbers = {number % 7 for number in numbers}
    found = tuple(sorted(numbers))
    return Every() if any(part.is_star and part.step == 1 for part in parts) else Chosen(found)


def _spans(numbers: Numbers) -> list[str]:
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    texts = []
    for span in spans:
        texts += [f"{span[0]}-{span[-1]}"] if len(span) > 2 else [str(number) for number in span]
    return texts

"""What a schedule may do that the person who wrote it did not mean."""

from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from openpalm_desktop.phrases import marked, phrase

from .schedule import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    Field,
    Numbers,
    Schedule,
    every,
    field_parts,
)

_LEAP_YEAR, _COMMON_YEAR = 2024, 2023
_UNITS = {
    "minute": marked("minutes"),
    "hour": marked("hours"),
    "day of month": marked("days"),
    "month": marked("months"),
    "day of week": marked("days"),
}
_WHOLES = {
    "minute": marked("hour"),
    "hour": marked("day"),
    "day of month": marked("month"),
    "month": marked("year"),
    "day of week": marked("week"),
}


class ScheduleWarning(NamedTuple):
    """A surprise in a schedule that is allowed: the field's name, a sentence, and a way out."""

    code: str
    field: str
    message: str
    hint: str


def schedule_warnings(schedule: Schedule) -> tuple[ScheduleWarning, ...]:
    """Return the surprises in a schedule, most often none."""
    return (*_uneven_steps(schedule), *_days_joined(schedule), *_missing_days(schedule))


def _uneven_steps(schedule: Schedule) -> Iterator[ScheduleWarning]:
    for field, word, parts in field_parts(schedule):
        for part in parts:
            if part.is_star and field.size % part.step:
                numbers = tuple(part.numbers)
                yield _uneven(field, word, part.step, numbers)


def _uneven(field: Field, word: str, step: int, numbers: Numbers) -> ScheduleWarning:
    listed = ", ".join(map(str, numbers[:4])) + (", …" if len(numbers) > 4 else "")
    message = phrase(
        "“{word}” is not every {step} {unit}: it counts anew from {first} each"
        " {whole}, and so runs at {name} {listed}.",
        word=word,
        step=step,
        unit=_unit(field),
        first=numbers[0],
        whole=_whole(field),
        name=phrase(field.name),
        listed=listed,
    )
    divisors = [n for n in range(2, field.size) if field.size % n == 0]
    hint = (
        phrase("Steps that come out even are {names}.", names=", ".join(map(str, divisors)))
        if divisors
        else ""
    )
    return ScheduleWarning("schedule-uneven-step", field.name, message, hint)


def _unit(field: Field) -> str:
    return phrase(_UNITS[field.name])


def _whole(field: Field) -> str:
    return phrase(_WHOLES[field.name])


def _days_joined(schedule: Schedule) -> Iterator[ScheduleWarning]:
    if not schedule.is_either_day:
        return
    is_every_day = schedule.days_of_month == every(DAY_OF_MONTH)
    if is_every_day or len(schedule.days_of_week) == DAY_OF_WEEK.size:
        idle = DAY_OF_WEEK if is_every_day else DAY_OF_MONTH
        message = phrase("It runs every day: the {name} changes nothing.", name=phrase(idle.name))
        yield ScheduleWarning(
            "schedule-idle-field", idle.name, message, phrase("Write * for both days.")
        )
        return
    message = phrase(
        "Day of month and day of week are both given: it runs when either of them"
        " matches, not only when both do."
    )
    hint = phrase("Write * for one of the two, and test the other in the script.")
    yield ScheduleWarning("schedule-either-day", DAY_OF_WEEK.name, message, hint)


def _missing_days(schedule: Schedule) -> Iterator[ScheduleWarning]:
    if schedule.is_either_day:
        return
    first = schedule.days_of_month[0]
    if not any(first <= monthrange(_COMMON_YEAR, month)[1] for month in schedule.months):
        message = phrase("It runs in leap years only, on 29 February.")
        yield ScheduleWarning("schedule-leap-day", DAY_OF_MONTH.name, message, "")
    elif any(first > monthrange(_LEAP_YEAR, month)[1] for month in schedule.months):
        message = phrase("Months without day {first} are left out.", first=first)
        hint = phrase("Choose a day up to 28 to run in every month.")
        yield ScheduleWarning("schedule-short-month", DAY_OF_MONTH.name, message, hint)

"""What a schedule may do that the person who wrote it did not mean."""

from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

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
    message = (
        f"“{word}” is not every {step} {_unit(field)}: it counts anew from {numbers[0]} each "
        f"{_whole(field)}, and so runs at {field.name} {listed}."
    )
    divisors = [n for n in range(2, field.size) if field.size % n == 0]
    hint = f"Steps that come out even are {', '.join(map(str, divisors))}." if divisors else ""
    return ScheduleWarning("schedule-uneven-step", field.name, message, hint)


def _unit(field: Field) -> str:
    return "days" if field.name.startswith("day") else f"{field.name}s"


def _whole(field: Field) -> str:
    wholes = {"minute": "hour", "hour": "day", "day of month": "month", "month": "year"}
    return wholes.get(field.name, "week")


def _days_joined(schedule: Schedule) -> Iterator[ScheduleWarning]:
    if not schedule.is_either_day:
        return
    is_every_day = schedule.days_of_month == every(DAY_OF_MONTH)
    if is_every_day or len(schedule.days_of_week) == DAY_OF_WEEK.size:
        idle = DAY_OF_WEEK if is_every_day else DAY_OF_MONTH
        message = f"It runs every day: the {idle.name} changes nothing."
        yield ScheduleWarning("schedule-idle-field", idle.name, message, "Write * for both days.")
        return
    message = (
        "Day of month and day of week are both given: it runs when either of them matches, "
        "not only when both do."
    )
    hint = "Write * for one of the two, and test the other in the script."
    yield ScheduleWarning("schedule-either-day", DAY_OF_WEEK.name, message, hint)


def _missing_days(schedule: Schedule) -> Iterator[ScheduleWarning]:
    if schedule.is_either_day:
        return
    first = schedule.days_of_month[0]
    if not any(first <= monthrange(_COMMON_YEAR, month)[1] for month in schedule.months):
        message = "It runs in leap years only, on 29 February."
        yield ScheduleWarning("schedule-leap-day", DAY_OF_MONTH.name, message, "")
    elif any(first > monthrange(_LEAP_YEAR, month)[1] for month in schedule.months):
        message = f"Months without day {first} are left out."
        hint = "Choose a day up to 28 to run in every month."
        yield ScheduleWarning("schedule-short-month", DAY_OF_MONTH.name, message, hint)

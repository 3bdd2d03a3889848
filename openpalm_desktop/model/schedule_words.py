"""A schedule in plain English."""

from collections.abc import Iterable

from .schedule import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    HOUR,
    MINUTE,
    MONTH,
    Field,
    Numbers,
    Schedule,
    every,
)

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAY_NAMES = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

_MOST_TIMES = 6  # a longer list of times of day is said as minutes and hours


def words(schedule: Schedule) -> str:
    """Return what the schedule says, without a full stop: `At 02:30 every day`."""
    return " ".join(filter(None, (_time(schedule), _days(schedule))))


def _time(schedule: Schedule) -> str:
    minutes, hours = schedule.minutes, schedule.hours
    if hours == every(HOUR):
        return _capital(_minutes(minutes)) + ("" if _step(MINUTE, minutes) else " past every hour")
    if len(minutes) * len(hours) <= _MOST_TIMES:
        times = [f"{hour:02}:{minute:02}" for hour in hours for minute in minutes]
        return f"At {_list(times)}"
    return f"{_capital(_minutes(minutes))} {_hours(hours, is_every=bool(_step(MINUTE, minutes)))}"


def _minutes(minutes: Numbers) -> str:
    if step := _step(MINUTE, minutes):
        return "every minute" if step == 1 else f"every {step} minutes"
    return f"at minute{'s' if len(minutes) > 1 else ''} {_spans(minutes)}"


def _hours(hours: Numbers, *, is_every: bool) -> str:
    first, last = hours[0], hours[-1]
    if hours == tuple(range(first, last + 1)):
        if is_every:
            return f"from {first:02}:00 to {last:02}:59"
        return (
            f"past {first:02}" if first == last else f"past every hour from {first:02} to {last:02}"
        )
    past = "in" if is_every else "past"
    if step := _step(HOUR, hours):
        return f"{past} every {_ordinal(step)} hour"
    spans = [
        f"{first:02}" + (f" to {last:02}" if last > first else "") for first, last in _ranges(hours)
    ]
    return f"{past} the hours {_list(spans)}"


def _days(schedule: Schedule) -> str:
    days, weekdays, months = schedule.days_of_month, schedule.days_of_week, schedule.months
    if days == every(DAY_OF_MONTH):
        if schedule.is_either_day or weekdays == every(DAY_OF_WEEK):
            in_week = "" if _goes_round(schedule) else "every day"
        else:
            in_week = _weekdays(weekdays, on="on", spanning="from")
        return " ".join(filter(None, (in_week, _months(months))))
    if not schedule.is_either_day:
        return _days_of_month(days, months)
    in_month = _days_of_month(days, every(MONTH))
    in_week = _weekdays(weekdays, on="on every", spanning="on every day from")
    return ", ".join(filter(None, (f"{in_month} and also {in_week}", _months(months))))


def _goes_round(schedule: Schedule) -> bool:
    """Whether the time of day says already that it goes on all day: `Every 5 minutes`."""
    return bool(_step(MINUTE, schedule.minutes) or _step(HOUR, schedule.hours))


def _weekdays(days: Numbers, *, on: str, spanning: str) -> str:
    monday_first = tuple(sorted((day - 1) % 7 for day in days))
    first, last = monday_first[0], monday_first[-1]
    if len(days) > 2 and last - first == len(days) - 1:
        return f"{spanning} {_weekday(first)} to {_weekday(last)}"
    return f"{on} {_list(_weekday(day) for day in monday_first)}"


def _weekday(monday_first: int) -> str:
    return WEEKDAY_NAMES[(monday_first + 1) % 7]


def _days_of_month(days: Numbers, months: Numbers) -> str:
    if len(months) == 1:
        return f"on {_spans(days)} {MONTH_NAMES[months[0] - 1]}"
    which = "the month" if months == every(MONTH) else _list(_month_names(months))
    if len(days) > 3 and (step := days[1] - 1) > 1 and days == tuple(range(1, 32, step)):
        return f"on every {_ordinal(step)} day from day 1 of {which}"
    return f"on day{'s' if len(days) > 1 else ''} {_spans(days)} of {which}"


def _months(months: Numbers) -> str:
    return "" if months == every(MONTH) else f"in {_list(_month_names(months))}"


def _month_names(months: Numbers) -> Iterable[str]:
    return (
        MONTH_NAMES[first - 1] + (f" to {MONTH_NAMES[last - 1]}" if last > first else "")
        for first, last in _ranges(months)
    )


def _step(field: Field, numbers: Numbers) -> int:
    """Return n where the numbers are every n-th, evenly all round the clock; else 0."""
    if len(numbers) < 2:
        return 0
    step = numbers[1] - numbers[0]
    is_even = field.size % step == 0
    return step if is_even and numbers == tuple(range(0, field.size, step)) else 0


def _ranges(numbers: Numbers) -> list[tuple[int, int]]:
    """Return runs of three and more as one range, other numbers each alone."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = spans[-1][0], number
        else:
            spans.append((number, number))
    return [
        span
        for first, last in spans
        for span in ([(first, last)] if last != first + 1 else [(first, first), (last, last)])
    ]


def _spans(numbers: Numbers) -> str:
    return _list(
        str(first) + (f" to {last}" if last > first else "") for first, last in _ranges(numbers)
    )


def _list(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _ordinal(number: int) -> str:
    ending = {2: "nd", 3: "rd"}.get(number, "th")
    return f"{number}{ending}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

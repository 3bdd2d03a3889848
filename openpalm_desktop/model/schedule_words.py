"""A schedule in plain words."""

from collections.abc import Iterable

from openpalm_desktop.phrases import marked, phrase

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
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)
WEEKDAY_NAMES = (
    marked("Sunday"),
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
)

# Some days, and a row of them.
_ON_DAYS = marked("on {days}"), marked("from {first} to {last}")
_ON_EVERY_DAY = marked("on every {days}"), marked("on every day from {first} to {last}")
_ORDINALS = {2: marked("{number}nd"), 3: marked("{number}rd")}
_OTHER_ORDINAL = marked("{number}th")
_MOST_TIMES = 6  # a longer list of times of day is said as minutes and hours


def words(schedule: Schedule) -> str:
    """Return what the schedule says, without a full stop: `At 02:30 every day`."""
    return " ".join(filter(None, (_time(schedule), _days(schedule))))


def _time(schedule: Schedule) -> str:
    minutes, hours = schedule.minutes, schedule.hours
    if hours == every(HOUR):
        said = _minutes(minutes)
        return _capital(
            said if _step(MINUTE, minutes) else phrase("{minutes} past every hour", minutes=said)
        )
    if len(minutes) * len(hours) <= _MOST_TIMES:
        times = [f"{hour:02}:{minute:02}" for hour in hours for minute in minutes]
        return phrase("At {times}", times=_list(times))
    return f"{_capital(_minutes(minutes))} {_hours(hours, is_every=bool(_step(MINUTE, minutes)))}"


def _minutes(minutes: Numbers) -> str:
    if step := _step(MINUTE, minutes):
        return phrase("every minute") if step == 1 else phrase("every {step} minutes", step=step)
    text = marked("at minutes {minutes}") if len(minutes) > 1 else marked("at minute {minutes}")
    return phrase(text, minutes=_spans(minutes))


def _hours(hours: Numbers, *, is_every: bool) -> str:
    first, last = hours[0], hours[-1]
    if hours == tuple(range(first, last + 1)):
        if is_every:
            return phrase("from {first:02}:00 to {last:02}:59", first=first, last=last)
        text = marked("past {first:02}")
        if first != last:
            text = marked("past every hour from {first:02} to {last:02}")
        return phrase(text, first=first, last=last)
    if step := _step(HOUR, hours):
        text = marked("in every {step} hour") if is_every else marked("past every {step} hour")
        return phrase(text, step=_ordinal(step))
    text = marked("in the hours {hours}") if is_every else marked("past the hours {hours}")
    spans = [_span(f"{first:02}", f"{last:02}") for first, last in _ranges(hours)]
    return phrase(text, hours=_list(spans))


def _days(schedule: Schedule) -> str:
    days, weekdays, months = schedule.days_of_month, schedule.days_of_week, schedule.months
    if days == every(DAY_OF_MONTH):
        if schedule.is_either_day or weekdays == every(DAY_OF_WEEK):
            in_week = "" if _goes_round(schedule) else phrase("every day")
        else:
            in_week = _weekdays(weekdays, *_ON_DAYS)
        return " ".join(filter(None, (in_week, _months(months))))
    if not schedule.is_either_day:
        return _days_of_month(days, months)
    in_month = _days_of_month(days, every(MONTH))
    in_week = _weekdays(weekdays, *_ON_EVERY_DAY)
    return ", ".join(
        filter(
            None,
            (
                phrase("{in_month} and also {in_week}", in_month=in_month, in_week=in_week),
                _months(months),
            ),
        )
    )


def _goes_round(schedule: Schedule) -> bool:
    """Whether the time of day says already that it goes on all day: `Every 5 minutes`."""
    return bool(_step(MINUTE, schedule.minutes) or _step(HOUR, schedule.hours))


def _weekdays(days: Numbers, on: str, spanning: str) -> str:
    monday_first = tuple(sorted((day - 1) % 7 for day in days))
    first, last = monday_first[0], monday_first[-1]
    if len(days) > 2 and last - first == len(days) - 1:
        return phrase(spanning, first=_weekday(first), last=_weekday(last))
    return phrase(on, days=_list(_weekday(day) for day in monday_first))


def _weekday(monday_first: int) -> str:
    return phrase(WEEKDAY_NAMES[(monday_first + 1) % 7])


def _days_of_month(days: Numbers, months: Numbers) -> str:
    if len(months) == 1:
        return phrase("on {days} {month}", days=_dates(days), month=_month(months[0]))
    which = phrase("the month") if months == every(MONTH) else _list(_month_names(months))
    if len(days) > 3 and (step := days[1] - 1) > 1 and days == tuple(range(1, 32, step)):
        return phrase(
            "on every {step} day from day 1 of {months}", step=_ordinal(step), months=which
        )
    text = (
        marked("on days {days} of {months}")
        if len(days) > 1
        else marked("on day {days} of {months}")
    )
    return phrase(text, days=_spans(days), months=which)


def _months(months: Numbers) -> str:
    return (
        "" if months == every(MONTH) else phrase("in {months}", months=_list(_month_names(months)))
    )


def _month_names(months: Numbers) -> Iterable[str]:
    return (_span(_month(first), _month(last)) for first, last in _ranges(months))


def _month(number: int) -> str:
    return phrase(MONTH_NAMES[number - 1])


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
    return _list(_span(str(first), str(last)) for first, last in _ranges(numbers))


def _dates(days: Numbers) -> str:
    """Return days as they stand before a month's name."""
    return _list(_span(_date(first), _date(last)) for first, last in _ranges(days))


def _date(day: int) -> str:
    return phrase("{day}", day=day)


def _span(first: str, last: str) -> str:
    return first if first == last else phrase("{first} to {last}", first=first, last=last)


def _list(names: Iterable[str]) -> str:
    *most, last = names
    return phrase("{names} and {last}", names=", ".join(most), last=last) if most else last


def _ordinal(number: int) -> str:
    return phrase(_ORDINALS.get(number, _OTHER_ORDINAL), number=number)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

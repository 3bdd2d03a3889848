"""What is a schedule, what is none, and that both crons read what we write for them alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from openpalm_desktop.model.schedule import Schedule, ScheduleError, parse_schedule

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]


def schedule(text: str) -> Schedule:
    parsed = parse_schedule(text)
    assert isinstance(parsed, Schedule), parsed
    return parsed


def error(text: str) -> ScheduleError:
    parsed = parse_schedule(text)
    assert isinstance(parsed, ScheduleError), parsed
    return parsed


@pytest.mark.parametrize(
    "text",
    [
        "*/5 * * * *",
        "0 12 * * 1-5",
        "30 8 * * 1,3,5",
        "0 0 * * 0",
        "0 0 * * 7",
        "0-30/5 * * * *",
        "*/60 * * * *",
        "0 0 29 2 *",
        "0 0 * JAN,mar-May Mon-FRI",
        "0\t0  *  *\t*",
        "05 07 * * *",
        "0 0 13 * 5",
        "0 0 31 1-12 *",
    ],
)
def test_is_a_schedule(text: str) -> None:
    schedule(text)


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("", "schedule-field-count", ""),
        ("* * * *", "schedule-field-count", ""),
        ("0 * * * * *", "schedule-field-count", ""),
        ("60 * * * *", "schedule-out-of-range", "minute"),
        ("* 24 * * *", "schedule-out-of-range", "hour"),
        ("* * 0 * *", "schedule-out-of-range", "day of month"),
        ("* * 32 * *", "schedule-out-of-range", "day of month"),
        ("* * * 0 *", "schedule-out-of-range", "month"),
        ("* * * 13 *", "schedule-out-of-range", "month"),
        ("* * * * 8", "schedule-out-of-range", "day of week"),
        ("5-64/30 * * * *", "schedule-out-of-range", "minute"),
        ("9" * 5000 + " * * * *", "schedule-out-of-range", "minute"),
        ("5-1 * * * *", "schedule-backwards", "minute"),
        ("0 0 * * fri-mon", "schedule-backwards", "day of week"),
        ("0 0 * * sat-sun", "schedule-backwards", "day of week"),
        ("*/0 * * * *", "schedule-step", "minute"),
        ("*/61 * * * *", "schedule-step", "minute"),
        ("* */25 * * *", "schedule-step", "hour"),
        ("0-5/9 * * * *", "schedule-step", "minute"),
        ("5/15 * * * *", "schedule-step", "minute"),
        ("*/ * * * *", "schedule-step", "minute"),
        ("*/5/5 * * * *", "schedule-step", "minute"),
        ("*/x * * * *", "schedule-step", "minute"),
        ("*/-5 * * * *", "schedule-step", "minute"),
        ("-1 * * * *", "schedule-syntax", "minute"),
        ("1-2-3 * * * *", "schedule-syntax", "minute"),
        ("1,,2 * * * *", "schedule-syntax", "minute"),
        (", * * * *", "schedule-syntax", "minute"),
        ("*-5 * * * *", "schedule-syntax", "minute"),
        ("1.5 * * * *", "schedule-syntax", "minute"),
        ("٣ * * * *", "schedule-syntax", "minute"),
        ("0 0 L * *", "schedule-syntax", "day of month"),
        ("0 0 15W * *", "schedule-syntax", "day of month"),
        ("0 0 ? * *", "schedule-syntax", "day of month"),
        ("0 0 * * fri#2", "schedule-syntax", "day of week"),
        ("0 0 * * monday", "schedule-name", "day of week"),
        ("0 0 * mon *", "schedule-name", "month"),
        ("mon * * * *", "schedule-name", "minute"),
        ("@daily", "schedule-nickname", ""),
        ("@reboot", "schedule-nickname", ""),
        ("0 0 31 2 *", "schedule-never", "day of month"),
        ("0 0 30-31 feb *", "schedule-never", "day of month"),
        ("0 0 31 4,6,9,11 *", "schedule-never", "day of month"),
        ("0 0 * * *\n* * * * * evil", "schedule-control-character", ""),
        ("0 0 * *\r *", "schedule-control-character", ""),
        ("0 0 * * *\x00", "schedule-control-character", ""),
        ("0 0 * *\u2028 *", "schedule-control-character", ""),
        ("0 0 */2 * 1", "schedule-two-meanings", "day of week"),
        ("0 0 1 * */2", "schedule-two-meanings", "day of week"),
        ("0 0 1 * 0-6", "schedule-two-meanings", "day of week"),
        ("0 0 5,* * 1", "schedule-two-meanings", "day of week"),
    ],
)
def test_is_no_schedule(text: str, code: str, field: str) -> None:
    wrong = error(text)
    assert (wrong.code, wrong.field) == (code, field)
    assert wrong.reason.endswith(".")
    assert wrong.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("@daily", "Write 0 0 * * *"),
        ("@Weekly", "Write 0 0 * * 0"),
        ("5/15 * * * *", "Write 5-59/15"),
        ("5-1 * * * *", "Write 5-59,0-1"),
        ("0 0 * * fri-sun", "Write 5-7"),
        ("0 0 * * fri-tue", "Write 5-7,1-2"),
        ("0 0 * nov-feb *", "Write 11-12,1-2"),
        ("0 0 * * Monday", "Write mon"),
        ("*/90 * * * *", "Write 0"),
    ],
)
def test_a_hint_is_something_to_write(text: str, hint: str) -> None:
    assert error(text).hint == hint


def test_six_fields_are_told_that_there_are_no_seconds() -> None:
    wrong = error("0 */5 * * * *")
    assert wrong.reason == "A schedule has five fields, this one has 6 fields."
    assert "seconds" in wrong.hint


def test_sunday_is_zero_and_seven() -> None:
    assert schedule("0 0 * * 7").days_of_week == schedule("0 0 * * sun").days_of_week == (0,)
    assert schedule("0 0 * * 5-7").days_of_week == (0, 5, 6)


@pytest.mark.parametrize(
    ("text", "crontab"),
    [
        ("0 0 * * 7", "0 0 * * 0"),
        ("0 0 * * 5-7", "0 0 * * 0,5,6"),
        ("0 0 * * *,7", "0 0 * * *"),
        ("0 0 */2 * *", "0 0 1-31/2 * *"),
        ("0 0 5,*/10 * 1", "0 0 5,1-31/10 * 1"),
        ("0 0 */2,* * 1", "0 0 * * 1"),
        ("*/5  9-17 * JAN Mon-FRI", "*/5 9-17 * JAN Mon-FRI"),
    ],
)
def test_the_crontab_says_what_both_crons_read_alike(text: str, crontab: str) -> None:
    assert schedule(text).crontab == crontab


def test_a_step_in_the_day_of_month_counts_from_the_first() -> None:
    assert schedule("0 0 */10 * *").days_of_month == (1, 11, 21, 31)


# How the two crons read a crontab, after their sources: busybox 1.35 crond.c, Debian cron 3.0pl1.

Fields = tuple[set[int], set[int], set[int], set[int], set[int]]


def busybox_field(text: str, size: int, offset: int, names: list[str]) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            first, last = 0, size - 1
        else:
            numbers = [
                names.index(word.lower()) if word.lower() in names else int(word) + offset
                for word in span.split("-")
            ]
            first, last = numbers[0], numbers[-1]
        assert 0 <= first <= last < size, f"busybox runs round in {part}"
        found.update(range(first, last + 1, int(step or 1)))
    return found


def busybox(crontab: str) -> Fields:
    minute, hour, day, month, week = crontab.split()
    days = busybox_field(day, 32, 0, [])
    weekdays = busybox_field(week, 7, 0, WEEKDAYS)
    if (len(weekdays) < 7) != (len(days) < 32):
        if len(weekdays) < 7:
            days = set()
        else:
            weekdays = set()
    return (
        busybox_field(minute, 60, 0, []),
        busybox_field(hour, 24, 0, []),
        days,
        {month + 1 for month in busybox_field(month, 12, -1, MONTHS)},
        weekdays,
    )


def debian_field(text: str, low: int, high: int, names: list[str]) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        numbers = (
            [low, high]
            if span == "*"
            else [
                names.index(word.lower()) + low if word.lower() in names else int(word)
                for word in span.split("-")
            ]
        )
        assert not slash or len(numbers) == 2, f"Debian refuses the step in {part}"
        assert low <= numbers[0] <= high
        assert low <= numbers[-1] <= high
        found.update(range(numbers[0], numbers[-1] + 1, int(step or 1)))
    return found


def debian_day(crontab: str, day: int, weekday: int) -> bool:
    _, _, day_text, _, week_text = crontab.split()
    in_month = day in debian_field(day_text, 1, 31, [])
    in_week = weekday in {n % 7 for n in debian_field(week_text, 0, 7, WEEKDAYS)}
    if day_text.startswith("*") or week_text.startswith("*"):
        return in_month and in_week
    return in_month or in_week


def ours(parsed: Schedule, day: int, weekday: int) -> bool:
    in_month, in_week = day in parsed.days_of_month, weekday in parsed.days_of_week
    return in_month or in_week if parsed.is_either_day else in_month and in_week


def fields(low: int, high: int, names: list[str]) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    word = number.map(str)
    if names:
        word |= st.integers(low, low + len(names) - 1).map(lambda n: names[n - low].title())
    span = st.tuples(number, number).map(lambda pair: "{}-{}".format(*sorted(pair)))
    step = st.integers(1, high - low + 1).map(lambda n: f"/{n}")
    part = st.one_of(st.just("*"), word, span, st.builds("{}{}".format, st.just("*") | span, step))
    return st.just("*") | st.lists(part, min_size=1, max_size=3).map(",".join)


texts = st.builds(
    "{} {} {} {} {}".format,
    fields(0, 59, []),
    fields(0, 23, []),
    fields(1, 31, []),
    fields(1, 12, MONTHS),
    fields(0, 7, WEEKDAYS),
)


@given(texts)
@example("* * */2 * 0-6")
@example("* * */2 * *,1")
def test_both_crons_read_our_crontab_as_we_do(text: str) -> None:
    parsed = parse_schedule(text)
    assume(isinstance(parsed, Schedule))
    assert isinstance(parsed, Schedule)
    minutes, hours, days, months, weekdays = busybox(parsed.crontab)
    assert minutes == set(parsed.minutes) == debian_field(parsed.crontab.split()[0], 0, 59, [])
    assert hours == set(parsed.hours) == debian_field(parsed.crontab.split()[1], 0, 23, [])
    assert months == set(parsed.months) == debian_field(parsed.crontab.split()[3], 1, 12, MONTHS)
    for day in range(1, 32):
        for weekday in range(7):
            expected = ours(parsed, day, weekday)
            assert (day in days or weekday in weekdays) == expected
            assert debian_day(parsed.crontab, day, weekday) == expected
            assert debian_day(text, day, weekday) == expected


@given(st.text(max_size=30) | st.text("0123456789*/,- \n@L?#monjan", max_size=30))
def test_any_text_is_a_schedule_or_says_why_not(text: str) -> None:
    parsed = parse_schedule(text)
    if isinstance(parsed, Schedule):
        assert re.fullmatch(r"[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}", parsed.crontab)
    else:
        assert parsed.reason
        assert parsed.code.startswith("schedule-")

"""Schedules in English, and the surprises in them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from openpalm_desktop.model.schedule import Schedule, parse_schedule
from openpalm_desktop.model.schedule_warnings import schedule_warnings
from openpalm_desktop.model.schedule_words import words
from tests.model.test_schedule import schedule, texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* * * * *", "Every minute"),
        ("*/5 * * * *", "Every 5 minutes"),
        ("0 * * * *", "At minute 0 past every hour"),
        ("*/40 * * * *", "At minutes 0 and 40 past every hour"),
        ("1-3,30 * * * *", "At minutes 1 to 3 and 30 past every hour"),
        ("30 2 * * *", "At 02:30 every day"),
        ("0 8,12 * * *", "At 08:00 and 12:00 every day"),
        ("0 */2 * * *", "At minute 0 past every 2nd hour"),
        ("*/5 8 * * *", "Every 5 minutes from 08:00 to 08:59"),
        ("*/15 9-17 * * 1-5", "Every 15 minutes from 09:00 to 17:59 from Monday to Friday"),
        ("0 9-17 * * *", "At minute 0 past every hour from 09 to 17 every day"),
        (
            "0,10,20,31 1,3-6 * * *",
            "At minutes 0, 10, 20 and 31 past the hours 01 and 03 to 06 every day",
        ),
        ("0 8 * * 1", "At 08:00 on Monday"),
        ("0 8 * * 7", "At 08:00 on Sunday"),
        ("0 8 * * sun,sat", "At 08:00 on Saturday and Sunday"),
        ("0 8 * * 1,3,5", "At 08:00 on Monday, Wednesday and Friday"),
        ("0 8 * 6 1", "At 08:00 on Monday in June"),
        ("0 8 * 6-8,12 *", "At 08:00 every day in June to August and December"),
        ("0 0 1 * *", "At 00:00 on day 1 of the month"),
        ("0 0 1,15 * *", "At 00:00 on days 1 and 15 of the month"),
        ("0 0 */2 * *", "At 00:00 on every 2nd day from day 1 of the month"),
        ("0 0 29 2 *", "At 00:00 on 29 February"),
        ("0 0 1 1,7 *", "At 00:00 on day 1 of January and July"),
        ("0 0 13 * 5", "At 00:00 on day 13 of the month and also on every Friday"),
        (
            "0 0 13 6 1-5",
            "At 00:00 on day 13 of the month and also on every day from Monday to Friday, in June",
        ),
        ("0 0 1-31 * 1", "At 00:00 every day"),
    ],
)
def test_says(text: str, expected: str) -> None:
    assert words(schedule(text)) == expected


@given(texts, texts)
def test_what_differs_sounds_different(one: str, other: str) -> None:
    first, second = parse_schedule(one), parse_schedule(other)
    assume(isinstance(first, Schedule) and isinstance(second, Schedule))
    assert isinstance(first, Schedule)
    assert isinstance(second, Schedule)
    if words(first) == words(second):
        assert meaning(first) == meaning(second)


def meaning(parsed: Schedule) -> object:
    days = tuple(
        (day in parsed.days_of_month or week in parsed.days_of_week)
        if parsed.is_either_day
        else (day in parsed.days_of_month and week in parsed.days_of_week)
        for day in range(1, 32)
        for week in range(7)
    )
    return parsed.minutes, parsed.hours, parsed.months, days


def codes(text: str) -> list[str]:
    return [warning.code for warning in schedule_warnings(schedule(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*/5 * * * *", []),
        ("*/60 * * * *", []),
        ("*/40 * * * *", ["schedule-uneven-step"]),
        ("0 */5 * * *", ["schedule-uneven-step"]),
        ("0 0 */2 * *", ["schedule-uneven-step"]),
        ("0 0 * * */2", ["schedule-uneven-step"]),
        ("0 0 13 * 5", ["schedule-either-day"]),
        ("0 0 1-31 * 5", ["schedule-idle-field"]),
        ("0 0 29 2 *", ["schedule-leap-day"]),
        ("0 0 31 * *", ["schedule-short-month"]),
        ("0 0 30 3-5 *", []),
        ("0 0 28-31 * *", []),
    ],
)
def test_warns_of(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_an_uneven_step_is_told_by_its_numbers() -> None:
    (warning,) = schedule_warnings(schedule("*/40 * * * *"))
    assert warning.message == (
        "“*/40” is not every 40 minutes: it counts anew from 0 each hour, "
        "and so runs at minute 0, 40."
    )
    assert warning.hint == "Steps that come out even are 2, 3, 4, 5, 6, 10, 12, 15, 20, 30."

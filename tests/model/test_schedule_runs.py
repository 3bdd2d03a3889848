"""When a schedule runs, against every minute of the time and against another program."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from croniter import croniter  # type: ignore[import-untyped]
from hypothesis import assume, given
from hypothesis import strategies as st

from openpalm_desktop.model.schedule import Schedule, parse_schedule
from openpalm_desktop.model.schedule_runs import ClockChange, Run, runs, runs_between
from openpalm_desktop.model.zone import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def schedule(text: str) -> Schedule:
    parsed = parse_schedule(text)
    assert isinstance(parsed, Schedule)
    return parsed


def in_zone(name: str) -> ZoneInfo:
    found = zone(name)
    assert found
    return found


def at(text: str, zone_name: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=in_zone(zone_name))


def lines(found: tuple[Run, ...]) -> list[str]:
    return [f"{run.local:%a %d %b %H:%M %z} {run.clock_change or ''}".strip() for run in found]


def test_the_runs_come_after_the_start() -> None:
    found = runs(schedule("*/5 * * * *"), UTC, at("2026-01-01T12:00"), 3)
    assert [run.at for run in found] == [
        at("2026-01-01T12:05"),
        at("2026-01-01T12:10"),
        at("2026-01-01T12:15"),
    ]


def test_a_time_that_the_clocks_skip_does_not_run() -> None:
    found = runs(schedule("30 2 * * *"), in_zone("Europe/Berlin"), at("2027-03-27T00:00"), 2)
    assert lines(found) == ["Sat 27 Mar 02:30 +0100", "Mon 29 Mar 02:30 +0200 after-skipped"]
    assert found[1].skipped == (datetime(2027, 3, 28, 2, 30),)  # noqa: DTZ001 # it never was


def test_a_time_that_the_clocks_show_twice_runs_twice() -> None:
    found = runs(schedule("30 2 * * *"), in_zone("Europe/Berlin"), at("2027-10-30T12:00"), 3)
    assert lines(found) == [
        "Sun 31 Oct 02:30 +0200 repeated",
        "Sun 31 Oct 02:30 +0100 repeated",
        "Mon 01 Nov 02:30 +0100",
    ]
    assert found[1].at - found[0].at == timedelta(hours=1)


def test_a_clock_change_within_an_hour_of_utc_is_seen() -> None:
    found = runs(schedule("10 2 * * *"), in_zone("Australia/Lord_Howe"), at("2026-10-02T18:00"), 2)
    assert lines(found) == ["Mon 05 Oct 02:10 +1100 after-skipped", "Tue 06 Oct 02:10 +1100"]
    found = runs(schedule("45 1 * * *"), in_zone("Australia/Lord_Howe"), at("2026-04-04T00:00"), 3)
    assert lines(found)[:2] == [
        "Sun 05 Apr 01:45 +1100 repeated",
        "Sun 05 Apr 01:45 +1030 repeated",
    ]


def test_a_day_that_a_country_left_out_does_not_run() -> None:
    found = runs(schedule("0 12 30 12 *"), in_zone("Pacific/Apia"), at("2011-01-01T00:00"), 1)
    assert found[0].local.year == 2012
    assert found[0].skipped == (datetime(2011, 12, 30, 12),)  # noqa: DTZ001 # it never was


def test_a_day_that_a_country_had_twice_runs_twice() -> None:
    zone_name = "America/Juneau"  # went in the afternoon of 19 October 1867 back to the 18th
    found = runs(schedule("0 20 18 10 *"), in_zone(zone_name), at("1867-01-01T00:00"), 3)
    assert [run.local.year for run in found] == [1867, 1867, 1868]
    assert [run.is_repeated for run in found] == [True, True, False]


def test_times_repeated_across_midnight_come_in_order() -> None:
    zone_name = "America/St_Johns"  # until 2010 the clocks went from 00:01 back to 23:01
    start, end = at("2010-11-06T23:58", zone_name), at("2010-11-07T00:03", zone_name)
    found = runs_between(schedule("* * * * *"), in_zone(zone_name), start, end)
    assert [run.at for run in found] == [start.astimezone(UTC) + n * MINUTE for n in range(1, 66)]


def test_a_skipped_time_before_the_start_is_not_told() -> None:
    start = at("2027-03-28T01:30", "UTC")  # half an hour after the change
    found = runs(schedule("30 2 * * *"), in_zone("Europe/Berlin"), start, 1)
    assert found[0].clock_change is None


def test_ten_leap_days_are_found_at_once() -> None:
    leap_day, berlin = schedule("0 0 29 2 *"), in_zone("Europe/Berlin")
    runs(leap_day, berlin, at("2026-01-01T00:00"), 1)
    before = time.perf_counter()
    found = runs(leap_day, berlin, at("2026-01-01T00:00"), 10)
    assert time.perf_counter() - before < 0.1
    assert [run.local.year for run in found] == list(range(2028, 2068, 4))


def test_the_calendar_ends_and_so_do_the_runs() -> None:
    assert runs(schedule("0 0 29 2 *"), UTC, at("9990-01-01T00:00"), 10)[-1].at.year == 9996
    assert len(runs(schedule("0 0 29 2 *"), UTC, at("9990-01-01T00:00"), 10)) == 2


FIELD = {
    "minute": st.sampled_from(["*", "0", "30", "*/20", "1,59", "0-5"]),
    "hour": st.sampled_from(["*", "0", "1", "2", "3", "23", "*/6", "22-23", "0-2"]),
    "day": st.sampled_from(["*", "1", "*/2", "28-31", "29", "15"]),
    "month": st.sampled_from(["*", "2", "3,10", "jan-jun", "4", "11"]),
    "week": st.sampled_from(["*", "0", "7", "1-5", "sat,sun"]),
}
SCHEDULES = st.builds("{} {} {} {} {}".format, *FIELD.values())
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "Europe/Dublin",
        "America/New_York",
        "America/St_Johns",
        "America/Havana",
        "America/Nuuk",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Asia/Gaza",
        "Pacific/Apia",
        "Pacific/Chatham",
        "Antarctica/Troll",
        "America/Asuncion",
    ]
)
STARTS = st.datetimes(datetime(1972, 1, 1), datetime(2060, 1, 1)) | st.sampled_from(  # noqa: DTZ001
    [datetime(2026, 3, 27), datetime(2026, 10, 23), datetime(2010, 11, 6), datetime(2011, 12, 28)]  # noqa: DTZ001
)


def by_every_minute(
    parsed: Schedule, zone_info: ZoneInfo, start: datetime, end: datetime
) -> list[datetime]:
    """Do what busybox crond does: look at the clock each minute."""
    found = []
    minute = start.replace(second=0, microsecond=0)
    while (minute := minute + MINUTE) <= end:
        local = minute.astimezone(zone_info)
        if (
            local.minute in parsed.minutes
            and local.hour in parsed.hours
            and parsed.includes_day(local.date())
        ):
            found.append(minute)
    return found


@given(SCHEDULES, ZONES, STARTS, st.integers(1, 4))
def test_runs_are_those_of_looking_at_every_minute(
    text: str, zone_name: str, naive_start: datetime, days: int
) -> None:
    parsed, zone_info = parse_schedule(text), in_zone(zone_name)
    assume(isinstance(parsed, Schedule))
    assert isinstance(parsed, Schedule)
    start = naive_start.replace(tzinfo=UTC)
    end = start + timedelta(days=days)
    found = runs_between(parsed, zone_info, start, end)
    assert [run.at for run in found] == by_every_minute(parsed, zone_info, start, end)
    for run in found:
        assert run.local.astimezone(UTC) == run.at
        assert run.local.tzinfo is zone_info


@given(SCHEDULES, STARTS)
def test_runs_agree_with_croniter_where_no_clock_changes(text: str, naive_start: datetime) -> None:
    parsed = parse_schedule(text)
    assume(isinstance(parsed, Schedule))
    assert isinstance(parsed, Schedule)
    start = naive_start.replace(tzinfo=UTC)
    other = croniter(parsed.crontab, start, max_years_between_matches=20)
    expected = [other.get_next(datetime) for _ in range(5)]
    assert [run.at for run in runs(parsed, UTC, start, 5)] == expected


@given(SCHEDULES, ZONES, STARTS)
def test_each_run_matches_and_is_told_apart_by_the_clock_change(
    text: str, zone_name: str, naive_start: datetime
) -> None:
    parsed, zone_info = parse_schedule(text), in_zone(zone_name)
    assume(isinstance(parsed, Schedule))
    assert isinstance(parsed, Schedule)
    found = runs(parsed, zone_info, naive_start.replace(tzinfo=UTC), 20)
    assert len(found) == 20
    for run in found:
        twins = {run.local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
        assert run.is_repeated == (len(twins) == 2)
        for lost in run.skipped:
            assert (
                lost.replace(tzinfo=zone_info)
                .astimezone(UTC)
                .astimezone(zone_info)
                .replace(tzinfo=None)
                != lost
            )
            assert run.clock_change is ClockChange.AFTER_SKIPPED


@pytest.mark.parametrize("zone_name", ["Europe/Berlin", "America/New_York", "UTC"])
def test_a_year_of_hours_has_all_hours(zone_name: str) -> None:
    start = at("2026-01-01T00:00")
    found = runs(schedule("0 * * * *"), in_zone(zone_name), start, 365 * 24)
    assert [run.at for run in found] == [start + timedelta(hours=n) for n in range(1, 365 * 24 + 1)]

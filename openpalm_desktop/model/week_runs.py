"""A week of one schedule: its runs, or bands where they stand too close to tell apart."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from openpalm_desktop.record import Record

from .schedule import Schedule
from .schedule_runs import runs_between

DAYS = 7
MOST_A_DAY = 72
_WIDEST_GAP = 120
_MINUTE = timedelta(minutes=1)


class Mark(Record):
    """A run, or a band of many: the day of the week shown (0 to 6) and minutes of that day."""

    day: int
    first: int
    last: int  # of a band's last hour the end, of a run the run itself

    @property
    def is_band(self) -> bool:
        """Whether it stands for many runs."""
        return self.last > self.first


def monday_of(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=1024)
def week_marks(
    schedule: Schedule, zone: ZoneInfo, monday: date, most_a_day: int = MOST_A_DAY
) -> tuple[Mark, ...]:
    """Return a schedule's marks in the week that begins with `monday`, in the zone's own time."""
    if len(schedule.minutes) * len(schedule.hours) > most_a_day or len(schedule.minutes) > 3:
        return _bands(schedule, monday)
    found: list[Mark] = []
    for number in range(DAYS):
        day = monday + timedelta(days=number)
        if schedule.includes_day(day):
            found += (Mark(number, at, at) for at in _minutes(schedule, zone, day))
    return tuple(found)


def _minutes(schedule: Schedule, zone: ZoneInfo, day: date) -> list[int]:
    """Return a day's runs; only where the clocks change are they looked up one by one."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    if start.utcoffset() == end.utcoffset():
        return [hour * 60 + minute for hour in schedule.hours for minute in schedule.minutes]
    found = runs_between(schedule, zone, start - _MINUTE, end - _MINUTE)
    return [run.local.hour * 60 + run.local.minute for run in found]


def _bands(schedule: Schedule, monday: date) -> tuple[Mark, ...]:
    """Return a band for each stretch of hours close to each other, without listing runs."""
    spans: list[list[int]] = []
    for hour in schedule.hours:
        if spans and hour * 60 - spans[-1][1] <= _WIDEST_GAP:
            spans[-1][1] = hour * 60 + 60
        else:
            spans.append([hour * 60, hour * 60 + 60])
    days = [n for n in range(DAYS) if schedule.includes_day(monday + timedelta(days=n))]
    return tuple(Mark(day, first, last) for day in days for first, last in spans)

"""When a schedule runs: exactly the minutes at which busybox crond starts the job.

busybox looks at each minute of real time and compares its wall-clock reading. So a time that the
clocks jump over does not run, and a time that they show twice runs twice.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import islice

from openpalm_desktop.record import Record

from .schedule import Schedule

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_FARTHEST_OFFSET = timedelta(hours=16)  # no zone was ever farther from UTC
_LAST_YEAR = 9998  # leaves room for local times beyond the turn of the year


class ClockChange(StrEnum):
    """What a change of the clocks does to a run."""

    REPEATED = "repeated"
    AFTER_SKIPPED = "after-skipped"


class Run(Record):
    """One start of the job: the instant, its wall-clock reading, and times lost just before it."""

    at: datetime  # in UTC
    local: datetime
    skipped: tuple[datetime, ...] = ()  # wall-clock readings that did not exist, without a zone

    @property
    def is_repeated(self) -> bool:
        """Whether the clocks show this time twice, so that the job runs twice on this day."""
        other = self.local.replace(fold=1 - self.local.fold)
        return other.utcoffset() != self.local.utcoffset()

    @property
    def clock_change(self) -> ClockChange | None:
        """Return the change of the clocks that a person should know of."""
        if self.skipped:
            return ClockChange.AFTER_SKIPPED
        return ClockChange.REPEATED if self.is_repeated else None


def runs(schedule: Schedule, zone: tzinfo, start: datetime, count: int) -> tuple[Run, ...]:
    """Return the next `count` runs after `start` (which knows its zone), in order.

    There are fewer only where the calendar ends.
    """
    return tuple(islice(_runs(schedule, zone, start.astimezone(UTC)), count))


def runs_between(
    schedule: Schedule, zone: tzinfo, start: datetime, end: datetime
) -> tuple[Run, ...]:
    """Return the runs after `start`, up to and with `end`."""
    last = end.astimezone(UTC)
    found = []
    for run in _runs(schedule, zone, start.astimezone(UTC)):
        if run.at > last:
            break
        found.append(run)
    return tuple(found)


def _runs(schedule: Schedule, zone: tzinfo, start: datetime) -> Iterator[Run]:
    skipped: list[datetime] = []
    for at, reading, lost in _minutes(schedule, zone, start):
        if at > start:
            skipped += lost
            if _matches(schedule, reading):
                yield Run(at, at.astimezone(zone), tuple(skipped))
                skipped.clear()


_Minute = tuple[datetime, datetime, Iterable[datetime]]  # in UTC, its reading, readings lost before


def _minutes(schedule: Schedule, zone: tzinfo, start: datetime) -> Iterator[_Minute]:
    """Yield in order all minutes after `start` that may run, and those at a clock change."""
    hour = start.replace(minute=0, second=0, microsecond=0)
    while hour.year <= _LAST_YEAR:
        reading, last = _reading(hour, zone), _reading(hour + _HOUR, zone)
        if last - reading != _HOUR:
            yield from _changing_hour(schedule, zone, hour)
        elif _may_run(schedule, reading + _MINUTE) or _may_run(schedule, last):
            yield from _even_hour(schedule, hour, reading)
        hour = _next_hour(schedule, hour, reading.date())


def _reading(at: datetime, zone: tzinfo) -> datetime:
    """Return what a clock on the wall shows in this minute."""
    return at.astimezone(zone).replace(tzinfo=None, second=0, fold=0)


def _even_hour(schedule: Schedule, hour: datetime, reading: datetime) -> Iterator[_Minute]:
    for number in range(1, 61):
        if (reading.minute + number) % 60 in schedule.minutes:
            later = number * _MINUTE
            yield hour + later, reading + later, ()


def _changing_hour(schedule: Schedule, zone: tzinfo, hour: datetime) -> Iterator[_Minute]:
    before = _reading(hour, zone)
    for number in range(1, 61):
        at = hour + number * _MINUTE
        reading = _reading(at, zone)
        yield at, reading, _lost(schedule, before, reading)
        before = reading


def _lost(schedule: Schedule, before: datetime, after: datetime) -> Iterator[datetime]:
    """Yield the runs between two readings, of minutes that follow each other."""
    reading = before + _MINUTE
    while reading < after:
        if _matches(schedule, reading):
            yield reading
        reading += _MINUTE


def _may_run(schedule: Schedule, reading: datetime) -> bool:
    return reading.hour in schedule.hours and schedule.includes_day(reading.date())


def _matches(schedule: Schedule, reading: datetime) -> bool:
    return reading.minute in schedule.minutes and _may_run(schedule, reading)


def _next_hour(schedule: Schedule, hour: datetime, day: date) -> datetime:
    """Return the next hour worth a look: days that cannot run are passed over in one step.

    A day is looked at from well before its midnight to well after it, so that a clock change that
    repeats or skips a part of it, or all of it, is seen.
    """
    next_day = _next_day(schedule, day - _DAY)
    if next_day <= day + _DAY:
        return hour + _HOUR
    midnight = datetime(next_day.year, next_day.month, next_day.day, tzinfo=UTC)
    return max(hour + _HOUR, midnight - _FARTHEST_OFFSET)


def _next_day(schedule: Schedule, day: date) -> date:
    """Return the first day that runs, not before `day`."""
    while day.year <= _LAST_YEAR and not schedule.includes_day(day):
        day += _DAY
        if day.month not in schedule.months:
            day = _first_of_next_month(schedule, day)
    return day


def _first_of_next_month(schedule: Schedule, day: date) -> date:
    place = bisect_left(schedule.months, day.month)
    if place < len(schedule.months):
        return date(day.year, schedule.months[place], 1)
    return date(day.year + 1, schedule.months[0], 1)

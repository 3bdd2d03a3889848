"""Automations in words: titles, schedules, times of the week, what clock changes do to a run."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from openpalm_desktop.model.schedule import NEVER, Schedule, ScheduleError, parse_schedule
from openpalm_desktop.model.schedule_choices import Preset
from openpalm_desktop.model.schedule_runs import Run, runs
from openpalm_desktop.model.schedule_words import words
from openpalm_desktop.model.zone import zone

from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.automation import Automation


def automation_title(one: "Automation") -> str:
    """Return the name people see: its name, or its id."""
    return one.name or one.id or tr("Automation")


@lru_cache(maxsize=1024)
def parsed(text: str) -> Schedule | ScheduleError:
    """Return what a text says, read once."""
    return parse_schedule(text)


def schedule_in_words(text: str) -> str:
    """Return a schedule in words, or that it never comes or is not finished."""
    found = parsed(text)
    if not isinstance(found, ScheduleError):
        return words(found)
    return tr("Never") if found.code == NEVER else tr("Not a schedule yet")


def next_runs(text: str, zone_name: str, now: datetime, count: int) -> tuple[Run, ...]:
    """Return the next runs of a schedule; none where text or zone are wrong."""
    found, in_zone = parsed(text), zone(zone_name)
    if isinstance(found, ScheduleError) or in_zone is None:
        return ()
    return runs(found, in_zone, now, count)


def run_words(run: Run, now: datetime) -> str:
    """Return when a run is: `Tue 24 Nov, 02:30`, with the year where it is another one."""
    local = run.local
    year = "" if local.year == now.astimezone(local.tzinfo).year else f" {local.year}"
    return f"{day_words(local.date())}{year}, {local:%H:%M}"


def day_words(day: date) -> str:
    """Return a day without its year: `Tue 24 Nov`."""
    return f"{weekday(day.weekday())} {date_words(day)}"


def date_words(day: date) -> str:
    """Return a day of a month: `24 Nov`."""
    return tr("{day} {month}").format(day=day_number(day), month=month(day.month))


def day_number(day: date) -> str:
    """Return a day as it stands before its month."""
    return tr("{day}").format(day=day.day)


def skipped_words(run: Run) -> str:
    """Return what the clocks skip just before a run, in words."""
    if not run.skipped:
        return ""
    first, last = run.skipped[0], run.skipped[-1]
    if first == last:
        return tr("{} does not exist on this day: the clocks go forward").format(f"{first:%H:%M}")
    return tr("{} to {} do not exist on this day: the clocks go forward").format(
        f"{first:%H:%M}", f"{last:%H:%M}"
    )


def timeout_words(seconds: int | None) -> str:
    """Return a time limit: `1 h`, `90 s`."""
    if seconds is None:
        return "–"
    for size, unit in ((86_400, tr("d")), (3600, tr("h")), (60, tr("min"))):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} {tr('s')}"


def weekday(monday_first: int) -> str:
    """Return a day of the week in three letters, Monday first."""
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))[
        monday_first
    ]


def month(number: int) -> str:
    """Return a month in three letters, January is 1."""
    names = (
        tr("Jan"),
        tr("Feb"),
        tr("Mar"),
        tr("Apr"),
        tr("May"),
        tr("Jun"),
        tr("Jul"),
        tr("Aug"),
        tr("Sep"),
        tr("Oct"),
        tr("Nov"),
        tr("Dec"),
    )
    return names[number - 1]


def preset_names() -> Mapping[Preset, str]:
    """Return the presets as people ask for them."""
    return {
        Preset.FIVE_MINUTES: tr("Every 5 minutes"),
        Preset.QUARTER_HOUR: tr("Every 15 minutes"),
        Preset.HOURLY: tr("Every hour"),
        Preset.DAILY: tr("Every day at …"),
        Preset.WEEKDAYS: tr("Monday to Friday at …"),
        Preset.WEEKLY: tr("Once a week at …"),
        Preset.MONTHLY: tr("Once a month at …"),
        Preset.YEARLY: tr("Once a year at …"),
    }

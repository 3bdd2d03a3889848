"""`cron`: what a schedule says, and when it runs next."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from openpalm_desktop.model.schedule import Schedule, ScheduleError, parse_schedule
from openpalm_desktop.model.schedule_runs import ClockChange, Run, runs
from openpalm_desktop.model.schedule_warnings import schedule_warnings
from openpalm_desktop.model.schedule_words import words
from openpalm_desktop.model.zone import zone, zone_names

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 # its only name

MOST_RUNS = 10_000


class _Refused(Exception):  # a sentence on its way to standard error
    """What was asked for cannot be done; holds the sentence."""


def add_parser(subparsers: "Subparsers") -> None:
    """Add the `cron` command."""
    parser = subparsers.add_parser(
        "cron", help="a schedule in words and its next runs", description=__doc__
    )
    parser.add_argument("schedule", metavar="SCHEDULE", help='five cron fields: "30 2 * * 1-5"')
    parser.add_argument("-n", metavar="N", dest="count", default="10", help="how many runs (10)")
    parser.add_argument(
        "--timezone", metavar="ZONE", default="UTC", help="IANA name of the schedule's zone (UTC)"
    )
    parser.add_argument(
        "--from",
        metavar="TIME",
        dest="start",
        help="the runs after this time, 2027-03-28 or 2027-03-28T02:00 (now)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the schedule in words and its next runs."""
    try:
        schedule, in_zone = _schedule(args.schedule), _zone(args.timezone)
        found = runs(schedule, in_zone, _start(args.start, in_zone), _count(args.count))
    except _Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(_as_json(schedule, args.timezone, found), indent=2, ensure_ascii=False))
    else:
        print(_as_text(schedule, args.timezone, found))
    return 0


def _schedule(text: str) -> Schedule:
    schedule = parse_schedule(text)
    if isinstance(schedule, ScheduleError):
        field = f"{schedule.field}: " if schedule.field else ""
        end = "" if schedule.hint.endswith(".") else "."
        raise _Refused(
            f"The schedule “{text}” cannot be used. {field}{schedule.reason} {schedule.hint}{end}"
        )
    return schedule


def _zone(name: str) -> ZoneInfo:
    found = zone(name)
    if found is None:
        alike = [known for known in zone_names() if known.lower().endswith(name.lower())] or [
            "Europe/Berlin"
        ]
        raise _Refused(f"There is no time zone “{name}”. Use an IANA name such as {alike[0]}.")
    return found


def _start(text: str | None, in_zone: ZoneInfo) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise _Refused(
            f"“{text}” is not a time. Write it as in 2027-03-28T02:00, or with +01:00 at its end."
        ) from None
    return start if start.tzinfo else start.replace(tzinfo=in_zone)


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_RUNS:
        return int(text)
    raise _Refused(f"“{text}” is not a number of runs. Write one from 1 to {MOST_RUNS} after -n.")


def _as_json(schedule: Schedule, zone_name: str, found: tuple[Run, ...]) -> dict[str, object]:
    return {
        "schedule": schedule.text,
        "timezone": zone_name,
        "words": words(schedule),
        "warnings": [warning._asdict() for warning in schedule_warnings(schedule)],
        "runs": [
            {
                "utc": run.at.isoformat().replace("+00:00", "Z"),
                "local": run.local.isoformat(),
                "clockChange": run.clock_change,
            }
            for run in found
        ],
    }


def _as_text(schedule: Schedule, zone_name: str, found: tuple[Run, ...]) -> str:
    lines = [f"{words(schedule)} ({zone_name})."]
    lines += [f"Warning: {warning.message}" for warning in schedule_warnings(schedule)]
    lines += [f"  {run.local:%a %Y-%m-%d %H:%M %Z}{_remark(run)}" for run in found]
    return "\n".join(lines)


def _remark(run: Run) -> str:
    match run.clock_change:
        case ClockChange.AFTER_SKIPPED:
            return f"  (not at {run.skipped[0]:%a %Y-%m-%d %H:%M}: the clocks skip that time)"
        case ClockChange.REPEATED:
            return "  (the clocks show this time twice: it runs twice on this day)"
        case None:
            return ""

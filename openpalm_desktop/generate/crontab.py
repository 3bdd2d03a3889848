"""The cron files of the automations: pure text, one writer that lets no name add a line."""

import re
from collections.abc import Iterable, Mapping

from openpalm_desktop.record import Record

FOLDER = "/etc/openpalm/automations"  # where the scheduler container has the automations folder

_ID = r"[A-Za-z0-9_-]+"
_HEADER = "# OpenPalm automations, made from the stack spec: changes in this file are lost."


class Job(Record):
    """What cron needs to know of an automation."""

    id: str
    name: str
    schedule: str
    enabled: bool = True
    timeout: int | None = None  # seconds


def cron_schedule(jobs: Iterable[Job]) -> str:
    """Return `cron.schedule`: the crontab of all enabled jobs."""
    lines = [_HEADER]
    for job in _sorted(jobs):
        if job.enabled:
            lines += ["", *entry(job)]
    return _text(lines)


def cron_d(jobs: Iterable[Job]) -> Mapping[str, str]:
    """Return the text of each `cron.d.enabled/NN-id` and `cron.d.disabled/NN-id`."""
    in_order = _sorted(jobs)
    width = max(2, len(str(len(in_order))))
    return {
        f"cron.d.{'enabled' if job.enabled else 'disabled'}/{number:0{width}}-{job.id}": _text(
            ["# OpenPalm automation (managed)", *entry(job)]
        )
        for number, job in enumerate(in_order, 1)
    }


def timeouts(jobs: Iterable[Job]) -> str:
    """Return `timeouts`: after how many seconds `run-automation` stops which job."""
    lines = ["# id seconds"]
    lines += [f"{_id(job)} {job.timeout:d}" for job in _sorted(jobs) if job.timeout is not None]
    return _text(lines)


def entry(job: Job) -> tuple[str, str]:
    """Return a job's comment and its line of a crontab.

    The line runs in the background: busybox crond passes over a job that still runs without a
    word, whereas `run-automation` records it as skipped.
    """
    command = f"{FOLDER}/run-automation {_id(job)} >/dev/null 2>&1 &"
    return f"# {_one_line(job.name)} ({_id(job)})", f"{_schedule(job)} {command}"


def _sorted(jobs: Iterable[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: job.id)


def _id(job: Job) -> str:
    if not re.fullmatch(_ID, job.id):
        raise ValueError(f"{job.id!r} cannot name an automation")
    return job.id


def _schedule(job: Job) -> str:
    from openpalm_desktop.model.schedule import (  # noqa: PLC0415 – many stacks have none
        ScheduleError,
        parse_schedule,
    )

    schedule = parse_schedule(job.schedule)
    if isinstance(schedule, ScheduleError):
        raise ValueError(f"{job.id} has the schedule {job.schedule!r}: {schedule.reason}")  # noqa: TRY004 # a bug of ours, not of a type
    return schedule.crontab


def _one_line(name: str) -> str:
    """Return a name that stays in its comment; line ends become blanks."""
    return "".join(sign if sign.isprintable() else " " for sign in name)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)

"""Real crons: they read what we write for them, and busybox's runs when we say it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from openpalm_desktop.generate.crontab import Job, cron_schedule
from openpalm_desktop.model.schedule import Schedule, parse_schedule
from openpalm_desktop.model.schedule_runs import runs_between
from tests.zone_rules import zone_from_rule

pytestmark = pytest.mark.real

BUSYBOX = shutil.which("busybox")
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, as crond does")
WITH_BUSYBOX = pytest.mark.skipif(
    BUSYBOX is None, reason="needs busybox crond: apt-get install busybox-static"
)
SCHEDULES = [
    "*/5 * * * *",
    "30 2 * * *",
    "0 8 * * 1-5",
    "0 0 * * 7",
    "0 0 * * 5-7",
    "0 0 * * 0-7",
    "0 0 */2 * *",
    "0 0 5,*/10 * sat",
    "*/60 */24 * */12 */7",
    "1-3,7,50-59/3 0,12 1-31/2 jan-MAR,dec Mon-fri",
    "0 0 13 * 5",
    "0 0 1-31 * 1",
    "5 4 29 feb *",
]


def schedule(text: str) -> Schedule:
    parsed = parse_schedule(text)
    assert isinstance(parsed, Schedule)
    return parsed


@WITH_BUSYBOX
@AS_ROOT
def test_busybox_reads_our_crontabs_as_we_do(tmp_path: Path) -> None:
    """It prints its tables, a digit a value, a line a field; the days are not joined yet."""
    assert BUSYBOX
    lines = [f"{schedule(text).crontab} true\n" for text in SCHEDULES]
    (tmp_path / "tabs").mkdir()
    (tmp_path / "tabs" / "root").write_text("".join(lines))
    crond = subprocess.Popen(
        [BUSYBOX, "crond", "-f", "-l", "0", "-L", tmp_path / "log", "-c", tmp_path / "tabs"]
    )
    time.sleep(1)
    crond.kill()
    crond.wait()
    log = (tmp_path / "log").read_text()
    assert "error" not in log
    tables = [line for line in log.splitlines() if not line.strip("01")]
    for number, text in enumerate(SCHEDULES):
        parsed = schedule(text)
        expected = [
            ones(60, parsed.minutes),
            ones(24, parsed.hours),
            ones(31, [day - 1 for day in parsed.days_of_month]),
            ones(12, [month - 1 for month in parsed.months]),
            ones(7, parsed.days_of_week),
        ]
        found = tables[5 * number : 5 * number + 5]
        found[2] = found[2][1:]  # it has a day 0
        assert found == expected, text


def ones(size: int, places: Any) -> str:
    return "".join("1" if place in places else "0" for place in range(size))


@pytest.mark.skipif(
    shutil.which("crontab") is None, reason="needs Debian's crontab: apt-get install cron"
)
@AS_ROOT
def test_debian_accepts_our_crontabs(tmp_path: Path) -> None:
    jobs = [Job(f"job-{n}", "Job % é \N{GRINNING FACE}", text) for n, text in enumerate(SCHEDULES)]
    file = tmp_path / "cron.schedule"
    file.write_text(cron_schedule(jobs))
    checked = subprocess.run(["crontab", "-n", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@dataclass
class Crond:
    """A busybox crond with a job for each minute around the clock change of its own zone."""

    folder: Path
    rule: str
    minutes: list[str]

    def start(self) -> subprocess.Popen[bytes]:
        tabs = self.folder / "tabs"
        tabs.mkdir(parents=True)
        lines = [
            f"{schedule(cron_text(minute)).crontab} echo {minute} >>{self.folder}/ran\n"
            for minute in self.minutes
        ]
        (tabs / "root").write_text("".join(lines))
        assert BUSYBOX
        env = {"TZ": self.rule, "SHELL": "/bin/sh", "PATH": os.environ["PATH"]}
        log = self.folder / "log"
        return subprocess.Popen([BUSYBOX, "crond", "-f", "-L", log, "-c", tabs], env=env)

    def ran(self) -> list[str]:
        return (self.folder / "ran").read_text().split()

    def expected(self, start: datetime, end: datetime) -> list[str]:
        zone = zone_from_rule(self.rule)
        found = [
            (run.at, minute)
            for minute in self.minutes
            for run in runs_between(schedule(cron_text(minute)), zone, start, end)
        ]
        return [minute for _, minute in sorted(found)]


def cron_text(minute: str) -> str:
    hour, _, minute = minute.partition(":")
    return f"{minute} {hour} * * *"


@WITH_BUSYBOX
@AS_ROOT
@pytest.mark.slow
def test_busybox_runs_when_we_say_at_both_clock_changes(tmp_path: Path) -> None:
    """Two zones of our own change their clocks by a minute, two minutes from now.

    faketime cannot reach a static busybox, so the clock is the real one.
    """
    time.sleep(12 if datetime.now(UTC).second > 50 else 0)
    start = datetime.now(UTC)
    change = start.replace(second=0, microsecond=0) + timedelta(minutes=2)
    day = change.replace(year=2027).timetuple().tm_yday  # a POSIX rule does not count 29 February
    if (change - timedelta(minutes=5)).date() != (change + timedelta(minutes=5)).date():
        pytest.skip("it is midnight in UTC, which the rules below cannot say; run it again")
    minutes = [f"{change + timedelta(minutes=n):%H:%M}" for n in range(-3, 4)]
    forward = f"AAA0BBB-0:01,J{day}/{change:%H:%M},J{day}/23:59:30"
    back = f"AAA0BBB-0:01,J{day}/0,J{day}/{change + timedelta(minutes=1):%H:%M}"
    cronds = [
        Crond(tmp_path / "forward", forward, minutes),
        Crond(tmp_path / "back", back, minutes),
    ]
    processes = [crond.start() for crond in cronds]
    try:
        time.sleep((change - datetime.now(UTC)).total_seconds() + 3)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    before, at, after = minutes[2:5]
    assert [crond.ran() for crond in cronds] == [[before, after], [at, at]]
    assert [crond.expected(start, datetime.now(UTC)) for crond in cronds] == [
        [before, after],
        [at, at],
    ]

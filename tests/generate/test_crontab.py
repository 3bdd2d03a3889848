"""The cron files as text: nothing that a person types may add a line to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.crontab import Job, cron_d, cron_schedule, timeouts

DAILY = Job("daily", "Daily digest", "0 8 * * *")
NIGHTLY = Job("nightly", "Nightly", "30 2 * * 7", enabled=False, timeout=600)
RUN = "/etc/openpalm/automations/run-automation"
HEADER = "# OpenPalm automations, made from the stack spec: changes in this file are lost.\n"


def test_the_crontab_holds_the_enabled_jobs_in_the_order_of_their_ids() -> None:
    assert cron_schedule([Job("b", "B", "*/5 * * * *"), NIGHTLY, DAILY]) == (
        f"{HEADER}\n"
        "# B (b)\n"
        f"*/5 * * * * {RUN} b >/dev/null 2>&1 &\n"
        "\n"
        "# Daily digest (daily)\n"
        f"0 8 * * * {RUN} daily >/dev/null 2>&1 &\n"
    )


def test_a_crontab_without_jobs_is_its_header() -> None:
    assert cron_schedule([NIGHTLY]) == HEADER


def test_every_job_has_a_file_numbered_over_all_of_them() -> None:
    assert cron_d([NIGHTLY, DAILY]) == {
        "cron.d.enabled/01-daily": (
            "# OpenPalm automation (managed)\n"
            "# Daily digest (daily)\n"
            f"0 8 * * * {RUN} daily >/dev/null 2>&1 &\n"
        ),
        "cron.d.disabled/02-nightly": (
            "# OpenPalm automation (managed)\n"
            "# Nightly (nightly)\n"
            f"30 2 * * 0 {RUN} nightly >/dev/null 2>&1 &\n"
        ),
    }


def test_a_hundred_jobs_get_three_digits() -> None:
    names = list(cron_d([Job(f"job{n:03}", "", "0 0 * * *") for n in range(100)]))
    assert names[0] == "cron.d.enabled/001-job000"
    assert names == sorted(names)


def test_timeouts_are_listed_by_id() -> None:
    assert timeouts([NIGHTLY, DAILY]) == "# id seconds\nnightly 600\n"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\0"])
def test_a_name_stays_on_its_line(end: str) -> None:
    text = cron_schedule([Job("a", f"Evil{end}* * * * * rm -rf /", "0 0 * * *")])
    assert text.splitlines()[2] == f"# Evil{' ' * len(end)}* * * * * rm -rf / (a)"
    assert len(text.splitlines()) == 4


@given(st.text())
def test_no_name_changes_what_cron_runs(name: str) -> None:
    plain, named = (cron_schedule([Job("a", n, "0 0 * * *")]) for n in ("", name))
    assert [line for line in named.splitlines() if not line.startswith("#")] == [
        line for line in plain.splitlines() if not line.startswith("#")
    ]
    assert named.endswith("\n")


@pytest.mark.parametrize("bad", ["", "a b", "a\n", "../a", "a%b", "é"])
def test_an_id_that_cannot_be_written_is_a_bug(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        cron_schedule([Job(bad, "", "0 0 * * *")])


def test_a_schedule_that_is_none_is_a_bug() -> None:
    with pytest.raises(ValueError, match="has the schedule"):
        cron_schedule([Job("a", "", "0 0 * * *\n* * * * * evil")])

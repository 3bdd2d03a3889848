"""The `cron` command as a person and as a program reads it."""

from __future__ import annotations

import argparse
import json

import pytest

from openpalm_desktop.cli.cron import add_parser


def cron(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    args = parser.parse_args(["cron", *words])
    code = args.run(args)
    assert isinstance(code, int)
    return code


def test_prints_the_schedule_in_words_and_its_runs(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["30 2 * * *", "-n", "2", "--timezone", "Europe/Berlin", "--from", "2027-03-27"]
    assert cron(*words) == 0
    assert capsys.readouterr().out == (
        "At 02:30 every day (Europe/Berlin).\n"
        "  Sat 2027-03-27 02:30 CET\n"
        "  Mon 2027-03-29 02:30 CEST  (not at Sun 2027-03-28 02:30: the clocks skip that time)\n"
    )


def test_prints_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    assert cron("*/40 * * * *", "-n", "1", "--from", "2027-01-01T00:00+01:00") == 0
    assert capsys.readouterr().out == (
        "At minutes 0 and 40 past every hour (UTC).\n"
        "Warning: “*/40” is not every 40 minutes: it counts anew from 0 each hour, "
        "and so runs at minute 0, 40.\n"
        "  Thu 2026-12-31 23:40 UTC\n"
    )


def test_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["30 2 * * 7", "-n2", "--timezone", "Europe/Berlin", "--from", "2027-10-31", "--json"]
    assert cron(*words) == 0
    assert json.loads(capsys.readouterr().out) == {
        "schedule": "30 2 * * 7",
        "timezone": "Europe/Berlin",
        "words": "At 02:30 on Sunday",
        "warnings": [],
        "runs": [
            {
                "utc": "2027-10-31T00:30:00Z",
                "local": "2027-10-31T02:30:00+02:00",
                "clockChange": "repeated",
            },
            {
                "utc": "2027-10-31T01:30:00Z",
                "local": "2027-10-31T02:30:00+01:00",
                "clockChange": "repeated",
            },
        ],
    }


def test_shows_ten_runs_from_now_in_utc_when_nothing_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cron("* * * * *") == 0
    assert capsys.readouterr().out.count(" UTC\n") == 10


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["61 * * * *"],
            (
                "The schedule “61 * * * *” cannot be used. minute: 61 is out of range: "
                "a minute is 0 to 59. Use numbers from 0 to 59."
            ),
        ),
        (
            ["* * * * *", "--timezone", "berlin"],
            "There is no time zone “berlin”. Use an IANA name such as Europe/Berlin.",
        ),
        (
            ["* * * * *", "-n", "ten"],
            "“ten” is not a number of runs. Write one from 1 to 10000 after -n.",
        ),
        (
            ["* * * * *", "-n", "0"],
            "“0” is not a number of runs. Write one from 1 to 10000 after -n.",
        ),
        (
            ["* * * * *", "--from", "soon"],
            "“soon” is not a time. Write it as in 2027-03-28T02:00, or with +01:00 at its end.",
        ),
    ],
)
def test_refuses_with_a_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cron(*words) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{sentence}\n"

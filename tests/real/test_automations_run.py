"""Automations on a real engine: cron fires, and what came of each run is in its history."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.generate.crontab import FOLDER
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.stack import StackSpec
from tests.real.peers.compose import Compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]

STATE = "/var/lib/openpalm/automations"
A_MINUTE = 75  # seconds, until cron has looked at its table and the runs have ended

EVERY_BYTE = 'i=0\nwhile [ $i -lt 256 ]; do printf "\\\\$(printf %03o $i)"; i=$((i + 1)); done\n'
ODD = '#!/bin/sh\n# é \t\'"\\ $$ ${X} `id` %s \\n #\r\necho "100% done; it\'s $GREETING"\n\n'
SCRIPTS = {
    "bytes": EVERY_BYTE,
    "odd": ODD,
    "failing": "echo before\nexit 7\n",
    "hanging": "echo begun\nsleep 600\n",
    "slow": "sleep 40\n",
    "said": 'printf "%s|%s" "$API_KEY" "$GREETING"',
    "last": "echo without a line end",
}
SPEC = {
    "version": 4,
    "timezone": "Europe/Berlin",
    "scheduler": {"env": {"API_KEY": "${API_KEY}", "GREETING": 'it\'s $5 "now"\n# next'}},
    "automations": [
        {"id": id_, "name": f"The {id_}", "schedule": "* * * * *", "script": script, "timeout": 3}
        | ({"timeout": 60} if id_ == "slow" else {})
        for id_, script in SCRIPTS.items()
    ]
    + [{"id": "off", "schedule": "* * * * *", "script": "echo no", "enabled": False}],
}
SECRETS = {"API_KEY": "k'e\"y $HOME #\\"}


class Scheduler:
    """The scheduler's container at work."""

    def __init__(self, engine: Engine, container: str) -> None:
        self._engine = engine
        self._container = container

    def run(self, *words: str) -> str:
        """Run a command in the container."""
        return self._engine.docker("exec", self._container, *words)

    def code_of(self, *words: str) -> int:
        """Run a command in the container and return its exit code."""
        return int(self.run("sh", "-c", '"$@" >/dev/null 2>&1; echo $?', "sh", *words))

    def history(self, id_: str) -> Sequence[Mapping[str, Any]]:
        """An automation's runs."""
        text = self.run("sh", "-c", f"cat {STATE}/log/{id_}.jsonl 2>/dev/null || true")
        return [json.loads(line) for line in text.splitlines()]

    @property
    def log(self) -> str:
        """What the container has printed."""
        return self._engine.docker("logs", self._container)


@pytest.fixture(scope="module")
def scheduler(
    shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scheduler]:
    """A scheduler whose automations have each been run once by cron."""
    spec = StackSpec.from_data(SPEC)
    assert [str(p.message) for p in check(spec, SECRETS) if p.is_error] == []
    folder = tmp_path_factory.mktemp("project")
    write_folder(folder, generated(spec, Supplies(SECRETS)).bundle)
    compose = Compose("2.40", tmp_path_factory.mktemp("home"))
    shared_engine.clear()
    compose.run(shared_engine, folder, "up", "--detach")
    one = Scheduler(shared_engine, compose.run(shared_engine, folder, "ps", "--quiet").strip())
    try:
        wait_for_runs(one)
        yield one
    finally:
        shared_engine.clear()


def wait_for_runs(scheduler: Scheduler) -> None:
    """Wait until cron has run what ends, and the slow one is under way."""
    until = time.monotonic() + A_MINUTE
    ending = set(SCRIPTS) - {"slow"}
    while not all(scheduler.history(id_) for id_ in ending):
        assert time.monotonic() < until, scheduler.log
        time.sleep(0.5)


def only_run(scheduler: Scheduler, id_: str) -> tuple[str, int, str]:
    """How an automation's first run went."""
    run = scheduler.history(id_)[0]
    assert list(run) == ["ts", "id", "status", "exit", "dur", "preview"]
    assert run["id"] == id_
    return run["status"], run["exit"], run["preview"]


def test_a_second_run_meanwhile_is_skipped(scheduler: Scheduler) -> None:
    assert scheduler.code_of(f"{FOLDER}/run-automation", "slow") == 75
    runs = scheduler.history("slow")
    assert [(run["status"], run["exit"]) for run in runs] == [("skipped", 75)]


def test_output_of_every_byte_is_valid_json(scheduler: Scheduler) -> None:
    status, code, preview = only_run(scheduler, "bytes")
    assert (status, code) == ("success", 0)
    assert preview[:128] == "".join(map(chr, range(128)))
    assert set(preview[128:]) == {"\ufffd"}


def test_a_failing_run_says_its_exit_code(scheduler: Scheduler) -> None:
    assert only_run(scheduler, "failing") == ("error", 7, "before\n")


def test_a_hanging_run_is_stopped_at_its_timeout(scheduler: Scheduler) -> None:
    assert only_run(scheduler, "hanging") == ("timeout", 124, "begun\n")
    assert 3000 <= scheduler.history("hanging")[0]["dur"] < 9000
    assert "sleep 600" not in scheduler.run("ps", "-o", "args")


def test_variables_and_secrets_are_there(scheduler: Scheduler) -> None:
    expected = f'{SECRETS["API_KEY"]}|it\'s $5 "now"\n# next'
    assert only_run(scheduler, "said") == ("success", 0, expected)


def test_scripts_arrive_byte_for_byte(scheduler: Scheduler) -> None:
    for id_, script in SCRIPTS.items():
        encoded = scheduler.run("base64", f"{FOLDER}/scripts/{id_}.sh")
        assert base64.b64decode(encoded).decode() == script
    assert only_run(scheduler, "odd")[:2] == ("success", 0)
    assert only_run(scheduler, "last") == ("success", 0, "without a line end\n")


def test_a_disabled_one_never_runs(scheduler: Scheduler) -> None:
    assert scheduler.history("off") == []
    assert "off" not in scheduler.run("cat", "/run/openpalm/crontabs/root")


def test_times_are_those_of_the_zone(scheduler: Scheduler) -> None:
    assert scheduler.history("said")[0]["ts"][-6:] in ("+01:00", "+02:00")


def test_the_containers_output_tells_each_run(scheduler: Scheduler) -> None:
    assert "[failing] before" in scheduler.log
    assert "[failing] error, exit code 7" in scheduler.log

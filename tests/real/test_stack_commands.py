"""The commands about a running stack, each as a process, on a real engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.real.peers import images

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary-7f3a9c-b"
NOTES = "openpalm-test/notes:1"
CONTAINERS = "io.containerd.metadata.v1.bolt/meta.db"  # how containerd starts each of them
SCRIPT = 'echo "said $WORD"; exit 3\n'


class Person:
    """Somebody at a terminal, with a spec and an engine."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.spec = folder / "openpalm.yaml"
        self.said: list[str] = []
        (folder / "secrets.env").write_text(f"TOKEN={CANARY}\n")

    def write(self, **channel: Any) -> None:
        """Write the spec."""
        base = {"image": NOTES, "containerPort": 8080, "pathPrefixes": ["/n"]}
        env = {"TOKEN": "${TOKEN}"}
        data = {
            "version": 4,
            "projectName": "palm",
            "channels": {"notes": {**base, "env": env, **channel}},
            "scheduler": {"env": {"WORD": "hello"}},
            "automations": [{"id": "say", "schedule": "0 2 * * *", "script": SCRIPT}],
        }
        self.spec.write_text(yaml.safe_dump(data))

    def types(self, *words: str, status: int = 0, target: bool = True) -> str:
        """Run a command and return what it prints; its exit status is as expected."""
        at = ["--target", self.engine.host] if target else []
        done = subprocess.run(
            [sys.executable, "-m", "openpalm_desktop", *words, *at],
            cwd=self.spec.parent,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.said += [done.stdout, done.stderr]
        assert done.returncode == status, (words, done.stdout, done.stderr)
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Variables with the program, and a home of nobody."""
        home = str(self.spec.parent)
        return {**os.environ, "PYTHONPATH": str(ROOT), "HOME": home, "XDG_CONFIG_HOME": home}


@pytest.fixture
def person(engine: Engine, tmp_path: Path) -> Person:
    images.load_stub(engine, NOTES, port=8080)
    one = Person(engine, tmp_path)
    one.write()
    return one


def states(person: Person, *words: str, status: int = 0) -> dict[str, str]:
    """The state of each service, as `status` says."""
    rows = json.loads(person.types("status", *words, "--json", status=status))
    return {row["service"]: row["state"] for row in rows}


def test_from_the_first_plan_to_nothing_left(person: Person, engine: Engine) -> None:
    assert "+ channel-notes" in person.types("plan", "openpalm.yaml", status=2)
    assert engine.docker("ps", "--all", "--quiet") == ""
    person.types("deploy", "openpalm.yaml", status=1)  # nobody can be asked
    assert engine.docker("ps", "--all", "--quiet") == ""
    assert "runs as release 1." in person.types("deploy", "openpalm.yaml", "--yes")
    assert "Nothing to do" in person.types("plan", "openpalm.yaml")
    shown = json.loads(person.types("plan", "openpalm.yaml", "--json"))
    assert (shown["isEmpty"], shown["unchanged"], shown["steps"]) == (True, 3, [])
    all_run = dict.fromkeys(("caddy", "scheduler", "channel-notes"), "running")
    assert states(person, "openpalm.yaml") == all_run
    person.types("stop", "openpalm.yaml", "channel-notes")
    assert states(person, "--project", "palm", "channel-notes", status=1) == {
        "channel-notes": "exited"
    }
    person.types("start", "--project", "palm")
    assert states(person, "openpalm.yaml") == all_run
    began = started(engine)
    person.types("restart", "openpalm.yaml", "channel-notes")
    assert started(engine) != began
    assert "has: caddy, channel-notes, scheduler" in error_of(person, "stop", "x")
    assert "Its volumes stay." in person.types("down", "openpalm.yaml")
    assert engine.docker("ps", "--all", "--quiet") == ""
    assert "palm_caddy-data" in volumes(engine)
    assert "palm_openpalm-release-1" in volumes(engine)
    person.types("down", "--project", "palm", "--volumes")
    assert volumes(engine) == []
    person.types("status", "openpalm.yaml", status=1)


def started(engine: Engine) -> str:
    """When the channel was started."""
    return engine.docker("inspect", "--format", "{{.State.StartedAt}}", "palm-channel-notes-1")


def volumes(engine: Engine) -> list[str]:
    """The names of all volumes."""
    return engine.docker("volume", "ls", "--format", "{{.Name}}").split()


def error_of(person: Person, verb: str, service: str) -> str:
    """What a command says about a service that is not there."""
    person.types(verb, "openpalm.yaml", service, status=1)
    return person.said[-1].replace("It ", "")


def test_logs_are_merged_and_followed(person: Person) -> None:
    person.types("deploy", "openpalm.yaml", "--yes")
    said = person.types("logs", "openpalm.yaml")
    assert "scheduler     | Automations start: " in said
    assert "caddy         | {" in said
    only = person.types("logs", "openpalm.yaml", "scheduler", "--tail", "1")
    assert {line.split(" | ")[0] for line in only.splitlines()} == {"scheduler"}
    assert first_followed_line(person).startswith("scheduler")


def first_followed_line(person: Person) -> str:
    """The first line of a log that goes on, which an interruption ends."""
    command = [sys.executable, "-m", "openpalm_desktop", "logs", "openpalm.yaml", "scheduler"]
    following = subprocess.Popen(
        [*command, "--follow", "--target", person.engine.host],
        cwd=person.spec.parent,
        env=person.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert following.stdout is not None
    line = following.stdout.readline()
    time.sleep(0.2)
    assert following.poll() is None
    following.send_signal(2)
    assert following.wait(20) == 130
    following.stdout.close()
    return line


def test_an_automation_is_run_now_and_remembered(person: Person) -> None:
    person.types("deploy", "openpalm.yaml", "--yes")
    assert person.types("automation", "list", "openpalm.yaml") == "say  0 2 * * *\n"
    assert person.types("automation", "run", "openpalm.yaml", "say", status=3) == "said hello\n"
    (run,) = json.loads(person.types("automation", "history", "openpalm.yaml", "say", "--json"))
    assert (run["status"], run["exit_code"], run["preview"].strip()) == ("error", 3, "said hello")
    person.types("automation", "run", "openpalm.yaml", "other", status=1)
    assert "It has: say." in person.said[-1]
    shown = person.types("automation", "history", "openpalm.yaml", "--failed")
    assert shown.split()[1:5] == ["say", "error", "exit", "3"]


def test_what_was_changed_on_the_server_is_told_and_put_back(
    person: Person, engine: Engine
) -> None:
    person.types("deploy", "openpalm.yaml", "--yes")
    assert "Changed" not in person.types("status", "openpalm.yaml")
    engine.docker("update", "--restart", "no", "palm-channel-notes-1")
    engine.docker("rm", "--force", "palm-scheduler-1")
    told = person.types("status", "openpalm.yaml", status=1)
    assert told.endswith(
        "Changed on the server:\n"
        "  scheduler: running in the spec, removed on the server\n"
        "  channel-notes: channels.notes.compose.restart: "
        "unless-stopped in the spec, no on the server\n"
    )
    rows = json.loads(person.types("status", "openpalm.yaml", "channel-notes", "--json"))
    assert [row["drift"] for row in rows] == [
        [
            {
                "path": "channels.notes.compose.restart",
                "what": "restart",
                "spec": "unless-stopped",
                "running": "no",
                "cannotBeTaken": None,
            }
        ]
    ]
    person.types("plan", "openpalm.yaml", "--only", "x", status=1)
    assert "There is no service x" in person.said[-1]
    alone = ("--only", "channel-notes")
    assert "was changed by hand: the restart policy" in person.types(
        "plan", "openpalm.yaml", *alone, status=2
    )
    person.types("deploy", "openpalm.yaml", *alone, "--yes")
    assert states(person, "openpalm.yaml", status=1)["scheduler"] == "removed"
    person.types("deploy", "openpalm.yaml", "--yes")
    assert "Changed" not in person.types("status", "openpalm.yaml")
    assert CANARY not in "".join(person.said)


def test_a_rollback_brings_back_files_and_images(person: Person, engine: Engine) -> None:
    person.types("deploy", "openpalm.yaml", "--yes")
    first = image_of(engine)
    images.load(engine, NOTES, images.alpine_tree(), ['CMD ["sleep","99"]'])
    person.write(env={"TOKEN": "${TOKEN}", "NEW": "1"}, pathPrefixes=["/other"])
    assert f"the server has another {NOTES} by now" in person.types(
        "plan", "openpalm.yaml", status=2
    )
    person.types("deploy", "openpalm.yaml", "--yes", status=1)  # nobody listens in that image
    assert "channel-notes was not answering" in person.said[-1]
    person.write(env={"TOKEN": "${TOKEN}", "NEW": "1"}, pathPrefixes=[], hostPort=9000)
    person.types("deploy", "openpalm.yaml", "--yes")
    assert image_of(engine) != first
    shown = json.loads(person.types("releases", "openpalm.yaml", "--json"))
    assert [row["release"] for row in shown] == [2, 1]
    person.types("rollback", "openpalm.yaml", "--yes")
    assert image_of(engine) == first
    env = engine.docker("inspect", "--format", "{{json .Config.Env}}", "palm-channel-notes-1")
    assert "NEW" not in env
    assert f"TOKEN={CANARY}" in env
    served = engine.docker("exec", "palm-caddy-1", "cat", "/etc/caddy/Caddyfile")
    assert "/n/*" in served
    assert "back to release 1" in person.types("releases", "--project", "palm")
    person.types("rollback", "openpalm.yaml", "9", "--yes", status=1)
    assert "There are: 3, 2, 1." in person.said[-1]


def image_of(engine: Engine) -> str:
    """The id of the channel's image."""
    return engine.docker("inspect", "--format", "{{.Image}}", "palm-channel-notes-1")


def test_a_secret_is_nowhere_but_in_its_container(person: Person, engine: Engine) -> None:
    person.types("deploy", "openpalm.yaml", "--yes")
    person.write(healthcheck={"test": ["CMD", "false"], "interval": "1s", "retries": 1})
    person.types("deploy", "openpalm.yaml", "--yes", status=1)
    person.write(env={"TOKEN": "${TOKEN}", "A": "1"})
    person.types("plan", "openpalm.yaml", "--json", status=2)
    person.types("deploy", "openpalm.yaml", "--yes", "--json")
    person.types("rollback", "openpalm.yaml", "--yes")
    listed: Sequence[str] = (
        engine.docker("ps", "--all", "--no-trunc", "--format", "{{json .}}"),
        engine.docker("volume", "inspect", *volumes(engine)),
        engine.docker("network", "ls", "--format", "{{json .}}"),
        engine.docker("inspect", "--format", "{{json .Config.Labels}}", "palm-channel-notes-1"),
        engine.docker("inspect", "palm-caddy-1", "palm-scheduler-1"),
    )
    for text in (*listed, *person.said):
        assert CANARY not in text
    assert CANARY in engine.docker("inspect", "palm-channel-notes-1")
    own = engine.docker("inspect", "--format", "{{.Id}}", "palm-channel-notes-1")
    kept = files_with_canary(engine.folder)  # with the notes that were removed, and the images
    assert kept
    assert [file for file in kept if own not in file and not file.endswith(CONTAINERS)] == []
    assert files_with_canary(person.spec.parent) == [str(person.spec.parent / "secrets.env")]


def files_with_canary(folder: Path) -> list[str]:
    """The files on the disk in which the secret is found."""
    words = [
        "grep",
        "--recursive",
        "--files-with-matches",
        "--fixed-strings",
        "--text",
        "--no-messages",
    ]
    done = subprocess.run([*words, CANARY, folder], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def test_targets_are_named_tried_and_forgotten(person: Person) -> None:
    person.types("target", "add", "home", person.engine.host, target=False)
    assert person.types("target", "list", target=False) == f"home  {person.engine.host}\n"
    assert "home answers: Docker 28.5" in person.types("target", "test", "home", target=False)
    said = person.types("plan", "openpalm.yaml", "--target", "home", status=2, target=False)
    assert "+ channel-notes" in said
    person.types("target", "remove", "home", target=False)
    person.types("target", "test", "home", status=1, target=False)
    assert "There is no target “home”." in person.said[-1]

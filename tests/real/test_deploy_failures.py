"""What fails on real engines: the last good release answers, and nothing stray remains."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images
from tests.real.peers.fetch import Answer
from tests.real.peers.network import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ENDING = "openpalm-test/ending:1"
CHECK = {"test": ["CMD", "false"], "interval": "1s", "timeout": "1s", "retries": 2}
THIEF = "import socket, time; s = socket.create_server(('', 9100)); time.sleep(99)"
KILLED_AT = (
    *("Looking at the engine", "Making containers", "Starting channel-desk"),
    *("Waiting for", "Telling Caddy what is", "Starting channel-chat", "Letting requests"),
    *("Exchanging channel-blog", "Stopping the old", "Telling Caddy what to serve"),
)


@pytest.fixture
def stack(engine: Engine) -> Iterator[Deploying]:
    """An engine with nothing on it, to deploy to."""
    images.load(engine, ENDING, images.alpine_tree(), ['CMD ["sh","-c","echo I end; exit 3"]'])
    opened = DockerEngine(Target("test", engine.host))
    yield Deploying(opened, {"TOKEN": "t0p-secret"})
    opened.close()


def spec(version: str = "1") -> dict[str, Any]:
    """A stack whose channels say which version they are."""
    return {
        "channels": {
            "chat": channel(pathPrefixes=["/chat"], env={"STUB_NAME": f"chat {version}"}),
            "blog": channel(
                pathPrefixes=["/blog"],
                env={"STUB_NAME": f"blog {version}"},
                volumes=["blog-data:/var/lib/blog"],
            ),
            "desk": channel(hostPort=9000, env={"STUB_NAME": f"desk {version}"}),
        }
    }


URLS = {
    "chat": "http://own.test/chat/x",
    "blog": "http://own.test/blog/x",
    "desk": "http://own.test:9000/x",
}


def answering(engine: Engine) -> dict[str, str]:
    """Who answers at each URL."""
    return {name: asked(engine, url) for name, url in URLS.items()}


def asked(engine: Engine, url: str) -> str:
    """Who answers at a URL, if that takes no longer than a moment."""
    until = time.monotonic() + 8
    while True:
        answer = engine.lan.private.fetch(url, at=PRIVATE.engine_v4, timeout=2)
        if isinstance(answer, Answer) and answer.status == 200 and answer.body:
            return answer.echo.name
        if time.monotonic() > until:
            return str(answer)
        time.sleep(0.1)


def all_of(version: str) -> dict[str, str]:
    """The answers when a version runs."""
    return {name: f"{name} {version}" for name in URLS}


def assert_nothing_is_left_over(engine: Engine) -> None:
    """The containers have their names, and no note of a deployment is left."""
    names = engine.docker("ps", "--all", "--format", "{{.Names}}").split()
    wanted = ["caddy", "channel-blog", "channel-chat", "channel-desk"]
    assert sorted(names) == [f"openpalm-{name}-1" for name in wanted]
    volumes = engine.docker("volume", "ls", "--format", "{{.Name}}").split()
    assert [name for name in volumes if "deployment" in name] == []


@pytest.mark.parametrize(
    ("name", "fields", "said", "evidence"),
    [
        ("chat", {"image": ENDING}, "channel-chat ended right after its start", "I end"),
        ("blog", {"image": ENDING}, "channel-blog ended right after its start", "I end"),
        ("desk", {"image": ENDING}, "channel-desk ended right after its start", "I end"),
        ("chat", {"healthcheck": CHECK}, "channel-chat says that it is not healthy.", ""),
        ("desk", {"healthcheck": CHECK}, "channel-desk says that it is not healthy.", ""),
        ("chat", {"containerPort": 8099, "command": "8080"}, "channel-chat was not answering", ""),
        ("chat", {"image": "registry.invalid/x:1"}, "The image registry.invalid/x:1 could", ""),
        ("desk", {"command": ["/nonsense"], "compose": {"entrypoint": ["/no"]}}, "A container", ""),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_does_not_come_up_gives_way_to_what_ran(
    stack: Deploying,
    engine: Engine,
    name: str,
    fields: dict[str, Any],
    said: str,
    evidence: str,
) -> None:
    stack.deploy(spec())
    ids = stack.ids()
    data = spec("2")
    data["channels"][name] |= fields
    if name == "chat" and "containerPort" in fields:
        data["channels"][name]["env"]["PORT"] = "8080"
    with pytest.raises(DeploymentFailed) as failed:
        stack.deploy(data)
    assert failed.value.sentence.startswith(said)
    assert evidence in failed.value.evidence
    assert stack.ids() == ids
    assert answering(engine) == all_of("1")
    assert_nothing_is_left_over(engine)


def test_a_port_stolen_after_the_plan_is_named_and_all_is_as_before(
    stack: Deploying, engine: Engine
) -> None:
    stack.deploy(spec())
    data = spec("2")
    data["channels"]["desk"]["hostPort"] = 9100
    made = stack.plan(data)
    thief = subprocess.Popen(engine.lan.engine.command(sys.executable, "-c", THIEF))
    try:
        time.sleep(1)
        with pytest.raises(DeploymentFailed, match="port 9100 of the server is already in use"):
            stack.carry_out(made)
    finally:
        thief.kill()
        thief.wait()
    assert answering(engine) == all_of("1")
    assert_nothing_is_left_over(engine)


def test_a_port_of_another_container_blocks_the_plan(stack: Deploying, engine: Engine) -> None:
    engine.docker("run", "--detach", "--name", "web", "--publish", "9000:80", images.STUB)
    assert stack.plan(spec()).blocked == ("port 9000 is in use by the container web",)
    with pytest.raises(EngineTrouble, match="port 9000 is in use by the container web"):
        stack.deploy(spec())
    assert engine.docker("ps", "--format", "{{.Names}}") == "web"


def test_a_network_name_of_somebody_else_blocks_the_plan(stack: Deploying, engine: Engine) -> None:
    engine.docker("network", "create", "openpalm_assistant_net")
    assert "openpalm_assistant_net is taken" in stack.plan(spec()).blocked[0]


@contextmanager
def deploying(engine: Engine, folder: Path, version: str, sentence: str) -> Iterator[Popen[str]]:
    """The command that deploys a version, once it has said a sentence; ended with the block."""
    written = folder / "openpalm.yaml"
    written.write_text(yaml.safe_dump({"version": 4, **spec(version)}))
    command = [sys.executable, "-m", "openpalm_desktop", "deploy", str(written), "--yes"]
    process = Popen(
        [*command, "--target", engine.host],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        if not any(line.startswith(sentence) for line in process.stderr):
            pytest.fail(f"it never said “{sentence}”")
        yield process
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_two_deployments_at_once_are_refused_and_the_first_comes_to_its_end(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    stack.deploy(spec())
    made = stack.plan(spec("3"))
    with deploying(engine, tmp_path, "2", "Making containers") as first:
        with pytest.raises(EngineTrouble, match="deploys openpalm right now") as refused:
            stack.carry_out(made)
        assert refused.value.hint == "Wait until that is done, then plan again."
        assert first.stderr is not None
        assert "Tidying up" in first.stderr.read()
        assert first.wait(60) == 0
    assert answering(engine) == all_of("2")
    assert_nothing_is_left_over(engine)
    with pytest.raises(EngineTrouble, match="Something changed on the server"):
        stack.carry_out(made)


@pytest.mark.parametrize("sentence", KILLED_AT)
def test_killed_in_the_middle_it_is_finished_by_the_next_run(
    stack: Deploying, engine: Engine, tmp_path: Path, sentence: str
) -> None:
    stack.deploy(spec())
    with deploying(engine, tmp_path, "2", sentence) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    time.sleep(1)  # the engine still does what it was told last
    assert asked(engine, URLS["chat"]) in {"chat 1", "chat 2"}
    again = stack.plan(spec("2"))
    assert "was interrupted; it is" in str(again)
    stack.carry_out(again)
    assert answering(engine) == all_of("2")
    assert_nothing_is_left_over(engine)
    assert stack.plan(spec("2")).is_empty

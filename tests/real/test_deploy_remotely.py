"""Deployments to engines in another network, by ssh and TLS: nothing of this machine goes along."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.automation_runs import run_automation
from openpalm_desktop.deploy.connecting import connect
from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.deploy.observed import observe
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.recovery import recovery
from openpalm_desktop.deploy.ssh import UnknownHostKey, trust
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying, channel
from tests.deploy.faulty_engine import CHANGING
from tests.real.peers import images
from tests.real.peers.certificates import new_authority
from tests.real.peers.engine import Engine, running_engine
from tests.real.peers.fetch import Answer
from tests.real.peers.network import PRIVATE
from tests.real.peers.sshd import Sshd, running_sshd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpalm_desktop.deploy.plan import Plan

pytestmark = [
    pytest.mark.slow,
    # The SDK forgets a socket that could not be connected; Python closes it, and says so.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

one_engine = pytest.mark.parametrize("engine_version", ["28.5"], indirect=True)
JOB = {"id": "hello", "schedule": "0 2 * * *", "script": "echo hello from the server\n"}


def spec(version: str = "1") -> dict[str, Any]:
    """Channels behind Caddy, with data and on a port of their own, and an automation."""
    return {
        "channels": {
            "chat": channel(pathPrefixes=["/chat"], env={"STUB_NAME": f"chat {version}"}),
            "blog": channel(
                pathPrefixes=["/blog"],
                env={"STUB_NAME": f"blog {version}"},
                volumes=["blog-data:/var/lib/blog"],
            ),
            "desk": channel(hostPort=9000, env={"STUB_NAME": f"desk {version}"}),
        },
        "automations": [JOB],
    }


@pytest.fixture
def sshd(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sshd]:
    """An ssh server on the engine's host, whose key is trusted; ssh starts at a neighbour."""
    host = engine.lan.engine
    with (
        tempfile.TemporaryDirectory(prefix="sshd-") as folder,
        running_sshd(Path(folder), host, PRIVATE.engine_v4) as server,
    ):
        program = server.command_for(engine.lan.private)
        monkeypatch.setenv("PATH", f"{program}:{os.environ['PATH']}")
        with pytest.raises(UnknownHostKey) as raised:
            opened(engine)
        trust(raised.value.key)
        yield server


def opened(engine: Engine) -> DockerEngine:
    """The engine, through a tunnel."""
    far: DockerEngine = result_of(connect(Target("far", f"ssh://server{engine.socket}")))
    return far


def result_of(work: Any) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture
def stack(engine: Engine, sshd: Sshd) -> Iterator[Deploying]:  # noqa: ARG001
    """An engine with nothing on it, at the other end of a tunnel."""
    far = opened(engine)
    yield Deploying(far)
    far.close()
    gc.collect()  # sockets that the SDK forgot, while that is no trouble


def asked(engine: Engine, path: str, port: int = 80) -> str:
    """Who answers a neighbour of the server."""
    until = time.monotonic() + 10
    while True:
        url = f"http://own.test:{port}{path}"
        answer = engine.lan.private.fetch(url, at=PRIVATE.engine_v4)
        if isinstance(answer, Answer) and answer.status == 200 and answer.body:
            return answer.echo.name
        if time.monotonic() > until:
            return str(answer)
        time.sleep(0.05)


def assert_it_runs(engine: Engine, version: str) -> None:
    assert asked(engine, "/chat/x") == f"chat {version}"
    assert asked(engine, "/blog/x") == f"blog {version}"
    assert asked(engine, "/x", port=9000) == f"desk {version}"


def assert_nothing_is_of_this_machine(engine: Engine) -> None:
    for one in json.loads(engine.docker("inspect", *engine.docker("ps", "-aq").split())):
        assert {mount["Type"] for mount in one["Mounts"]} <= {"volume"}, one["Name"]
        assert not one["HostConfig"]["Binds"] or not any(
            bind.startswith("/") for bind in one["HostConfig"]["Binds"]
        )


def assert_nothing_stray_remains(engine: Engine) -> None:
    names = engine.docker("ps", "--all", "--format", "{{.Names}} {{.State}}").splitlines()
    services = ("caddy", "channel-blog", "channel-chat", "channel-desk", "scheduler")
    assert sorted(names) == [f"openpalm-{name}-1 running" for name in services]
    near = DockerEngine(Target("near", engine.host))
    seen = observe(near, "openpalm")
    assert recovery(seen) is None
    assert not seen.interrupted
    near.close()


def test_a_stack_is_deployed_over_ssh_without_a_shared_disk(
    stack: Deploying, engine: Engine
) -> None:
    before = {one.name for one in Path(tempfile.gettempdir()).glob("openpalm-*")}
    stack.deploy(spec())
    assert_it_runs(engine, "1")
    assert_nothing_is_of_this_machine(engine)
    output = "".join(run_automation(stack.engine, "openpalm", "hello"))
    assert "hello from the server" in output
    assert stack.plan(spec()).is_empty
    stack.deploy(spec("2"))
    assert_it_runs(engine, "2")
    assert_nothing_stray_remains(engine)
    stack.engine.close()
    left = {one.name for one in Path(tempfile.gettempdir()).glob("openpalm-*")}
    assert left & before < before  # new ones are those of tests beside this one


def test_a_stack_is_deployed_over_tls(tmp_path: Path) -> None:
    authority = new_authority(tmp_path / "authority")
    server = authority.issue("server", server=f"IP:{PRIVATE.engine_v4}")
    client = authority.issue("client")
    address = f"tcp://{PRIVATE.engine_v4}:2376"
    options = ("--tlsverify", f"--tlscacert={authority.certificate}", f"--host={address}")
    keys = (f"--tlscert={server}/cert.pem", f"--tlskey={server}/key.pem")
    with running_engine("28.5", *options, *keys) as engine:
        images.load_all(engine)

        def deploy() -> None:
            far = DockerEngine(Target("far", address, client))
            Deploying(far).deploy(spec())
            far.close()

        engine.lan.private.inside(deploy)
        assert_it_runs(engine, "1")
        assert_nothing_is_of_this_machine(engine)


class Cut:
    """An engine to which something happens before its n-th call that changes a thing."""

    def __init__(self, engine: DockerEngine, at: int, happening: Callable[[], object]) -> None:
        self._engine, self._at, self._happening = engine, at, happening
        self.count = 0
        self._lock = Lock()  # calls come from several threads

    def __getattr__(self, name: str) -> Any:
        if name in CHANGING:
            with self._lock:
                number, self.count = self.count, self.count + 1
            if number == self._at:
                self._happening()
        return getattr(self._engine, name)


def trouble_of(work: Callable[[], object]) -> str | None:
    """What is said when something goes wrong."""
    try:
        work()
    except EngineTrouble as error:
        return f"{error.sentence} {error.hint}"
    return None


def end_ssh(far: DockerEngine) -> None:
    """What a broken line does, without the wait until ssh notices."""
    assert far._tunnel is not None
    far._tunnel._process.kill()
    far._tunnel._process.wait()


@one_engine
def test_a_line_that_is_cut_at_any_step_is_said_and_the_next_deployment_does_the_rest(
    stack: Deploying, engine: Engine
) -> None:
    stack.deploy(spec("0"))
    at, version = 0, 0
    while True:
        version += 1
        far = opened(engine)
        cut = Cut(far, at, lambda far=far: end_ssh(far))  # type: ignore[misc]
        deploying = Deploying(cut)
        began = time.monotonic()
        made = deploying.plan(spec(str(version)))
        said = trouble_of(lambda: deploying.carry_out(made))  # noqa: B023 – called at once
        far.close()
        if said is None:
            break
        assert "was cut off" in said, (at, said)
        assert time.monotonic() - began < 60
        Deploying(stack.engine).deploy(spec(str(version)))
        assert_it_runs(engine, str(version))
        assert_nothing_stray_remains(engine)
        at += 9
    assert at > 20


@pytest.fixture
def restarter(engine: Engine) -> Iterator[ThreadPoolExecutor]:
    """A thread that stays: an engine goes down with the thread that started it."""
    with ThreadPoolExecutor(1) as thread:
        yield thread
        engine.stop()
    engine.start()


@one_engine
def test_an_engine_that_is_restarted_at_any_step_is_said_and_finished_next_time(
    stack: Deploying, engine: Engine, restarter: ThreadPoolExecutor
) -> None:
    stack.deploy(spec("0"))

    def restart() -> None:
        engine.stop()
        engine.start()

    for round_, at in enumerate(count(5, 14)):
        version = str(round_ + 1)
        far = opened(engine)
        cut = Cut(far, at, lambda: restarter.submit(restart).result())
        deploying = Deploying(cut)
        said = trouble_of(lambda: deploying.carry_out(deploying.plan(spec(version))))  # noqa: B023 – called at once
        far.close()
        if cut.count <= at:
            assert said is None
            break
        again = opened(engine)
        Deploying(again).deploy(spec(version))
        again.close()
        assert_it_runs(engine, version)
        assert_nothing_stray_remains(engine)
    assert at > 30


@one_engine
def test_a_network_that_swallows_everything_ends_in_a_sentence(
    stack: Deploying, engine: Engine
) -> None:
    stack.deploy(spec("1"))
    route = ("ip", "route", "replace", "blackhole", f"{PRIVATE.neighbour_v4}/32")
    far = opened(engine)
    cut = Cut(far, 8, lambda: engine.lan.engine.run(*route))
    deploying = Deploying(cut)
    made = deploying.plan(spec("2"))
    began = time.monotonic()
    try:
        with pytest.raises(EngineTrouble, match=r"was cut off|in time") as raised:
            deploying.carry_out(made)
    finally:
        engine.lan.engine.run("ip", "route", "delete", "blackhole", route[-1])
        far.close()
    assert time.monotonic() - began < 150
    assert raised.value.hint
    again = opened(engine)
    Deploying(again).deploy(spec("2"))
    again.close()
    assert_it_runs(engine, "2")
    assert_nothing_stray_remains(engine)


@one_engine
def test_a_port_that_is_stolen_after_the_plan_is_said_and_all_is_as_before(
    stack: Deploying, engine: Engine
) -> None:
    stack.deploy(spec("1"))
    data = spec("2")
    data["channels"]["desk"]["hostPort"] = 9001
    made: Plan = result_of(checked(stack.engine, stack.plan(data)))
    assert not made.blocked
    program = "import socket, time; s = socket.create_server(('', 9001)); time.sleep(99)"
    thief = subprocess.Popen(engine.lan.engine.command("python3", "-c", program))
    try:
        time.sleep(1)
        with pytest.raises(EngineTrouble, match="port 9001 of the server is already in use"):
            stack.carry_out(made)
    finally:
        thief.kill()
        thief.wait()
    assert_it_runs(engine, "1")
    assert_nothing_stray_remains(engine)

"""Deployments on real engines: what the plan said and what then happened."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.deploy.listening import CaddysEar
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images
from tests.real.peers.fetch import Answer
from tests.real.peers.network import PRIVATE
from tests.real.visiting import visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

OTHER = "openpalm-test/other:2"
JOB = {"id": "backup", "schedule": "0 2 * * *", "script": "echo one\n"}


NETWORK = "openpalm_assistant_net"


@pytest.fixture
def stack(engine: Engine) -> Iterator[Deploying]:
    """An engine with nothing on it, to deploy to."""
    opened = DockerEngine(Target("test", engine.host))
    images.load_stub(engine, OTHER, port=8080)
    yield Deploying(opened, {"TOKEN": "t0p-secret", "OTHER": "x"})
    opened.close()


def spec(**more: Any) -> dict[str, Any]:
    """Channels by path, with data, and on a port of the server; and an automation."""
    return {
        "channels": {
            "chat": channel(pathPrefixes=["/chat"], env={"STUB_NAME": "chat 1"}),
            "blog": channel(
                pathPrefixes=["/blog"],
                env={"STUB_NAME": "blog 1"},
                volumes=["blog-data:/var/lib/blog"],
            ),
            "desk": channel(hostPort=9000, env={"STUB_NAME": "desk 1", "TOKEN": "${TOKEN}"}),
        },
        "automations": [JOB],
        **more,
    }


def changed(name: str, **fields: Any) -> dict[str, Any]:
    """The same with some fields of one channel set."""
    data = spec()
    data["channels"][name] = {**data["channels"][name], **fields}
    return data


def asked(engine: Engine, path: str, port: int = 80) -> str:
    """Who answers a neighbour on the local network."""
    until = time.monotonic() + 10
    while True:
        url = f"http://own.test:{port}{path}"
        answer = engine.lan.private.fetch(url, at=PRIVATE.engine_v4)
        if isinstance(answer, Answer) and (answer.status == 404 or answer.body):
            return answer.echo.name if answer.status == 200 else str(answer.status)
        if time.monotonic() > until:
            return str(answer)
        time.sleep(0.05)


def test_a_first_deployment_answers_and_a_second_has_nothing_to_do(
    stack: Deploying, engine: Engine
) -> None:
    stack.deploy(spec())
    assert asked(engine, "/chat/x") == "chat 1"
    assert asked(engine, "/blog/x") == "blog 1"
    assert asked(engine, "/x", port=9000) == "desk 1"
    ids = stack.ids()
    again = stack.plan(spec())
    assert again.is_empty, str(again)
    stack.carry_out(again)
    assert stack.ids() == ids


CHANGES = {
    "an image": (changed("chat", image=OTHER), {"channel-chat"}),
    "a variable": (changed("chat", env={"STUB_NAME": "chat 2"}), {"channel-chat"}),
    "a variable beside data": (changed("blog", env={"STUB_NAME": "blog 2"}), {"channel-blog"}),
    "a port of the server": (changed("desk", hostPort=9001), {"channel-desk"}),
    "a port in the container": (
        changed("chat", containerPort=8081, env={"STUB_NAME": "chat 2"}),
        {"channel-chat"},
    ),
    "a path": (changed("chat", pathPrefixes=["/chat", "/talk"]), set()),
    "a script": (spec(automations=[{**JOB, "script": "echo two\n"}]), {"scheduler"}),
    "a port of Caddy": (spec(caddy={"httpPort": 8080}), {"caddy"}),
    "a healthcheck": (
        changed("chat", healthcheck={"test": ["CMD", "true"], "interval": "1s"}),
        {"channel-chat"},
    ),
    "resources": (changed("desk", compose={"mem_limit": "64m"}), {"channel-desk"}),
    "another network": (changed("desk", networks=["monitoring"]), {"channel-desk"}),
}


@pytest.mark.parametrize(("data", "touched"), CHANGES.values(), ids=CHANGES)
def test_a_change_touches_what_the_plan_says_and_nothing_else(
    stack: Deploying, engine: Engine, data: dict[str, Any], touched: set[str]
) -> None:
    stack.deploy(spec())
    before, kept = stack.ids(), volumes(engine)
    made = stack.deploy(data)
    after = stack.ids()
    assert {name for name in after if after[name] != before.get(name)} == touched
    assert {change.service.name for change in made.changes} == touched
    said = {line.split()[1].rstrip(":") for line in str(made).splitlines() if line[2:4] == "~ "}
    assert said == touched
    assert kept.items() <= volumes(engine).items()
    assert stack.running() == set(after)
    assert stack.plan(data).is_empty, str(stack.plan(data))
    names = engine.docker("ps", "--all", "--format", "{{.Names}}").split()
    assert sorted(names) == sorted(f"openpalm-{name}-1" for name in after)
    port = 8080 if "caddy" in touched else 80
    assert asked(engine, "/chat/x", port) != "502"


def volumes(engine: Engine) -> dict[str, str]:
    """When each volume was made."""
    names = engine.docker("volume", "ls", "--quiet").split()
    form = "{{.Name}} {{.CreatedAt}}"
    made = engine.docker("volume", "inspect", "--format", form, *names).splitlines()
    return {name: time for name, _, time in (one.partition(" ") for one in made)}


def test_a_changed_path_is_served_by_the_same_caddy(stack: Deploying, engine: Engine) -> None:
    stack.deploy(spec())
    assert asked(engine, "/talk/x") == "404"
    started = engine.docker("inspect", "--format", "{{.State.StartedAt}}", "openpalm-caddy-1")
    with visiting(engine.lan.private, PRIVATE.engine_v4, ["http://own.test/chat/x"]) as visits:
        stack.deploy(changed("chat", pathPrefixes=["/chat", "/talk"]))
        assert asked(engine, "/talk/x") == "chat 1"
    assert visits.failures == []
    assert visits.answered
    assert visits.asked_again <= 2
    assert started == engine.docker(
        "inspect", "--format", "{{.State.StartedAt}}", "openpalm-caddy-1"
    )
    engine.docker("restart", "--time", "1", "openpalm-caddy-1")
    assert asked(engine, "/talk/x") == "chat 1"


def test_a_changed_secret_reaches_who_uses_it(stack: Deploying, engine: Engine) -> None:
    stack.deploy(spec())
    before = stack.ids()
    stack.secrets = {"TOKEN": "an'other $1\n"}
    stack.deploy(spec())
    after = stack.ids()
    assert {name for name in after if after[name] != before[name]} == {"channel-desk"}
    shown = engine.docker("inspect", "--format", "{{json .Config.Env}}", after["channel-desk"])
    assert "an'other $1\\n" in shown


def test_what_left_the_spec_is_gone_and_its_data_is_there(stack: Deploying, engine: Engine) -> None:
    stack.deploy(spec())
    before = stack.ids()
    engine.docker("exec", "openpalm-channel-blog-1", "sh", "-c", "echo kept >/var/lib/blog/a")
    data = spec()
    del data["channels"]["blog"]
    made = stack.deploy(data)
    assert [one.name for one in made.removals] == ["openpalm-channel-blog-1"]
    assert stack.ids() == {n: i for n, i in before.items() if n != "channel-blog"}
    assert asked(engine, "/blog/x") == "404"
    stack.deploy(spec())
    assert engine.docker("exec", "openpalm-channel-blog-1", "cat", "/var/lib/blog/a") == "kept"


def test_who_waits_for_a_program_to_end_starts_when_it_has(
    stack: Deploying, engine: Engine
) -> None:
    prepare = {
        "image": images.STUB,
        "volumes": ["work:/work"],
        "compose": {"restart": "no", "entrypoint": ["sh", "-c", "sleep 2; date +%s >/work/a"]},
    }
    data = {
        "services": {
            "prepare": prepare,
            "worker": {
                "image": images.STUB,
                "volumes": ["work:/work"],
                "dependsOn": {"prepare": {"condition": "service_completed_successfully"}},
                "compose": {"entrypoint": ["sh", "-c", "cat /work/a && sleep 99"]},
            },
        }
    }
    stack.deploy(data)
    assert engine.docker("logs", "openpalm-worker-1").isdecimal()
    assert stack.plan(data).is_empty, "a program that has ended well is not started again"
    prepare["compose"] = {"restart": "no", "entrypoint": ["sh", "-c", "exit 4"]}
    with pytest.raises(DeploymentFailed, match="prepare ended right after its start"):
        stack.deploy(data)
    assert stack.running() == {"worker"}


def test_a_renamed_channel_goes_on_under_its_new_name(stack: Deploying, engine: Engine) -> None:
    stack.deploy(spec())
    ids = stack.ids()
    data = spec()
    data["channels"]["talk"] = data["channels"].pop("chat")
    with visiting(engine.lan.private, PRIVATE.engine_v4, ["http://own.test/chat/x"]) as visits:
        made = stack.deploy(data)
    assert visits.failures == []
    assert "channel-chat to channel-talk" in str(made)
    after = stack.ids()
    assert after.pop("channel-talk") != ids.pop("channel-chat")
    assert after == ids
    assert asked(engine, "/chat/x") == "chat 1"


def test_nobody_meets_a_closed_door_while_containers_are_exchanged(
    stack: Deploying, engine: Engine
) -> None:
    stack.deploy(spec())
    data = changed("chat", env={"STUB_NAME": "chat 2"}, pathPrefixes=["/chat", "/talk"])
    data["channels"]["blog"]["env"] = {"STUB_NAME": "blog 2"}
    urls = ["http://own.test/chat/x", "http://own.test/blog/x"]
    with visiting(engine.lan.private, PRIVATE.engine_v4, urls) as visits:
        stack.deploy(data)
        until = time.monotonic() + 10
        while not visits.names["chat 2"] or not visits.names["blog 2"]:
            assert time.monotonic() < until, visits.names
            time.sleep(0.01)
    assert visits.failures == []
    assert visits.answered > 100
    assert visits.names["chat 1"]
    assert visits.slowest < 10
    assert visits.asked_again <= 2


def test_caddy_hears_who_listens_and_who_does_not(stack: Deploying, engine: Engine) -> None:
    stack.deploy(spec())
    containers = {one.name: one.id for one in stack.engine.containers()}
    chat, blog = (containers[f"openpalm-channel-{name}-1"] for name in ("chat", "blog"))
    ear = CaddysEar(stack.engine, containers["openpalm-caddy-1"], NETWORK)
    assert ear({chat: 8080, blog: 8081}) == [chat]
    engine.docker("stop", "--time", "0", "openpalm-caddy-1")
    assert ear({chat: 8080}) == ()

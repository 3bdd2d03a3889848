"""A stack on Podman's Docker-compatible socket, from the first deployment to its end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.running_stack import take_down
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying
from tests.real.peers.fetch import Answer
from tests.real.peers.network import PRIVATE, PUBLIC
from tests.real.peers.podman import Podman, running_podman
from tests.real.test_deploy_failures import CHECK, spec
from tests.real.test_deploy_remotely import result_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpalm_desktop.deploy.plan import Plan
    from tests.real.peers.network import Host, Lan

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("podman")]

JOB = {"id": "a", "schedule": "0 2 * * *", "script": "echo 1\n"}


@pytest.fixture(scope="module")
def podman() -> Iterator[Podman]:
    with running_podman() as one:
        yield one


def stack_for(version: str) -> dict[str, Any]:
    """Channels of each kind, and an automation."""
    return {**spec(version), "automations": [JOB]}


def names_at(host: Host, address: str) -> list[str]:
    """Who answers a host at each channel's URL; the status where it is not the channel."""
    urls = ("http://own.test/chat/x", "http://own.test/blog/x", "http://own.test:9000/x")
    answers = [host.fetch(url, at=address) for url in urls]
    return [
        one.echo.name if isinstance(one, Answer) and one.status == 200 else str(one)
        for one in answers
    ]


def until_answering(lan: Lan, version: str) -> None:
    """Wait for Podman's network, which before 4.8 is confused for a while by an exchange."""
    until = time.monotonic() + 120
    while names_at(lan.private, PRIVATE.engine_v4) != all_of(version):
        assert time.monotonic() < until


def all_of(version: str) -> list[str]:
    return [f"{name} {version}" for name in ("chat", "blog", "desk")]


def test_a_stack_is_deployed_exchanged_taken_back_and_taken_down(podman: Podman) -> None:
    engine = DockerEngine(Target("podman", podman.host))
    assert engine.info().name == "Podman"
    stack = Deploying(engine)
    made: Plan = result_of(checked(engine, stack.plan(stack_for("1"))))
    assert any("it is Podman 4.3.1 that answers" in warning for warning in made.warnings)
    assert not made.blocked
    stack.carry_out(made)
    lan = podman.lan
    until_answering(lan, "1")
    assert names_at(lan.engine, "127.0.0.1") == all_of("1")
    assert names_at(lan.public, PUBLIC.engine_v4)[0].startswith("Refused")
    ids = stack.ids()
    assert stack.plan(stack_for("1")).is_empty

    stack.deploy(stack_for("2"))
    until_answering(lan, "2")
    kept = {name for name, id_ in stack.ids().items() if ids[name] == id_}
    assert kept == {"caddy", "scheduler"}

    sick = stack_for("3")
    sick["channels"]["desk"]["healthcheck"] = CHECK
    with pytest.raises(DeploymentFailed, match="channel-desk"):
        stack.deploy(sick)
    until_answering(lan, "2")

    result_of(take_down(engine, "openpalm", volumes=True))
    assert podman.podman("ps", "--all", "--quiet") == ""
    assert podman.podman("volume", "ls", "--quiet") == ""
    engine.close()

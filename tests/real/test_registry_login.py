"""Private images of a real registry: a login that is kept, one of Docker's own, a wrong one."""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import LoginRefused
from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.registry_login import Login
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images
from tests.real.peers.registry import HOST, PASSWORD, PORT, USER, running_registry
from tests.real.test_deploy_remotely import result_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpalm_desktop.deploy.plan import Plan
    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

AT = f"{HOST}:{PORT}"


@pytest.fixture
def private(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An image that only somebody who logs in may have; nobody has so far."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    images.load_stub(engine, "openpalm-test/other:1", port=8080)
    with running_registry(tmp_path, engine, wants_login=True) as registry:
        yield registry.offer("openpalm-test/other:1", "team/other:1")
        engine.clear()
        left = engine.docker("images", "--quiet", f"{AT}/team/other").split()
        if left:
            engine.docker("image", "rm", "--force", *left)


def login(password: str = PASSWORD) -> Login:
    """Somebody's login."""
    return Login(AT, USER, SecretValue(password))


def spec(image: str) -> dict[str, Any]:
    """A stack of that image."""
    return {"version": 4, "channels": {"chat": channel(image=image, hostPort=9000)}}


def stack_with(engine: Engine, kept: Login | None) -> Deploying:
    """An engine for somebody whose keyring has that login, or none."""
    asked: list[str] = []

    def find(registry: str) -> Login | None:
        asked.append(registry)
        return kept

    return Deploying(DockerEngine(Target("test", engine.host), find_login=find), said=asked)


def seen_before(stack: Deploying, image: str) -> tuple[str, ...]:
    """What is in the way of deploying an image."""
    made: Plan = result_of(checked(stack.engine, stack.plan(spec(image))))
    return made.blocked


def test_a_private_image_is_had_with_the_login_that_is_kept(engine: Engine, private: str) -> None:
    nobody = stack_with(engine, None)
    (why,) = seen_before(nobody, private)
    assert f"the image {private} may not be had: {AT} wants a login" in why
    assert f"log in to {AT}" in why
    with pytest.raises(DeploymentFailed, match=f"{AT} wants a login"):
        nobody.deploy(spec(private))

    wrong = stack_with(engine, login("guessed"))
    with pytest.raises(LoginRefused, match=f"{AT} does not know {USER} by this password."):
        wrong.engine.check_login(login("guessed"))
    (why,) = seen_before(wrong, private)
    assert f"{AT} does not give it to {USER}" in why

    right = stack_with(engine, login())
    right.engine.check_login(login())
    assert seen_before(right, private) == ()
    made = right.deploy(spec(private))
    assert right.running() == {"channel-chat"}
    assert AT in right.said
    containers = engine.docker("ps", "--all", "--quiet").split()
    told = [str(made), *right.said, engine.docker("inspect", *containers)]
    volumes = engine.docker("volume", "ls", "--quiet").split()
    told += [engine.docker("volume", "inspect", *volumes), repr(login())]
    assert not [text for text in told if PASSWORD in text]


def test_what_docker_itself_keeps_is_used_and_no_keyring_is_asked(
    engine: Engine, private: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = stack_with(engine, None)
    assert seen_before(stack, private) != ()
    stack.said.clear()
    known = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    (tmp_path / "config.json").write_text(json.dumps({"auths": {AT: {"auth": known}}}))
    assert seen_before(stack, private) == ()  # seen without a new start
    assert stack.said == []
    helper = tmp_path / "docker-credential-test"
    said = json.dumps({"ServerURL": AT, "Username": USER, "Secret": PASSWORD})
    helper.write_text(f"#!/bin/sh\n[ \"$(cat)\" = {AT} ] && echo '{said}'\n")
    helper.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (tmp_path / "config.json").write_text(json.dumps({"credHelpers": {AT: "test"}}))
    assert seen_before(stack, private) == ()
    for program in ("test", "not-there"):
        helper.write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "config.json").write_text(json.dumps({"credsStore": program}))
        (why,) = seen_before(stack, private)  # asked as nobody, as docker does
        assert f"{AT} wants a login" in why

"""Images that cannot be had, or do not run where they should: what is said, and what goes on."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying
from tests.real.peers import images, tools
from tests.real.peers.registry import running_registry
from tests.real.test_deploy_failures import (
    all_of,
    answering,
    assert_nothing_is_left_over,
    spec,
)
from tests.real.test_deploy_remotely import result_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpalm_desktop.deploy.plan import Plan
    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

OTHER = "openpalm-test/other:1"
ARM = 183  # in the field of an ELF file that says for which processor it is


@pytest.fixture
def stack(engine: Engine) -> Iterator[Deploying]:
    """A stack that runs, to be changed."""
    opened = DockerEngine(Target("test", engine.host), find_login=lambda _: None)
    made = Deploying(opened)
    made.deploy(spec())
    yield made
    opened.close()


def with_image(image: str) -> dict[str, Any]:
    """The next version, with another image for the chat."""
    data = spec("2")
    data["channels"]["chat"]["image"] = image
    return data


def blocked(stack: Deploying, data: dict[str, Any]) -> str:
    """What the plan says is in the way, once the surroundings were looked at."""
    made: Plan = result_of(checked(stack.engine, stack.plan(data)))
    return " ".join(made.blocked)


def refused(stack: Deploying, data: dict[str, Any]) -> str:
    """What is said when it is tried all the same; nothing has changed then."""
    ids = stack.ids()
    with pytest.raises(DeploymentFailed) as failed:
        stack.deploy(data)
    assert failed.value.hint.endswith("What ran before runs again.")
    assert stack.ids() == ids
    return f"{failed.value.sentence} {failed.value.hint}"


def test_an_image_that_wants_a_login_is_said_before_and_changes_nothing(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    images.load_stub(engine, OTHER, port=8080)
    with running_registry(tmp_path, engine, wants_login=True) as registry:
        private = with_image(registry.offer(OTHER, "team/other:1"))
        assert "127.0.0.1:5000 wants a login, or has no such image" in blocked(stack, private)
        said = refused(stack, private)
    assert said.startswith("The image 127.0.0.1:5000/team/other:1 could not be fetched: ")
    assert "for a private one, log in to 127.0.0.1:5000" in said
    assert answering(engine) == all_of("1")
    assert_nothing_is_left_over(engine)


def test_a_tag_that_a_registry_does_not_have_is_said_before_and_changes_nothing(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    images.load_stub(engine, OTHER, port=8080)
    with running_registry(tmp_path, engine) as registry:
        known = registry.offer(OTHER, "team/other:1")
        missing = with_image(known.replace(":1", ":2"))
        assert "team/other:2 may not be had" in blocked(stack, missing)
        assert "Check its name and tag" in refused(stack, missing)
        stack.deploy(with_image(known))
    assert answering(engine) == all_of("2")
    assert_nothing_is_left_over(engine)


def test_an_image_for_another_processor_is_said_and_changes_nothing(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    load_for_arm(engine, tmp_path)
    assert "made for another kind of processor" in refused(stack, with_image(OTHER))
    assert answering(engine) == all_of("1")
    assert_nothing_is_left_over(engine)


@pytest.mark.parametrize("engine_version", ["28.5"], indirect=True)
def test_an_image_that_says_that_it_is_for_another_processor_is_known_beforehand(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    load_for_arm(engine, tmp_path, "--platform", "linux/arm64")
    made: Plan = result_of(checked(stack.engine, stack.plan(with_image(OTHER))))
    (warning,) = made.warnings
    assert f"the image {OTHER} is made for linux/arm64, and the server is amd64" in warning
    with running_registry(tmp_path, engine) as registry:
        offered = registry.offer(OTHER, "team/arm:1")
        assert "is there for linux/arm64 only" in blocked(stack, with_image(offered))


def load_for_arm(engine: Engine, folder: Path, *says: str) -> None:
    """Give an engine an image whose program is for another processor."""
    elf = bytearray(tools.busybox().read_bytes())
    struct.pack_into("<H", elf, 18, ARM)
    (folder / "program").write_bytes(elf)
    (folder / "program").chmod(0o755)
    tree = images.tar({"bin/busybox": tools.busybox(), "program": folder / "program"})
    start = ("--change", 'ENTRYPOINT ["/program"]')
    engine.docker("import", *says, *start, "-", OTHER, given=tree)

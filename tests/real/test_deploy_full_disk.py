"""A deployment to an engine whose disk fills up: it is said, and the last release goes on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.target import Target
from tests.deploy.deploying import Deploying
from tests.real.peers import images
from tests.real.peers.engine import Engine, running_engine
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

pytestmark = pytest.mark.slow

DISK = "320m"
LARGE = 40 * 1024**2  # bytes of an image that fits only while there is room
LEFT = (0, 48 * 1024, 96 * 1024)  # bytes: it fills up at one step, and at another
MEGABYTE = 1024**2


@pytest.fixture(scope="module", params=["20.10", "28.5"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine with a disk of its own, and a small one."""
    with running_engine(request.param, disk=DISK) as one:
        images.load_all(one)
        yield one


@pytest.fixture
def stack(engine: Engine) -> Iterator[Deploying]:
    """A stack that runs, on a disk with room."""
    opened = DockerEngine(Target("test", engine.host))
    made = Deploying(opened)
    made.deploy(spec())
    yield made
    filler(engine).unlink(missing_ok=True)
    engine.clear()
    opened.close()


def filler(engine: Engine) -> Path:
    """The file that takes the room."""
    return engine.folder / "data" / "filler"


def fill(engine: Engine, left: int) -> None:
    """Take the room of an engine's disk but for so many bytes."""
    filler(engine).unlink(missing_ok=True)
    free = shutil.disk_usage(engine.folder / "data").free - left
    with filler(engine).open("wb") as file:
        for _ in range(free // MEGABYTE):
            file.write(bytes(MEGABYTE))
        file.write(bytes(free % MEGABYTE))


def said_of(stack: Deploying, made: Plan) -> str:
    """What is said when a plan is carried out that cannot be."""
    ids = stack.ids()
    with pytest.raises(EngineTrouble) as failed:
        stack.carry_out(made)
    assert stack.ids() == ids
    return f"{failed.value.sentence} {failed.value.hint}"


def test_a_full_disk_is_known_beforehand_and_nothing_is_begun(
    stack: Deploying, engine: Engine
) -> None:
    fill(engine, 0)
    made: Plan = result_of(checked(stack.engine, stack.plan(spec("2"))))
    assert "the server’s disk is full: 0 MB are free" in made.blocked[0]
    assert "Nothing was done: the server’s disk is full" in said_of(stack, made)
    assert answering(engine) == all_of("1")


def test_a_disk_that_fills_up_at_any_step_is_said_and_the_last_release_goes_on(
    stack: Deploying, engine: Engine
) -> None:
    made = stack.plan(spec("2"))
    for left in LEFT:
        fill(engine, left)
        said = said_of(stack, made)
        assert "disk of test is full" in said or "disk may be full" in said, (left, said)
        assert answering(engine) == all_of("1")
        assert_nothing_is_left_over(engine)
    filler(engine).unlink()
    stack.carry_out(made)
    assert answering(engine) == all_of("2")


def test_an_image_that_does_not_fit_is_said_and_the_last_release_goes_on(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "large").write_bytes(bytes(LARGE))
    tree = images.tar({**images.alpine_files(), "large": tmp_path / "large"})
    images.load(engine, "large:1", tree, ['CMD ["sleep", "99"]'])
    with running_registry(tmp_path, engine) as registry:
        data = spec("2")
        data["channels"]["chat"]["image"] = registry.offer("large:1", "team/large:1")
        made = stack.plan(data)
        fill(engine, LARGE // 2)
        said = said_of(stack, made)
    assert said.startswith("The image 127.0.0.1:5000/team/large:1 could not be fetched: ")
    assert "the disk of test is full. Free some space there" in said
    assert answering(engine) == all_of("1")
    assert_nothing_is_left_over(engine)

"""The real peers as fixtures; a test whose peer is not on this machine is skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.real.peers import images
from tests.real.peers.caddy import Caddy
from tests.real.peers.compose import Compose
from tests.real.peers.engine import running_engine
from tests.real.peers.leftovers import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.real.peers.engine import Engine
    from tests.real.peers.network import Lan

ENGINES = ("20.10", "28.5")
COMPOSES = ("2.26", "2.40")


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Mark these tests, and let one process run all of an engine's: it starts once then."""
    for item in items:
        if "/tests/real/" not in item.path.as_posix():
            continue
        item.add_marker(pytest.mark.real)
        callspec = getattr(item, "callspec", None)
        version = callspec.params.get("engine_version") if callspec else None
        if version and config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(f"engine-{version}"))


@pytest.fixture(scope="session")
def caddy(tmp_path_factory: pytest.TempPathFactory) -> Caddy:
    """The caddy command."""
    return Caddy(tmp_path_factory.mktemp("caddy"))


@pytest.fixture(scope="session", params=COMPOSES)
def compose(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Compose:
    """Docker Compose, the oldest and the newest we know; parametrize indirectly for just one."""
    return Compose(request.param, tmp_path_factory.mktemp("compose"))


@pytest.fixture(scope="session", params=ENGINES)
def engine_version(request: pytest.FixtureRequest) -> str:
    """Which engine; `parametrize("engine_version", ["28.5"], indirect=True)` for just one."""
    version: str = request.param
    return version


@pytest.fixture(scope="session")
def shared_engine(engine_version: str) -> Iterator[Engine]:
    """A Docker engine with our images, for whole files: who uses it cleans up."""
    sweep()
    with running_engine(engine_version) as engine:
        images.load_all(engine)
        yield engine


@pytest.fixture
def engine(shared_engine: Engine) -> Iterator[Engine]:
    """A Docker engine with our images and nothing else."""
    shared_engine.clear()
    yield shared_engine
    shared_engine.clear()


@pytest.fixture
def lan(engine: Engine) -> Lan:
    """The engine's host and its neighbours."""
    return engine.lan

"""The section Deploy with an engine in memory: the plan, what is done, what failed."""

import re
from collections.abc import Iterable
from socket import AddressFamily, SocketKind

import pytest

from openpalm_desktop.deploy import readiness
from openpalm_desktop.deploy.engine import EngineImage, EngineInfo
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from tests.deploy.fake_engine import FakeEngine
from tests.ui import targets
from tests.ui.hands import wait_for

_NEW = "ghcr.io/example/blog:2.5"
_patch = pytest.MonkeyPatch()


class _Engine(FakeEngine):
    """An engine that goes on, and whose registry has the image that comes later."""

    def __init__(self, images: Iterable[str] = ()) -> None:
        super().__init__(images)
        self.goes_on = True
        self.registry[_NEW] = EngineImage(f"sha256:{_NEW}", (_NEW,), ())

    def info(self) -> EngineInfo:
        return EngineInfo("Docker", "28.5.2", "1.51", "linux", "amd64")


def show_plan(window: MainWindow) -> None:
    """Deploy, edit, and plan again: more people get in, an image and a secret change."""
    show_done(window)
    if window.document is not None:
        window.document.put(("channels", "blog", "image"), _NEW)
        window.document.put(("channels", "metrics", "exposure"), Exposure.LAN)
        window.document.put(("channels", "notes", "enabled"), value=False)
    targets.plan(window)


def show_done(window: MainWindow) -> None:
    """Deploy a stack whose images are all there."""
    assert window.document is not None
    generated = window.document.state.product.generated
    assert generated is not None
    compose = generated.files["docker-compose.yml"].text
    _lead(window, _Engine(re.findall(r"image: (\S+)", compose)))
    targets.plan(window)
    targets.deploy(window)


def show_failed(window: MainWindow) -> None:
    """Deploy a stack whose images are nowhere."""
    _lead(window, _Engine())
    targets.plan(window)
    targets.deploy(window)


def show_unreachable(window: MainWindow) -> None:
    """Ask an engine that is not there."""
    _patch.undo()
    _choose(window)


def _lead(window: MainWindow, engine: FakeEngine) -> None:
    _patch.undo()
    _patch.setattr(readiness, "SETTLED", 0.0)
    _patch.setattr("openpalm_desktop.deploy.surroundings.socket.getaddrinfo", _everybody_is_found)
    targets.lead(_patch, engine)
    _choose(window)


def _everybody_is_found(*_: object, **__: object) -> list[tuple[object, ...]]:
    return [(AddressFamily.AF_INET, SocketKind.SOCK_STREAM, 6, "", ("203.0.113.7", 443))]


def _choose(window: MainWindow) -> None:
    window.show_section(Section.DEPLOY)
    assert window.document is not None
    window.document.target.choose("local")
    window.document.target.look()
    targets.wait_answered(window)
    wait_for(lambda: not targets.deploying(window).is_busy)

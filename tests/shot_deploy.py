"""The section Deploy with an engine in memory: the plan, what is done, what failed."""

import re
from collections.abc import Iterable, Iterator
from socket import AddressFamily, SocketKind
from threading import Event

import pytest

from openpalm_desktop.deploy import readiness
from openpalm_desktop.deploy.engine import EngineImage, EngineInfo, Pulling
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.target_desk import Standing
from tests.deploy.fake_engine import FakeEngine
from tests.ui import targets
from tests.ui.hands import click, wait_for

_NEW = "ghcr.io/example/blog:2.5"
_OLD = "ghcr.io/example/blog:2.4.1"
_may_go_on = Event()
_patch = pytest.MonkeyPatch()


class _Engine(FakeEngine):
    """An engine that goes on, and whose registry has the image that comes later."""

    def __init__(self, images: Iterable[str] = ()) -> None:
        super().__init__(images)
        self.goes_on = True
        self.registry[_NEW] = EngineImage(f"sha256:{_NEW}", (_NEW,), ())

    def info(self) -> EngineInfo:
        return EngineInfo("Docker", "28.5.2", "1.51", "linux", "amd64")

    def pull(self, reference: str) -> Iterator[Pulling]:
        """Fetch an image, with a long look at the middle of it."""
        yield Pulling(31_400_000, 84_100_000)
        _may_go_on.wait()
        yield from super().pull(reference)


def show_progress(window: MainWindow) -> None:
    """Look at a deployment while it fetches an image."""
    show_plan(window)
    _may_go_on.clear()
    sheet = targets.page_of(window).sheet
    click(sheet.action)
    wait_for(lambda: _NEW in sheet.step.text())


def show_sick(window: MainWindow) -> None:
    """Deploy a channel whose new image never becomes healthy: its evidence is kept."""
    engine = _lead_to_images(window)
    engine.sick.add(_OLD)
    engine.printed["palm-home-channel-blog-1"] = [
        "blog 2.4.1 is starting",
        "cannot open /var/lib/blog/posts.db: permission denied",
    ]
    targets.plan(window)
    targets.deploy(window)


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
    _lead_to_images(window)
    targets.plan(window)
    targets.deploy(window)


def show_failed(window: MainWindow) -> None:
    """Deploy a stack whose images are nowhere."""
    _lead(window, _Engine())
    targets.plan(window)
    targets.deploy(window)


def show_unreachable(window: MainWindow) -> None:
    """Ask an engine that is not there."""
    _go_on(window)
    targets.wait_answered(window)  # who was asked after the last deployment may answer late
    _patch.undo()
    _choose(window)
    assert window.document is not None
    target = window.document.target
    wait_for(lambda: target.sight.standing is Standing.UNREACHABLE)


def _lead_to_images(window: MainWindow) -> _Engine:
    """Lead to an engine that has all images of the stack."""
    assert window.document is not None
    generated = window.document.state.product.generated
    assert generated is not None
    compose = generated.files["docker-compose.yml"].text
    engine = _Engine(re.findall(r"image: (\S+)", compose))
    _lead(window, engine)
    return engine


def _lead(window: MainWindow, engine: FakeEngine) -> None:
    _go_on(window)
    _patch.undo()
    _patch.setattr(readiness, "SETTLED", 0.0)
    _patch.setattr("openpalm_desktop.deploy.surroundings.socket.getaddrinfo", _everybody_is_found)
    targets.lead(_patch, engine)
    _choose(window)


def _go_on(window: MainWindow) -> None:
    """End the look at the middle of a deployment, if there is one."""
    _may_go_on.set()
    wait_for(lambda: not targets.deploying(window).is_busy)


def _everybody_is_found(*_: object, **__: object) -> list[tuple[object, ...]]:
    return [(AddressFamily.AF_INET, SocketKind.SOCK_STREAM, 6, "", ("203.0.113.7", 443))]


def _choose(window: MainWindow) -> None:
    window.show_section(Section.DEPLOY)
    assert window.document is not None
    window.document.target.choose("local")
    window.document.target.look()
    targets.wait_answered(window)
    wait_for(lambda: not targets.deploying(window).is_busy)

"""A stack that runs on an engine in memory, and the window that looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openpalm_desktop.deploy import targets
from openpalm_desktop.deploy.content import content
from openpalm_desktop.deploy.execute import execute
from openpalm_desktop.deploy.observed import observe
from openpalm_desktop.deploy.plan import plan
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.deploy.wanted import wanted
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.ui.navigation import Section
from tests.deploy.fake_engine import FakeEngine
from tests.ui.hands import wait_for
from tests.ui.targets import lead

if TYPE_CHECKING:
    import pytest

    from openpalm_desktop.model.stack import StackSpec
    from openpalm_desktop.ui.main_window import MainWindow
    from openpalm_desktop.ui.running_page import RunningPage


class Secrets(dict[str, str]):
    """A value for every secret."""

    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override] # there is always one
        del default
        return f"value of {key}"

    def __missing__(self, key: str) -> str:
        return f"value of {key}"


def deployed(spec: StackSpec) -> FakeEngine:
    """An engine that a stack was just deployed to, and whose streams go on."""
    what = wanted(content(generated(spec)), Secrets())
    engine = FakeEngine(what.images)
    list(execute(plan(what, observe(engine, what.project, what.images)), engine))
    for one in engine.kept.values():
        engine.becomes(one.shown.name, status="Up 2 hours (healthy)")
    engine.goes_on = True
    return engine


def choose(window: MainWindow, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an engine the window's target, by the name basement."""
    assert window.document is not None
    lead(monkeypatch, engine)
    target = Target("basement", "unix:///run/basement.sock")
    monkeypatch.setattr(targets, "find_target", lambda _: target)
    window.document.target.choose("basement")


def chosen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An engine on which a window's stack runs, and which is the window's target."""
    assert window.document is not None
    engine = deployed(window.document.state.spec)
    choose(window, engine, monkeypatch)
    return engine


def followed(window: MainWindow, engine: FakeEngine) -> RunningPage:
    """The section Running, open, and following the three services of the stack."""
    window.show_section(Section.RUNNING)
    page = cast("RunningPage", window.sections.page(Section.RUNNING))
    wait_for(lambda: len(page.rows.rows) == 3 and len(engine.streams) == 3)
    return page


def look_at(window: MainWindow, engine: FakeEngine | None, *, is_gone: bool = False) -> None:
    """Let a window's target be a server that answers, or does not."""
    assert window.document is not None
    window.document.running.look_at("basement", engine, is_gone=is_gone)

"""Targets for tests of the window: engines in memory, at addresses that nobody else has."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openpalm_desktop.deploy import visit as visiting
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.ui.deploy_desk import Stage
from openpalm_desktop.ui.deploy_page import DeployPage
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.target_desk import Standing
from tests.ui.hands import click, wait_for

if TYPE_CHECKING:
    from collections.abc import Generator

    import pytest

    from openpalm_desktop.deploy.engine import Engine
    from openpalm_desktop.deploy.target import Target
    from openpalm_desktop.deploy.visit import Answers
    from openpalm_desktop.errors import OpenPalmError
    from openpalm_desktop.ui.deploy_desk import DeployDesk
    from openpalm_desktop.ui.main_window import MainWindow
    from tests.deploy.fake_engine import FakeEngine


class Road:
    """The way to an engine: what stands in it is met in turn, then the engine answers."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.in_the_way: list[OpenPalmError] = []
        self.visitors: list[Target] = []
        self.answers: list[Answers] = []

    def connect(self, target: Target, answers: Answers) -> Generator[Progress, None, Engine]:
        """Come to the engine, or to the next thing in the way."""
        yield Progress("On the way")
        self.visitors.append(target)
        self.answers.append(answers)
        if self.in_the_way:
            raise self.in_the_way.pop(0)
        return self.engine


def lead(monkeypatch: pytest.MonkeyPatch, engine: FakeEngine) -> Road:
    """Let every target lead to an engine, which goes on to tell what happens on it."""
    engine.goes_on = True
    road = Road(engine)
    monkeypatch.setattr(visiting, "connect", road.connect)
    return road


def deploying(window: MainWindow) -> DeployDesk:
    """The deployment of a window's document."""
    assert window.document is not None
    return window.document.deploying


def page_of(window: MainWindow) -> DeployPage:
    """The section Deploy."""
    return cast("DeployPage", window.sections.page(Section.DEPLOY))


def use_local(window: MainWindow) -> None:
    """Choose this computer by the card of the section."""
    window.show_section(Section.DEPLOY)
    click(page_of(window).card.local)
    wait_answered(window)


def wait_answered(window: MainWindow) -> None:
    """Let the target answer."""
    document = window.document
    assert document is not None
    wait_for(lambda: document.target.sight.standing is not Standing.ASKING)


def plan(window: MainWindow) -> list[str]:
    """Press the button of the top bar, and return the lines of the plan."""
    click(window.top.deploy)
    wait_planned(window)
    return page_of(window).sheet.plan.texts


def wait_planned(window: MainWindow) -> None:
    """Let the plan be made."""
    stages = (Stage.PLANNED, Stage.FAILED)
    wait_for(lambda: deploying(window).doing.stage in stages)


def deploy(window: MainWindow) -> str:
    """Press Deploy below a plan, wait for the end, and return its headline."""
    click(page_of(window).sheet.action)
    wait_done(window)
    return page_of(window).sheet.headline.text()


def wait_done(window: MainWindow) -> None:
    """Let a deployment come to its end."""
    for _ in range(4):  # up to as many times the usual patience
        if not deploying(window).is_busy:
            break
        try:
            wait_for(lambda: not deploying(window).is_busy)
        except AssertionError:
            continue
    assert not deploying(window).is_busy
    wait_answered(window)

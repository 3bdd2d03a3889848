"""Deploying by the window to a real engine, from the choice of a target to the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy.saved_targets import SavedTarget, save_targets
from tests.real.peers import images
from tests.real.test_deploy import OTHER, asked
from tests.ui.conftest import open_window, settings, theme  # noqa: F401 – fixtures
from tests.ui.hands import Open
from tests.ui.targets import deploy, page_of, plan, wait_answered, wait_planned

if TYPE_CHECKING:
    from pathlib import Path

    from openpalm_desktop.ui.main_window import MainWindow
    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]

ENDING = "openpalm-test/ending:1"
STACK = """\
version: 4
projectName: home
channels:
  chat:
    image: openpalm-test/stub
    containerPort: 8080
    exposure: lan
    pathPrefixes: [/chat]
    env: {STUB_NAME: chat 1}
  blog:
    image: openpalm-test/stub
    containerPort: 8080
    exposure: lan
    pathPrefixes: [/blog]
    env: {STUB_NAME: blog 1}
"""


@pytest.fixture
def window(
    engine: Engine,
    open_window: Open,  # noqa: F811 – the fixture of that name
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """A window on a stack, with the engine as a saved target."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    images.load_stub(engine, OTHER, port=8080)
    images.load(engine, ENDING, images.alpine_tree(), ['CMD ["sh","-c","echo I end; exit 3"]'])
    save_targets({"basement": SavedTarget(engine.host)})
    return open_window(STACK)


def use(window: MainWindow, name: str) -> None:
    """Choose a target in the menu of the badge."""
    menu = window.top.target.menu_
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text().startswith(name)).trigger()
    wait_answered(window)


def put(window: MainWindow, field: str, value: object) -> None:
    """Edit a field of the blog."""
    assert window.document is not None
    window.document.put(("channels", "blog", field), value)


def test_from_a_target_to_a_running_stack_a_failure_and_the_way_back(
    window: MainWindow, engine: Engine
) -> None:
    use(window, "basement")
    assert window.top.target.accessibleName() == "Target: basement, reachable"
    assert "channel-blog. new" in plan(window)
    page = page_of(window)
    assert page.card.engine.text().startswith("Docker 28.5.2")
    assert deploy(window) == "Deployed"
    assert asked(engine, "/chat/x") == "chat 1"
    assert plan(window) == []

    put(window, "env", {"STUB_NAME": "blog 2"})
    (line,) = plan(window)
    assert line.startswith("channel-blog. made anew. STUB_NAME changed. no request fails")
    assert deploy(window) == "Deployed"
    assert asked(engine, "/blog/x") == "blog 2"

    put(window, "image", ENDING)
    plan(window)
    assert deploy(window) == "It did not work"
    assert page.sheet.evidence.toPlainText().endswith("I end")
    assert page.sheet.lead.text().endswith("What ran before runs again.")
    assert asked(engine, "/blog/x") == "blog 2"

    page.releases.rows[1].back.click()
    wait_planned(window)
    assert page.sheet.headline.text() == "Back to release 1"
    assert deploy(window) == "Release 1 is back"
    assert asked(engine, "/blog/x") == "blog 1"


def test_a_stopped_container_since_the_plan_is_noticed(window: MainWindow, engine: Engine) -> None:
    use(window, "basement")
    plan(window)
    deploy(window)
    put(window, "image", OTHER)
    plan(window)
    engine.docker("stop", "home-channel-chat-1")
    page_of(window).sheet.action.click()
    wait_planned(window)
    sheet = page_of(window).sheet
    assert sheet.lead.text().startswith("Something changed on the server")
    assert deploy(window) == "Deployed"
    assert asked(engine, "/chat/x") == "chat 1"

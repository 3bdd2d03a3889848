"""What somebody has changed on the server: shown under Running, taken into the spec, put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from openpalm_desktop.deploy.plan_steps import Kind
from openpalm_desktop.deploy.service_state import Condition
from openpalm_desktop.ui.channels_page import ChannelsPage
from openpalm_desktop.ui.deploy_desk import Stage
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.running_page import RunningPage
from openpalm_desktop.ui.state_words import state_meaning, state_word
from tests.ui.hands import click, wait_for
from tests.ui.running import chosen, followed
from tests.ui.targets import page_of

if TYPE_CHECKING:
    from openpalm_desktop.ui.document import Document
    from openpalm_desktop.ui.main_window import MainWindow
    from tests.deploy.fake_engine import FakeEngine

BLOG, NOTES, CADDY = "home-channel-blog-1", "home-channel-notes-1", "home-caddy-1"
OTHER = "ghcr.io/example/blog:2"


@pytest.fixture
def engine(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The window's target, on which its stack runs as it was deployed."""
    return chosen(window, monkeypatch)


@pytest.fixture
def page(window: MainWindow, engine: FakeEngine) -> RunningPage:
    """The section Running, after a look that found nothing changed."""
    made = followed(window, engine)
    assert made.drift.isHidden()
    return made


def change_by_hand(engine: FakeEngine) -> None:
    """Give the blog another image, and Caddy another Caddyfile; the engine tells of one."""
    engine.named(CADDY).files["/etc/caddy/Caddyfile"] += b"# mine\n"
    engine.named(BLOG).set(Image=OTHER)
    engine.becomes(BLOG)


def rows(page: RunningPage) -> list[tuple[str, ...]]:
    """What the list says."""
    model = page.drift.rows
    return [
        tuple(str(model.index(row, column).data()) for column in range(4))
        for row in range(model.rowCount())
    ]


IMAGE_ROW = ("Family blog", "Image", "ghcr.io/example/blog:1", OTHER)
CADDY_ROW = ("Caddy", "Caddyfile", "as deployed", "1 other line")


def test_a_change_by_hand_is_shown_taken_into_the_spec_and_undone(
    page: RunningPage, engine: FakeEngine, document: Document
) -> None:
    change_by_hand(engine)
    wait_for(lambda: rows(page) == [CADDY_ROW, IMAGE_ROW])
    assert page.drift.isVisible()
    assert page.drift.heading.text() == "Changed by hand · 2"
    page.drift.table.selectRow(1)
    assert page.drift.take.text() == "Take it into the spec"
    click(page.drift.take)
    assert document.state.spec.channels["blog"].image == OTHER
    assert document.history.undoText() == "Take Image of Family blog from the server"
    assert OTHER in document.text
    assert "# the newest that works" in document.text
    wait_for(lambda: rows(page) == [CADDY_ROW])
    assert document.running.running.states["channel-blog"].changes == ()
    document.undo()
    wait_for(lambda: rows(page) == [CADDY_ROW, IMAGE_ROW])


def test_what_cannot_be_taken_says_why(page: RunningPage, engine: FakeEngine) -> None:
    change_by_hand(engine)
    wait_for(lambda: len(rows(page)) == 2)
    page.drift.table.selectRow(0)
    assert not page.drift.take.isEnabled()
    assert page.drift.why.isVisible()
    assert page.drift.why.text().startswith("The Caddyfile follows from the channels")
    page.drift.table.clearSelection()
    assert page.drift.take.text() == "Take all into the spec"
    assert page.drift.take.isEnabled()


def test_a_service_is_put_back_by_a_plan_that_touches_nothing_else(
    page: RunningPage, engine: FakeEngine, window: MainWindow, document: Document
) -> None:
    engine.named(NOTES).set(Cmd=["other"])
    change_by_hand(engine)
    wait_for(lambda: len(rows(page)) == 3)
    before = engine.ids()
    page.drift.table.selectRow([row[0] for row in rows(page)].index("Family blog"))
    click(page.drift.put_back)
    assert window.sections.current is Section.DEPLOY
    desk = document.deploying
    wait_for(lambda: desk.doing.stage is Stage.PLANNED)
    plan = desk.doing.plan
    assert plan is not None
    steps = [step for step in plan.steps if step.kind is not Kind.WARNING]
    assert [str(step).splitlines()[0] for step in steps] == [
        "~ channel-blog: was changed by hand: the image"
    ]
    assert not page_of(window).sheet.orphans.isVisible()
    desk.carry_out()
    wait_for(lambda: desk.doing.stage is Stage.DONE)
    after = engine.ids()
    assert {name for name in after if after[name] != before[name]} == {BLOG}
    window.show_section(Section.RUNNING)
    wait_for(lambda: [row[0] for row in rows(page)] == ["Caddy", "notes"])


def test_the_plan_for_one_service_is_made_again_for_it_and_left_for_that_of_the_stack(
    page: RunningPage, engine: FakeEngine, window: MainWindow, document: Document
) -> None:
    change_by_hand(engine)
    wait_for(lambda: len(rows(page)) == 2)
    page.drift.table.selectRow([row[0] for row in rows(page)].index("Family blog"))
    click(page.drift.put_back)
    desk = document.deploying
    wait_for(lambda: desk.doing.stage is Stage.PLANNED)
    click(page_of(window).sheet.again)
    wait_for(lambda: desk.doing.stage is Stage.PLANNED)
    assert desk.doing.only == ("channel-blog",)
    window.menus.actions["deploy"].trigger()
    wait_for(lambda: desk.doing.stage is Stage.PLANNED and not desk.doing.only)
    assert not desk.doing.removes_orphans


def test_the_tables_and_the_picture_have_a_word_for_it(
    window: MainWindow, page: RunningPage, engine: FakeEngine, document: Document
) -> None:
    change_by_hand(engine)
    wait_for(lambda: len(rows(page)) == 2)
    state = document.running.running.states["channel-blog"]
    assert state.condition is Condition.RUNNING
    assert state_word(state, is_on=True) == "Differs"
    assert "1 difference, listed under Running" in state_meaning(state, is_on=True)
    window.show_section(Section.CHANNELS)
    channels = cast("ChannelsPage", window.sections.page(Section.CHANNELS))
    model = channels.table.model()
    texts = [
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert "Differs" in texts


def test_a_target_that_is_gone_offers_nothing_to_take(
    page: RunningPage, engine: FakeEngine
) -> None:
    change_by_hand(engine)
    wait_for(lambda: len(rows(page)) == 2)
    assert engine.events is not None
    engine.events.close()
    wait_for(page.drift.isHidden)

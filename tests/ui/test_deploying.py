"""Deploying by the window: what a person reads before, meanwhile and after."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from openpalm_desktop.deploy import readiness
from openpalm_desktop.deploy.engine import (
    Engine,
    EngineContainer,
    EngineImage,
    EngineTrouble,
    Pulling,
)
from openpalm_desktop.deploy.journal import Phase, first_note
from openpalm_desktop.deploy.secret_places import SecretPlace
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.deploy_desk import Stage
from openpalm_desktop.ui.navigation import Section
from tests.deploy.fake_engine import FakeContainer, FakeEngine
from tests.ui.hands import Open, click, press, wait_for
from tests.ui.targets import (
    deploy,
    deploying,
    lead,
    page_of,
    plan,
    use_local,
    wait_answered,
    wait_done,
    wait_planned,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpalm_desktop.ui.main_window import MainWindow

STACK = """\
version: 4
projectName: home
channels:
  chat: {image: example/chat, exposure: lan, containerPort: 8080, pathPrefixes: [/chat]}
  blog: {image: "example/blog:1", exposure: lan, containerPort: 8080, pathPrefixes: [/blog]}
"""
IMAGES = ("example/chat", "example/blog:1", "example/blog:2", "caddy:2-alpine")


class HeldEngine(FakeEngine):
    """An engine whose pulls and changes wait until they are let go."""

    def __init__(self, images: tuple[str, ...] = ()) -> None:
        super().__init__(images)
        self.gate = threading.Event()

    def offered(self, reference: str) -> Sequence[str]:  # noqa: ARG002
        return ["linux/amd64"]

    def pull(self, reference: str) -> Iterator[Pulling]:
        yield Pulling(30_000_000, 120_000_000)
        self.gate.wait(10)
        self.imgs[reference] = EngineImage(f"sha256:{reference}", (reference,), ())
        yield Pulling(120_000_000, 120_000_000)


class WatchedEngine(FakeEngine):
    """An engine that notes on which thread it is asked for what."""

    def __init__(self, images: tuple[str, ...] = ()) -> None:
        super().__init__(images)
        self.asked: list[tuple[str, threading.Thread]] = []

    def __getattribute__(self, name: str) -> object:
        if name in QUESTIONS:
            self.asked.append((name, threading.current_thread()))
        return super().__getattribute__(name)


QUESTIONS = {
    name for name, value in vars(Engine).items() if callable(value) and not name.startswith("_")
}


@pytest.fixture(autouse=True)
def _believe_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SETTLED", 0.0)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The engine that every target leads to."""
    made = FakeEngine(IMAGES)
    lead(monkeypatch, made)
    return made


@pytest.fixture
def home(open_window: Open, engine: FakeEngine) -> MainWindow:
    """A window whose stack is for that engine, and not deployed yet."""
    assert engine.kept == {}
    window = open_window(STACK)
    use_local(window)
    return window


def put_image(window: MainWindow, image: str) -> None:
    """Give the blog another image."""
    assert window.document is not None
    window.document.put(("channels", "blog", "image"), image)


def test_without_a_target_it_asks_for_one(open_window: Open) -> None:
    window = open_window(STACK)
    click(window.top.deploy)
    assert window.sections.current is Section.DEPLOY
    assert page_of(window).sheet.headline.text() == "Where should it run?"
    assert page_of(window).card.local.isVisible()


def test_the_card_says_who_answers_and_what_else_is_there(
    open_window: Open, engine: FakeEngine
) -> None:
    shown = EngineContainer("x", "nextcloud", {}, "nc", "nc", "running")
    engine.kept["x"] = FakeContainer(shown, {})
    window = open_window(STACK)
    use_local(window)
    card = page_of(window).card
    assert card.engine.text() == "Fake 28.5.2 · API 1.51 · linux/amd64"
    assert card.there.text() == "This stack is not deployed there yet. Also there: nextcloud"


def test_the_plan_says_each_step_before_anything_is_done(
    home: MainWindow, engine: FakeEngine
) -> None:
    assert plan(home) == [
        "network home_assistant_net. new",
        "volume home_caddy-data. new",
        "volume home_caddy-config. new",
        "caddy. new",
        "channel-chat. new",
        "channel-blog. new",
    ]
    assert engine.calls == []
    assert page_of(home).sheet.headline.text() == "6 changes"
    assert home.top.deploy.text() == "Plan && deploy · 6 changes"


def test_deploying_says_what_is_done_and_what_runs_then(
    home: MainWindow, engine: FakeEngine
) -> None:
    plan(home)
    assert deploy(home) == "Deployed"
    sheet = page_of(home).sheet
    assert sheet.lead.text() == (
        "home runs as release 1. 3 containers of this stack run there."
        "\nTo open: http://localhost/chat, http://localhost/blog"
    )
    done = [sheet.done.item(row).text() for row in range(sheet.done.count())]
    assert done[0] == "✓  Looking at the engine"
    assert "✓  Making containers" in done
    assert set(engine.names().values()) == {"running"}


def test_what_is_there_is_told_as_it_is_after_somebody_else_changed_it(
    home: MainWindow, engine: FakeEngine
) -> None:
    plan(home)
    deploy(home)
    page = page_of(home)
    assert "3 containers of this stack run there." in page.card.there.text()
    wait_for(lambda: engine.events is not None)
    engine.becomes("home-channel-blog-1", state="exited", status="Exited (137) 1 second ago")
    wait_for(lambda: "2 of 3 containers of this stack run there." in page.card.there.text())
    assert "2 of 3 containers of this stack run there." in page.sheet.lead.text()
    engine.remove(engine.named("home-channel-blog-1").shown.id)
    assert engine.events is not None
    engine.events.tell("destroy")
    wait_for(lambda: "2 containers of this stack run there." in page.card.there.text())
    put_image(home, "example/blog:2")
    plan(home)
    deploy(home)
    assert "3 containers of this stack run there." in page.card.there.text()
    assert "3 containers of this stack run there." in page.sheet.lead.text()


def test_a_second_plan_has_nothing_to_do(home: MainWindow) -> None:
    plan(home)
    deploy(home)
    assert plan(home) == []
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "Nothing to do"
    assert not sheet.action.isVisible()
    assert home.top.deploy.text() == "Plan && deploy"


def test_a_step_says_why_and_who_is_away(home: MainWindow) -> None:
    plan(home)
    deploy(home)
    put_image(home, "example/blog:2")
    lines = plan(home)
    assert lines == [
        (
            "channel-blog. made anew. image changed from example/blog:1 to example/blog:2. "
            "no request fails: the new one takes over once it answers"
        )
    ]


def test_wider_reach_stands_first(home: MainWindow) -> None:
    plan(home)
    deploy(home)
    document = home.document
    assert document is not None
    document.put(("accessScope",), "public")
    document.put(("channels", "blog", "exposure"), "public")
    document.put(("channels", "blog", "image"), "example/blog:2")
    first = plan(home)[0]
    assert first.startswith("channel-blog. reach changes. everyone may reach it")


def test_an_edit_makes_the_plan_old_and_keeps_it_from_being_carried_out(
    home: MainWindow, engine: FakeEngine
) -> None:
    plan(home)
    put_image(home, "example/blog:2")
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "The plan is out of date"
    assert not sheet.action.isVisible()
    deploying(home).carry_out()
    assert engine.calls == []
    click(sheet.again)
    wait_for(lambda: sheet.headline.text() == "6 changes")


def test_a_plan_that_the_engine_has_left_behind_is_made_again(
    home: MainWindow, engine: FakeEngine
) -> None:
    plan(home)
    deploy(home)
    put_image(home, "example/blog:2")
    plan(home)
    ids = engine.ids()
    engine.stop(ids["home-channel-chat-1"])
    click(page_of(home).sheet.action)
    wait_for(lambda: deploying(home).doing.is_renewed)
    wait_planned(home)
    sheet = page_of(home).sheet
    assert sheet.lead.text().startswith("Something changed on the server, so the plan was made")
    assert "channel-chat. started. is stopped" in sheet.plan.texts
    assert engine.ids() == ids
    assert sheet.action.isVisible()


def test_progress_says_the_step_and_how_much_is_fetched(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldEngine(("example/chat", "caddy:2-alpine"))
    lead(monkeypatch, held)
    window = open_window(STACK)
    use_local(window)
    plan(window)
    sheet = page_of(window).sheet
    click(sheet.action)
    wait_for(lambda: "of 120 MB" in sheet.step.text())
    assert sheet.step.text() == "Fetching example/blog:1 · 30 of 120 MB"
    assert sheet.bar.isVisible()
    assert window.top.deploy.text() == "Deploying…"
    assert not sheet.action.isVisible()
    held.gate.set()
    wait_done(window)
    assert sheet.headline.text() == "Deployed"


def test_cancelling_takes_everything_back(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldEngine(("example/chat", "caddy:2-alpine"))
    lead(monkeypatch, held)
    window = open_window(STACK)
    use_local(window)
    plan(window)
    sheet = page_of(window).sheet
    click(sheet.action)
    wait_for(lambda: "of 120 MB" in sheet.step.text())
    click(sheet.cancel)
    assert sheet.headline.text() == "Taking it back…"
    assert not sheet.cancel.isEnabled()
    held.gate.set()
    wait_done(window)
    assert sheet.headline.text() == "Cancelled"
    assert held.kept == {}
    assert held.vols == {}


def test_an_image_that_cannot_be_fetched_fails_at_the_fetching(
    home: MainWindow, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "offered", lambda _: ["linux/amd64"])
    put_image(home, "example/gone")
    plan(home)
    assert deploy(home) == "It did not work"
    sheet = page_of(home).sheet
    assert [sheet.done.item(row).text() for row in range(sheet.done.count())] == [
        "✓  Looking at the engine",
        "✗  Fetching example/gone",
    ]


def test_a_failure_shows_the_evidence_and_what_ran_before_runs(
    home: MainWindow, engine: FakeEngine
) -> None:
    plan(home)
    deploy(home)
    put_image(home, "example/blog:2")
    engine.exiting.add("example/blog:2")
    plan(home)
    ids = engine.ids()
    assert deploy(home) == "It did not work"
    sheet = page_of(home).sheet
    assert sheet.lead.text().startswith("channel-blog ended right after its start")
    assert sheet.lead.text().endswith("What ran before runs again.")
    assert sheet.evidence.toPlainText().startswith("the log of ")
    assert sheet.done.item(sheet.done.count() - 1).text().startswith("✗")
    assert engine.ids() == ids
    assert set(engine.names().values()) == {"running"}


def test_where_nothing_ran_a_failure_does_not_promise_that_it_runs_again(
    home: MainWindow, engine: FakeEngine
) -> None:
    put_image(home, "example/blog:2")
    engine.exiting.add("example/blog:2")
    plan(home)
    assert deploy(home) == "It did not work"
    assert page_of(home).sheet.lead.text().endswith("nothing of the stack ran before.")
    assert engine.names() == {}


def test_what_is_in_the_way_is_said_and_nothing_can_be_deployed(
    home: MainWindow, engine: FakeEngine
) -> None:
    shown = EngineContainer("x", "other", {}, "nc", "nc", "running")
    engine.create_network("home_assistant_net", {})
    engine.kept["x"] = FakeContainer(shown, {})
    plan(home)
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "Something is in the way"
    assert "home_assistant_net" in sheet.lead.text()
    assert not sheet.action.isVisible()


def test_an_error_of_the_stack_keeps_it_from_being_planned_and_leads_to_its_field(
    home: MainWindow,
) -> None:
    put_image(home, "")
    click(home.top.deploy)
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "Not yet"
    assert sheet.lead.text() == "1 error keeps the stack from being deployed."
    click(sheet.link)
    assert home.sections.current is Section.CHANNELS


def test_missing_secrets_are_said_and_lead_to_the_secrets(home: MainWindow) -> None:
    document = home.document
    assert document is not None
    document.put(("channels", "blog", "env"), {"TOKEN": "${BLOG_TOKEN}"})
    document.know_secrets(frozenset())
    click(home.top.deploy)
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "Secrets are missing"
    assert sheet.lead.text().startswith("1 secret has no value yet.")
    click(sheet.link)
    assert home.sections.current is Section.SECRETS


def test_strange_containers_of_the_project_are_removed_only_when_asked(
    home: MainWindow, engine: FakeEngine
) -> None:
    plan(home)
    deploy(home)
    labels = {"com.docker.compose.project": "home", "com.docker.compose.service": "oldie"}
    shown = EngineContainer("x", "oldie-1", labels, "nc", "nc", "running")
    engine.kept["x"] = FakeContainer(shown, {})
    lines = plan(home)
    assert [line.split(". ")[:2] for line in lines] == [["oldie", "stays"]]
    sheet = page_of(home).sheet
    assert sheet.orphans.text() == "Also remove 1 container that the stack does not know"
    assert sheet.headline.text() == "Nothing to do"
    click(sheet.orphans)
    wait_for(lambda: deploying(home).doing.stage is Stage.PLANNED)
    assert [line.split(". ")[:2] for line in sheet.plan.texts] == [["oldie", "removed"]]
    deploy(home)
    assert "x" not in engine.kept


def test_an_earlier_release_is_gone_back_to(home: MainWindow, engine: FakeEngine) -> None:
    plan(home)
    deploy(home)
    put_image(home, "example/blog:2")
    plan(home)
    deploy(home)
    page = page_of(home)
    assert page.tabs.tabText(1) == "Releases · 2"
    page.tabs.setCurrentIndex(1)
    newest, first = page.releases.rows
    assert newest.now.isVisible()
    assert not newest.back.isVisible()
    click(first.back)
    wait_planned(home)
    assert page.sheet.headline.text() == "Back to release 1"
    assert len(page.sheet.plan.texts) == 1
    assert deploy(home) == "Release 1 is back"
    assert "The stack in this window stays as it is" in page.sheet.lead.text()
    assert engine.named("home-channel-blog-1").shown.image == "example/blog:1"
    assert page.releases.rows[0].words.text().endswith("back to release 1")


def test_an_interrupted_deployment_is_told_and_taken_back(
    open_window: Open, engine: FakeEngine
) -> None:
    note = replace(first_note("home"), machine="gone", writer="eva@attic")
    engine.create_volume(note.volume, note.labels)
    engine.vols[note.volume] = replace(
        engine.vols[note.volume], created="2027-03-01T11:00:00.000000000Z"
    )
    window = open_window(STACK)
    use_local(window)
    sheet = page_of(window).sheet
    assert sheet.interrupted.text() == (
        "A deployment by eva@attic was interrupted before it was done."
    )
    assert sheet.order.text() == "Take it back"
    click(sheet.order)
    wait_done(window)
    assert sheet.headline.text() == "In order again"
    assert engine.vols == {}
    assert not sheet.interrupted.isVisible()


def test_one_that_was_decided_is_finished(open_window: Open, engine: FakeEngine) -> None:
    note = replace(first_note("home"), machine="gone", phase=Phase.DECIDED)
    engine.create_volume(note.volume, note.labels)
    engine.vols[note.volume] = replace(
        engine.vols[note.volume], created="2027-03-01T11:00:00.000000000Z"
    )
    window = open_window(STACK)
    use_local(window)
    assert page_of(window).sheet.order.text() == "Finish it"


def test_trouble_while_planning_is_a_sentence(home: MainWindow, engine: FakeEngine) -> None:
    def refuse() -> list[EngineContainer]:
        raise EngineTrouble("The containers could not be listed.", "Try again.")

    engine.containers = refuse  # type: ignore[method-assign] # the engine is the test's own
    click(home.top.deploy)
    wait_planned(home)
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "No plan"
    assert sheet.lead.text() == "The containers could not be listed. Try again."


def test_closing_while_it_deploys_asks_and_takes_it_back_first(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldEngine(("example/chat", "caddy:2-alpine"))
    lead(monkeypatch, held)
    answers = [False, True]
    monkeypatch.setattr(messages, "ask_about_deployment", lambda _: answers.pop(0))
    window = open_window(STACK)
    use_local(window)
    plan(window)
    click(page_of(window).sheet.action)
    wait_for(lambda: "of 120 MB" in page_of(window).sheet.step.text())
    assert not window.close()
    assert deploying(window).doing.stage is Stage.WORKING
    assert not window.close()
    assert window.isVisible()
    held.gate.set()
    wait_for(lambda: not window.isVisible())
    assert held.kept == {}


def test_everything_by_keys(home: MainWindow, engine: FakeEngine) -> None:
    home.show_section(Section.CHANNELS)
    press(home, Qt.Key.Key_F5)
    wait_planned(home)
    sheet = page_of(home).sheet
    assert sheet.action.hasFocus()
    press(sheet.action, Qt.Key.Key_Space)
    wait_done(home)
    assert set(engine.names().values()) == {"running"}
    wait_answered(home)


def test_a_secret_that_gets_another_value_makes_the_plan_old(
    home: MainWindow, tmp_path: Path
) -> None:
    assert home.document is not None
    secrets = home.document.secrets
    secrets.choose(SecretPlace(tmp_path / "secrets.env"), copies=False)
    wait_for(lambda: secrets.held.names is not None)
    plan(home)
    sheet = page_of(home).sheet
    assert sheet.headline.text() == "6 changes"
    secrets.keep({"TOKEN": SecretValue("x")})
    wait_for(lambda: sheet.headline.text() == "The plan is out of date")


def test_knowing_which_secrets_there_are_does_not_make_the_plan_old(home: MainWindow) -> None:
    plan(home)
    assert home.document is not None
    home.document.know_secrets(frozenset({"TOKEN"}))
    assert page_of(home).sheet.headline.text() == "6 changes"


def test_the_focus_stays_at_what_comes_next(home: MainWindow) -> None:
    plan(home)
    sheet = page_of(home).sheet
    assert sheet.action.hasFocus()
    press(sheet.action, Qt.Key.Key_Space)
    assert sheet.cancel.hasFocus()
    wait_done(home)
    assert sheet.again.hasFocus()


def test_every_word_of_the_top_bar_fits_in_a_small_window(home: MainWindow) -> None:
    home.resize(960, 600)
    put_image(home, "example/blog:2")
    plan(home)
    top = home.top
    for button in (top.undo, top.target, top.export, top.save, top.deploy):
        assert button.width() >= button.sizeHint().width(), button.text()


def test_the_window_itself_never_asks_the_engine(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WatchedEngine(IMAGES)
    lead(monkeypatch, engine)
    window = open_window(STACK)
    use_local(window)
    plan(window)
    assert deploy(window) == "Deployed"
    put_image(window, "example/blog:2")
    plan(window)
    assert deploy(window) == "Deployed"
    window.show_section(Section.RUNNING)
    wait_for(lambda: any(name == "follow_events" for name, _ in engine.asked))
    assert {"containers", "create_container", "start", "rename"} <= {n for n, _ in engine.asked}
    main = threading.main_thread()
    assert [name for name, thread in engine.asked if thread is main] == []

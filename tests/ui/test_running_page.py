"""The section Running: what runs, what it prints, and what is done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QFileDialog

from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.ui.log_pane import MOST
from openpalm_desktop.ui.message_dialog import MessageDialog
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.running_page import RunningPage
from openpalm_desktop.ui.running_rows import Column
from tests.deploy.fake_engine import NOW
from tests.ui.hands import click, type_text, wait_for
from tests.ui.running import chosen, followed

if TYPE_CHECKING:
    from pathlib import Path

    from openpalm_desktop.ui.main_window import MainWindow
    from tests.deploy.fake_engine import FakeEngine

BLOG, NOTES = "home-channel-blog-1", "home-channel-notes-1"


@pytest.fixture
def engine(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The window's target, on which its stack runs."""
    return chosen(window, monkeypatch)


@pytest.fixture
def page(window: MainWindow, engine: FakeEngine) -> RunningPage:
    """The section, open and filled."""
    return followed(window, engine)


def cells(page: RunningPage, column: Column) -> list[str]:
    """A column of the table."""
    return [row.text(column) for row in page.rows.rows]


def click_row(page: RunningPage, title: str) -> None:
    """Click on the row of a service."""
    row = cells(page, Column.NAME).index(title)
    rect = page.table.visualRect(page.rows.index(row, Column.NAME))
    click(page.table.viewport(), rect.center())


def test_without_a_target_it_leads_to_deploy(window: MainWindow) -> None:
    window.show_section(Section.RUNNING)
    page = cast("RunningPage", window.sections.page(Section.RUNNING))
    click(page.empty.button)
    assert window.sections.current is Section.DEPLOY


def test_it_lists_what_runs_and_says_how_much(page: RunningPage, engine: FakeEngine) -> None:
    assert cells(page, Column.NAME) == ["Family blog", "notes", "Caddy"]
    assert page.summary.text() == "On basement · 3 services run"
    engine.becomes(BLOG, state="exited", status="Exited (137) 2 seconds ago")
    wait_for(lambda: cells(page, Column.STATE) == ["Stopped", "Running", "Running"])
    assert page.summary.text() == "On basement · 2 of 3 run"
    assert cells(page, Column.STATUS)[0] == "Exited (137) 2 seconds ago"


def test_what_services_use_is_shown(page: RunningPage) -> None:
    wait_for(lambda: cells(page, Column.MEMORY) == ["50 MB"] * 3)
    assert all(text.endswith(" %") for text in cells(page, Column.PROCESSOR))


def test_lines_are_followed_found_and_shown_with_their_times(
    page: RunningPage, engine: FakeEngine
) -> None:
    engine.prints(BLOG, "one apple", "\x1b[31mtwo pears\x1b[0m")
    wait_for(lambda: "two pears" in page.logs.text.toPlainText())
    assert "channel-blog   one apple" in page.logs.text.toPlainText()
    type_text(page.logs.filter, "APPLE")
    wait_for(lambda: page.logs.text.toPlainText() == "channel-blog   one apple")
    engine.prints(BLOG, "three apples", "four pears")
    wait_for(lambda: page.logs.text.toPlainText().endswith("three apples"))
    page.logs.times.click()
    assert page.logs.text.toPlainText().startswith(f"{NOW[:10]} {NOW[11:23]}  channel-blog")
    page.logs.filter.clear()
    wait_for(lambda: "four pears" in page.logs.text.toPlainText())


def test_choosing_a_service_shows_its_lines_only(page: RunningPage, engine: FakeEngine) -> None:
    engine.prints(BLOG, "from the blog")
    engine.prints(NOTES, "from the notes")
    wait_for(lambda: "from the notes" in page.logs.text.toPlainText())
    click_row(page, "Family blog")
    assert page.logs.heading.text() == "Log of Family blog"
    wait_for(lambda: "from the notes" not in page.logs.text.toPlainText())
    assert "from the blog" in page.logs.text.toPlainText()


@pytest.fixture
def silent(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The engine, of services that have printed nothing so far."""
    monkeypatch.setattr(engine, "logs", lambda *_, **__: "")
    return engine


def test_a_service_that_printed_nothing_is_not_told_of_a_search(
    silent: FakeEngine, page: RunningPage
) -> None:
    silent.prints(BLOG, "from the blog")
    wait_for(lambda: "from the blog" in page.logs.text.toPlainText())
    type_text(page.logs.filter, "pears")
    wait_for(page.logs.note.isVisible)
    assert page.logs.note.text() == "No line has this text."
    page.logs.filter.clear()
    wait_for(lambda: not page.logs.note.isVisible())
    click_row(page, "notes")
    wait_for(page.logs.note.isVisible)
    assert page.logs.note.text() == "Nothing was printed yet."


def test_a_flood_is_shown_to_its_last_line_and_memory_is_bounded(
    page: RunningPage, engine: FakeEngine
) -> None:
    for start in range(0, 3 * MOST, 1000):
        engine.prints(BLOG, *(f"line {number}" for number in range(start, start + 1000)))
    wait_for(lambda: page.logs.text.toPlainText().endswith(f"line {3 * MOST - 1}"))
    assert MOST <= page.logs.text.blockCount() <= MOST * 3 / 2


def test_a_chosen_service_is_stopped_and_started(page: RunningPage, engine: FakeEngine) -> None:
    click_row(page, "notes")
    assert page.stop.text() == "Stop"
    click(page.stop)
    wait_for(lambda: engine.names()[NOTES] == "exited")
    assert engine.names()[BLOG] == "running"
    wait_for(page.start.isEnabled)
    click(page.start)
    wait_for(lambda: engine.names()[NOTES] == "running")


def test_all_are_stopped_only_after_a_question(
    page: RunningPage, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Choice.CANCEL, Choice.DISCARD]
    monkeypatch.setattr(MessageDialog, "ask", lambda _: answers.pop(0))
    click(page.stop)
    assert set(engine.names().values()) == {"running"}
    click(page.stop)
    wait_for(lambda: set(engine.names().values()) == {"exited"})


def test_what_goes_wrong_is_a_sentence(page: RunningPage, engine: FakeEngine) -> None:
    def refuse(call: str) -> None:
        if call.startswith("restart"):
            raise EngineTrouble("A container could not be restarted: no.", "Try again.")

    engine.before = refuse
    click(page.restart)
    wait_for(page.notice.isVisible)
    assert page.notice.label.text() == "A container could not be restarted: no.\nTry again."
    wait_for(page.restart.isEnabled)


def test_the_log_is_saved_to_a_file(
    page: RunningPage, engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.printed = {BLOG: ["one apple"]}
    path = tmp_path / "home.log"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    click(page.logs.save)
    wait_for(path.exists)
    assert f"{NOW} channel-blog  one apple\n" in path.read_text()
    wait_for(page.notice.isVisible)


def test_a_target_that_is_gone_is_said(page: RunningPage, engine: FakeEngine) -> None:
    assert engine.events is not None
    engine.events.close()
    wait_for(lambda: "does not answer" in page.summary.text())
    assert cells(page, Column.NAME) == ["Family blog", "notes", "Caddy"]
    assert not page.restart.isEnabled()


def test_what_nobody_looks_at_is_not_followed(
    page: RunningPage, engine: FakeEngine, window: MainWindow
) -> None:
    del page
    window.show_section(Section.CHANNELS)
    streams = [stream for _, stream in engine.streams]
    wait_for(lambda: all(stream.is_closed for stream in streams))

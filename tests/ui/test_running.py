"""What runs on the target, as the window shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from openpalm_desktop.deploy.engine import EngineUnreachable
from openpalm_desktop.ui.channel_rows import Column
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.target_desk import Standing
from tests.ui.hands import TWO_CHANNELS, Open, wait_for
from tests.ui.running import chosen, deployed, look_at

if TYPE_CHECKING:
    from openpalm_desktop.ui.main_window import MainWindow
    from tests.deploy.fake_engine import FakeEngine

BLOG, NOTES = "home-channel-blog-1", "home-channel-notes-1"


@pytest.fixture
def engine(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An engine on which the window's stack runs, and which is the window's target."""
    made = chosen(window, monkeypatch)
    wait_for(lambda: shown(window) == {"blog": "Running", "notes": "Running"})
    return made


def shown(window: MainWindow) -> dict[str, str]:
    """The states in the channel table."""
    rows = window.channels.rows
    return {name: rows.index_of(name, Column.TARGET).data() for name in rows.names}


def test_without_a_target_there_is_no_column_for_it(window: MainWindow) -> None:
    assert window.channels.table.isColumnHidden(Column.TARGET)


def test_the_channel_table_says_how_each_is_on_the_target(
    window: MainWindow, engine: FakeEngine
) -> None:
    assert not window.channels.table.isColumnHidden(Column.TARGET)
    title = window.channels.rows.headerData(Column.TARGET, Qt.Orientation.Horizontal)
    assert title == "On basement"
    engine.becomes(BLOG, status="Up 2 hours (unhealthy)")
    engine.becomes(NOTES, state="exited", status="Exited (1) 3 seconds ago")
    wait_for(lambda: shown(window) == {"blog": "Unhealthy", "notes": "Stopped"})
    tip = window.channels.rows.index_of("blog", Column.TARGET).data(Qt.ItemDataRole.ToolTipRole)
    assert "its own healthcheck fails" in tip


def test_an_edit_says_what_the_next_deployment_changes(
    window: MainWindow, engine: FakeEngine
) -> None:
    del engine
    assert window.document is not None
    window.document.put(("channels", "blog", "env", "PAGE_SIZE"), 30)
    wait_for(lambda: shown(window) == {"blog": "Will change", "notes": "Running"})
    tip = window.channels.rows.index_of("blog", Column.TARGET).data(Qt.ItemDataRole.ToolTipRole)
    assert "PAGE_SIZE changed" in tip
    window.document.undo()
    wait_for(lambda: shown(window) == {"blog": "Running", "notes": "Running"})


def test_a_new_channel_is_not_deployed(window: MainWindow, engine: FakeEngine) -> None:
    del engine
    window.channels.duplicate("notes")
    wait_for(lambda: shown(window).get("notes-2") == "Not deployed")


def test_a_target_that_is_gone_is_said_and_what_was_known_stays(
    window: MainWindow, engine: FakeEngine
) -> None:
    assert window.document is not None
    desk = window.document.running
    lost: list[object] = []
    desk.lost.connect(lost.append)
    assert engine.events is not None
    engine.events.close()
    wait_for(lambda: desk.running.is_gone)
    assert isinstance(lost[0], EngineUnreachable)
    assert shown(window) == {"blog": "Running", "notes": "Running"}
    assert window.document.target.sight.standing is Standing.UNREACHABLE
    window.document.target.look()
    wait_for(lambda: not desk.running.is_gone)


def test_another_stack_begins_anew(window: MainWindow, engine: FakeEngine) -> None:
    del engine
    assert window.document is not None
    window.document.put(("projectName",), "other")
    wait_for(lambda: shown(window) == {"blog": "Not deployed", "notes": "Not deployed"})


def test_services_say_it_too(open_window: Open) -> None:
    text = TWO_CHANNELS + "services:\n  db: {image: postgres:17}\n"
    window = open_window(text)
    assert window.document is not None
    engine = deployed(window.document.state.spec)
    look_at(window, engine)
    window.show_section(Section.SERVICES)
    page = window.open_table
    assert page is not None
    wait_for(lambda: page.rows.index_of("db", 5).data() == "Running")
    engine.becomes("home-db-1", state="restarting", status="Restarting (1)")
    wait_for(lambda: page.rows.index_of("db", 5).data() == "Keeps ending")

"""An automation run from the window, and how its runs went."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from openpalm_desktop.ui.automation_form import Tab
from openpalm_desktop.ui.automations_page import AutomationsPage
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.run_words import duration_words
from tests.ui.hands import Open, click, wait_for
from tests.ui.running import choose, deployed

if TYPE_CHECKING:
    from openpalm_desktop.ui.main_window import MainWindow
    from openpalm_desktop.ui.runs_pane import RunsPane
    from tests.deploy.fake_engine import FakeEngine

STACK = """\
version: 4
projectName: home
automations:
  - {id: backup, name: Nightly backup, schedule: "0 2 * * *", script: "echo hello"}
"""
HISTORY = (
    '{"ts":"2027-03-01T02:00:00+01:00","id":"backup","status":"success","exit":0,'
    '"dur":1234,"preview":"all is well\\n"}\n'
    '{"ts":"2027-03-02T02:00:00+01:00","id":"backup","status":"error","exit":3,'
    '"dur":125000,"preview":"no space left\\n"}\n'
    '{"ts":"2027-03-03T02:00:00+01:00","id":"backup","status":"skipped","exit":75,'
    '"dur":1,"preview":"still going on"}\n'
    '{"ts":"2027-03-04T02:00:00+01:00","id":"backup","status":"timeout","exit":124,'
    '"dur":9000,"preview":""}\n'
)


@pytest.fixture
def home(open_window: Open) -> MainWindow:
    """A window whose stack has an automation, its tab of runs open."""
    window = open_window(STACK)
    window.show_section(Section.AUTOMATIONS)
    page = cast("AutomationsPage", window.sections.page(Section.AUTOMATIONS))
    page.form.tabs.setCurrentIndex(list(Tab).index(Tab.RUNS))
    return window


@pytest.fixture
def engine(home: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The window's target, on which its stack runs."""
    assert home.document is not None
    made = deployed(home.document.state.spec)
    made.histories = HISTORY
    choose(home, made, monkeypatch)
    wait_for(runs_of(home).now.isEnabled)
    return made


def runs_of(window: MainWindow) -> RunsPane:
    """The pane of runs."""
    return cast("AutomationsPage", window.sections.page(Section.AUTOMATIONS)).form.runs


def table(pane: RunsPane) -> list[list[str]]:
    """The table's texts."""
    found = []
    for row in range(pane.table.rowCount()):
        items = [pane.table.item(row, column) for column in range(4)]
        found.append([item.text() if item else "" for item in items])
    return found


def test_without_a_target_it_says_when_it_can_be_run(home: MainWindow) -> None:
    pane = runs_of(home)
    assert not pane.now.isEnabled()
    assert "Once the stack is deployed" in pane.said.text()


def test_the_history_tells_when_how_and_how_long(home: MainWindow, engine: FakeEngine) -> None:
    del engine
    pane = runs_of(home)
    wait_for(lambda: len(table(pane)) == 4)
    assert [row[:3] for row in table(pane)] == [
        ["Thu 4 Mar, 02:00:00", "Took too long", "9.0 s"],
        ["Wed 3 Mar, 02:00:00", "Skipped", "0.0 s"],
        ["Tue 2 Mar, 02:00:00", "Failed, exit code 3", "2 min 5 s"],
        ["Mon 1 Mar, 02:00:00", "Succeeded", "1.2 s"],
    ]
    assert table(pane)[3][3] == "all is well"
    assert pane.summary.text() == "4 runs · 2 failed · usually 9.0 s · at most 2 min 5 s"
    cell = pane.table.item(2, 0)
    assert cell is not None
    click(pane.table.viewport(), pane.table.visualItemRect(cell).center())
    assert pane.output.toPlainText() == "no space left\n"


def test_a_run_prints_and_says_how_it_ended(home: MainWindow, engine: FakeEngine) -> None:
    engine.runs = {"backup": (["one\n", "\x1b[1mtwo\x1b[0m\n"], 7)}
    pane = runs_of(home)
    click(pane.now)
    wait_for(lambda: pane.said.text() == "Failed, exit code 7")
    assert pane.output.toPlainText() == "one\ntwo\n"
    assert pane.now.isEnabled()


def test_an_automation_that_is_not_deployed_yet_says_so(
    home: MainWindow, engine: FakeEngine
) -> None:
    del engine
    assert home.document is not None
    home.document.put(("automations", 0, "id"), "other")
    pane = runs_of(home)
    click(pane.now)
    wait_for(lambda: pane.said.text() == "home has no automation other.")


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0, "0.0 s"), (1234, "1.2 s"), (60_000, "1 min 0 s"), (3_725_000, "1 h 2 min")],
)
def test_durations_are_told_as_people_do(milliseconds: int, words: str) -> None:
    assert duration_words(milliseconds) == words

"""An edit of very many containers: the window goes on, and nothing is lost meanwhile."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.specs import spec_text
from openpalm_desktop.generate.workshop import Product, Workshop
from openpalm_desktop.model.edits import edit_channels
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.journal_keeper import JournalKeeper
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.opening_bar import OpeningBar
from openpalm_desktop.ui.state import State
from openpalm_desktop.ui.tasks import Tasks
from tests.ui.hands import Open, wait_for
from tests.ui.running import chosen

ALL = [f"channel-{number}" for number in range(80)]
SERVICE = "channel-channel-7"
IMAGE = ("channels", "channel-7", "image")


class Bench:
    """A workshop that works when it is let, on a thread of its own."""

    def __init__(self) -> None:
        self.is_free = threading.Event()
        self.is_free.set()
        self.threads: list[threading.Thread] = []
        self.is_broken = False

    def wait(self) -> None:
        self.threads.append(threading.current_thread())
        assert self.is_free.wait(5)
        if self.is_broken:
            raise ZeroDivisionError


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    bench = Bench()
    make = Workshop.make

    def made(workshop: Workshop, *inputs: Any) -> Product:
        bench.wait()
        return make(workshop, *inputs)

    monkeypatch.setattr(Workshop, "make", made)
    yield bench
    bench.is_free.set()


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    """A window on eighty channels."""
    return open_window(spec_text(80))


@pytest.fixture
def shown(document: Document) -> list[State]:
    """The states that are shown from now on."""
    shown: list[State] = []
    document.changed.connect(shown.append)
    return shown


def reaching(spec: StackSpec, reach: Exposure) -> StackSpec:
    return edit_channels(spec, ALL, lambda one: one.with_(exposure=reach))


def reaches(document: Document) -> set[Exposure | None]:
    return {one.exposure for one in document.state.spec.channels.values()}


def wait_made(document: Document) -> None:
    """Wait until all that was begun is made, and told."""
    tasks = document.making.findChild(Tasks)
    assert isinstance(tasks, Tasks)
    wait_for(lambda: not tasks.is_busy)


def texts(state: State) -> dict[str, str]:
    assert state.files is not None
    return {name: one.text for name, one in state.files.files.items()}


def test_the_window_goes_on_while_what_follows_is_made(
    window: MainWindow, document: Document, shown: list[State], bench: Bench
) -> None:
    before = window.preview.text.artifact
    bench.is_free.clear()
    document.edit("Open all", reaching(document.state.spec, Exposure.HOST))
    wait_for(lambda: bool(bench.threads))
    assert shown == []
    assert window.preview.text.artifact is before
    bench.is_free.set()
    wait_for(lambda: len(shown) == 1)
    assert bench.threads[-1] is not threading.main_thread()
    assert reaches(document) == {Exposure.HOST}
    assert window.preview.text.artifact is not before
    assert window.preview.text.toPlainText() == texts(document.state)["docker-compose.yml"]


def test_an_edit_of_few_is_made_at_once(document: Document, shown: list[State]) -> None:
    document.put(IMAGE, "example/other:1")
    assert len(shown) == 1


def test_who_asks_for_the_state_waits_for_it_and_it_is_shown_once(
    document: Document, shown: list[State]
) -> None:
    document.edit("Open all", reaching(document.state.spec, Exposure.HOST))
    assert reaches(document) == {Exposure.HOST}
    assert shown == []
    wait_made(document)
    assert shown == [document.state]


def test_an_edit_that_follows_at_once_is_made_of_the_one_before(
    document: Document, shown: list[State]
) -> None:
    document.edit("Open all", reaching(document.state.spec, Exposure.HOST))
    document.put(IMAGE, "example/other:1")
    wait_made(document)
    assert shown == [document.state]
    assert reaches(document) == {Exposure.HOST}
    assert document.state.spec.channels["channel-7"].image == "example/other:1"
    document.undo()
    assert reaches(document) == {Exposure.HOST}
    document.undo()
    document.redo()
    document.undo()
    assert reaches(document) != {Exposure.HOST}


def test_undoing_comes_to_the_same_files(
    document: Document, shown: list[State], tmp_path: Path
) -> None:
    before = texts(document.state)
    keeper = JournalKeeper(document, tmp_path)
    document.edit("Open all", reaching(document.state.spec, Exposure.HOST))
    wait_for(lambda: len(shown) == 1)
    assert document.state.headline
    document.undo()
    wait_for(lambda: len(shown) == 2)
    assert texts(document.state) == before
    assert not document.is_edited
    keeper.discard()


def test_long_work_is_told_in_the_status_bar(
    window: MainWindow, document: Document, bench: Bench
) -> None:
    bar = window.findChild(OpeningBar)
    assert isinstance(bar, OpeningBar)
    bench.is_free.clear()
    document.edit("Open all", reaching(document.state.spec, Exposure.HOST))
    wait_for(bar.isVisible)
    assert bar.label.text() == "Working out what follows from the edit…"
    assert not bar.cancel.isVisible()
    bench.is_free.set()
    wait_for(lambda: not bar.isVisible())


def test_what_an_engine_tells_meanwhile_does_not_hold_up_the_window(
    window: MainWindow, document: Document, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = chosen(window, monkeypatch)
    document.put(IMAGE, "example/other:1")
    desk = document.running
    wait_for(lambda: bool(desk.running.states and desk.running.states[SERVICE].changes))
    container = f"{desk.project}-{SERVICE}-1"
    bench.is_free.clear()
    document.edit("Open all", reaching(document.state.spec, Exposure.HOST))
    engine.becomes(container, state="exited")
    wait_for(lambda: not desk.running.states[SERVICE].is_well)
    assert document.making.is_busy
    bench.is_free.set()


def test_a_setting_of_all_sites_is_worked_out_beside_the_window(
    document: Document, shown: list[State], bench: Bench
) -> None:
    document.put(("caddy", "acme"), "letsencrypt-staging")
    assert shown == []
    wait_for(lambda: bool(shown))
    assert bench.threads[-1] is not threading.main_thread()


def test_a_document_that_closes_waits_for_no_state_that_nobody_begins_to_make(
    document: Document, bench: Bench
) -> None:
    before = document.state

    def make() -> State:
        bench.wait()
        return before

    bench.is_free.clear()
    document.making.begin(make)
    document.making.begin(make)
    wait_for(lambda: bool(bench.threads))
    bench.is_free.set()
    document.making.close()
    assert document.making.take() is None


def test_our_own_mistake_in_it_is_told_once_and_the_stack_stays(
    document: Document, bench: Bench, qtbot: QtBot
) -> None:
    before = document.state
    bench.is_broken = True
    with qtbot.capture_exceptions() as mistakes:
        document.edit("Open all", reaching(before.spec, Exposure.HOST))
        wait_for(lambda: bool(mistakes))
    assert [kind for kind, *_ in mistakes] == [ZeroDivisionError]
    assert document.state is before

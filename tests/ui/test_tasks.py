"""Work beside the window: what it says arrives on the window's thread, one piece after another."""

import gc
import sys
import threading
from collections.abc import Generator, Mapping
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.ui.tasks import Task, Tasks, Work
from tests.ui.hands import wait_for


@pytest.fixture
def tasks(qtbot: QtBot) -> Generator[Tasks, None, None]:
    del qtbot
    owner = QObject()
    yield (tasks := Tasks(owner))
    tasks.close()
    assert not work_threads()


def work_threads() -> list[str]:
    """Threads that work; those that wait for people may be left behind, by other tests too."""
    names = [each.name for each in threading.enumerate()]
    return [name for name in names if name.startswith("work") and name != "work-waiting"]


def heard(task: Task) -> list[tuple[str, Any]]:
    """What a task says, and on which thread it is heard."""
    said: list[tuple[str, Any]] = []
    here = threading.get_ident()

    def hear(name: str, value: object = None) -> None:
        assert threading.get_ident() == here
        said.append((name, value))

    task.progressed.connect(lambda value: hear("progressed", value))
    task.succeeded.connect(lambda value: hear("succeeded", value))
    task.failed.connect(lambda value: hear("failed", value))
    task.cancelled.connect(lambda: hear("cancelled"))
    return said


def counting(result: object = "done", seen: list[str] | None = None) -> Work:
    try:
        yield Progress("One", 1, 2)
        if seen is not None:
            seen.append(threading.current_thread().name)
        yield Progress("Two", 2, 2)
    finally:
        if seen is not None:
            seen.append("cleaned up")
    return result


def test_work_tells_its_progress_and_its_result(tasks: Tasks) -> None:
    seen: list[str] = []
    said = heard(tasks.run(counting("done", seen)))
    wait_for(lambda: not tasks.is_busy)
    one, two = Progress("One", 1, 2), Progress("Two", 2, 2)
    assert said == [("progressed", one), ("progressed", two), ("succeeded", "done")]
    assert seen[0].startswith("work")
    assert not work_threads()


@pytest.mark.parametrize("error", [OpenPalmError("The disk is full."), ZeroDivisionError()])
def test_an_error_is_carried_home(tasks: Tasks, error: Exception) -> None:
    def work() -> Work:
        yield Progress("One")
        raise error

    said = heard(tasks.run(work()))
    wait_for(lambda: not tasks.is_busy)
    assert said == [("progressed", Progress("One")), ("failed", error)]


def test_cancelling_stops_between_steps_and_cleans_up(tasks: Tasks) -> None:
    may_go_on = threading.Event()
    seen: list[str] = []

    def work() -> Work:
        try:
            may_go_on.wait(5)
            yield Progress("One")
            seen.append("never")
            yield Progress("Two")
        finally:
            seen.append("cleaned up")

    task = tasks.run(work())
    said = heard(task)
    task.cancel()
    may_go_on.set()
    wait_for(lambda: not tasks.is_busy)
    assert said[-1] == ("cancelled", None)
    assert seen in (["cleaned up"], [])  # or it was cancelled before its first step


def test_work_waits_for_the_work_before_it(tasks: Tasks) -> None:
    order: list[str] = []

    def work(name: str) -> Work:
        order.append(f"{name} begins")
        yield Progress(name)
        order.append(f"{name} ends")

    tasks.run(work("one"))
    tasks.run(work("two"))
    wait_for(lambda: not tasks.is_busy)
    assert order == ["one begins", "one ends", "two begins", "two ends"]


def test_closing_waits_for_the_step_that_is_being_done(tasks: Tasks) -> None:
    has_begun, seen = threading.Event(), []

    def work() -> Work:
        has_begun.set()
        threading.Event().wait(0.05)
        seen.append("step done")
        yield Progress("One")
        seen.append("never")

    tasks.run(work())
    tasks.run(counting())
    assert has_begun.wait(5)
    tasks.close()
    assert seen == ["step done"]
    assert not work_threads()


@pytest.mark.parametrize("waits_for_people", [True, False])
def test_work_whose_owner_is_gone_tells_nobody(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, waits_for_people: bool
) -> None:
    del qtbot
    mistakes: list[object] = []
    monkeypatch.setattr(threading, "excepthook", mistakes.append)
    has_begun, has_ended = threading.Event(), threading.Event()
    interval = sys.getswitchinterval()

    def work() -> Work:
        has_begun.set()
        has_ended.wait(5)
        yield Progress("One")

    owner = QObject()
    Tasks(owner, waits_for_people=waits_for_people).run(work())
    assert has_begun.wait(5)
    threads = [each for each in threading.enumerate() if each.name.startswith("work")]
    if not waits_for_people:
        has_ended.set()
    shiboken6.delete(owner)
    has_ended.set()
    for thread in threads:
        thread.join(5)
    assert mistakes == []
    assert sys.getswitchinterval() == interval


@pytest.fixture
def collections() -> Generator[list[int], None, None]:
    """The threads on which circles are collected, one after another."""
    threads: list[int] = []

    def note(phase: str, found: Mapping[str, int]) -> None:
        del phase, found
        threads.append(threading.get_ident())

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)


def test_circles_are_collected_on_the_windows_thread_alone(
    qtbot: QtBot, collections: list[int]
) -> None:
    """Else a dialog in one of them would end on another thread, and the program with it."""
    del qtbot
    most = sum(gc.get_threshold()) * 2

    def work() -> Work:
        for _ in range(most):
            circle: list[object] = []
            circle.append(circle)
        yield Progress("Circles are made")

    owner = QObject()
    Tasks(owner, waits_for_people=True).run(work())
    wait_for(lambda: bool(collections))
    assert set(collections) == {threading.get_ident()}

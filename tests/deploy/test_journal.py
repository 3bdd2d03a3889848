"""Notes of deployments: who is at work, and who is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from openpalm_desktop.deploy.engine import EngineVolume
from openpalm_desktop.deploy.journal import (
    Phase,
    begin_work,
    end_work,
    first_note,
    is_alive,
    notes_in,
)
from openpalm_desktop.deploy.note_keeper import NoteKeeper
from tests.deploy.fake_engine import NOW, FakeEngine


def test_a_note_is_read_back_from_its_labels() -> None:
    note = first_note("palm").after(Phase.DECIDED, ("a", "b"))
    volume = EngineVolume(note.volume, note.labels, NOW)
    assert notes_in([volume], "palm") == (replace(note, written=NOW),)
    assert notes_in([volume], "pal") == ()
    assert notes_in([EngineVolume("palm_data", {}, NOW)], "palm") == ()


def test_the_newest_note_of_a_deployment_counts() -> None:
    first = first_note("palm")
    second = first.after(Phase.DECIDED)
    volumes = [EngineVolume(one.volume, one.labels, NOW) for one in (second, first)]
    assert [one.phase for one in notes_in(volumes, "palm")] == [Phase.DECIDED]


def test_on_this_machine_a_writer_is_alive_as_long_as_its_program() -> None:
    own = replace(first_note("palm"), written="2000-01-01T00:00:00Z")
    assert own.process == os.getpid()
    begin_work(own)
    assert is_alive(own, NOW)
    end_work(own)
    assert not is_alive(own, NOW), "it was left behind by this program itself"
    assert is_alive(replace(own, process=os.getppid()), NOW)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not is_alive(replace(own, process=ended.pid, written=NOW), NOW)


@pytest.mark.parametrize(
    ("written", "alive"),
    [
        ("2027-03-01T12:00:00Z", True),
        ("2027-03-01T11:59:00Z", True),
        ("2027-03-01T12:58:45.5+01:00", True),
        ("2027-03-01T11:58:00Z", False),
        ("2027-02-28T12:00:00.123456789Z", False),
    ],
)
def test_on_another_machine_a_writer_that_is_silent_is_gone(written: str, alive: bool) -> None:
    theirs = replace(first_note("palm"), machine="another", written=written)
    assert is_alive(theirs, NOW) is alive


def test_a_keeper_shows_now_and_then_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("openpalm_desktop.deploy.note_keeper.time.monotonic", lambda: clock[0])
    engine = FakeEngine()
    keeper = NoteKeeper(engine, "palm")
    keeper.begin()
    first = list(engine.vols)
    keeper.keep()
    assert list(engine.vols) == first
    clock[0] = 21
    keeper.keep()
    assert list(engine.vols) != first
    assert len(engine.vols) == 1
    keeper.end()
    assert engine.vols == {}

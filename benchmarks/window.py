"""The window beside a bare one: how soon it is there, how fast keys show, what memory it takes.

Each function returns samples in seconds (or MB); the ones that need a fresh process start one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from openpalm_desktop.app import fill
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme

from .measure import Figure, Peer, Samples, in_turn
from .programs import BARE, LEAVE, MEMORY, OURS
from .scale import goals
from .specs import spec_text

_STARTS = 31  # of each: on a shared machine a single one may take half as long again
FROZEN = Path(__file__).resolve().parent.parent / "build" / "measured"


class Moments(NamedTuple):
    """Seconds from a process's start to an empty frame, its parts, the spec in them, a form."""

    painted: float
    usable: float
    shown: float
    form: float


def moments_of(command: Sequence[str], channels: int) -> Moments:
    """When our window gets as far as that."""
    with TemporaryDirectory() as folder:
        return Moments(**_run([*command, *_arguments(Path(folder), channels)]))


def bare_memory() -> float:
    """Megabytes that a bare window takes."""
    return _run(_source(BARE + MEMORY))["memory"]


def memory(channels: int) -> float:
    """Megabytes that our window takes with so many channels."""
    with TemporaryDirectory() as folder:
        return _run([*_source(OURS + MEMORY), *_arguments(Path(folder), channels)])["memory"]


def key_presses(channels: int, presses: int = 100) -> Sequence[float]:
    """Seconds from each key pressed in an image field to its preview painted."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with TemporaryDirectory() as folder:
        spec, store = _arguments(Path(folder), channels)
        settings = Settings(QSettings(store, QSettings.Format.IniFormat))
        window = MainWindow(settings, Theme(app, Look.LIGHT))
        window.resize(1440, 900)
        window.show()
        document = fill(window, [Path(spec)])
        while window.files.opener.is_busy:
            app.processEvents()
        window.channels.show_channel(f"channel-{channels // 2}")
        page = window.channels.form.page(Tab.GENERAL)
        assert isinstance(page, GeneralTab)
        page.image.line.setFocus()
        app.processEvents()
        samples = [_press(page) for _ in range(presses + 5)][5:]
        assert page.image.line.text() in window.preview.text.toPlainText()
        document.history.setClean()
        window.close()
    return samples


def _press(page: GeneralTab) -> float:
    started = time.perf_counter()
    QTest.keyClicks(page.image.line, "x")
    QApplication.processEvents()
    return time.perf_counter() - started


def _arguments(folder: Path, channels: int) -> tuple[str, str]:
    spec = folder / "stack.yaml"
    spec.write_text(spec_text(channels), encoding="utf-8")
    return str(spec), str(folder / "settings.ini")


def _source(program: str) -> Sequence[str]:
    return (sys.executable, "-c", program)


def _run(command: Sequence[str]) -> dict[str, float]:
    """Run a program and return the words it says: moments as seconds since its start."""
    variables = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    root = Path(__file__).resolve().parent.parent
    started = time.time()
    done = subprocess.run(
        command,
        cwd=root,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    said = dict(line.split() for line in done.stdout.splitlines())
    return {
        word: float(value) - (0 if word == "memory" else started) for word, value in said.items()
    }


def key_press() -> Iterator[Figure]:
    """P4: from a key press to its preview painted, in one field of one channel."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for channels in (100, 1_000):
        samples = Samples(tuple(key_presses(channels)))
        what, size = "key press to preview painted", f"{channels:,} channels"
        yield from (Figure("P4", what, size, samples, goal, "p95") for goal in goals(0.016))


def start() -> Iterator[Figure]:
    """P5: from the start of the process to the window, and to the stack in it."""
    yield from _start("", _source(OURS + LEAVE), _source(BARE + LEAVE))
    ours, bare = (FROZEN / name / name for name in ("ours", "bare"))
    if ours.exists() and bare.exists():  # python3 dev.py package --measured
        yield from _start(", frozen", [str(ours)], [str(bare)])


def _start(how: str, ours: Sequence[str], bare: Sequence[str]) -> Iterator[Figure]:
    moments: list[Moments] = []

    def painted() -> float:
        moments.append(moments_of(ours, 10))
        return moments[-1].painted

    first, other = in_turn(painted, lambda: _run(bare)["painted"], _STARTS)
    usable = Samples(tuple(each.usable for each in moments[1:]))
    shown = Samples(tuple(each.shown for each in moments[1:]))
    form = Samples(tuple(each.form for each in moments[1:]))
    peer, size = f"a bare PySide6 window{how}", "10 channels"
    yield Figure("P5", f"start to the frame, still empty{how}", size, first)
    yield Figure("P5", f"start to usable window{how}", size, usable, Peer(peer, other, 1.3))
    yield Figure("P5", f"start to spec shown{how}", size, shown, Peer(peer, other, 1.6))
    yield Figure("P5", f"start to the first channel's form{how}", size, form)


def window_memory() -> Iterator[Figure]:
    """P11: what the window takes beside a bare one."""
    ours, bare = in_turn(lambda: memory(100), bare_memory, 3)
    peer = Peer("a bare PySide6 window", bare, 1.5)
    yield Figure("P11", "memory of the window", "100 channels", ours, peer, unit="MB")

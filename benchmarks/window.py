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

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from openpalm_desktop.app import fill
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme

from .measure import Figure, Limit, Peer, Samples, in_turn
from .specs import spec_text

_BARE = """\
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QSplitter, QTableWidget
app = QApplication([])
window = QMainWindow()
split = QSplitter()
split.addWidget(QTableWidget(20, 6))
split.addWidget(QPlainTextEdit())
window.setCentralWidget(split)
window.resize(1440, 900)
window.show()
app.processEvents()
print("painted", time.time())
"""
_OURS = """\
import os, sys, time
from pathlib import Path
from openpalm_desktop import app as program
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
app = QApplication([])
settings = Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat))
window = MainWindow(settings, Theme(app, Look.LIGHT))
window.resize(1440, 900)
window.show()
app.processEvents()
print("painted", time.time())
program.fill(window, [Path(sys.argv[1])])
while window.files.opener.is_busy:
    app.processEvents()
app.processEvents()
print("shown", time.time())
"""
_MEMORY = """
import os
line = next(line for line in open("/proc/self/status") if line.startswith("VmRSS"))
print("memory", int(line.split()[1]) / 1024, flush=True)
os._exit(0)
"""
_LEAVE = "sys.stdout.flush(); os._exit(0)\n"


def bare_painted() -> float:
    """Seconds from a process's start to a bare window's first paint."""
    return _run(f"import os\n{_BARE}{_LEAVE}", ())["painted"]


def painted_and_shown(channels: int) -> tuple[float, float]:
    """Seconds from a process's start to our first paint, and to the spec shown."""
    with TemporaryDirectory() as folder:
        said = _run(_OURS + _LEAVE, _arguments(Path(folder), channels))
    return said["painted"], said["shown"]


def bare_memory() -> float:
    """Megabytes that a bare window takes."""
    return _run(_BARE + _MEMORY, ())["memory"]


def memory(channels: int) -> float:
    """Megabytes that our window takes with so many channels."""
    with TemporaryDirectory() as folder:
        return _run(_OURS + _MEMORY, _arguments(Path(folder), channels))["memory"]


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


def _run(program: str, arguments: Sequence[str]) -> dict[str, float]:
    """Run a program and return the words it says: moments as seconds since its start."""
    variables = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    root = Path(__file__).resolve().parent.parent
    started = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
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
        what = "key press to preview painted"
        yield Figure("P4", what, f"{channels:,} channels", samples, Limit(0.016), "p95")


def start() -> Iterator[Figure]:
    """P5: from the start of the process to the window, and to the stack in it."""
    moments: list[tuple[float, float]] = []

    def painted() -> float:
        moments.append(painted_and_shown(10))
        return moments[-1][0]

    first, bare = in_turn(painted, bare_painted, 11)
    shown = Samples(tuple(shown for _, shown in moments[1:]))
    peer = "a bare PySide6 window"
    yield Figure("P5", "start to first paint", "10 channels", first, Peer(peer, bare, 1.3))
    yield Figure("P5", "start to spec shown", "10 channels", shown, Peer(peer, bare, 1.6))


def window_memory() -> Iterator[Figure]:
    """P11: what the window takes beside a bare one."""
    ours, bare = in_turn(lambda: memory(100), bare_memory, 3)
    peer = Peer("a bare PySide6 window", bare, 1.5)
    yield Figure("P11", "memory of the window", "100 channels", ours, peer, unit="MB")

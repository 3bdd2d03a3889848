"""The window beside a bare one: how soon it is there, how fast keys show, what memory it takes.

Each function returns samples in seconds (or MB); the ones that need a fresh process start one.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
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
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
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


def main() -> None:
    """Print the figures."""
    bare = statistics.median(bare_painted() for _ in range(7))
    ours = [painted_and_shown(8) for _ in range(7)]
    painted, shown = (statistics.median(one[i] for one in ours) for i in (0, 1))
    print(f"P5 bare {bare:.3f} s, painted {painted / bare:.2f}x, shown {shown / bare:.2f}x")
    print(f"P11 bare {bare_memory():.0f} MB, ours {memory(100):.0f} MB")
    for size in (100, 1000):
        times = sorted(key_presses(size))
        print(f"P4 {size}: median {times[50] * 1e3:.1f} ms, p95 {times[94] * 1e3:.1f} ms")


if __name__ == "__main__":
    main()

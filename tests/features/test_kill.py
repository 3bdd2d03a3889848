"""The program is killed while a person types; the next start has all of it, with undo."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.hands import TWO_CHANNELS

_PROGRAM = """\
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
from openpalm_desktop.ui.windows import Windows

place = Path(sys.argv[1])
app = QApplication([])
settings = Settings(QSettings(str(place / "settings.ini"), QSettings.Format.IniFormat))
windows = Windows(settings, Theme(app, Look.LIGHT), place / "journals")
windows.begin([place / "home.yaml"])
while not (windows._is_whole and windows.all[0].document.path):
    app.processEvents()
window = windows.all[0]
document = window.document
"""
_TYPES = """
window.channels.show_channel("blog")
line = window.channels.form.page(Tab.GENERAL).image.line
line.setFocus()
number = 0
while True:
    QTest.keyClicks(line, chr(97 + number % 26))
    number += 1
    if number % 7 == 0:
        document.seal()
    if number % 11 == 0:
        window.undo()
    app.processEvents()
    (place / "typed.new").write_text(document.text)
    (place / "typed.new").replace(place / "typed")
    print(document.history.count(), document.history.index(), flush=True)
"""
_LOOKS = """
while document.tasks.is_busy:
    app.processEvents()
print(window.note.label.text())
print(document.history.count(), document.history.index(), document.is_edited)
(place / "found").write_text(document.text)
for _ in range(document.history.index()):
    window.undo()
(place / "undone").write_text(document.text)
document.history.setClean()
window.close()
"""


def start(place: Path, program: str) -> subprocess.Popen[str]:
    variables = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROGRAM + program, str(place)]
    return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("pause", [0.0, 0.17])
def test_a_program_that_is_killed_loses_the_last_key_press_at_most(
    tmp_path: Path, pause: float
) -> None:
    (tmp_path / "home.yaml").write_text(TWO_CHANNELS, encoding="utf-8")
    typing = start(tmp_path, _TYPES)
    assert typing.stdout is not None
    for _ in range(30):
        assert typing.stdout.readline()
    time.sleep(pause)
    typing.send_signal(signal.SIGKILL)
    typing.stdout.close()
    assert typing.wait() == -signal.SIGKILL
    typed = (tmp_path / "typed").read_text()
    assert (tmp_path / "home.yaml").read_text() == TWO_CHANNELS

    looking = start(tmp_path, _LOOKS)
    said, _ = looking.communicate(timeout=60)
    assert looking.returncode == 0
    assert "Your work is back" in said
    assert said.splitlines()[1].endswith("True")
    found = (tmp_path / "found").read_text()
    assert_is_one_press_apart(typed, found)
    assert (tmp_path / "undone").read_text() == TWO_CHANNELS
    assert list((tmp_path / "journals").iterdir()) == []


def assert_is_one_press_apart(typed: str, found: str) -> None:
    """What was written down after each press may be one behind the journal, never ahead of it."""
    one, other = (next(x for x in text.splitlines() if "blog:1" in x) for text in (typed, found))
    assert typed.replace(one, other) == found
    written, kept = (line.partition("   #")[0] for line in (one, other))
    is_undone = len(kept) < len(written) and written.startswith(kept)
    assert kept[:-1] == written or kept == written or is_undone

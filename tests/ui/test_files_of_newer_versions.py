"""What a newer version of the program has kept is read, said, and never destroyed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication

from openpalm_desktop.cli import commands
from openpalm_desktop.deploy.edit_journal import Journal
from openpalm_desktop.deploy.lost_work import find_left, find_newer
from openpalm_desktop.deploy.saved_targets import SavedTarget, save_targets, targets_file
from openpalm_desktop.ui import messages, session
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.target_desk import TargetDesk
from openpalm_desktop.ui.targets_dialog import TargetsDialog
from openpalm_desktop.ui.theme import Look, Theme
from openpalm_desktop.ui.windows import Windows
from tests.ui.conftest import forget_changes
from tests.ui.hands import click, wait_for
from tests.ui.test_journal import result

Start = Callable[[], MainWindow]


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    folder = tmp_path / "journals"
    folder.mkdir()
    return folder


@pytest.fixture
def start(ini: Path, journals: Path, theme: Theme, qapp: QApplication) -> Iterator[Start]:
    """Start the program with the settings of the file, and end it."""
    begun: list[Windows] = []

    def started() -> MainWindow:
        windows = Windows(stored(ini), theme, journals, qapp)
        begun.append(windows)
        windows.begin([])
        wait_for(lambda: windows._is_whole)
        return windows.all[0]

    yield started
    for windows in begun:
        for window in list(windows.all):
            forget_changes(window)
            window.close()
            window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def stored(ini: Path) -> Settings:
    return Settings(QSettings(str(ini), QSettings.Format.IniFormat))


def kept(ini: Path) -> QSettings:
    return QSettings(str(ini), QSettings.Format.IniFormat)


def newer_journal(folder: Path) -> Path:
    """Return a journal as a later version would begin it."""
    said = json.dumps({"journal": 2, "begun": {"how": "otherwise"}}).encode()
    path = folder / "later.journal"
    path.write_bytes(b"%08x %b\nand lines of another kind\n" % (crc32(said), said))
    return path


def test_settings_say_which_version_wrote_them(ini: Path) -> None:
    settings = stored(ini)
    settings.look = Look.DARK
    assert str(kept(ini).value("version")) == "1"
    assert not stored(ini).are_newer


@pytest.mark.parametrize("version", ["2", "3.1", "next"])
def test_newer_settings_are_used_and_stay_as_they_are(ini: Path, version: str) -> None:
    ini.write_text(f"[General]\nversion={version}\nlook=dark\nwhat=ever\n", encoding="utf-8")
    before = ini.read_bytes()
    settings = stored(ini)
    assert settings.are_newer
    assert settings.look is Look.DARK
    settings.look = Look.LIGHT
    settings.add_recent_file(ini)
    settings.forget_recent_files()
    settings.keep_view("channels", 1)
    assert settings.look is Look.LIGHT
    assert settings.recent_files == []
    assert settings.view("channels") == 1
    settings._store.sync()
    assert ini.read_bytes() == before


def test_newer_settings_are_told_until_it_was_read(ini: Path, start: Start) -> None:
    ini.write_text("[General]\nversion=2\n", encoding="utf-8")
    window = start()
    said = "Your settings were written by a newer version of OpenPalm Desktop."
    wait_for(lambda: window.note.label.text().startswith(said))
    window.files.open_example()
    wait_for(lambda: window.document is not None and bool(window.document.state.spec.channels))
    assert window.note.label.text().startswith(said)
    click(window.note.dismiss)
    assert not window.note.isVisible()


def test_a_session_of_a_newer_version_is_left_for_it(ini: Path, start: Start) -> None:
    text = json.dumps({"version": 2, "windows": {"of": "another kind"}})
    stored(ini).session = text
    assert session.from_text(text) == []
    window = start()
    assert window.windows is not None
    window.windows.keep_session()
    assert stored(ini).session == text


def test_a_session_without_a_version_is_of_the_first() -> None:
    views = session.from_text(json.dumps([{"path": "/home/ada/home.yaml"}]))
    assert [one.path for one in views] == ["/home/ada/home.yaml"]
    assert session.from_text(session.as_text(views)) == views
    assert not session.is_newer(session.as_text(views))


def test_a_journal_of_a_newer_version_is_told_and_left_byte_for_byte(
    journals: Path, start: Start
) -> None:
    path = newer_journal(journals)
    before = path.read_bytes()
    window = start()
    wait_for(window.note.isVisible)
    assert f"left unsaved work, in {journals}" in window.note.label.text()
    assert path.read_bytes() == before


def test_a_journal_that_nobody_can_read_is_put_aside(journals: Path) -> None:
    path = journals / "odd.journal"
    path.write_bytes(b"a format of its own\n")
    assert result(find_left(journals)) == ()
    assert result(find_newer(journals)) == ()
    assert not path.exists()
    assert (journals / "odd.unreadable").read_bytes() == b"a format of its own\n"


def test_reading_a_journal_does_not_change_it(journals: Path) -> None:
    journal = Journal.begin(journals)
    journal.append({"journal": 1})
    journal.close()
    with journal.path.open("ab") as file:
        file.write(b"half a li")
    before = journal.path.read_bytes()
    with journal.path.open("r+b", buffering=0) as file:
        assert Journal(journal.path, file).read() == ([{"journal": 1}], False)
    assert journal.path.read_bytes() == before


@pytest.fixture
def newer_targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Targets as a later version would keep them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    path = targets_file()
    path.parent.mkdir(parents=True)
    attic = {"address": "ssh://attic.example.org", "colour": "blue"}
    path.write_text(json.dumps({"version": 2, "targets": {"attic": attic}}), encoding="utf-8")
    return path


def test_targets_of_a_newer_version_are_used_and_stay_as_they_are(
    newer_targets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = newer_targets.read_bytes()
    assert commands.run(["target", "list"]) == 0
    assert "ssh://attic.example.org" in capsys.readouterr().out
    assert commands.run(["target", "add", "cellar", "ssh://cellar.example.org"]) == 1
    assert "was written by a newer version of OpenPalm Desktop" in capsys.readouterr().err
    assert commands.run(["target", "remove", "attic"]) == 1
    assert newer_targets.read_bytes() == before


def test_targets_of_a_newer_version_are_told_in_the_window(
    window: MainWindow, newer_targets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    assert window.document is not None
    before = newer_targets.read_bytes()
    desk: TargetDesk = window.document.target
    dialog = TargetsDialog(window, desk)
    dialog.show()
    assert dialog.current == "attic"
    click(dialog.remove)
    assert "was written by a newer version" in said[0]
    assert dialog.current == "attic"
    assert newer_targets.read_bytes() == before


def test_targets_of_this_version_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    save_targets({"attic": SavedTarget("ssh://attic.example.org")})
    assert json.loads(targets_file().read_bytes())["version"] == 1

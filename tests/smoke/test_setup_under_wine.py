"""The setup program for Windows under Wine: installs, refuses, updates, and goes without a trace.

    python3 dev.py test tests/smoke/test_setup_under_wine.py --wine PREFIX --handed-out dist

PREFIX is a folder that `wineboot -i` and packaging/windows/wine/shims made, set to Windows 10.
"""

import subprocess
from pathlib import Path

import pytest

from tests.smoke.program import PATIENCE, ROOT, kill
from tests.smoke.screen import Screen

WINE = ROOT / "packaging" / "windows" / "wine" / "wine"
NAME, TITLE = "openpalm-desktop", "OpenPalm Desktop"
CLASSES = r"HKCU\Software\Classes"
REMOVAL = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{TITLE}"
SETTINGS = r"HKCU\Software\OpenPalm"
RUNS = 2  # what the setup ends with while the program runs
SPEC = "version: 4\nprojectName: house\n"


class Windows:
    """Somebody's Windows, as far as Wine is one."""

    def __init__(self, prefix: Path, setup: Path) -> None:
        self.prefix, self.setup = prefix, setup
        (self.home,) = (prefix / "drive_c" / "users").glob("[!P]*")
        self.folder = self.home / "AppData/Local/Programs" / TITLE
        self.menu = self.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"

    def run(self, *words: str, status: int = 0) -> str:
        """Run a program of Windows to its end."""
        command = [str(WINE), str(self.prefix), *words]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        said = (done.stdout + done.stderr).decode(errors="replace").replace("\r\n", "\n")
        assert done.returncode == status, said
        return said

    def install(self, status: int = 0) -> None:
        """Install silently."""
        self.run(str(self.setup), "/S", status=status)

    def remove(self) -> None:
        """Remove silently; the remover goes on as a copy of itself, whose end nobody is told."""
        self.run(str(self.folder / "uninstall.exe"), "/S")

    def value(self, key: str, name: str = "") -> str | None:
        """A value of the registry."""
        command = [str(WINE), str(self.prefix), "reg", "query", key, "/v" if name else "/ve"]
        done = subprocess.run(
            [*command, *([name] if name else [])], capture_output=True, check=False
        )
        said = done.stdout.decode(errors="replace")
        return said.partition("REG_SZ")[2].strip() if done.returncode == 0 else None


@pytest.fixture
def windows(pytestconfig: pytest.Config) -> Windows:
    """A Windows that the program is not on."""
    handed_out = Path(pytestconfig.getoption("--handed-out"))
    (setup,) = handed_out.absolute().glob("*-setup.exe")
    one = Windows(Path(pytestconfig.getoption("--wine")).absolute(), setup)
    if one.folder.exists():
        one.remove()
    return one


def test_it_is_installed_for_one_user_and_goes_without_a_trace(windows: Windows) -> None:
    windows.install()
    assert {file.name for file in windows.folder.iterdir()} == {
        "_internal",
        f"{NAME}.exe",
        f"{TITLE}.exe",
        "uninstall.exe",
    }
    assert (windows.menu / f"{TITLE}.lnk").is_file()
    kind = windows.value(rf"{CLASSES}\.openpalm")
    assert kind == "OpenPalm.Stack"
    command = windows.value(rf"{CLASSES}\{kind}\shell\open\command")
    assert command is not None
    assert command.endswith(rf'\{TITLE}.exe" "%1"')
    assert windows.value(REMOVAL, "DisplayName") == TITLE

    (windows.folder / "mine.txt").write_text("not theirs")
    windows.remove()
    assert {file.name for file in windows.folder.iterdir()} == {"mine.txt"}
    (windows.folder / "mine.txt").unlink()
    windows.folder.rmdir()
    assert not (windows.menu / f"{TITLE}.lnk").exists()
    for key in (rf"{CLASSES}\.openpalm", rf"{CLASSES}\OpenPalm.Stack", REMOVAL):
        assert windows.value(key) is None


def test_while_it_runs_it_is_neither_updated_nor_removed(
    windows: Windows, screen: Screen, tmp_path: Path
) -> None:
    windows.install()
    (tmp_path / "house.openpalm").write_text(SPEC)
    program = [str(WINE), str(windows.prefix), str(windows.folder / f"{TITLE}.exe")]
    environment = screen.environment()
    running = subprocess.Popen(
        [*program, "house.openpalm"], cwd=tmp_path, env=environment, start_new_session=True
    )
    try:
        screen.wait_for_window("house.openpalm")
        windows.install(status=RUNS)
        windows.remove()
        assert (windows.folder / "_internal").is_dir()
        screen.wait_for_window("house.openpalm")
        screen.press("Escape", "ctrl+q")
        assert running.wait(PATIENCE) == 0
    finally:
        kill(running)
    windows.remove()


def test_an_update_takes_away_what_is_old_and_keeps_settings(windows: Windows) -> None:
    windows.install()
    windows.run("reg", "add", SETTINGS, "/v", "kept", "/d", "as it was", "/f")
    old = windows.folder / "_internal" / "of an older version.dll"
    old.write_bytes(b"MZ")
    windows.install()
    assert not old.exists()
    assert windows.run(str(windows.folder / f"{NAME}.exe"), "--version").startswith(NAME)
    windows.remove()
    assert windows.value(SETTINGS, "kept") == "as it was"

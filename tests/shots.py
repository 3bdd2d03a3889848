"""Pictures of every section: python3 dev.py shots [FOLDER]; light and dark, small and large."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.specs import spec_text
from openpalm_desktop.app import fill
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.preview_pane import Kind
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
from openpalm_desktop.ui.welcome import EXAMPLE
from tests.shot_details import draw_details
from tests.ui.hands import wait_opened

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((960, 600), (1280, 800), (1920, 1080))
Scene = Callable[[MainWindow], None]


def main(arguments: list[str]) -> int:
    """Draw all pictures, once for each scale of the screen, which Qt takes only at its start."""
    folder = Path(arguments[0]) if arguments else ROOT / "shots"
    scale = os.environ.get("OPENPALM_SHOTS_SCALE")
    if scale is None:
        codes = [_at_scale(folder, each) for each in ("1", "2")]
        return max(codes)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's own is asked
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        for look in (Look.LIGHT, Look.DARK):
            theme = Theme(app, look)
            for stack, text in _stacks().items():
                _draw(theme, Path(place), stack, text, folder, f"{look.value}@{scale}x")
    if scale == "2":
        count = len(list(folder.glob("*.png")))
        sys.stdout.write(f"{count} pictures are in {folder}.\n")
    return 0


def _draw(theme: Theme, place: Path, stack: str, text: str, folder: Path, kind: str) -> None:
    store = QSettings(str(place / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Settings(store), theme)
    path = place / f"{stack}.yaml"
    path.write_text(text, encoding="utf-8")
    names = re.findall(r"\$\{([A-Z0-9_]+)\}", text)[::2]
    (place / "secrets.env").write_text("".join(f"{name}=x\n" for name in names))
    window.resize(*SIZES[0])
    window.show()
    document = fill(window, [path] if text else [])
    wait_opened(window)
    for width, height in SIZES:
        window.resize(width, height)
        for name, scene in _scenes(stack).items():
            scene(window)
            QApplication.processEvents()
            window.grab().save(str(folder / f"{stack}-{name}-{width}x{height}-{kind}.png"))
            if window.beginning.tour is not None:
                window.beginning.tour.end()
    if stack == "typical":
        draw_details(window, folder, kind)
    document.history.setClean()
    window.close()


def _scenes(stack: str) -> dict[str, Scene]:
    if stack == "empty":
        welcome: dict[str, Scene] = {"welcome": lambda window: window.beginning.show_welcome()}
        return welcome | {
            section.value: lambda window, one=section: window.show_section(one)
            for section in (Section.CHANNELS, Section.OVERVIEW, Section.PICTURE, Section.SECRETS)
        }
    if stack == "crowded":
        return {
            "channels": _show_crowd,
            "overview": lambda window: window.show_section(Section.OVERVIEW),
            "picture": lambda window: window.show_section(Section.PICTURE),
            "palette": lambda window: _find(window, "channel 57"),
            "differences": _rename_network,
        }
    if stack == "secrets":
        return {"secrets": _show_secrets}
    sections: dict[str, Scene] = {
        section.value: lambda window, one=section: window.show_section(one)  # type: ignore[misc] # mypy cannot see the default
        for section in Section
    }
    tabs: dict[str, Scene] = {
        f"channel-{tab.value}": lambda window, one=tab: _show_tab(window, one)  # type: ignore[misc]
        for tab in Tab
    }
    return (
        sections
        | tabs
        | {
            "secrets": _show_secrets,
            "several": _show_several,
            "ports": _show_ports,
            "edited": _edit,
            "tour": lambda window: window.beginning.show_tour(),
            "preview-find": _find_in_preview,
            "palette": lambda window: _find(window, "blog"),
            "differences": lambda window: _compare(window, is_split=False),
            "differences-side-by-side": lambda window: _compare(window, is_split=True),
        }
    )


def _show_several(window: MainWindow) -> None:
    window.show_section(Section.CHANNELS)
    window.channels.table.show_chosen(["blog", "notes", "files"])


def _show_ports(window: MainWindow) -> None:
    window.go_to(("services", "postgres", "ports"))


def _show_crowd(window: MainWindow) -> None:
    window.show_section(Section.CHANNELS)
    window.channels.show_channel("channel-57")


def _show_tab(window: MainWindow, tab: Tab) -> None:
    window.preview.show_files()
    window.show_section(Section.CHANNELS)
    window.channels.show_channel("discord" if tab is Tab.ENVIRONMENT else "blog")
    window.channels.form.page(tab)
    window.channels.form.tabs.setCurrentIndex(list(Tab).index(tab))


def _show_secrets(window: MainWindow) -> None:
    window.show_section(Section.SECRETS)
    document = window.document
    if document is not None and document.path is not None:
        while document.secrets.held.names is None:
            QTest.qWait(5)


def _edit(window: MainWindow) -> None:
    _show_tab(window, Tab.GENERAL)
    if window.document is not None:
        window.document.put(
            ("channels", "blog", "domains"), ("blog.example.org", "www.example.org")
        )
    window.preview.show_kind(Kind.CADDYFILE)


def _find_in_preview(window: MainWindow) -> None:
    window.preview.show_kind(Kind.COMPOSE)
    window.preview.ask_what_to_find()
    window.preview.find_bar.line.setText("image")


def _find(window: MainWindow, letters: str) -> None:
    window.open_palette()
    if window.command_palette is not None:
        window.command_palette.line.setText(letters)


def _compare(window: MainWindow, *, is_split: bool) -> None:
    window.preview.show_differences()
    if window.preview.differences is not None:
        window.preview.differences.split.setChecked(is_split)
        window.preview.differences.go(1)


def _rename_network(window: MainWindow) -> None:
    if window.document is not None:
        window.document.put(("network",), "home")
    _compare(window, is_split=False)


def _stacks() -> dict[str, str]:
    typical = EXAMPLE.read_text(encoding="utf-8")
    crowded = {"crowded": spec_text(200), "secrets": _stack_of_secrets(60)}
    return {"empty": "", "typical": typical, **crowded}


def _stack_of_secrets(count: int) -> str:
    channels = [
        f"  app-{number}: {{image: example/app, containerPort: {8000 + number}, env:"
        f" {{TOKEN: '${{APP_{number}_TOKEN}}', KEY: '${{SHARED_KEY}}'}}}}\n"
        for number in range(1, count)
    ]
    return f"version: 4\nprojectName: many\nchannels:\n{''.join(channels)}"


def _at_scale(folder: Path, scale: str) -> int:
    variables = {**os.environ, "QT_SCALE_FACTOR": scale, "OPENPALM_SHOTS_SCALE": scale}
    command = [sys.executable, "-m", "tests.shots", str(folder)]
    return subprocess.call(command, cwd=ROOT, env=variables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

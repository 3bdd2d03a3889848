"""Pictures of every section: python3 dev.py shots [FOLDER]; those of the handbook: shots --docs."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from openpalm_desktop.app import fill
from openpalm_desktop.ui.language import speak_language
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
from tests.shot_details import draw_details
from tests.shot_palette import with_few_colours
from tests.shot_scenes import HANDBOOK, Scene, rest, scenes
from tests.shot_stacks import DEPLOYED, handbook_stacks, secret_names, stacks
from tests.ui.hands import wait_opened

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SMALL, USUAL, LARGE = QSize(960, 600), QSize(1280, 800), QSize(1920, 1080)


class Run(NamedTuple):
    """One start of Qt, which takes the screen's scale and the language only then."""

    scale: str
    language: str
    sizes: tuple[QSize, ...]
    looks: tuple[Look, ...]


_BOTH = (Look.LIGHT, Look.DARK)
RUNS = (
    Run("1", "en", (SMALL, USUAL, LARGE), _BOTH),
    Run("2", "en", (USUAL,), _BOTH),
    Run("1", "de", (SMALL, USUAL), (Look.LIGHT,)),
)


def main(arguments: list[str]) -> int:
    """Draw all pictures, one process for each run, side by side."""
    number = os.environ.get("OPENPALM_SHOTS_RUN")
    if number is not None:
        return _draw_run(RUNS[int(number)], Path(arguments[0]))
    if arguments == ["--docs"]:
        return _draw_handbook()
    folder = Path(arguments[0] if arguments else ROOT / "shots").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    running = [_started(number, folder) for number in range(len(RUNS))]
    codes = [each.wait() for each in running]
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures are in {folder}.\n")
    return max(codes)


def _started(number: int, folder: Path) -> subprocess.Popen[bytes]:
    scale = {"QT_SCALE_FACTOR": RUNS[number].scale, "OPENPALM_SHOTS_RUN": str(number)}
    command = [sys.executable, "-m", "tests.shots", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **scale})


def _draw_run(run: Run, folder: Path) -> int:
    app = _app(run.language)
    with TemporaryDirectory() as place:
        for look in run.looks:
            theme = Theme(app, look)
            kind = f"{run.language}-{look.value}@{run.scale}x"
            for stack, text in stacks(run.language).items():
                window = _opened(theme, Path(place), stack, text, 1 if stack == DEPLOYED else 2)
                for size in run.sizes:
                    wanted = scenes(stack, is_usual=size == USUAL)
                    for name, picture in _drawn(window, wanted, size):
                        shown = f"{stack}-{name}-{size.width()}x{size.height()}"
                        picture.save(str(folder / f"{shown}-{kind}.png"))
                if stack == "typical":
                    draw_details(window, folder, kind)
                _close(window)
    return 0


def _draw_handbook() -> int:
    """Draw what docs/ shows, with all secrets set, in a palette of few colours to be small."""
    app = _app("en")
    with TemporaryDirectory() as place:
        for look in _BOTH:
            theme = Theme(app, look)
            for stack, text in handbook_stacks().items():
                wanted = HANDBOOK.get((stack, look.value), {})
                window = _opened(theme, Path(place), stack, text, every=1)
                for name, picture in _drawn(window, wanted, USUAL):
                    small = with_few_colours(picture.toImage())
                    small.save(str(PICTURES / f"{name}-{look.value}.png"), quality=0)
                _close(window)
    return 0


def _app(language: str) -> QApplication:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's own is asked
    app = QApplication([])
    speak_language(app, language)
    return app


def _opened(theme: Theme, place: Path, stack: str, text: str, every: int) -> MainWindow:
    """Return a window on a stack, with a value for every secret, or for every other one."""
    store = QSettings(str(place / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Settings(store), theme)
    path = place / f"{stack}.yaml"
    path.write_text(text, encoding="utf-8")
    values = place / "secrets.env"
    values.write_text("".join(f"{name}=x\n" for name in secret_names(text)[::every]))
    values.chmod(0o600 if every == 1 else 0o644)
    window.resize(SMALL)
    window.show()
    fill(window, [path] if text else [])
    wait_opened(window)
    return window


def _drawn(
    window: MainWindow, wanted: Mapping[str, Scene], size: QSize
) -> Iterator[tuple[str, QPixmap]]:
    window.resize(size)
    for name, scene in wanted.items():
        rest(window)
        scene(window)
        for _ in range(4):
            QApplication.processEvents()
        yield name, (QApplication.activeModalWidget() or window).grab()


def _close(window: MainWindow) -> None:
    if window.document is not None:
        window.document.history.setClean()
    window.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

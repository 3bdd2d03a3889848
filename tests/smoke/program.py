"""A program as it is installed somewhere: started in a folder, with a home that is thrown away."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; the first start under Wine takes a while
# What would lead a program to a Python, a Qt or a keyring that are not its own.
_NOT_HANDED_ON = ("PYTHON", "VIRTUAL_ENV", "QT_", "DBUS_", "LD_", "XDG_", "DISPLAY", "WAYLAND")


@dataclass(frozen=True)
class Program:
    """The words that start it, and the folder where its files are named."""

    words: tuple[str, ...]
    folder: Path
    home: Path

    @property
    def is_for_windows(self) -> bool:
        """Whether it is a program of Windows, there or under Wine."""
        return self.words[-1].endswith(".exe")

    def name_of(self, path: Path) -> Path:
        """What it calls a file or folder of ours: under Wine our disk is its drive Z."""
        return Path(f"Z:{path}") if self.is_for_windows and os.name == "posix" else path

    def run(self, *words: str, status: int = 0, **variables: str) -> str:
        """Run it to its end and return what it printed, errors last."""
        done = subprocess.run(
            [*self.words, *words],
            cwd=self.folder,
            env={**self.environment(), **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        said = (done.stdout + done.stderr).decode().replace("\r\n", "\n")
        assert done.returncode == status, said
        return said

    def start(self, *words: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start it and let it run."""
        environment = {**self.environment(), **variables}
        command = [*self.words, *words]
        return subprocess.Popen(command, cwd=self.folder, env=environment, start_new_session=True)

    def environment(self) -> Mapping[str, str]:
        """The environment variables of somebody who has never used it."""
        self.home.mkdir(exist_ok=True)
        ours = {k: v for k, v in os.environ.items() if not k.startswith(_NOT_HANDED_ON)}
        return {**ours, "HOME": str(self.home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

    def write(self, name: str, text: str) -> Path:
        """Write a file where it is started."""
        file = self.folder / name
        file.write_bytes(text.encode())
        return file


def kill(running: subprocess.Popen[bytes]) -> None:
    """End a program as a power cut does, with whatever it was started through."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait(PATIENCE)


def source() -> tuple[str, ...]:
    """The words that start the program of this tree."""
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r})"
    run = "from openpalm_desktop.__main__ import main; sys.exit(main())"
    return (sys.executable, "-c", f"{begin}; {run}")


def files_in(folder: Path) -> Mapping[str, bytes]:
    """Every file in a folder with its content."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

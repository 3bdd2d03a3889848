"""Makes the frozen program and what this system's people install; started by dev.py package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
PROGRAM = DIST / "openpalm-desktop"


def main() -> int:
    """Make everything that can be made here."""
    freeze()
    if sys.platform == "linux":
        package_for_linux()
    for made in sorted(DIST.iterdir()):
        if made.is_file():
            say(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB")
    return 0


def freeze() -> None:
    """Make the one-folder program, the same bytes each time."""
    settled = {"SOURCE_DATE_EPOCH": str(last_change()), "PYTHONHASHSEED": "1"}
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(BUILD / "freeze")]
    subprocess.check_call(
        [*command, str(HERE / "openpalm.spec")], cwd=ROOT, env={**os.environ, **settled}
    )
    if sys.platform == "linux" and shutil.which("strip"):
        # A Python that was built with debugging symbols brings 30 MB of them along.
        inside = PROGRAM / "_internal"
        files = [*inside.glob("libpython*"), *inside.glob("python3*/lib-dynload/*.so")]
        subprocess.check_call(["strip", "--strip-debug", *map(str, files)])
    say(f"{PROGRAM.relative_to(ROOT)}: {size(PROGRAM) / 1e6:.0f} MB")


def package_for_linux() -> None:
    """Make the Debian package, and the installer for one user of any distribution."""
    icons = BUILD / "icons"
    subprocess.check_call([sys.executable, str(HERE / "icons.py"), str(icons)])
    for script, tool in (("build_deb", "dpkg-deb"), ("build_run", "makeself")):
        if shutil.which(tool):
            words = [str(PROGRAM), str(icons), version(), str(DIST)]
            variables = {**os.environ, "SOURCE_DATE_EPOCH": str(last_change())}
            subprocess.check_call([str(HERE / "linux" / script), *words], env=variables)
        else:
            say(f"{script} is left out: install {tool} to have it made.")


def last_change() -> int:
    """Return when the sources were last changed, in seconds since 1970."""
    asked = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 and done.stdout else 0


def version() -> str:
    """Return the program's version."""
    text = (ROOT / "openpalm_desktop" / "__init__.py").read_text(encoding="utf-8")
    return text.split('__version__ = "')[1].split('"')[0]


def size(folder: Path) -> int:
    """Return how many bytes a folder takes."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def say(sentence: str) -> None:
    """Tell the person at the terminal what was made."""
    print(sentence, flush=True)  # noqa: T201 – this is a program


if __name__ == "__main__":
    sys.exit(main())

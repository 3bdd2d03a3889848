"""Makes the frozen program and what this system's people install; started by dev.py package.

    build.py                     all that this system can make
    build.py --freeze            only the one-folder program
    build.py --pack FOLDER       installers of a program that is frozen already
    build.py … --for win32       … for Windows, whose installer can be made anywhere
    build.py --measured          what `dev.py bench P5` starts, frozen as the program is
    build.py … --quick           with packing that takes a second instead of a minute

The date in everything that is made is that of the sources, SOURCE_DATE_EPOCH if set, so that the
same sources give the same bytes.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
ICONS, MEASURED = BUILD / "icons", BUILD / "measured"
NAME, TITLE = "openpalm-desktop", "OpenPalm Desktop"
PROGRAM = DIST / (f"{TITLE}.app" if sys.platform == "darwin" else NAME)
# The window tells their versions, which the frozen program can read from their metadata only.
NAMED_IN_ABOUT = ("pyside6-essentials", "pyyaml", "docker", "keyring", "pyrage", "tzdata")


class Maker(NamedTuple):
    """Something that people install: what makes it, with which tool, and where that is from."""

    what: str
    tool: str
    source: str
    command: tuple[str, ...]


def makers(program: Path, *, quick: bool) -> dict[str, tuple[Maker, ...]]:
    """Return what is made of a frozen program on each system."""
    script = (str(program), version(), str(DIST))
    linux = HERE / "linux"
    compression = "zstd" if quick else "xz"
    wine = () if sys.platform == "win32" else ("-DWINE",)
    setup = (f"-DVERSION={version()}", f"-DPROGRAM={program}", f"-DOUT={DIST}", f"-DICONS={ICONS}")
    effort = ("-XSetCompressor zlib",) if quick else ()
    return {
        "linux": (
            Maker(
                "the Debian package",
                "dpkg-deb",
                "the package dpkg",
                (str(linux / "build_deb"), str(ICONS), compression, *script),
            ),
            Maker(
                "the installer for one user",
                "makeself",
                "the package makeself",
                (str(linux / "build_run"), str(ICONS), *script),
            ),
            Maker(
                "the AppImage",
                "appimagetool",
                "github.com/AppImage/appimagetool",
                (str(linux / "build_appimage"), str(ICONS), *script),
            ),
        ),
        "win32": (
            Maker(
                "the setup program",
                "makensis",
                "nsis.sourceforge.io, or the package nsis",
                ("makensis", "-V2", *effort, *wine, *setup, str(HERE / "windows" / "setup.nsi")),
            ),
        ),
        "darwin": (
            Maker(
                "the disk image", "hdiutil", "macOS", (str(HERE / "macos" / "build_dmg"), *script)
            ),
        ),
    }


def main(arguments: Sequence[str]) -> int:
    """Make what was asked for, and say what could not be made."""
    asked = _asked(arguments)
    DIST.mkdir(exist_ok=True)
    if asked.measured:
        freeze_measured()
        return 0
    draw_icons()
    if asked.pack is None:
        freeze()
    if not asked.freeze:
        for maker in makers((asked.pack or PROGRAM).absolute(), quick=asked.quick)[asked.system]:
            make(maker)
    for made in sorted(DIST.iterdir()):
        if made.is_file():
            say(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB")
    return 0


def freeze() -> None:
    """Make the one-folder program, the same bytes each time."""
    freeze_by("openpalm.spec", DIST)
    if sys.platform == "linux" and shutil.which("strip"):
        # A Python that was built with debugging symbols brings 30 MB of them along.
        inside = PROGRAM / "_internal"
        files = [*inside.glob("libpython*"), *inside.rglob("*.cpython-*.so")]
        subprocess.check_call(["strip", "--strip-debug", *map(str, files)])
    say(f"{PROGRAM.relative_to(ROOT)}: {size(PROGRAM) / 1e6:.0f} MB")


def freeze_measured() -> None:
    """Make a program of our window that tells when it is painted, and one of a bare window."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.programs import BARE, LEAVE, OURS  # noqa: PLC0415 – its place is known now

    MEASURED.mkdir(parents=True, exist_ok=True)
    for name, program in (("ours", OURS), ("bare", BARE)):
        (MEASURED / f"{name}.py").write_text(program + LEAVE, encoding="utf-8")
    freeze_by("measured.spec", MEASURED)


def freeze_by(spec: str, out: Path) -> None:
    """Let PyInstaller do what a spec file says."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--log-level", "ERROR", "--distpath", str(out), "--workpath", str(BUILD / "freeze")]
    subprocess.check_call([*command, str(HERE / spec)], cwd=ROOT, env=settled())


def draw_icons() -> None:
    """Draw the icons of all systems."""
    subprocess.check_call([sys.executable, str(HERE / "icons.py"), str(ICONS)])


def make(maker: Maker) -> None:
    """Make one thing, or say what it needs."""
    if shutil.which(maker.tool) is None:
        say(f"Left out: {maker.what}, which needs {maker.tool} ({maker.source}).")
        return
    subprocess.check_call(maker.command, cwd=ROOT, env=settled())


def icon() -> str | None:
    """Return the icon of the program file; on Linux the desktop has it."""
    kind = {"win32": "ico", "darwin": "icns"}.get(sys.platform)
    return str(ICONS / f"{NAME}.{kind}") if kind else None


def settled() -> dict[str, str]:
    """Return our environment variables, without what would make two builds differ."""
    return {**os.environ, "SOURCE_DATE_EPOCH": str(last_change()), "PYTHONHASHSEED": "1"}


def last_change() -> int:
    """Return when the sources were last changed, in seconds since 1970."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    asked = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 and done.stdout else 0


def day() -> str:
    """Return the day of the sources."""
    return datetime.fromtimestamp(last_change(), UTC).date().isoformat()


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


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 dev.py package")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--freeze", action="store_true", help="only the one-folder program")
    only.add_argument("--pack", type=Path, metavar="FOLDER", help="a program frozen already")
    only.add_argument("--measured", action="store_true", help="what the benchmark P5 starts")
    parser.add_argument("--for", dest="system", choices=makers(PROGRAM, quick=False))
    parser.add_argument("--quick", action="store_true", help="pack fast instead of small")
    parser.set_defaults(system=sys.platform)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Everything a developer does with this tree, by one program that needs Python and nothing else.

It must also parse on a Python too old to run the rest: that one only looks for a newer one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
EXAMPLE = ROOT / "resources" / "examples" / "household.yaml"
PLAYGROUND = ROOT / "build" / "example"
OLDEST, NEWEST = (3, 11), (3, 14)
QT_PLATFORMS = ("xcb", "wayland", "offscreen")
UV = "uv==0.13.9"  # resolves for all systems at once, which pip-compile cannot


# What the commands do


def run(arguments: Sequence[str]) -> int:
    """Open the window on SPEC, or on a copy of the household example."""
    platform = platform_plugin(os.environ)
    if platform is None:
        sys.exit(
            "There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window can "
            "open. Start this from a desktop session."
        )
    python = environment("run")
    require_qt_libraries(platform)
    return subprocess.call([python, "-m", "openpalm_desktop", *(arguments or [copy_of_example()])])


def test(arguments: Sequence[str]) -> int:
    """Run all tests this machine can run, side by side; with pytest arguments, just those."""
    python = environment("dev")
    require_qt_libraries("offscreen")
    # Tests that share an engine carry the same xdist_group, so one process runs them in turn.
    arguments = arguments or ["-n", "auto", "--dist", "loadgroup"]
    return subprocess.call([python, "-m", "pytest", *arguments], cwd=ROOT, env=without_screen())


def check(_: Sequence[str]) -> int:
    """Look for mistakes without running anything: ruff, mypy, import contracts, shellcheck."""
    python = environment("dev")
    checks = {
        "ruff check": [python, "-m", "ruff", "check", "--quiet"],
        "ruff format": [python, "-m", "ruff", "format", "--check", "--quiet"],
        "mypy": [python, "-m", "mypy"],
        "imports": [str(tool("lint-imports"))],
    }
    scripts = shell_scripts(ROOT)
    shellcheck = tool("shellcheck")
    if scripts and shellcheck:
        # SC2329 takes a function that only a trap calls for one that nothing calls.
        checks["shellcheck"] = [str(shellcheck), "--exclude=SC2329", *map(str, scripts)]
    elif scripts:
        print("shellcheck    left out: install the package shellcheck to have it")
    passed = list(side_by_side(checks))
    return 0 if all(passed) else 1


def bench(arguments: Sequence[str]) -> int:
    """Measure speed and size; with names (P1 P4 …), just those."""
    python = environment("dev")
    require_qt_libraries("offscreen")
    return subprocess.call([python, "-m", "benchmarks", *arguments], cwd=ROOT, env=without_screen())


def shots(arguments: Sequence[str]) -> int:
    """Draw the window's pictures for the documentation and for looking at."""
    python = environment("dev")
    require_qt_libraries("offscreen")
    command = [python, "-m", "tests.shots", *arguments]
    return subprocess.call(command, cwd=ROOT, env=without_screen())


def words(_: Sequence[str]) -> int:
    """Bring the translations' catalogues up to date with the texts in the code."""
    return subprocess.call([environment("dev"), "-m", "tests.words"], cwd=ROOT)


def lock(arguments: Sequence[str]) -> int:
    """Write requirements/*.txt from the *.in files; --upgrade takes newer versions."""
    require_venv_module()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call([sys.executable, "-m", "venv", folder])
        python = python_of(Path(folder))
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        subprocess.check_call([*pip, "install", "-qq", UV])
        resolve = [python, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes"]
        resolve += ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
        for name in ("run", "dev", "package"):
            print(f"Writing requirements/{name}.txt.")
            files = ["--output-file", f"{name}.txt", f"{name}.in"]
            subprocess.check_call([*resolve, *arguments, *files], cwd=ROOT / "requirements")
    return 0


def package(arguments: Sequence[str]) -> int:
    """Make what people install, as far as this system can, into dist/; --help tells more."""
    venv = ROOT / "build" / "venv"
    python = environment("package", venv)
    require_qt_libraries("xcb", venv)  # what is missing here would be missing in the package
    return subprocess.call([python, "packaging/build.py", *arguments], cwd=ROOT)


COMMANDS = (run, test, check, bench, shots, words, lock, package)


def main(arguments: Sequence[str]) -> int:
    """Carry out one command and return its exit code."""
    use_supported_python()
    name, *rest = arguments or ["--help"]
    for command in COMMANDS:
        if command.__name__ == name:
            try:
                return command(rest)
            except KeyboardInterrupt:
                return 130
    print("python3 dev.py COMMAND\n")
    for command in COMMANDS:
        print(f"  {command.__name__:6} {command.__doc__}")
    return 0 if name in ("-h", "--help") else 2


def side_by_side(checks: Mapping[str, Sequence[str]]) -> Iterator[bool]:
    """Start all checks at once and say for each, in order, how it ended."""
    started = time.monotonic()
    running = {
        name: subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for name, command in checks.items()
    }
    for name, process in running.items():
        output, _ = process.communicate()
        verdict = "ok" if process.returncode == 0 else "FAILED"
        print(f"{name:13} {verdict} {time.monotonic() - started:.1f} s", flush=True)
        if process.returncode != 0:
            print(output)
        yield process.returncode == 0


def copy_of_example() -> str:
    """The example to play with: saving it leaves this tree clean, and what was saved stays."""
    copy = PLAYGROUND / EXAMPLE.name
    if not copy.exists():
        PLAYGROUND.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXAMPLE, copy)
    return str(copy)


def shell_scripts(root: Path) -> Sequence[Path]:
    """The files of this tree that begin as a shell script does."""
    folders = (".ci", "packaging", "resources", "tests")
    files = (f for folder in folders for f in sorted((root / folder).rglob("*")) if f.is_file())
    return [file for file in files if re.match(rb"#!.*\b(ba)?sh\b", first_bytes(file))]


def first_bytes(path: Path) -> bytes:
    """The beginning of a file."""
    with path.open("rb") as file:
        return file.read(40)


def platform_plugin(variables: Mapping[str, str]) -> str | None:
    """What Qt draws on here; nothing without a screen. Windows and macOS always have one."""
    if sys.platform in ("win32", "darwin"):
        return "native"
    if variables.get("QT_QPA_PLATFORM"):
        return re.split("[:;]", variables["QT_QPA_PLATFORM"])[0]
    if variables.get("DISPLAY"):
        return "xcb"
    return "wayland" if variables.get("WAYLAND_DISPLAY") else None


def without_screen() -> dict[str, str]:
    """Our environment variables, with Qt told to draw into memory."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


# Which Python


def use_supported_python() -> None:
    """Return if this Python will do; otherwise start again with one that does, or say so."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    python = supported_python()
    if python:
        sys.exit(subprocess.call([*python, *sys.argv]))
    sys.exit(
        "OpenPalm Desktop needs Python 3.11, 3.12, 3.13 or 3.14, and this is "
        f"{sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}). Install one of them with "
        "your system's packages or from python.org, and start this again."
    )


def supported_python() -> list[str] | None:
    """The command of the newest installed Python that this project supports."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            if version_of(command) == (3, minor):
                return command
    return None


def version_of(python: Sequence[str]) -> tuple[int, int] | None:
    """What a command says its Python version is; a mere shim for an absent one says nothing."""
    program = shutil.which(python[0])
    if program is None:
        return None
    question = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run(
        [program, *python[1:], "-c", question],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if answer.returncode != 0:
        return None
    major, minor = answer.stdout.split()
    return int(major), int(minor)


# The virtual environment


def environment(name: str, venv: Path = VENV) -> str:
    """The Python of a virtual environment that holds what requirements/{name}.txt lists."""
    python = python_of(venv)
    stamp = venv / "stamp"
    wanted = stamp_lines(name, ROOT, sys.version_info[:2])
    with one_at_a_time():
        found = frozenset(read_lines(stamp)) if Path(python).exists() else frozenset()
        if wanted <= found:
            return python
        if not found or not found <= wanted:
            print(f"Making a virtual environment in {venv.relative_to(ROOT)}.", flush=True)
            require_venv_module()
            subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(venv)])
            packages = site_packages(venv)
            (packages / "openpalm-desktop.pth").write_text(path_line(packages), encoding="ascii")
        install(python, name)
        stamp.write_text("\n".join(sorted(wanted)) + "\n", encoding="utf-8")
    return python


def install(python: str, name: str) -> None:
    """Install what a requirement file lists, each file checked against its hash."""
    print(f"Installing what requirements/{name}.txt lists, once.", flush=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    requirements = str(ROOT / "requirements" / f"{name}.txt")
    if subprocess.call([*pip, "--require-hashes", "-r", requirements]) != 0:
        sys.exit(
            f"Not everything in requirements/{name}.txt could be installed: pip's message above "
            "says what. If it is the network, start this again when it is back."
        )


def stamp_lines(name: str, root: Path, version: tuple[int, ...]) -> frozenset[str]:
    """What a virtual environment made now would hold, as lines that change when it must."""
    # dev.txt contains all of run.txt, so an environment for tests opens the window too.
    names = ("run",) if name == "run" else ("run", name)
    files = {n: (root / "requirements" / f"{n}.txt").read_bytes() for n in names}
    hashes = (f"{n} {hashlib.sha256(content).hexdigest()}" for n, content in files.items())
    return frozenset((f"python {version[0]}.{version[1]} in {root}", *hashes))


def read_lines(path: Path) -> Sequence[str]:
    """A file's lines; none if there is no such file."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else ()


def python_of(venv: Path) -> str:
    """Where a virtual environment has its Python."""
    return str(venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def site_packages(venv: Path) -> Path:
    """Where a virtual environment has its packages."""
    if sys.platform == "win32":
        return venv / "Lib" / "site-packages"
    return venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def path_line(packages: Path) -> str:
    """The line of a .pth file that makes the source tree importable, whatever its path holds."""
    return os.path.relpath(ROOT, packages) + "\n"


def tool(name: str) -> str | None:
    """A program of the virtual environment, or else of the system."""
    return shutil.which(name, path=str(Path(python_of(VENV)).parent)) or shutil.which(name)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other start of this program is working on the virtual environment."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "venv.lock").open("w", encoding="ascii") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows only

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# What the operating system must have


class PackageManager(NamedTuple):
    """How a system installs packages, and what it calls those we need."""

    program: str
    install: str
    venv: str
    qt: str


# What ldd asks for on the xcb, offscreen and Wayland plugins of PySide6, and a font to draw with.
PACKAGE_MANAGERS = (
    PackageManager(
        program="apt-get",
        install="apt-get install",
        venv="python3-venv python{version}-venv",
        qt=(
            "fonts-dejavu-core libbrotli1 libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 "
            "libglib2.0-0 libgssapi-krb5-2 libwayland-client0 libwayland-cursor0 "
            "libwayland-egl1 libx11-6 libx11-xcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 "
            "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 "
            "libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 "
            "libxcb1 libxkbcommon-x11-0 libxkbcommon0"
        ),
    ),
    PackageManager(
        program="dnf",
        install="dnf install",
        venv="python3-libs",
        qt=(
            "brotli dbus-libs dejavu-sans-fonts fontconfig freetype glib2 krb5-libs libX11 "
            "libX11-xcb libglvnd-egl libglvnd-glx libwayland-client libwayland-cursor "
            "libwayland-egl libxcb libxkbcommon libxkbcommon-x11 xcb-util xcb-util-cursor "
            "xcb-util-image xcb-util-keysyms xcb-util-renderutil xcb-util-wm"
        ),
    ),
    PackageManager(
        program="pacman",
        install="pacman -S --needed",
        venv="python",
        qt=(
            "brotli dbus fontconfig freetype2 glib2 krb5 libglvnd libx11 libxcb libxkbcommon "
            "libxkbcommon-x11 ttf-dejavu wayland xcb-util xcb-util-cursor xcb-util-image "
            "xcb-util-keysyms xcb-util-renderutil xcb-util-wm"
        ),
    ),
)


def require_venv_module() -> None:
    """Return once this Python can make virtual environments; Debian packs that part apart."""
    if importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    manager = package_manager()
    packages = manager.venv.format(version=version) if manager else ""
    what = "This Python cannot make virtual environments"
    if not install_packages(manager, packages):
        sys.exit(how_to_install(what, manager, packages))


def require_qt_libraries(platform: str, venv: Path = VENV) -> None:
    """Return once Qt can draw on this platform; where we may install, on all that we use."""
    if not missing_qt_libraries(venv, *QT_PLATFORMS):
        return
    manager = package_manager()
    packages = manager.qt if manager else ""
    install_packages(manager, packages)
    missing = missing_qt_libraries(venv, platform)
    if missing:
        what = f"Qt needs {', '.join(missing)}, and this system has no such libraries"
        sys.exit(how_to_install(what, manager, packages))


def missing_qt_libraries(venv: Path, *platforms: str) -> Sequence[str]:
    """The shared libraries that Qt asks for on these platforms and this system lacks."""
    ldd = shutil.which("ldd")
    if not sys.platform.startswith("linux") or ldd is None:
        return ()
    pyside = site_packages(venv) / "PySide6"
    modules = [pyside / f"Qt{name}.abi3.so" for name in ("Widgets", "Svg", "Network")]
    plugins = [pyside / "Qt" / "plugins" / "platforms" / f"libq{name}.so" for name in platforms]
    command = [ldd, *(str(file) for file in modules + plugins if file.exists())]
    found = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return not_found(found.stdout)


def not_found(listing: str) -> Sequence[str]:
    """The libraries that ldd did not find, by what it printed."""
    return sorted(set(re.findall(r"^\s*(\S+) => not found$", listing, re.MULTILINE)))


def package_manager() -> PackageManager | None:
    """What this system installs its packages with, if we know it."""
    return next((m for m in PACKAGE_MANAGERS if shutil.which(m.program)), None)


def install_packages(manager: PackageManager | None, packages: str) -> bool:
    """Install packages if that needs no one's leave: as root on Debian and its relatives."""
    if manager is None or manager.program != "apt-get" or os.geteuid() != 0:
        return False
    print(f"Installing with apt-get: {packages}.", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = "-oDPkg::Lock::Timeout=300"
    update = ["apt-get", wait, "-qq", "update"]
    command = ["apt-get", wait, "-qq", "-y", "--no-install-recommends", "install"]
    for step in (update, [*command, *packages.split()]):
        done = subprocess.run(
            step,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            print(done.stdout)
            return False
    return True


def how_to_install(what: str, manager: PackageManager | None, packages: str) -> str:
    """What is missing and the command that brings it."""
    if manager is None:
        return f"{what}. Install what is missing from your system's packages, and start again."
    return f"{what}. Install this, and start again:\n\n  sudo {manager.install} {packages}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What we hand out for Linux, on a Debian without Python: installed, opened by file type, removed.

    python3 dev.py test tests/smoke/test_on_bare_debian.py --root FOLDER --handed-out dist

FOLDER is what `debootstrap --variant=minbase bookworm FOLDER` made; it stays as it is.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.smoke.bare_root import BareRoot, bare_root
from tests.smoke.program import PATIENCE
from tests.smoke.screen import Screen
from tests.smoke.test_window import SPEC, change_image, export, save

# What a desktop has: file types and something that opens them.
DESKTOP = (
    "libglib2.0-bin",
    "shared-mime-info",
    "xdg-utils",
    "desktop-file-utils",
    "fonts-dejavu-core",
)
NEEDED = ("libgl1", "libegl1", "libxcb1", "fontconfig-config", "xkb-data")
KIND = "application/x-openpalm+yaml"
NAMES = ("openpalm.yaml", "home.openpalm", "home.openpalm.yaml")


@pytest.fixture(scope="module")
def desktop(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> BareRoot:
    """A bare Debian with what any desktop has."""
    folder = tmp_path_factory.mktemp("debian") / "root"
    root = bare_root(Path(pytestconfig.getoption("--root")), folder)
    root.install("--no-install-recommends", *DESKTOP, *NEEDED)
    return root


def handed_out(pytestconfig: pytest.Config, kind: str) -> Path:
    """The newest file of a kind among those that are handed out."""
    folder = Path(pytestconfig.getoption("--handed-out"))
    return max(folder.glob(f"*.{kind}"), key=lambda file: file.stat().st_mtime).absolute()


def test_the_debian_package_comes_opens_specs_and_goes_without_a_trace(
    desktop: BareRoot, screen: Screen, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    package = tmp_path / "openpalm.deb"  # where the root sees it
    package.write_bytes(handed_out(pytestconfig, "deb").read_bytes())
    tmp_path.chmod(0o755)
    before = desktop.files()

    desktop.install("--no-install-recommends", str(package))
    assert desktop.run("sh", "-c", "command -v python3 || echo none") == "none\n"
    assert desktop.run("openpalm-desktop", "--version").startswith("openpalm-desktop ")
    assert_opens_specs(desktop)
    use(desktop, screen)

    desktop.run("apt-get", "-qq", "-y", "purge", "openpalm-desktop", user="root")
    assert desktop.files() ^ before == frozenset()
    assert kind_of(desktop, "home.openpalm") == "text/plain"
    assert_left(desktop)


def test_the_installer_for_one_user_needs_no_root_and_goes_without_a_trace(
    desktop: BareRoot, screen: Screen, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    installer = tmp_path / "openpalm.run"
    installer.write_bytes(handed_out(pytestconfig, "run").read_bytes())
    for folder in (tmp_path, tmp_path.parent):
        folder.chmod(0o755)
    before = homes_files(desktop)

    for _ in range(2):  # the second time is an update
        desktop.run("sh", str(installer))
    program = "/home/person/.local/bin/openpalm-desktop"
    assert desktop.run(program, "--version").startswith("openpalm-desktop ")
    assert_opens_specs(desktop)
    use(desktop, screen)

    desktop.run("sh", "/home/person/.local/share/openpalm-desktop/uninstall")
    left = homes_files(desktop) - before
    assert {name.split("/")[0] for name in left} <= {
        "home.openpalm",
        "by the window",
        ".config",
        ".local",
    }
    assert [name for name in left if name.startswith(".local/share/")] == []
    assert_left(desktop)


def assert_opens_specs(desktop: BareRoot) -> None:
    for name in NAMES:
        (desktop.home / name).write_text(SPEC)
        desktop.run("chown", "person:", f"/home/person/{name}", user="root")
        assert kind_of(desktop, name) == KIND
    (desktop.home / "other.yaml").write_text(SPEC)
    assert kind_of(desktop, "other.yaml") == "application/x-yaml"
    assert desktop.run("xdg-mime", "query", "default", KIND).strip() == "openpalm-desktop.desktop"
    for name in (*NAMES[:1], *NAMES[2:], "other.yaml"):
        (desktop.home / name).unlink()


def kind_of(desktop: BareRoot, name: str) -> str:
    """What the desktop takes a file of the person for."""
    asked = ("gio", "info", "--attributes", "standard::content-type", f"/home/person/{name}")
    return desktop.run(*asked).rpartition("standard::content-type: ")[2].strip()


def use(desktop: BareRoot, screen: Screen) -> None:
    """Open a spec as a file manager does, edit it, save it, export it, and leave."""
    spec = desktop.home / "home.openpalm"
    with opened_by_type(desktop, screen, "/home/person/home.openpalm"):
        screen.wait_for_window("home.openpalm")
        screen.press("Escape")
        change_image(screen, "example/blog:3", "home.openpalm")
        save(screen, spec, SPEC.replace("ghcr.io/example/blog:2", "example/blog:3"))
        export(screen, "by the window", Path("/home/person"), seen_as=desktop.home)
        screen.wait_for_window("home.openpalm")
        screen.press("ctrl+q")
        screen.wait_until_gone("home.openpalm")


def assert_left(desktop: BareRoot) -> None:
    """What is a person's own is still there."""
    assert "example/blog:3" in (desktop.home / "home.openpalm").read_text()
    assert (desktop.home / "by the window" / "docker-compose.yml").is_file()


def homes_files(desktop: BareRoot) -> frozenset[str]:
    files = (file for file in desktop.home.rglob("*") if not file.is_dir())
    return frozenset(file.relative_to(desktop.home).as_posix() for file in files)


@contextmanager
def opened_by_type(desktop: BareRoot, screen: Screen, file: str) -> Iterator[None]:
    """Ask the desktop to open a file, whatever it thinks that this needs."""
    words = desktop.command("gio", "open", file)
    variables = desktop.environment() | {"DISPLAY": screen.display}
    opening = subprocess.Popen(words, env=variables)
    yield
    assert opening.wait(PATIENCE) == 0

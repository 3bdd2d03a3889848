"""What is made for Linux, of a small program: laid out, installed, removed, the same each time."""

import re
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import PACKAGING, VERSION, needs, run

LINUX = PACKAGING / "linux"
NAME = "openpalm-desktop"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its tools are Linux's")


def test_the_menu_entry_is_valid() -> None:
    run(needs("desktop-file-validate", "desktop-file-utils"), LINUX / f"{NAME}.desktop")


def test_the_description_for_software_centres_is_valid() -> None:
    program = needs("appstreamcli", "appstream")
    run(program, "validate", "--no-net", "--explain", LINUX / f"{NAME}.metainfo.xml")


def test_the_manual_page_has_no_mistakes() -> None:
    program = needs("man", "man-db")
    shown = run(program, "--warnings=all", "-l", LINUX / f"{NAME}.1", MANWIDTH="80", LC_ALL="C")
    assert "openpalm-desktop" in shown


def test_the_debian_package_has_everything_in_its_place_and_the_same_bytes_each_time(
    frozen: Path, icons: Path, tmp_path: Path
) -> None:
    packer = needs("dpkg-deb", "dpkg")
    made: list[Path] = []
    for out in (tmp_path / "one", tmp_path / "two"):
        words = (LINUX / "build_deb", icons, "zstd", frozen, VERSION, out)
        run(*words, SOURCE_DATE_EPOCH="1700000000")
        made += out.iterdir()
    assert made[0].read_bytes() == made[1].read_bytes()
    assert run(packer, "--field", made[0], "Version").strip() == VERSION
    listed = run(packer, "--contents", made[0])
    for place in (
        f"./usr/bin/{NAME} -> /opt/{NAME}/{NAME}",
        f"./usr/share/applications/{NAME}.desktop",
        f"./usr/share/mime/packages/{NAME}.xml",
        f"./usr/share/icons/hicolor/48x48/apps/{NAME}.png",
        f"./usr/share/man/man1/{NAME}.1.gz",
        f"./usr/share/doc/{NAME}/copyright",
        f"./usr/share/doc/{NAME}/licences -> /opt/{NAME}/_internal/resources/licences",
    ):
        assert f"{place}\n" in listed
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}


def test_for_one_user_it_is_installed_updated_and_removed_without_a_trace(
    frozen: Path, icons: Path, tmp_path: Path
) -> None:
    stage, home = tmp_path / "stage", tmp_path / "a home"
    home.mkdir()
    run(LINUX / "stage_run", icons, frozen, stage)
    for _ in range(2):
        run(stage / "install", HOME=str(home), XDG_DATA_HOME="")
    assert run(home / ".local" / "bin" / NAME) == f"openpalm-desktop {VERSION}\n"
    entry = (home / ".local/share/applications" / f"{NAME}.desktop").read_text()
    assert f'Exec="{home}/.local/share/{NAME}/{NAME}" %f\n' in entry
    run(home / ".local/share" / NAME / "uninstall", HOME=str(home), XDG_DATA_HOME="")
    assert list(home.iterdir()) == []


def test_what_others_have_beside_it_stays(frozen: Path, icons: Path, tmp_path: Path) -> None:
    stage, home = tmp_path / "stage", tmp_path / "home"
    run(LINUX / "stage_run", icons, frozen, stage)
    others = [
        home / ".local/share/applications/other.desktop",
        home / ".local/share/mime/packages/other.xml",
        home / ".local/share/icons/hicolor/48x48/apps/other.png",
        home / ".local/bin/other",
    ]
    for file in others:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("<mime-info/>")
    for script in (stage / "install", home / ".local/share" / NAME / "uninstall"):
        run(script, HOME=str(home), XDG_DATA_HOME="")
    assert [file for file in others if not file.exists()] == []
    assert not (home / ".local/share" / NAME).exists()


def test_links_to_what_others_have_stay(frozen: Path, icons: Path, tmp_path: Path) -> None:
    stage, home, elsewhere = tmp_path / "stage", tmp_path / "home", tmp_path / "dotfiles"
    run(LINUX / "stage_run", icons, frozen, stage)
    (elsewhere / "hicolor").mkdir(parents=True)
    (elsewhere / "mine.desktop").touch()
    entry, folder = home / ".local/share/applications/mine.desktop", home / ".local/share/icons"
    for each in (entry.parent, folder):
        each.mkdir(parents=True)
    entry.symlink_to(elsewhere / "mine.desktop")
    (folder / "hicolor").symlink_to(elsewhere / "hicolor")
    for script in (stage / "install", home / ".local/share" / NAME / "uninstall"):
        run(script, HOME=str(home), XDG_DATA_HOME="")
    assert entry.is_symlink()
    assert (folder / "hicolor").is_symlink()


def test_a_home_with_an_odd_name_has_a_menu_entry_that_says_it(
    frozen: Path, icons: Path, tmp_path: Path
) -> None:
    stage, home = tmp_path / "stage", tmp_path / "a|b & $c %f \\d `e"
    home.mkdir()
    run(LINUX / "stage_run", icons, frozen, stage)
    run(stage / "install", HOME=str(home), XDG_DATA_HOME="")
    file = home / ".local/share/applications" / f"{NAME}.desktop"
    (line,) = re.findall('^Exec="(.*)" %f$', file.read_text(), re.MULTILINE)
    word = re.sub(r"\\(.)", r"\1", line)  # as a value of the file, then as a word of Exec
    said = re.sub(r"\\(.)", r"\1", word).replace("%%", "%")
    assert said == f"{home}/.local/share/{NAME}/{NAME}"
    run(needs("desktop-file-validate", "desktop-file-utils"), file)
    run(home / ".local/share" / NAME / "uninstall", HOME=str(home), XDG_DATA_HOME="")
    assert list(home.iterdir()) == []


def test_a_program_that_does_not_start_here_is_not_installed(
    frozen: Path, icons: Path, tmp_path: Path
) -> None:
    (frozen / NAME).write_text("#!/bin/sh\necho 'libGL.so.1: not found' >&2\nexit 1\n")
    stage, home = tmp_path / "stage", tmp_path / "home"
    home.mkdir()
    run(LINUX / "stage_run", icons, frozen, stage)
    with pytest.raises(AssertionError, match=r"does not start on this machine:\s+libGL"):
        run(stage / "install", HOME=str(home), XDG_DATA_HOME="")
    assert list(home.iterdir()) == []


def test_the_folder_of_the_appimage_starts_the_program_and_has_what_desktops_read(
    frozen: Path, icons: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "AppDir"
    run(LINUX / "build_appdir", icons, frozen, folder)
    assert run(folder / "AppRun") == f"openpalm-desktop {VERSION}\n"
    for name in (f"{NAME}.desktop", f"{NAME}.png", ".DirIcon"):
        assert (folder / name).resolve(strict=True).is_file()

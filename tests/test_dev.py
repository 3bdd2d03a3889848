"""What `dev.py` decides by itself, and a whole start of it on a Python it cannot use."""

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).parent


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with two requirement files."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("pyyaml==6.0.3\n")
    (tmp_path / "requirements" / "dev.txt").write_text("pyyaml==6.0.3\npytest==9.2.0\n")
    return tmp_path


def program(folder: Path, name: str, text: str) -> None:
    """An executable shell script."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_environment_for_tests_opens_the_window_too(tree: Path) -> None:
    run = dev.stamp_lines("run", tree, (3, 11))
    assert run < dev.stamp_lines("dev", tree, (3, 11))


def test_changed_requirement_is_another_environment(tree: Path) -> None:
    before = dev.stamp_lines("dev", tree, (3, 11))
    (tree / "requirements" / "dev.txt").write_text("pytest==9.3.0\n")
    assert not before <= dev.stamp_lines("dev", tree, (3, 11))


def test_other_python_or_moved_tree_is_another_environment(tree: Path) -> None:
    before = dev.stamp_lines("run", tree, (3, 11))
    moved = tree.rename(tree.with_name("moved"))
    assert not before <= dev.stamp_lines("run", moved, (3, 11))
    assert dev.stamp_lines("run", moved, (3, 11)) != dev.stamp_lines("run", moved, (3, 12))


@pytest.mark.skipif(sys.platform == "win32", reason="the programs it finds are shell scripts")
def test_newest_supported_python_that_really_starts_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "python3.15", "echo 3 15")
    program(tmp_path, "python3.13", "echo 'no such version' >&2; exit 127")
    program(tmp_path, "python3.12", "echo 3 12")
    program(tmp_path, "python3.11", "echo 3 11")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.supported_python() == ["python3.12"]


@pytest.mark.skipif(sys.platform == "win32", reason="the programs it finds are shell scripts")
def test_too_old_python_starts_a_newer_one_with_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    program(tmp_path, "python3.14", f'[ "$1" = -c ] && echo 3 14 || echo "$@" > {said}')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["dev.py", "test", "-x"])
    with pytest.raises(SystemExit) as end:
        dev.main(["test", "-x"])
    assert end.value.code == 0
    assert said.read_text() == "dev.py test -x\n"


def test_without_any_supported_python_it_says_which_ones_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11.* and this is 3\.9"):
        dev.main(["test"])


def test_a_python_too_old_to_run_it_can_still_read_it() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_libraries_ldd_did_not_find() -> None:
    listing = (
        "platforms/libqxcb.so:\n"
        "\tlinux-vdso.so.1 (0x00007ffc)\n"
        "\tlibxcb-cursor.so.0 => not found\n"
        "\tlibEGL.so.1 => not found\n"
        "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f8d)\n"
        "platforms/libqoffscreen.so:\n"
        "\tlibEGL.so.1 => not found\n"
    )
    assert dev.not_found(listing) == ["libEGL.so.1", "libxcb-cursor.so.0"]


def test_missing_libraries_come_with_the_command_that_brings_them() -> None:
    pacman = dev.PACKAGE_MANAGERS[2]
    assert dev.how_to_install("Qt needs libEGL.so.1", pacman, "libglvnd") == (
        "Qt needs libEGL.so.1. Install this, and start again:\n\n  sudo pacman -S --needed libglvnd"
    )


def test_only_root_on_debian_gets_packages_without_being_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apt, dnf, _ = dev.PACKAGE_MANAGERS
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert not dev.install_packages(apt, "libegl1")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert not dev.install_packages(dnf, "libglvnd-egl")
    assert not dev.install_packages(None, "")


@pytest.mark.parametrize(
    ("variables", "platform"),
    [
        ({"DISPLAY": ""}, None),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600;xcb"}, "vnc"),
    ],
)
def test_what_qt_draws_on(
    variables: dict[str, str], platform: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert dev.platform_plugin(variables) == platform


def test_run_without_a_display_says_so_and_installs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dev, "platform_plugin", lambda _: None)
    with pytest.raises(SystemExit, match="There is no display here"):
        dev.run([])


def test_the_example_is_opened_as_a_copy_that_git_ignores_and_that_keeps_what_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(dev, "PLAYGROUND", tmp_path / "build" / "example")
    monkeypatch.setattr(dev, "platform_plugin", lambda _: "offscreen")
    monkeypatch.setattr(dev, "environment", lambda _: "python")
    monkeypatch.setattr(dev, "require_qt_libraries", lambda _: None)
    monkeypatch.setattr(subprocess, "call", lambda words: opened.extend(words[-1:]))
    dev.run([])
    copy = Path(opened[-1])
    assert (copy.parent, copy.read_bytes()) == (dev.PLAYGROUND, dev.EXAMPLE.read_bytes())
    copy.write_text("version: 4\n", encoding="utf-8")
    dev.run([])
    assert Path(opened[-1]).read_text(encoding="utf-8") == "version: 4\n"
    dev.run(["my.yaml"])
    assert opened[-1] == "my.yaml"


def test_what_is_played_with_lies_where_git_does_not_look() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert f"/{dev.PLAYGROUND.relative_to(ROOT).parts[0]}/" in ignored


def test_shell_scripts_are_known_by_their_first_line(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / "resources" / "automations").mkdir(parents=True)
    program(tmp_path / "resources" / "automations", "start", "exit 0")
    (tmp_path / "resources" / "logo.png").write_bytes(b"\x89PNG")
    (tmp_path / "resources" / "shots.py").write_text("#!/usr/bin/env python3\n")
    (tmp_path / ".ci" / "run").write_text("#!/usr/bin/env bash\n")
    found = [path.name for path in dev.shell_scripts(tmp_path)]
    assert found == ["run", "start"]


def test_unknown_command_shows_the_known_ones() -> None:
    command = [sys.executable, str(ROOT / "dev.py"), "tset"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.returncode == 2
    assert [line.split()[0] for line in shown.stdout.splitlines()[2:]] == [
        "run",
        "test",
        "check",
        "bench",
        "shots",
        "words",
        "lock",
        "package",
    ]


def test_requirement_file_lists_what_the_package_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").split("\n")
    assert [line for line in listed if line] == project["dependencies"]


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_requirement_is_pinned_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    for requirement in text.replace("\\\n", " ").splitlines():
        assert "==" in requirement
        assert "--hash=sha256:" in requirement

"""The window of an installed program, by keys on a screen: open, edit, save, export, leave."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.smoke.program import PATIENCE, Program, files_in, kill
from tests.smoke.screen import Screen, wait_for

SPEC = """\
# Our house, since 2021.
version: 4
projectName: house
channels:
  blog:   # the family's
    image: ghcr.io/example/blog:2
    exposure: lan
    containerPort: 8080
    pathPrefixes: [/blog]
"""


def test_a_spec_is_opened_edited_exported_and_put_back(program: Program, screen: Screen) -> None:
    spec = program.write("house.yaml", SPEC)
    with window(program, screen, "house.yaml") as running:
        screen.press("Escape")  # the tour, at the very first start
        change_image(screen, "example/blog:3")
        save(screen, spec, SPEC.replace("ghcr.io/example/blog:2", "example/blog:3"))

        folder = program.folder
        export(screen, "by the window", program.name_of(folder), seen_as=folder)
        program.run("generate", "house.yaml", "--out", "by the command")
        exported = files_in(program.folder / "by the window")
        assert exported == files_in(program.folder / "by the command")

        screen.wait_for_window("house.yaml")
        screen.press("ctrl+z")
        save(screen, spec, SPEC)
        screen.press("ctrl+q")
        assert running.wait(PATIENCE) == 0


def test_work_that_was_not_saved_is_back_after_a_kill(program: Program, screen: Screen) -> None:
    if program.is_for_windows:
        pytest.skip("under Wine a program outlives what started it")
    program.write("house.yaml", SPEC)
    with window(program, screen, "house.yaml"):
        screen.press("Escape")
        change_image(screen, "example/blog:4")
        wait_for(lambda: "example/blog:4" in journals(program), lambda: journals(program))
    with window(program, screen, r"house.yaml\*"):
        screen.press("ctrl+s")
        spec = program.folder / "house.yaml"
        wait_for(lambda: "example/blog:4" in spec.read_text(), spec.read_text)


def test_qt_is_exchanged_by_putting_other_libraries_in_its_place(
    program: Program, screen: Screen, tmp_path: Path
) -> None:
    installed = Path(shutil.which(program.words[0]) or "").resolve()
    if not (installed.parent / "_internal/PySide6/Qt/lib").is_dir():
        pytest.skip("where the libraries lie is known of a program on Linux only")
    copy = tmp_path / "copy"
    shutil.copytree(installed.parent, copy, symlinks=True)
    libraries = list((copy / "_internal/PySide6/Qt/lib").glob("libQt6*"))
    for library in libraries:
        library.write_bytes(library.read_bytes() + b"built by somebody else")
    assert libraries
    with_other = replace(program, words=(str(copy / installed.name),))
    with_other.write("house.yaml", SPEC)
    with window(with_other, screen, "house.yaml") as running:
        screen.press("Escape", "ctrl+q")
        assert running.wait(PATIENCE) == 0


@contextmanager
def window(program: Program, screen: Screen, title: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program with a file open, and the keyboard in its window; killed at the end."""
    running = program.start("house.yaml", DISPLAY=screen.display)
    try:
        try:
            screen.wait_for_window(title)
        except AssertionError as error:
            error.add_note(f"The program's exit status is {running.poll()}.")
            raise
        yield running
    finally:
        kill(running)


def change_image(screen: Screen, image: str, file: str = "house.yaml") -> None:
    """Go to the image of the blog by the palette, and type another one."""
    screen.press("ctrl+k")
    screen.type("blog image")
    screen.press("Return", "ctrl+a")
    screen.type(image)
    screen.press("Tab")
    screen.wait_for_window(rf"{file}\*")


def export(screen: Screen, name: str, folder: Path, seen_as: Path) -> None:
    """Export to a folder of this name; `seen_as` is where its parent is for us."""
    screen.press("ctrl+e")
    screen.wait_for_window("Export the folder")
    screen.press("ctrl+a")
    screen.type(f"{folder}/{name}")
    # The button waits until the folder was looked into.
    written = seen_as / name / "manifest.json"
    screen.press_until(written.exists, "Return")
    screen.press("Escape")
    screen.wait_until_gone("Export the folder")


def save(screen: Screen, spec: Path, text: str) -> None:
    """Save, and wait until the file has this text."""
    screen.press("ctrl+s")
    wait_for(lambda: spec.read_bytes() == text.encode(), spec.read_text)


def journals(program: Program) -> str:
    """What the journals of edits hold."""
    files = program.home.rglob("journals/*")
    return " ".join(file.read_text(errors="replace") for file in files if file.is_file())

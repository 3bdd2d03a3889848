"""Saving is an edit of the text a stack came from, and a file that is the old or the new."""

from pathlib import Path
from typing import Any

import pytest

from openpalm_desktop.deploy.files import FileTrouble, stamp_of
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.deploy.save import Saved, save
from openpalm_desktop.model import edits
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

TEXT = """\
version: 4
channels:
  blog:
    image: example/blog:1   # the newest that works
    containerPort: 8080
"""


def read(text: str) -> SpecFile:
    file = read_spec(text)
    assert isinstance(file, SpecFile)
    return file


def with_image(spec: StackSpec, image: str) -> StackSpec:
    return edits.put(spec, ("channels", "blog", "image"), image)


def saved(base: SpecFile | None, spec: StackSpec, path: Path) -> tuple[list[Any], Saved]:
    work, seen = save(base, spec, path), []
    while True:
        try:
            seen.append(next(work))
        except StopIteration as end:
            return seen, end.value


def test_only_what_was_edited_is_written_anew(tmp_path: Path) -> None:
    base, path = read(TEXT), tmp_path / "home.yaml"
    seen, result = saved(base, with_image(base.spec, "example/blog:2"), path)
    assert path.read_text(encoding="utf-8") == TEXT.replace("blog:1", "blog:2")
    assert seen == [Progress("Preparing the text"), Progress("Writing home.yaml")]
    assert (result.path, result.stamp) == (path, stamp_of(path))


def test_the_next_save_goes_on_from_what_was_saved(tmp_path: Path) -> None:
    base, path = read(TEXT), tmp_path / "home.yaml"
    _, first = saved(base, with_image(base.spec, "example/blog:2"), path)
    assert first.file.document.text == path.read_text(encoding="utf-8")
    _, second = saved(first.file, with_image(first.file.spec, "example/blog:3"), path)
    assert path.read_text(encoding="utf-8") == TEXT.replace("blog:1", "blog:3")
    assert second.file.spec.channels["blog"].image == "example/blog:3"


def test_a_new_stack_gets_a_fresh_text_to_go_on_from(tmp_path: Path) -> None:
    spec, path = read(TEXT).spec, tmp_path / "home.yaml"
    _, result = saved(None, spec, path)
    assert read(path.read_text(encoding="utf-8")).spec == spec
    assert result.file.spec is spec
    _, again = saved(result.file, with_image(spec, "example/blog:2"), path)
    assert read(again.file.document.text).spec.channels["blog"].image == "example/blog:2"


def test_nothing_is_written_before_the_last_step(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    work = save(None, StackSpec(), path)
    next(work)
    next(work)
    work.close()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "none" / "home.yaml"
    with pytest.raises(FileTrouble, match="could not be saved"):
        saved(None, StackSpec(), path)

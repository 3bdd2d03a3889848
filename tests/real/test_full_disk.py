"""A disk that is really full, and one that is really read-only."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy.export import differences, write_folder
from openpalm_desktop.deploy.files import FileTrouble, write_atomically
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model.stack import StackSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpalm_desktop.generate.artifact import Bundle

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount a disk"
)

OLD = b"version: 4  # the old one\n"
HINT = "Free some space and try again."


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A small disk of its own, until the end of the block."""
    folder.mkdir()
    small = ("-t", "tmpfs", "-o", "size=64k", "tmpfs")
    subprocess.run(["mount", *(options or small), str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def bundle(text: str) -> Bundle:
    """The files of a stack with two channels that say a text."""
    one = {"image": "a", "containerPort": 80, "env": {"TEXT": text}}
    channels = {name: {**one, "pathPrefixes": [f"/{name}"]} for name in ("chat", "blog")}
    spec = StackSpec.from_data({"version": 4, "channels": channels})
    return generated(spec, Supplies({})).bundle


def test_on_a_full_disk_the_old_spec_stays(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        spec = disk / "openpalm.yaml"
        spec.write_bytes(OLD)
        with pytest.raises(FileTrouble) as caught:
            write_atomically(spec, b"x" * 100_000)
        assert caught.value.sentence == (
            f"{spec} could not be saved; it is as it was before: the disk is full."
        )
        assert caught.value.hint == HINT
        assert spec.read_bytes() == OLD
        assert list(disk.iterdir()) == [spec]
        write_atomically(spec, b"x" * 10_000)


def test_on_a_full_disk_the_old_folder_stays(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        write_folder(disk / "out", bundle("old"))
        with pytest.raises(FileTrouble) as caught:
            write_folder(disk / "out", bundle("x" * 20_000))
        assert caught.value.sentence == (
            f"{disk}/out could not be written; it is as it was before: the disk is full."
        )
        assert caught.value.hint == HINT
        assert differences(disk / "out", bundle("old")) == ()
        assert list((disk / "out").glob(".*")) == []
        write_folder(disk / "out", bundle("new"))
        assert differences(disk / "out", bundle("new")) == ()


def test_on_a_read_only_disk_the_old_stays(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write_folder(source / "out", bundle("old"))
    (source / "openpalm.yaml").write_bytes(OLD)
    with mounted(tmp_path / "disk", "--bind", "-o", "ro", str(source)) as disk:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(disk)], check=True)
        with pytest.raises(FileTrouble, match="as it was before: the disk is read-only"):
            write_atomically(disk / "openpalm.yaml", b"new")
        with pytest.raises(FileTrouble, match="as it was before: the disk is read-only"):
            write_folder(disk / "out", bundle("new"))
        assert write_folder(disk / "out", bundle("old")) == ()
        assert differences(disk / "out", bundle("old")) == ()

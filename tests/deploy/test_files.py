"""One file is the old or the new, never a mix, and what went wrong is said in a sentence."""

from __future__ import annotations

import itertools
import os
import resource
from pathlib import Path

import pytest

from openpalm_desktop.deploy.files import FileTrouble, read_file, stamp_of, write_atomically
from tests.deploy.faults import (
    failing_at,
    in_child,
    killed_at,
    meanwhile,
    open_folder,
    without_rights,
)

OLD = b"version: 4  # the old one\n"
NEW = b"version: 4\n" + b"x-note: the new one\n" * 10_000


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A spec that was saved before."""
    path = tmp_path / "openpalm.yaml"
    path.write_bytes(OLD)
    return path


def test_a_save_killed_at_any_step_leaves_the_old_or_the_new(spec: Path) -> None:
    seen = []
    for number in itertools.count(1):
        spec.write_bytes(OLD)
        was_killed = killed_at(number, lambda: write_atomically(spec, NEW))
        found = spec.read_bytes()
        assert found in (OLD, NEW)
        seen.append(found)
        if not was_killed:
            break
    assert (seen[0], seen[-1]) == (OLD, NEW)
    assert seen == sorted(seen, key=(OLD, NEW).index)


def test_a_save_never_writes_into_the_old_file(spec: Path) -> None:
    kept = spec.with_name("kept")
    os.link(spec, kept)
    write_atomically(spec, NEW)
    assert (kept.read_bytes(), spec.read_bytes()) == (OLD, NEW)


def test_a_full_disk_at_any_step_is_said_and_the_old_stays(spec: Path) -> None:
    troubles = []
    for number in itertools.count(1):
        spec.write_bytes(OLD)
        with failing_at(number) as failed:
            try:
                write_atomically(spec, NEW)
                is_saved = True
            except FileTrouble as trouble:
                troubles.append(trouble)
                is_saved = False
        assert spec.read_bytes() == (NEW if is_saved else OLD)
        assert list(spec.parent.iterdir()) == [spec]
        if not failed:
            break
    assert {trouble.sentence for trouble in troubles} == {
        f"{spec} could not be saved; it is as it was before: the disk is full."
    }
    assert {trouble.hint for trouble in troubles} == {"Free some space and try again."}
    assert len(troubles) > 3


def test_a_file_too_large_for_the_disk_leaves_the_old(spec: Path) -> None:
    def save() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        with pytest.raises(FileTrouble, match="as it was before: the file would be too large"):
            write_atomically(spec, NEW)

    assert in_child(save) == 0
    assert spec.read_bytes() == OLD
    assert list(spec.parent.iterdir()) == [spec]


def test_a_folder_one_may_not_write_into_is_said_in_words() -> None:
    with open_folder() as folder:
        spec = folder / "openpalm.yaml"
        spec.write_bytes(OLD)
        spec.chmod(0o666)
        folder.chmod(0o555)

        def save() -> None:
            with pytest.raises(FileTrouble) as caught:
                write_atomically(spec, NEW)
            assert caught.value.sentence == (
                f"{spec} could not be saved; it is as it was before: you may not do that."
            )
            assert caught.value.hint

        assert without_rights(save) == 0
        assert spec.read_bytes() == OLD
        folder.chmod(0o755)


def test_a_file_one_may_not_read_is_said_in_words() -> None:
    with open_folder() as folder:
        spec = folder / "openpalm.yaml"
        spec.write_bytes(OLD)
        spec.chmod(0)

        def read() -> None:
            with pytest.raises(FileTrouble, match="could not be read: you may not do that"):
                read_file(spec)

        assert without_rights(read) == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o400])
def test_the_mode_stays(spec: Path, mode: int) -> None:
    spec.chmod(mode)
    write_atomically(spec, NEW, 0o777)
    assert spec.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_new_file_has_the_mode_it_is_given_or_the_usual(tmp_path: Path) -> None:
    write_atomically(tmp_path / "private", NEW, 0o600)
    assert (tmp_path / "private").stat().st_mode & 0o7777 == 0o600
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "usual", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "usual").stat().st_mode & 0o7777 == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_root_leaves_a_file_to_its_owner(spec: Path) -> None:
    os.chown(spec, 1234, 4321)
    spec.chmod(0o640)
    write_atomically(spec, NEW)
    status = spec.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (1234, 4321, 0o640)


def test_another_persons_file_in_a_folder_of_ours_becomes_ours() -> None:
    with open_folder() as folder:
        spec = folder / "openpalm.yaml"
        spec.write_bytes(OLD)
        spec.chmod(0o644)
        folder.chmod(0o777)
        assert without_rights(lambda: write_atomically(spec, NEW)) == 0
        assert spec.read_bytes() == NEW


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "real.yaml"
    target.parent.mkdir()
    target.write_bytes(OLD)
    (tmp_path / "middle.yaml").symlink_to("elsewhere/real.yaml")
    link = tmp_path / "openpalm.yaml"
    link.symlink_to("middle.yaml")
    write_atomically(link, NEW)
    assert link.readlink() == Path("middle.yaml")
    assert target.read_bytes() == NEW
    assert not target.is_symlink()
    assert [path.name for path in target.parent.iterdir()] == ["real.yaml"]


def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    link = tmp_path / "openpalm.yaml"
    link.symlink_to("real.yaml")
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == NEW


def test_a_folder_in_its_place_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="could not be saved"):
        write_atomically(tmp_path, NEW)
    with pytest.raises(FileTrouble, match="there is no such file or folder"):
        write_atomically(tmp_path / "none" / "openpalm.yaml", NEW)
    assert list(tmp_path.iterdir()) == []


def test_two_who_save_at_once_leave_one_of_both(spec: Path) -> None:
    texts = (OLD * 5000, NEW)

    def save_often() -> None:
        for _ in range(40):
            for text in texts:
                write_atomically(spec, text)

    with meanwhile(save_often) as is_going_on:
        found = {spec.read_bytes()}
        while is_going_on():
            write_atomically(spec, texts[0])
            found.add(spec.read_bytes())
    assert found <= {OLD, *texts}
    assert list(spec.parent.iterdir()) == [spec]


def test_a_stamp_tells_a_change_by_another_program(spec: Path) -> None:
    stamp = write_atomically(spec, NEW)
    assert stamp_of(spec) == stamp == read_file(spec)[1]
    os.utime(spec, ns=(0, 0))
    assert stamp_of(spec) != stamp
    spec.unlink()
    assert stamp_of(spec) is None


def test_a_name_that_no_file_can_have_is_said_in_words() -> None:
    with pytest.raises(FileTrouble, match="there is no such file"):
        read_file(Path("a\0b"))
    assert stamp_of(Path("a\0b")) is None


def test_a_pipe_that_nobody_writes_to_holds_nobody_up(tmp_path: Path) -> None:
    pipe = tmp_path / "openpalm.yaml"
    os.mkfifo(pipe)
    assert read_file(pipe)[0] == b""


def test_what_another_program_writes_into_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "openpalm.yaml"
    os.mkfifo(pipe)
    with meanwhile(lambda: pipe.write_bytes(NEW)):
        assert read_file(pipe)[0] == NEW

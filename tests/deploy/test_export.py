"""The generated folder: all or nothing, whatever happens; a person's own files are let be."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.export import differences, write_folder
from openpalm_desktop.deploy.files import FileTrouble
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.faults import (
    contents,
    failing_at,
    killed_at,
    meanwhile,
    open_folder,
    without_rights,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpalm_desktop.generate.artifact import Bundle


def channel(path: str, **env: str) -> Mapping[str, Any]:
    """A channel on a path, with variables."""
    return {"image": "a", "containerPort": 80, "pathPrefixes": [path], "env": env}


def bundle_of(automations: tuple[str, ...] = (), **channels: Mapping[str, Any]) -> Bundle:
    """The files of some channels and automations."""
    jobs = [{"id": one, "schedule": "0 1 * * *", "script": one} for one in automations]
    data = {"version": 4, "channels": channels, "automations": jobs}
    return generated(StackSpec.from_data(data), Supplies({})).bundle


# From the one to the other files come, go, change and stay.
BEFORE = bundle_of(chat=channel("/chat", A="1"), blog=channel("/blog", B="1"))
AFTER = bundle_of(("night",), chat=channel("/talk", A="2"), files=channel("/files", C="1"))


def files_of(bundle: Bundle) -> dict[str, tuple[bytes, int]]:
    """What a folder with a bundle and nothing else holds."""
    return {one.name: (one.content, one.mode) for one in bundle}


def kinds(bundle: Bundle, folder: Path) -> list[str]:
    """What `--check` says."""
    return sorted(str(one) for one in differences(folder, bundle))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that was generated before."""
    path = tmp_path / "out"
    write_folder(path, BEFORE)
    return path


def copy(folder: Path, number: int) -> Path:
    """The same folder again, to try something on."""
    target = folder.with_name(f"try-{number}")
    shutil.copytree(folder, target)
    return target


def test_a_folder_holds_the_bundle_with_its_modes(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        changes = write_folder(tmp_path / "a" / "b", AFTER)
    finally:
        os.umask(before)
    assert contents(tmp_path / "a" / "b") == files_of(AFTER)
    assert {str(change) for change in changes} == {f"new: {one.name}" for one in AFTER}
    assert AFTER["env/channel-chat.env"].mode == 0o600


def test_what_left_the_spec_is_removed_with_its_folder(folder: Path) -> None:
    changes = write_folder(folder, AFTER)
    assert contents(folder) == files_of(AFTER)
    assert {str(one) for one in changes if one.kind != "new"} == {
        "changed: docker-compose.yml",
        "changed: caddy/Caddyfile",
        "changed: env/channel-chat.env",
        "changed: manifest.json",
        "removed: env/channel-blog.env",
    }
    write_folder(folder, bundle_of(chat=channel("/chat")))
    assert not (folder / "automations").exists()


def test_generated_twice_nothing_is_written(folder: Path) -> None:
    def stamps() -> Mapping[Path, tuple[int, int, int]]:
        paths = [folder, *folder.rglob("*")]
        status = {path: path.stat() for path in paths}
        return {p: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for p, s in status.items()}

    before = stamps()
    assert write_folder(folder, BEFORE) == ()
    assert differences(folder, BEFORE) == ()
    assert stamps() == before


def test_check_tells_each_difference_and_writes_nothing(folder: Path) -> None:
    (folder / "caddy" / "Caddyfile").unlink()
    (folder / "env" / "channel-chat.env").chmod(0o644)
    before = contents(folder)
    assert kinds(BEFORE, folder) == ["changed: env/channel-chat.env", "new: caddy/Caddyfile"]
    assert contents(folder) == before
    assert kinds(BEFORE, folder.with_name("none"))[0] == "new: caddy/Caddyfile"
    assert not folder.with_name("none").exists()


def test_a_persons_own_files_stay(folder: Path) -> None:
    own = {"notes.txt": b"mine", "env/mine.env": b"A=1", "automations/own.sh": b"true"}
    for name, text in own.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text)
    write_folder(folder, AFTER)
    write_folder(folder, bundle_of())
    assert {name: (folder / name).read_bytes() for name in own} == own
    assert "env/channel-chat.env" not in contents(folder)


def test_a_persons_own_file_in_the_way_is_refused_in_words(folder: Path) -> None:
    (folder / "automations").mkdir()
    own = folder / "automations" / "cron.schedule"
    own.write_text("mine")
    before = contents(folder)
    with pytest.raises(FileTrouble) as caught:
        write_folder(folder, AFTER)
    assert caught.value.sentence == f"{own} was not generated; nothing was changed."
    assert caught.value.hint == "Choose another folder, or move that file away."
    assert contents(folder) == before


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"name": "my app", "icons": []}', "\x00", '{"files":0}']
)
def test_another_programs_manifest_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(FileTrouble, match=r"manifest\.json was not generated"):
        write_folder(tmp_path, AFTER)
    assert contents(tmp_path).keys() == {"manifest.json"}


@pytest.mark.parametrize("name", ["env", "docker-compose.yml", "automations/scripts"])
def test_a_file_for_a_folder_and_a_folder_for_a_file_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    if name == "docker-compose.yml":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(FileTrouble, match="nothing was changed"):
        write_folder(tmp_path, AFTER)
    assert contents(tmp_path) == before


def test_no_manifest_makes_us_reach_outside_of_the_folder(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("keep")
    (folder / "link").symlink_to(outside)
    manifest = json.loads((folder / "manifest.json").read_text())
    names = ("../outside/precious", str(outside / "precious"), "link/precious", "", ".", "env")
    manifest["files"] |= dict.fromkeys(names, "0" * 64)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    write_folder(folder, AFTER)
    assert (outside / "precious").read_text() == "keep"


@pytest.mark.parametrize("left", ["decided", "taken-back"])
@pytest.mark.parametrize("kind", ["new", "removed"])
def test_no_plan_makes_us_reach_outside_of_the_folder(
    folder: Path, tmp_path: Path, kind: str, left: str
) -> None:
    (tmp_path / "precious").write_text("keep")
    (folder / "link").symlink_to(tmp_path)
    for name in ("../precious", str(tmp_path / "precious"), "link/precious"):
        leave_plan(folder, left, json.dumps([[0, name, kind]]))
        with pytest.raises(FileTrouble, match="no work of ours to finish"):
            write_folder(folder, AFTER)
        assert (tmp_path / "precious").read_text() == "keep"


@pytest.mark.parametrize("plan", ["[", "[1]", '[[0, "up"]]', "[" * 100_000, '[[0, "", "new"]]'])
def test_a_plan_of_another_hand_is_refused_in_words(folder: Path, plan: str) -> None:
    leave_plan(folder, "decided", plan)
    with pytest.raises(FileTrouble, match="nothing was changed"):
        write_folder(folder, AFTER)


def leave_plan(folder: Path, left: str, plan: str) -> None:
    """Leave what looks like the work of a killed run."""
    kept = folder / f".openpalm-{left}"
    kept.mkdir(exist_ok=True)
    (kept / "plan.json").write_text(plan)
    for end in ("new", "old"):
        (kept / f"0.{end}").write_text("planted")


def test_a_manifest_without_end_is_a_strangers(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(FileTrouble, match="was not generated"):
        write_folder(tmp_path, AFTER)


def test_no_link_leads_our_files_outside_of_the_folder(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (folder / "env").rename(outside)
    (folder / "env").symlink_to(outside)
    before = contents(outside)
    with pytest.raises(FileTrouble, match="is in the way"):
        write_folder(folder, AFTER)
    assert contents(outside) == before


def test_a_linked_folder_stays_a_link(folder: Path) -> None:
    link = folder.with_name("link")
    link.symlink_to(folder)
    write_folder(link, AFTER)
    assert link.is_symlink()
    assert contents(folder) == files_of(AFTER)


def is_settled(folder: Path) -> bool:
    """Whether no interrupted run has left something to finish."""
    return not any((folder / f".openpalm-{name}").exists() for name in ("decided", "taken-back"))


def visible(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What Docker would see of a folder."""
    return {n: f for n, f in contents(folder).items() if not n.startswith(".openpalm-")}


def test_a_run_killed_at_any_step_leaves_the_old_the_new_or_says_so(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    mine = {"notes.txt": contents(folder)["notes.txt"]}
    old, new = files_of(BEFORE) | mine, files_of(AFTER) | mine
    seen = []
    for number in itertools.count(1):
        out = copy(folder, number)
        was_killed = killed_at(number, lambda: write_folder(out, AFTER))  # noqa: B023
        if is_settled(out):
            assert visible(out) in (old, new), number
            seen.append("new" if visible(out) == new else "old")
        else:
            assert kinds(AFTER, out) == ["unfinished: .openpalm-decided"]
            assert kinds(BEFORE, out) == ["unfinished: .openpalm-decided"]
            seen.append("unfinished")
        again = BEFORE if number % 2 else AFTER
        write_folder(out, again)
        assert contents(out) == (old if number % 2 else new), number
        assert [path.name for path in out.glob(".*")] == []
        if not was_killed:
            break
    assert seen == sorted(seen, key=["old", "unfinished", "new"].index)
    assert set(seen) == {"old", "unfinished", "new"}


def test_a_run_that_finishes_another_may_be_killed_too(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    mine = {"notes.txt": contents(folder)["notes.txt"]}
    for number in itertools.count(1, 3):
        out = copy(folder, number)
        if not killed_at(number, lambda: write_folder(out, AFTER)):  # noqa: B023
            break
        if is_settled(out):
            continue
        for second in range(1 + number % 7, 200, 7):
            another = copy(out, 1000 * number + second)
            was_killed = killed_at(second, lambda: write_folder(another, BEFORE))  # noqa: B023
            again = AFTER if second % 2 else BEFORE
            write_folder(another, again)
            assert contents(another) == files_of(again) | mine
            shutil.rmtree(another)
            if not was_killed:
                break


def test_a_full_disk_at_any_step_leaves_the_folder_as_it_was(folder: Path) -> None:
    old, new = files_of(BEFORE), files_of(AFTER)
    failures = 0
    for number in itertools.count(1):
        out, said = copy(folder, number), ""
        with failing_at(number) as failed:
            try:
                write_folder(out, AFTER)
                is_written = True
            except FileTrouble as trouble:
                is_written = False
                said = trouble.sentence.replace(str(out), "OUT")
        if not failed:
            break
        if not is_written:
            failures += 1
            assert said == "OUT could not be written; it is as it was before: the disk is full."
        assert visible(out) == (new if is_written else old), (number, failed)
        assert is_settled(out) or is_written
        write_folder(out, AFTER)
        assert contents(out) == new
    assert failures > 20


def test_a_run_killed_while_it_takes_back_is_finished_by_the_next(folder: Path) -> None:
    """The disk says no in the middle, and before all is as it was the process is killed."""
    old, new = files_of(BEFORE), files_of(AFTER)
    seen = set()
    for number in itertools.count(1):
        out = copy(folder, number)

        def fail_and_go_on() -> None:
            with failing_at(4, ("replace",)), suppress(FileTrouble):
                write_folder(out, AFTER)  # noqa: B023

        was_killed = killed_at(number, fail_and_go_on)
        if is_settled(out):
            assert visible(out) == old
        else:
            seen |= set(kinds(AFTER, out))
        write_folder(out, AFTER if number % 2 else BEFORE)
        assert contents(out) == (new if number % 2 else old)
        if not was_killed:
            break
    assert seen == {"unfinished: .openpalm-decided", "unfinished: .openpalm-taken-back"}


def test_a_disk_that_refuses_to_take_back_is_said_in_words(folder: Path) -> None:
    with failing_at(4, ("replace",)), failing_at(5, ("replace",)):
        with pytest.raises(FileTrouble) as caught:
            write_folder(folder, AFTER)
        assert caught.value.sentence == (
            f"{folder} could not be written; the next run puts it in order: the disk is full."
        )
    write_folder(folder, BEFORE)
    assert contents(folder) == files_of(BEFORE)


def test_two_who_generate_at_once_leave_one_of_both(folder: Path) -> None:
    def generate_often() -> None:
        for _ in range(15):
            write_folder(folder, AFTER)
            write_folder(folder, BEFORE)

    with meanwhile(generate_often) as is_going_on:
        while is_going_on():
            write_folder(folder, AFTER)
    assert contents(folder) in (files_of(BEFORE), files_of(AFTER))
    write_folder(folder, AFTER)
    assert contents(folder) == files_of(AFTER)


def test_a_folder_one_may_not_write_into_is_said_in_words() -> None:
    with open_folder() as folder:
        write_folder(folder, BEFORE)
        folder.chmod(0o555)

        def generate() -> None:
            with pytest.raises(FileTrouble) as caught:
                write_folder(folder, AFTER)
            assert caught.value.sentence == (
                f"{folder} could not be written; it is as it was before: you may not do that."
            )

        assert without_rights(generate) == 0
        assert contents(folder) == files_of(BEFORE)
        folder.chmod(0o755)

"""Reading a generated folder: what is ours, what was edited, what is the person's own."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.deploy.files import FileTrouble
from openpalm_desktop.deploy.folder_files import FolderFiles, read_folder
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.generate.manifest import ManifestMaker
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

CANARY = "hunter2"
TEXT = """\
version: 4
channels:
  bot: {image: a/bot:1, containerPort: 80, domains: [bot.example.org], env: {TOKEN: "${BOT_TOKEN}"}}
"""


@pytest.fixture
def spec() -> StackSpec:
    file = read_spec(TEXT)
    assert isinstance(file, SpecFile)
    return file.spec


@pytest.fixture
def folder(tmp_path: Path, spec: StackSpec) -> Path:
    folder = tmp_path / "palm"
    write_folder(folder, generated(spec, Supplies({"BOT_TOKEN": CANARY})).bundle)
    return folder


def read(folder: Path, names: tuple[str, ...] = ()) -> FolderFiles:
    found: list[FolderFiles] = []

    def work() -> Iterator[Progress]:
        found.append((yield from read_folder(folder, names)))

    assert list(work())
    return found[0]


def test_generated_files_are_read_without_values(folder: Path, spec: StackSpec) -> None:
    found = read(folder)
    assert found.spec_digest == ManifestMaker().spec_digest(spec)
    assert (
        found.files["docker-compose.yml"].text == generated(spec).files["docker-compose.yml"].text
    )
    assert found.files["env/channel-bot.env"].text is None
    assert CANARY not in repr(found)
    assert not any(file.is_edited for file in found.files.values())
    assert found.own == ()


def test_what_was_edited_by_hand_is_known(folder: Path) -> None:
    (folder / "caddy/Caddyfile").write_text("# mine\n")
    found = read(folder)
    assert [name for name, file in found.files.items() if file.is_edited] == ["caddy/Caddyfile"]


def test_own_files_are_named_and_not_read(folder: Path) -> None:
    (folder / "notes.txt").write_text(CANARY)
    (folder / "backups").mkdir()
    (folder / "backups" / "big.tar").write_text("x")
    (folder / "caddy" / "extra.conf").write_text("x")
    found = read(folder)
    assert found.own == ("backups/", "caddy/extra.conf", "notes.txt")
    assert CANARY not in repr(found)


def test_a_file_in_the_way_is_named_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "docker-compose.yml").write_text(f"password: {CANARY}")
    found = read(tmp_path, ("docker-compose.yml",))
    assert not found.is_generated
    assert not found.files["docker-compose.yml"].is_generated
    assert CANARY not in repr(found)


def test_a_manifest_cannot_lead_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(CANARY)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("caddy/Caddyfile", "../secret.txt"))
    assert "../secret.txt" not in read(folder).files


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="is not there"):
        read(tmp_path / "gone")


def test_a_file_that_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileTrouble, match="could not be read: you may not do that"):
        read(folder)

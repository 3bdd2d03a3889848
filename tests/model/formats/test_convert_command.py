"""`convert` on the command line."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from openpalm_desktop.cli import commands
from openpalm_desktop.deploy.secret_store import read_secrets
from openpalm_desktop.model.formats import convert
from openpalm_desktop.model.spec_file import SpecFile, read_spec

EXAMPLES = Path(__file__).parents[2] / "data" / "formats"
Copy = Callable[[str], Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    def copied(name: str) -> Path:
        (source,) = (EXAMPLES / name).glob("input.*")
        return Path(shutil.copy(source, tmp_path / f"{name}{source.suffix}"))

    return copied


def run(*words: str | Path) -> int:
    return commands.run(["convert", *map(str, words)])


def test_new_spec_says_what_it_was_converted_from(copy: Copy, tmp_path: Path) -> None:
    source = copy("v2")
    before = source.read_bytes()
    out = tmp_path / "openpalm.yaml"
    assert run(source, "--out", out) == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith(
        "# Converted from v2.json: OpenPalm stack spec, version 2.\nversion: 4\n"
    )
    read = read_spec(text)
    assert isinstance(read, SpecFile)
    assert read.spec == convert(before.decode(), "v2.json").spec
    assert source.read_bytes() == before


def test_notes_are_no_part_of_standard_output_unless_asked_for(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = copy("v3")
    note = "services.ollama.dependsOn[0]: assistant is called opencode-core here."
    assert run(source, "--out", tmp_path / "a.yaml") == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert note in shown.err.splitlines()
    assert run(source, "--out", tmp_path / "b.yaml", "--report") == 0
    shown = capsys.readouterr()
    assert note in shown.out.splitlines()
    assert note not in shown.err


def test_file_itself_is_never_overwritten(
    copy: Copy, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = copy("v1")
    before = source.read_bytes()
    link = tmp_path / "link.yaml"
    link.symlink_to(source)
    assert run(source, "--out", source, "--force") == 1
    assert run(source, "--out", link, "--force") == 1
    assert run(link, "--out", source, "--force") == 1
    assert source.read_bytes() == before
    assert "stays as it is" in capsys.readouterr().err


def test_other_file_is_overwritten_only_by_force(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "openpalm.yaml"
    out.write_text("mine")
    assert run(copy("poc"), "--out", out) == 1
    assert out.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert run(copy("poc"), "--out", out, "--force") == 0
    assert "version: 4" in out.read_text()


def test_version_4_is_copied_byte_for_byte(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = copy("v4"), tmp_path / "out.yaml"
    assert run(source, "--out", out) == 0
    assert out.read_bytes() == source.read_bytes()
    assert "version 4 already" in capsys.readouterr().err


def test_secret_values_are_written_only_where_they_are_wanted(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out, secrets = copy("setup"), tmp_path / "out.yaml", tmp_path / "secrets.env"
    assert run(source, "--out", out) == 0
    shown = capsys.readouterr()
    assert "ADMIN_TOKEN" in shown.err
    assert run(source, "--out", out, "--force", "--secrets-out", secrets) == 0
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    conversion = convert(source.read_text(encoding="utf-8"), source.name)
    assert read_secrets(secrets) == conversion.secrets
    shown_later = capsys.readouterr()
    everything = out.read_text() + shown.err + shown_later.err + shown_later.out
    assert not any(value in everything for value in conversion.secrets.values())


def test_secrets_file_that_is_there_stays(copy: Copy, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.env"
    secrets.write_text("OTHER=1\n")
    out = tmp_path / "out.yaml"
    assert run(copy("setup"), "--out", out, "--secrets-out", secrets, "--force") == 1
    assert secrets.read_text() == "OTHER=1\n"
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\n", "yaml-bracket"),
        ("fruit: apple\n", "“fruit”"),
        ("", "empty"),
        ("- 1\n", "a list"),
        ("version: 4\nchanels: {}\n", "chanels"),
    ],
)
def test_what_cannot_be_converted_is_said_and_nothing_written(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "old.yaml", tmp_path / "new.yaml"
    source.write_text(text)
    assert run(source, "--out", out) == 1
    shown = capsys.readouterr().err
    assert said in shown
    assert "Nothing was written" in shown
    assert not out.exists()


def test_missing_file_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.json", "--out", tmp_path / "new.yaml") == 1
    assert "no such file" in capsys.readouterr().err


def test_errors_that_are_left_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "compose.yml"
    source.write_text('name: x\nservices: {a: {image: "${TAG}", ports: ["80:80"]}}\n')
    assert run(source, "--out", tmp_path / "new.yaml") == 0
    assert "Left to mend: 1;" in capsys.readouterr().err

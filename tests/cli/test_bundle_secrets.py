"""Secrets inside a bundle, and a bundle brought back, from the command line."""

import io
import os
import pty
import subprocess
import sys
import tarfile
from pathlib import Path
from shutil import which

import pytest
from pyrage import x25519

from openpalm_desktop.cli import commands
from openpalm_desktop.deploy.archive import archive, files_in
from openpalm_desktop.deploy.bundle_check import damages
from openpalm_desktop.generate.server_bundle import CHECKSUMS, File, checksums

SPEC = """\
# of my own
version: 4
projectName: home
channels:
  notes:   # said twice
    image: example/notes:1
    domains: [notes.example.org]
    containerPort: 3000
    env: {TOKEN: "${NOTES_TOKEN}"}
"""
VALUE = "canary \"7261\" $HOME 'x'"


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stack whose secret has a value in a file beside it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "openpalm.yaml"
    path.write_text(SPEC, encoding="utf-8")
    escaped = VALUE.replace('"', '\\"')
    (tmp_path / "secrets.env").write_text(f'NOTES_TOKEN="{escaped}"\n', encoding="utf-8")
    return path


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file of its secret half."""
    made = x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# made today\n{made}\n", encoding="utf-8")
    return str(made.to_public()), file


def run(*words: str | Path) -> int:
    return commands.run([str(word) for word in words])


@pytest.mark.parametrize("kind", ["home.tar.gz", "home.zip"])
def test_secrets_go_along_locked_and_come_back(
    spec: Path, key: tuple[str, Path], tmp_path: Path, kind: str
) -> None:
    public, secret = key
    assert run("bundle", spec, "-o", kind, "--recipient", public) == 0
    assert b"canary" not in (tmp_path / kind).read_bytes()
    assert run("bundle", "open", kind, "--out", "there", "--identity", secret) == 0
    assert (tmp_path / "there/openpalm.yaml").read_bytes() == spec.read_bytes()
    kept = tmp_path / "there/secrets.env"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert run("bundle", "there/openpalm.yaml", "-o", "again.zip", "--recipient", public) == 0
    assert "canary" in kept.read_text(encoding="utf-8")


def with_last_bit_flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def test_every_byte_that_is_flipped_is_found_also_in_locked_secrets(
    spec: Path, key: tuple[str, Path], tmp_path: Path
) -> None:
    run("bundle", spec, "-o", "home.zip", "--recipient", key[0])
    content = (tmp_path / "home.zip").read_bytes()
    start = content.index(b"age-encryption.org")
    for position in [*range(0, len(content), 1000), *range(start, start + 300, 7)]:
        flipped = bytearray(content)
        flipped[position] ^= 0x10
        assert damages(Path("home.zip"), bytes(flipped)), position
    _, files = files_in(Path("home.zip"), content)
    changed = [
        File(one.name, with_last_bit_flipped(one.content), one.mode)
        if one.name.endswith(".age")
        else one
        for one in files
    ]
    repacked = archive("home.zip", "home", changed)
    assert damages(Path("home.zip"), repacked) == ("secrets.env.age is not as it was written.",)


def test_without_secrets_a_bundle_has_the_same_bytes_and_with_them_it_has_not(
    spec: Path, key: tuple[str, Path], tmp_path: Path
) -> None:
    plain, locked = [], []
    for number in range(2):
        run("bundle", spec, "-o", f"plain{number}.zip")
        run("bundle", spec, "-o", f"locked{number}.zip", "--recipient", key[0])
        plain.append((tmp_path / f"plain{number}.zip").read_bytes())
        locked.append((tmp_path / f"locked{number}.zip").read_bytes())
    assert plain[0] == plain[1]
    assert locked[0] != locked[1]


def test_a_file_of_keys_stands_for_its_keys(spec: Path, key: tuple[str, Path]) -> None:
    Path("keys.pub").write_text(f"# the servers'\n{key[0]}\n", encoding="utf-8")
    assert run("bundle", spec, "-o", "home.zip", "--recipient", "keys.pub") == 0
    assert run("bundle", "open", "home.zip", "--out", "there", "--identity", key[1]) == 0
    assert Path("there/secrets.env").is_file()


def test_a_passphrase_is_read_from_standard_input_and_stands_in_no_command_line(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
    assert run("bundle", spec, "-o", "home.zip", "--passphrase") == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
    assert run("bundle", "open", "home.zip", "--out", "there", "--passphrase") == 0
    assert "1 secret is in there/secrets.env." in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert run("bundle", "open", "home.zip", "--out", "there", "--passphrase") == 1
    assert "There is no passphrase." in capsys.readouterr().err


def test_a_passphrase_is_typed_twice_and_unseen(spec: Path) -> None:
    program, ours = on_a_terminal(spec)
    said = answered(ours, ("Passphrase: ", "correct horse"), ("Once more: ", "correct house"))
    assert program.wait(60) == 1
    os.close(ours)
    assert "That was not the same twice." in said
    assert "correct" not in said


def test_ctrl_d_instead_of_a_passphrase_ends_it(spec: Path) -> None:
    program, ours = on_a_terminal(spec)
    said = answered(ours, ("Passphrase: ", "\x04"))
    assert program.wait(60) == 130
    os.close(ours)
    assert "Traceback" not in said


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_a_passphrase_that_is_no_text_is_a_sentence(
    spec: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    errors: str,
) -> None:
    given = io.TextIOWrapper(io.BytesIO(b"pa\xffss\n"), encoding="utf-8", errors=errors)
    monkeypatch.setattr(sys, "stdin", given)
    assert run("bundle", spec, "-o", "home.zip", "--passphrase") == 1
    assert "Standard input is no text in UTF-8." in capsys.readouterr().err


def on_a_terminal(spec: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start what asks for a passphrase, and return it with our end of its terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "openpalm_desktop", "bundle", str(spec), "-o", "home.zip"]
    program = subprocess.Popen(
        [*command, "--passphrase"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.close(theirs)
    return program, ours


def answered(terminal: int, *turns: tuple[str, str]) -> str:
    """Answer a program's questions as they come, and return all that the terminal showed."""
    said = ""
    waiting = list(turns)
    while True:
        try:
            said += os.read(terminal, 1000).decode()
        except OSError:  # Linux says so when the program has closed its end
            return said
        if waiting and said.endswith(waiting[0][0]):
            os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--secrets", "secrets.env"], "Secrets are in a bundle only where they are locked."),
        (["--recipient", "age1x", "--passphrase"], "not both"),
        (["--recipient", "age1x"], "“age1x” is no key that secrets can be locked for."),
        (["--recipient", "age1" + "x" * 400], "…” is no key that secrets can be locked for."),
        (["--recipient", "~nobody-here/keys"], "is no key that secrets can be locked for."),
        (["--recipient", "age1\udcff"], "is no key that secrets can be locked for."),
    ],
)
def test_a_lock_that_makes_no_sense_is_a_sentence(
    spec: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert run("bundle", spec, "-o", "home.zip", *options) == 1
    assert said in capsys.readouterr().err
    assert not Path("home.zip").exists()


def test_a_name_that_is_too_long_is_told_of_the_archive(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("bundle", spec, "-o", f"{'x' * 300}.zip") == 1
    assert ".zip could not be saved" in capsys.readouterr().err


def test_a_folder_whose_name_is_too_long_is_told_of_itself(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("bundle", spec, "-o", "home.zip") == 0
    assert run("bundle", "open", "home.zip", "--out", "x" * 300) == 1
    assert "xxx could not be made" in capsys.readouterr().err


def test_a_secret_without_a_value_keeps_the_bundle_from_being_made(
    spec: Path, key: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("secrets.env").unlink()
    assert run("bundle", spec, "-o", "home.zip", "--recipient", key[0]) == 1
    assert "These secrets have no value: NOTES_TOKEN." in capsys.readouterr().err
    assert not Path("home.zip").exists()


def test_what_a_new_bundle_changes_is_told_and_checked_beforehand(
    spec: Path, key: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("bundle", spec, "-o", "home.zip", "--check") == 1
    assert not Path("home.zip").exists()
    run("bundle", spec, "-o", "home.zip", "--recipient", key[0])
    assert run("bundle", spec, "-o", "home.zip", "--recipient", key[0], "--check") == 0
    before = Path("home.zip").read_bytes()
    spec.write_text(SPEC.replace("notes:1", "notes:2"), encoding="utf-8")
    capsys.readouterr()
    assert run("bundle", spec, "-o", "home.zip", "--recipient", key[0], "--check") == 1
    told = "changed: docker-compose.yml\nchanged: manifest.json\nchanged: openpalm.yaml\n"
    assert capsys.readouterr().out == told
    assert Path("home.zip").read_bytes() == before
    assert run("bundle", spec, "-o", "home.zip", "--recipient", key[0]) == 0
    assert told in capsys.readouterr().err


def test_a_file_that_is_no_bundle_is_not_written_over(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("home.zip").write_bytes(b"my holidays")
    assert run("bundle", spec, "-o", "home.zip") == 1
    assert "home.zip is there already, and is no sound bundle." in capsys.readouterr().err
    assert Path("home.zip").read_bytes() == b"my holidays"


def test_a_stack_that_is_there_is_not_replaced_unless_asked(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("bundle", spec, "-o", "home.zip")
    there = Path("there/openpalm.yaml")
    there.parent.mkdir()
    there.write_text("version: 4\n", encoding="utf-8")
    assert run("bundle", "open", "home.zip", "--out", "there") == 1
    assert "is there already, and another stack" in capsys.readouterr().err
    assert there.read_text(encoding="utf-8") == "version: 4\n"
    assert run("bundle", "open", "home.zip", "--out", "there", "--force") == 0
    assert there.read_text(encoding="utf-8") == SPEC
    assert "these need values: NOTES_TOKEN" in capsys.readouterr().err


def test_a_value_that_is_there_is_not_replaced_unless_asked(
    spec: Path, key: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run("bundle", spec, "-o", "home.zip", "--recipient", key[0])
    kept = Path("there/secrets.env")
    kept.parent.mkdir()
    kept.write_text("# mine\nNOTES_TOKEN=other\nMORE=1\n", encoding="utf-8")
    words = ("bundle", "open", "home.zip", "--out", "there", "--identity", key[1])
    assert run(*words) == 1
    assert "NOTES_TOKEN has another value there already." in capsys.readouterr().err
    assert not Path("there/openpalm.yaml").exists()
    assert run(*words, "--force") == 0
    said = kept.read_text(encoding="utf-8")
    assert said.startswith("# mine\nNOTES_TOKEN=")
    assert "canary" in said
    assert said.endswith("MORE=1\n")


def test_a_damaged_bundle_is_not_opened(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("bundle", spec, "-o", "home.zip")
    content = Path("home.zip").read_bytes()
    Path("home.zip").write_bytes(content.replace(b"said twice", b"said twicf"))
    assert run("bundle", "open", "home.zip", "--out", "there") == 1
    assert capsys.readouterr().err.endswith("Copy it here again, or make it anew.\n")
    assert not Path("there").exists()


def test_a_bundle_without_its_stack_says_so(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("bundle", spec, "-o", "home.tar.gz")
    _, files = files_in(Path("home.tar.gz"), Path("home.tar.gz").read_bytes())
    kept = [one for one in files if one.name not in ("openpalm.yaml", CHECKSUMS)]
    sums = File(CHECKSUMS, checksums(kept).encode())
    Path("home.tar.gz").write_bytes(archive("home.tar.gz", "home", [*kept, sums]))
    assert run("bundle", "open", "home.tar.gz", "--out", "there") == 1
    assert "was made by a version that put no stack into it" in capsys.readouterr().err


def test_a_key_that_opens_nothing_lays_nothing_out(
    spec: Path, key: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run("bundle", spec, "-o", "home.zip", "--recipient", key[0])
    Path("other.txt").write_text(f"{x25519.Identity.generate()}\n", encoding="utf-8")
    assert run("bundle", "open", "home.zip", "--out", "there", "--identity", "other.txt") == 1
    assert "None of the keys opens these secrets." in capsys.readouterr().err
    assert not Path("there").exists()
    assert run("bundle", "open", "home.zip", "--out", "there") == 0
    assert "--identity FILE opens them" in capsys.readouterr().err
    assert not Path("there/secrets.env").exists()


def test_a_bundle_with_secrets_says_on_the_server_how_they_are_opened(
    spec: Path, key: tuple[str, Path]
) -> None:
    run("bundle", spec, "-o", "home.tar.gz", "--recipient", key[0])
    with tarfile.open("home.tar.gz") as made:
        made.extractall(filter="data")
    guide = Path("home/README.md").read_text(encoding="utf-8")
    assert "    ./unlock KEY-FILE\n    ./up\n" in guide
    tools = Path("bin")
    tools.mkdir()
    (tools / "dirname").symlink_to(which("dirname") or "")
    without_age = subprocess.run(
        ["/bin/sh", "home/unlock", str(key[1])],
        env={"PATH": str(tools.resolve())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert without_age.returncode == 1
    assert without_age.stderr.startswith("The program age is not on this server.")
    assert not Path("home/.env").exists()


def test_names_in_a_forged_archive_command_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = tmp_path / "forged.zip"
    files = [File("\x1b]0;owned\x07", b""), File(CHECKSUMS, b"")]
    forged.write_bytes(archive("forged.zip", "home", files))
    assert run("bundle", "verify", forged) == 1
    assert run("bundle", "open", forged, "--out", tmp_path / "there") == 1
    said = capsys.readouterr().err
    assert said.count("a name in it holds characters that cannot be seen.") == 2
    assert "\x1b" not in said

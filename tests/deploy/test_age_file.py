"""Age files: locked by us and opened by the stock `age`, and the other way round."""

import subprocess
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from openpalm_desktop.deploy import age_passphrase
from openpalm_desktop.deploy.age_file import (
    ForPassphrase,
    NoSuchKey,
    StaysLocked,
    for_keys,
    identities,
    locked,
    opened,
)
from openpalm_desktop.deploy.secret_store import SecretValue
from tests.real.peers import tools

CONTENT = "TOKEN='Größe \"$HOME\" #1'\n".encode()


def run(*words: str, text: bytes = b"") -> bytes:
    return subprocess.run(words, input=text, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with keys of each kind, the public halves beside them."""
    folder = tmp_path_factory.mktemp("keys")
    for kind in ("ed25519", "rsa", "ecdsa"):
        run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(folder / kind))
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "a phrase", "-f", str(folder / "closed"))
    keygen = str(tools.age().with_name("age-keygen"))
    run(keygen, "-o", str(folder / "age"))
    public = run(keygen, "-y", str(folder / "age"))
    (folder / "age.pub").write_bytes(public)
    return folder


def public(keys: Path, name: str) -> str:
    return (keys / f"{name}.pub").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["age", "ed25519", "rsa"])
def test_what_is_locked_for_several_keys_is_opened_by_each_of_them(keys: Path, name: str) -> None:
    lock = for_keys(["# ours", *(public(keys, each) for each in ("age", "ed25519", "rsa"))])
    file = locked(CONTENT, lock)
    key = identities((keys / name).read_text(encoding="utf-8"), name)
    assert opened(file, key) == CONTENT
    assert run("age", "--decrypt", "--identity", str(keys / name), text=file) == CONTENT


def test_what_the_stock_program_locked_is_opened(keys: Path) -> None:
    file = run("age", "--recipients-file", str(keys / "age.pub"), text=CONTENT)
    assert opened(file, identities((keys / "age").read_text(encoding="utf-8"), "age")) == CONTENT


def test_a_passphrase_opens_and_another_does_not() -> None:
    file = locked(CONTENT, ForPassphrase(SecretValue("correct horse")))
    assert opened(file, SecretValue("correct horse")) == CONTENT
    with pytest.raises(StaysLocked, match="The passphrase does not open these secrets"):
        opened(file, SecretValue("correct house"))


def in_terminal(folder: Path, command: str, *answers: str) -> None:
    """Run a program that asks for a passphrase at a terminal, and answer each question."""
    typed = "".join(f"{one}\n" for one in answers).encode()
    words = ("script", "--quiet", "--return", "--command", command, "/dev/null")
    subprocess.run(words, input=typed, cwd=folder, capture_output=True, check=True, timeout=120)


def test_a_passphrase_of_ours_is_one_for_the_stock_program(keys: Path) -> None:
    content = bytes(range(256)) * 700  # more than one of its chunks
    (keys / "ours.age").write_bytes(locked(content, ForPassphrase(SecretValue("größe 1"))))
    in_terminal(keys, "age --decrypt --output opened ours.age", "größe 1")
    assert (keys / "opened").read_bytes() == content


def test_a_passphrase_of_the_stock_program_is_one_for_us(keys: Path) -> None:
    content = bytes(range(256)) * 700  # more than one of its chunks
    (keys / "plain").write_bytes(content)
    in_terminal(keys, "age --passphrase --output theirs.age plain", "a phrase", "a phrase")
    assert opened((keys / "theirs.age").read_bytes(), SecretValue("a phrase")) == content


def test_any_changed_or_missing_byte_keeps_a_passphrase_from_opening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(age_passphrase, "_WORK", 1)
    file = locked(bytes(150_000), ForPassphrase(SecretValue("a phrase")))
    assert opened(file, SecretValue("a phrase")) == bytes(150_000)
    header = file.index(b"\n---")
    places = [
        *range(len("age-encryption.org/v1\n-> scrypt "), header + 60),
        *range(300, 150_000, 9973),
    ]
    for place in places:
        flipped = bytearray(file)
        flipped[place] ^= 1
        with pytest.raises(StaysLocked):
            opened(bytes(flipped), SecretValue("a phrase"))
    for length in (header, header + 60, len(file) - 1, len(file) - 18_000, 65_900):
        with pytest.raises(StaysLocked):
            opened(file[:length], SecretValue("a phrase"))


def test_another_text_for_the_same_bytes_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_passphrase, "_WORK", 1)
    file = locked(CONTENT, ForPassphrase(SecretValue("a phrase")))
    (_, _, salt, _), (wrapped,), (_, mac) = (line.split(b" ") for line in file.split(b"\n")[1:4])
    for said in (salt, wrapped, mac):
        other = said[:-1] + bytes([said[-1] + 1])
        assert b64decode(other + b"==") == b64decode(said + b"==")
        with pytest.raises(StaysLocked):
            opened(file.replace(said, other), SecretValue("a phrase"))


def test_no_empty_piece_stands_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def sealed(content: bytes, key: bytes) -> Iterator[bytes]:
        yield ChaCha20Poly1305(key).encrypt(bytes(12), content, None)
        yield ChaCha20Poly1305(key).encrypt(bytes(10) + b"\1\1", b"", None)

    monkeypatch.setattr(age_passphrase, "_WORK", 1)
    monkeypatch.setattr(age_passphrase, "_sealed", sealed)
    file = locked(bytes(64 * 1024), ForPassphrase(SecretValue("a phrase")))
    with pytest.raises(StaysLocked):
        opened(file, SecretValue("a phrase"))


def test_a_passphrase_that_costs_too_much_to_try_is_not_tried() -> None:
    file = locked(CONTENT, ForPassphrase(SecretValue("a phrase"))).replace(b" 18\n", b" 30\n")
    with pytest.raises(StaysLocked, match="takes too much memory"):
        opened(file, SecretValue("a phrase"))


def test_another_key_does_not_open(keys: Path) -> None:
    file = locked(CONTENT, for_keys([public(keys, "age")]))
    other = identities((keys / "ed25519").read_text(encoding="utf-8"), "ed25519")
    with pytest.raises(StaysLocked, match="None of the keys opens"):
        opened(file, other)
    with pytest.raises(StaysLocked, match="are locked for a key"):
        opened(file, SecretValue("a phrase"))


def test_the_same_content_is_locked_into_other_bytes_each_time(keys: Path) -> None:
    lock = for_keys([public(keys, "age")])
    assert locked(CONTENT, lock) != locked(CONTENT, lock)


def test_a_changed_byte_keeps_it_locked(keys: Path) -> None:
    file = bytearray(locked(CONTENT, for_keys([public(keys, "age")])))
    file[-1] ^= 1
    key = identities((keys / "age").read_text(encoding="utf-8"), "age")
    with pytest.raises(StaysLocked):
        opened(bytes(file), key)


@pytest.mark.parametrize(
    "text", ["age1nonsense", "ssh-ed25519 AAAA", "hello", "age1" + "q" * 80, "\ud800"]
)
def test_what_is_no_key_is_told_by_its_beginning(text: str) -> None:
    with pytest.raises(NoSuchKey, match="is no key that secrets can be locked for") as refused:
        for_keys([text])
    assert len(refused.value.sentence) < 100


def test_no_key_at_all_is_told() -> None:
    with pytest.raises(NoSuchKey, match="There is no key"):
        for_keys(["", "# only a comment"])


def test_the_secret_half_is_refused_and_never_repeated(keys: Path) -> None:
    secret = (keys / "age").read_text(encoding="utf-8").splitlines()[-1]
    with pytest.raises(NoSuchKey, match="the secret half") as refused:
        for_keys([secret])
    assert secret[16:30] not in f"{refused.value.sentence} {refused.value.hint}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("closed", "has a passphrase of its own"),
        ("ecdsa", "is no file of keys"),
        ("age.pub", "is no file of keys"),
    ],
)
def test_files_that_open_nothing_are_told_apart(keys: Path, name: str, said: str) -> None:
    with pytest.raises(NoSuchKey, match=said):
        identities((keys / name).read_text(encoding="utf-8"), name)

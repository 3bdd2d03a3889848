"""A secrets.env as a store: private, atomic, and never written over when it cannot be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy.secret_store import EnvFileStore, SecretRefused, SecretValue
from openpalm_desktop.deploy.secrets import SecretsUnreadable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> EnvFileStore:
    """A store whose file is not there yet."""
    return EnvFileStore(tmp_path / "secrets.env")


def test_a_file_that_is_not_there_holds_nothing_and_is_made_private(store: EnvFileStore) -> None:
    assert store.names(["A"]) == frozenset()
    store.keep({"A": SecretValue("one"), "B": SecretValue("two")})
    assert store.names(["Z"]) == {"A", "B"}
    assert store.values(["A", "Z"]) == {"A": "one"}
    if os.name != "nt":
        assert store.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_others_could_read_is_closed_to_them(store: EnvFileStore) -> None:
    store.path.write_text("# mine\nA=1\n")
    store.path.chmod(0o644)
    store.keep({"A": None, "B": SecretValue("2")})
    assert store.path.read_text() == "# mine\nB=2\n"
    assert store.path.stat().st_mode & 0o777 == 0o600


def test_a_file_with_a_line_that_is_none_is_not_written_over(store: EnvFileStore) -> None:
    store.path.write_text("A=1\nnonsense\n")
    with pytest.raises(SecretsUnreadable, match=r"secrets.env:2: the line is not NAME=value"):
        store.keep({"A": SecretValue("2")})
    assert store.path.read_text() == "A=1\nnonsense\n"


@pytest.mark.parametrize("value", ["", "a\0b", "half \ud83d"])
def test_a_value_that_no_program_can_be_given_is_refused(store: EnvFileStore, value: str) -> None:
    with pytest.raises(SecretRefused, match="The value for A"):
        store.keep({"A": SecretValue(value)})
    assert not store.path.exists()


def test_a_file_of_windows_notepad_can_be_read(store: EnvFileStore) -> None:
    store.path.write_bytes("\ufeffA=1\r\n".encode())
    assert store.values(["A"]) == {"A": "1"}


def test_a_value_never_shows_itself(store: EnvFileStore) -> None:
    assert "tulip" not in repr(SecretValue("tulip"))
    assert "tulip" not in repr(store)

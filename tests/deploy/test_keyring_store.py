"""The keyring as a store: what it keeps, and each state it can be in told in words."""

from __future__ import annotations

import pytest
from keyring import errors
from keyring.backends import fail, null

from openpalm_desktop.deploy import keyring_store
from openpalm_desktop.deploy.keyring_store import (
    KeyringLocked,
    KeyringRefused,
    KeyringStore,
    KeyringTrouble,
    NoKeyring,
    system_backend,
)
from openpalm_desktop.deploy.registry_login import Login, LoginStore
from openpalm_desktop.deploy.secret_store import SecretValue
from tests.deploy.fake_keyring import FakeKeyring

HOME = "OpenPalm Desktop: home"


@pytest.fixture
def keyring() -> FakeKeyring:
    """A keyring with nothing in it."""
    return FakeKeyring()


@pytest.fixture
def store(keyring: FakeKeyring) -> KeyringStore:
    """The secrets of the project `home` in it."""
    return KeyringStore("home", keyring.find)


def test_each_secret_is_an_entry_and_the_names_are_listed(
    store: KeyringStore, keyring: FakeKeyring
) -> None:
    store.keep({"B": SecretValue("two"), "A": SecretValue("one")})
    assert keyring.entries == {(HOME, "(names)"): "A\nB", (HOME, "A"): "one", (HOME, "B"): "two"}
    assert store.names([]) == {"A", "B"}
    assert store.values(["A", "Z"]) == {"A": "one"}


def test_projects_do_not_see_each_other(store: KeyringStore, keyring: FakeKeyring) -> None:
    store.keep({"A": SecretValue("one")})
    assert KeyringStore("work", keyring.find).names(["A"]) == frozenset()


def test_what_another_program_put_there_is_found_where_it_is_wanted(
    store: KeyringStore, keyring: FakeKeyring
) -> None:
    keyring.set_password(HOME, "OWN", "x")
    assert store.names(["OWN"]) == {"OWN"}


def test_what_another_program_took_away_is_missing(
    store: KeyringStore, keyring: FakeKeyring
) -> None:
    store.keep({"A": SecretValue("one"), "B": SecretValue("two")})
    keyring.delete_password(HOME, "A")
    assert store.names([]) == {"B"}
    store.keep({"A": None})  # and taking it away once more is no trouble
    assert keyring.entries == {(HOME, "(names)"): "B", (HOME, "B"): "two"}


def test_many_names_take_several_entries_as_windows_wants(
    store: KeyringStore, keyring: FakeKeyring
) -> None:
    names = [f"A_RATHER_LONG_NAME_OF_A_SECRET_{number}" for number in range(60)]
    store.keep({name: SecretValue("x") for name in names})
    assert store.names([]) == set(names)
    assert all(len(value) <= 1000 for value in keyring.entries.values())
    store.keep(dict.fromkeys(names))
    assert keyring.entries == {}


class KeychainDenied(Exception):
    """As macOS's backend calls it."""


def caused(error: Exception, cause: Exception) -> Exception:
    """An error with its cause, as backends raise theirs."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (errors.NoKeyringError("tulip"), NoKeyring),
        (errors.InitError("no D-Bus: tulip"), NoKeyring),
        (FileNotFoundError(2, "no bus: tulip"), NoKeyring),
        (errors.KeyringLocked("Failed to unlock the collection! tulip"), KeyringLocked),
        (caused(errors.KeyringLocked("tulip"), KeychainDenied("tulip")), KeyringRefused),
        (errors.PasswordSetError("tulip"), KeyringRefused),
        (OSError(1783, "The stub received bad data: tulip"), KeyringRefused),
    ],
)
def test_each_state_is_told_in_words_and_with_nothing_of_the_value(
    store: KeyringStore, keyring: FakeKeyring, raised: Exception, told: type[KeyringTrouble]
) -> None:
    keyring.raises = raised
    for ask in (lambda: store.names(["A"]), lambda: store.keep({"A": SecretValue("tulip")})):
        with pytest.raises(told) as error:
            ask()
        assert error.value.sentence.startswith(("The keyring of this", "This computer has no"))
        assert error.value.hint
        assert "tulip" not in error.value.sentence + error.value.hint
        assert error.value.__cause__ is None
        assert error.value.__suppress_context__


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_computer_without_a_keyring_says_so(
    monkeypatch: pytest.MonkeyPatch, backend: type
) -> None:
    monkeypatch.setattr("keyring.get_keyring", backend)
    with pytest.raises(NoKeyring, match="has no keyring"):
        system_backend()
    assert keyring_store.no_keyring().hint.startswith("Keep them in a secrets.env")


@pytest.mark.parametrize("kept", ["", "{", "[]", "5", '{"user": "me"}', "[" * 100_000])
def test_a_login_that_another_hand_put_there_is_none(keyring: FakeKeyring, kept: str) -> None:
    logins = LoginStore(KeyringStore("(registries)", keyring.find))
    logins.keep(Login("ghcr.io", "me", SecretValue("a word")))
    found = logins.find("ghcr.io")
    assert found is not None
    assert found.password.text == "a word"
    keyring.entries["OpenPalm Desktop: (registries)", "ghcr.io"] = kept
    assert logins.find("ghcr.io") is None

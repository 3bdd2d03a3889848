"""A real keyring keeps our secrets, is locked and unlocked, and loses entries to others."""

from __future__ import annotations

import gc
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import secretstorage
from keyring.backends.SecretService import Keyring

from openpalm_desktop.deploy.keyring_store import KeyringLocked, KeyringStore, NoKeyring
from openpalm_desktop.deploy.secret_store import SecretValue
from tests.real.peers.secret_service import SecretService, running_secret_service

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("keyring")]

ROOT = Path(__file__).resolve().parents[2]
VALUE = "it's $ecret #1 – é \U0001f334\nand a second line"
SPEC = """\
version: 4
projectName: home
channels:
  blog: {image: a, containerPort: 80, pathPrefixes: [/], env: {TOKEN: "${TOKEN}"}}
"""


@pytest.fixture(scope="module")
def running() -> Iterator[SecretService]:
    """A keyring for all of these tests."""
    with running_secret_service() as service:
        yield service


@pytest.fixture
def service(running: SecretService) -> Iterator[SecretService]:
    """That keyring, unlocked."""
    yield running
    running.unlock()
    with warnings.catch_warnings():  # the library forgets to close a locked keyring's connection
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def store(service: SecretService, request: pytest.FixtureRequest) -> KeyringStore:
    """The secrets of a project of the test's own in it."""
    del service
    return KeyringStore(request.node.name, Keyring)


def test_values_are_kept_found_and_taken_away(store: KeyringStore) -> None:
    assert store.names(["TOKEN"]) == frozenset()
    store.keep({"TOKEN": SecretValue(VALUE), "OTHER": SecretValue("x")})
    assert store.values(["TOKEN", "NOBODYS"]) == {"TOKEN": VALUE}
    store.keep({"TOKEN": SecretValue("new")})
    assert store.values(["TOKEN"]) == {"TOKEN": "new"}
    assert store.names([]) == {"TOKEN", "OTHER"}
    store.keep({"TOKEN": None, "OTHER": None})
    assert store.names(["TOKEN", "OTHER"]) == frozenset()


def test_entries_are_filed_as_the_documentation_says(store: KeyringStore) -> None:
    store.keep({"TOKEN": SecretValue(VALUE)})
    filed = {"service": store.service, "username": "TOKEN"}
    connection = secretstorage.dbus_init()
    items = list(secretstorage.search_items(connection, filed))
    assert [item.get_secret().decode() for item in items] == [VALUE]
    items[0].delete()  # as the person does in the keyring's own program
    connection.close()
    assert store.names(["TOKEN"]) == frozenset()


def test_a_locked_keyring_says_so_and_answers_when_it_is_unlocked(
    store: KeyringStore, service: SecretService
) -> None:
    store.keep({"TOKEN": SecretValue(VALUE)})
    service.lock()
    with pytest.raises(KeyringLocked, match="is locked"):
        store.names(["TOKEN"])
    with pytest.raises(KeyringLocked):
        store.keep({"TOKEN": SecretValue("other")})
    service.unlock()
    assert store.values(["TOKEN"]) == {"TOKEN": VALUE}


def test_where_no_keyring_listens_there_is_none(
    store: KeyringStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(NoKeyring):
        store.names(["TOKEN"])


def test_generate_finds_the_keyring_by_itself(service: SecretService, tmp_path: Path) -> None:
    KeyringStore("home", Keyring).keep({"TOKEN": SecretValue("tulip")})
    (tmp_path / "openpalm.yaml").write_text(SPEC)
    done = generate(service, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "TOKEN=tulip\n" in (tmp_path / "out" / "env" / "channel-blog.env").read_text()
    service.lock()
    (tmp_path / "openpalm.yaml").write_text(SPEC.replace("home", "house"))
    done = generate(service, tmp_path)
    assert done.returncode == 1
    assert "The keyring of this computer is locked. Unlock it" in done.stderr


def generate(service: SecretService, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a person at this desktop would."""
    env = {name: value for name, value in service.env.items() if name != "PYTHON_KEYRING_BACKEND"}
    command = [sys.executable, "-m", "openpalm_desktop", "generate", str(folder / "openpalm.yaml")]
    return subprocess.run(
        [*command, "--out", str(folder / "out")],
        env={**env, "PYTHONPATH": str(ROOT), "LD_LIBRARY_PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

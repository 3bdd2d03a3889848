"""`registry`: a login goes into the keyring, is listed without its password, and forgotten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary-7f3a9c"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program, with a keyring of the test's own."""

    def run_with(
        *words: str, given: str = "", backend: str = "Kept"
    ) -> subprocess.CompletedProcess[str]:
        keyring = {
            "PYTHON_KEYRING_BACKEND": f"tests.cli.keyring_of_many.{backend}",
            "TEST_KEYRING": str(tmp_path / "keyring.json"),
        }
        return subprocess.run(
            [sys.executable, "-m", "openpalm_desktop", "registry", *words],
            input=given,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, **keyring},
            check=False,
        )

    return run_with


def test_a_login_is_kept_listed_and_forgotten(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    login = ("login", "ghcr.io", "--user", "me", "--password-stdin")
    done = run(*login, given=f"{CANARY}\n")
    assert (done.returncode, done.stdout) == (0, "Kept in the keyring: me at ghcr.io.\n")
    assert CANARY in (tmp_path / "keyring.json").read_text()
    listed = run("list", "--json")
    assert json.loads(listed.stdout) == [{"registry": "ghcr.io", "user": "me"}]
    assert run("list").stdout == "ghcr.io  me\n"
    assert CANARY not in done.stderr + listed.stdout
    assert run("logout", "ghcr.io").returncode == 0
    assert CANARY not in (tmp_path / "keyring.json").read_text()
    assert "No login for ghcr.io is kept." in run("logout", "ghcr.io").stderr


def test_an_entry_that_another_program_has_overwritten_is_no_login(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    run("login", "ghcr.io", "--user", "me", "--password-stdin", given=f"{CANARY}\n")
    file = tmp_path / "keyring.json"
    kept = json.loads(file.read_text())
    file.write_text(json.dumps({k: "x" if CANARY in v else v for k, v in kept.items()}))
    assert run("list", "--json").stdout == "[]\n"


def test_without_a_password_or_a_keyring_nothing_is_kept(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    nobody = run("login", "ghcr.io", "--user", "me")
    assert "Nobody can be asked for the password here. Say --password-stdin." in " ".join(
        nobody.stderr.split()
    )
    login = ("login", "ghcr.io", "--user", "me", "--password-stdin")
    assert "The password is empty" in run(*login).stderr
    locked = run(*login, given="x\n", backend="Locked")
    assert locked.returncode == 1
    assert "The keyring of this computer is locked." in locked.stderr

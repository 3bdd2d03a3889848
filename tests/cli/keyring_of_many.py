"""Keyrings for programs that a test starts, named to them in PYTHON_KEYRING_BACKEND."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError


class Keyring(KeyringBackend):
    """Has a value for everything that is no list of names."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return None if username.startswith("(") else f"{service}/{username}"

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(service, username, password)


class Locked(Keyring):
    """Is locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service, username)


class Kept(KeyringBackend):
    """Keeps what it is given in the file that a variable names."""

    priority = 1

    @property
    def _entries(self) -> dict[str, str]:
        file = Path(os.environ["TEST_KEYRING"])
        found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        return found

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._entries, f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        key = f"{service}/{username}"
        self._write({name: each for name, each in self._entries.items() if name != key})

    def _write(self, entries: dict[str, str]) -> None:
        Path(os.environ["TEST_KEYRING"]).write_text(json.dumps(entries))

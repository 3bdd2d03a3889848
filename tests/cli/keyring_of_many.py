"""Keyrings for programs that a test starts, named to them in PYTHON_KEYRING_BACKEND."""

from __future__ import annotations

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

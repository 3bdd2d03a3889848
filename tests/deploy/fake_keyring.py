"""A keyring in memory, in any state a real one can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpalm_desktop.deploy.keyring_store import Backend


class FakeKeyring:
    """What the keyring library would give; `raises` is what it says to everything."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.raises: Exception | None = None

    def find(self) -> Backend:
        """Give it to a store."""
        return self

    def get_password(self, service: str, username: str) -> str | None:
        """Return a value, or None."""
        self._object()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a value."""
        self._object()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Take a value away."""
        self._object()
        del self.entries[service, username]

    def _object(self) -> None:
        if self.raises is not None:
            raise self.raises

"""The secrets inside a bundle: one env file, locked, and how its lock is told apart."""

from collections.abc import Mapping

from .env_files import quoted

LOCKED_SECRETS = "secrets.env.age"
_HEAD = b"age-encryption.org/v1\n-> "
_PASSPHRASE_HEAD = _HEAD + b"scrypt "


def env_text(values: Mapping[str, str]) -> str:
    """Return the `.env` that Docker Compose reads on the server."""
    return "".join(f"{name}={quoted(value)}\n" for name, value in sorted(values.items()))


def is_for_passphrase(locked: bytes) -> bool:
    """Whether an age file is opened by a passphrase, and not by a key."""
    return locked.startswith(_PASSPHRASE_HEAD)


def stand_in(*, for_passphrase: bool) -> bytes:
    """Return what stands for locked secrets while a bundle is only compared."""
    return _PASSPHRASE_HEAD if for_passphrase else _HEAD

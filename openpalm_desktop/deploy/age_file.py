"""An age file: bytes locked for keys or for a passphrase, as the stock `age` opens them too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyrage
from pyrage import ssh, x25519

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.locked_secrets import is_for_passphrase
from openpalm_desktop.phrases import phrase

from .age_passphrase import TooMuchWork, WrongPassphrase, unlock
from .age_passphrase import lock as lock_with_passphrase
from .secret_store import SecretValue

_SECRET_KEY, _PLUGIN_KEY = "AGE-SECRET-KEY-", "AGE-PLUGIN-"
_OPENSSH = "-----BEGIN "
_SHOWN = 24  # characters of a key that is quoted

Recipient: TypeAlias = x25519.Recipient | ssh.Recipient
Identity: TypeAlias = x25519.Identity | ssh.Identity


class NoSuchKey(OpenPalmError):
    """A text is no key that an age file could be locked for, or opened with."""


class StaysLocked(OpenPalmError):
    """An age file is not opened by what was given for it."""


@dataclass(frozen=True, slots=True)
class ForKeys:
    """A lock that each of some public keys opens."""

    recipients: Sequence[Recipient]


@dataclass(frozen=True, slots=True)
class ForPassphrase:
    """A lock that one passphrase opens."""

    passphrase: SecretValue


Lock: TypeAlias = ForKeys | ForPassphrase


@dataclass(frozen=True, slots=True)
class Identities:
    """Secret keys, one of which may open a lock."""

    keys: Sequence[Identity]


Opener: TypeAlias = Identities | SecretValue


def for_keys(lines: Iterable[str]) -> ForKeys:
    """Return a lock for public keys, one a line, `#` begins a comment; raises NoSuchKey."""
    keys = [line.strip() for line in lines if _says_something(line)]
    if not keys:
        raise NoSuchKey(
            phrase("There is no key to lock the secrets for."),
            phrase("Give one that begins with age1, ssh-ed25519 or ssh-rsa."),
        )
    return ForKeys(tuple(_recipient(key) for key in keys))


def identities(text: str, name: str) -> Identities:
    """Return the secret keys of a file, of age or of OpenSSH; raises NoSuchKey."""
    if text.lstrip().startswith(_OPENSSH):
        return Identities((_ssh_identity(text, name),))
    lines = [line.strip() for line in text.splitlines() if _says_something(line)]
    try:
        keys = tuple(x25519.Identity.from_str(line) for line in lines)
    except (pyrage.IdentityError, UnicodeError) as error:
        raise _no_identity(name) from error
    if not keys:
        raise _no_identity(name)
    return Identities(keys)


def locked(content: bytes, lock: Lock) -> bytes:
    """Return content as an age file: other bytes each time, which is what keeps it secret."""
    if isinstance(lock, ForPassphrase):
        return lock_with_passphrase(content, lock.passphrase.text)
    return pyrage.encrypt(content, lock.recipients)


def opened(content: bytes, opener: Opener) -> bytes:
    """Return what an age file holds; raises StaysLocked."""
    if is_for_passphrase(content) is not isinstance(opener, SecretValue):
        raise _other_lock(content)
    if isinstance(opener, SecretValue):
        return _opened_by_passphrase(content, opener)
    try:
        return pyrage.decrypt(content, opener.keys)
    except pyrage.DecryptError as error:
        raise StaysLocked(
            phrase("None of the keys opens these secrets."),
            phrase("Take the key that they were locked for, or have the bundle made for yours."),
        ) from error


def _opened_by_passphrase(content: bytes, passphrase: SecretValue) -> bytes:
    try:
        return unlock(content, passphrase.text)
    except WrongPassphrase as error:
        raise StaysLocked(
            phrase("The passphrase does not open these secrets."), phrase("Type it again.")
        ) from error
    except (TooMuchWork, MemoryError) as error:
        raise StaysLocked(
            phrase("To try a passphrase on these secrets takes too much memory."),
            phrase("Ask where they come from, and have them locked anew."),
        ) from error


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _recipient(key: str) -> Recipient:
    if key.upper().startswith((_SECRET_KEY, _PLUGIN_KEY)):
        raise NoSuchKey(
            phrase("That is the secret half of a key: it opens, and nobody else may have it."),
            phrase("Give the public half, which begins with age1."),
        )
    kind = ssh.Recipient if key.startswith("ssh-") else x25519.Recipient
    try:
        return kind.from_str(key)
    except (pyrage.RecipientError, UnicodeError) as error:
        shown = key if len(key) <= _SHOWN else f"{key[:_SHOWN]}…"
        raise NoSuchKey(
            phrase("“{key}” is no key that secrets can be locked for.", key=shown),
            phrase("Give one that begins with age1, ssh-ed25519 or ssh-rsa, whole."),
        ) from error


def _ssh_identity(text: str, name: str) -> ssh.Identity:
    try:
        return ssh.Identity.from_buffer(text.encode())
    except pyrage.IdentityError as error:
        if "decrypted first" in str(error):
            raise NoSuchKey(
                phrase("{name} has a passphrase of its own.", name=name),
                phrase("Open the secrets with the program age, which asks for it."),
            ) from error
        raise _no_identity(name) from error


def _no_identity(name: str) -> NoSuchKey:
    return NoSuchKey(
        phrase("{name} is no file of keys that open secrets.", name=name),
        phrase("Choose one that age-keygen made, or an OpenSSH key of the kind ed25519 or rsa."),
    )


def _other_lock(content: bytes) -> StaysLocked:
    if is_for_passphrase(content):
        return StaysLocked(
            phrase("These secrets are locked with a passphrase."), phrase("Type the passphrase.")
        )
    return StaysLocked(
        phrase("These secrets are locked for a key."), phrase("Choose the file of that key.")
    )

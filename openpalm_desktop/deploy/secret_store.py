"""Where the values of secrets are kept: what every store can do, and a `secrets.env` as one."""

import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Protocol

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.checks.variables import can_be_received
from openpalm_desktop.model.yaml_text import EncodingError, decode
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .files import read_file, trouble, write_atomically
from .secrets import SecretsUnreadable, parse_secrets, with_secret, without_secret

BESIDE_THE_SPEC = "secrets.env"
_PRIVATE = 0o600
_OTHERS = 0o077


class SecretValue(Record):
    """A value on its way; it never shows itself in a message or a report."""

    text: str

    def __repr__(self) -> str:
        return "SecretValue()"


class SecretMissing(OpenPalmError):
    """A store has no value under a name."""


class SecretRefused(OpenPalmError):
    """A value is none that a container could be given."""


class SecretStore(Protocol):
    """A place for secret values; every call may wait for the disk or for a person."""

    def names(self, wanted: Collection[str]) -> frozenset[str]:
        """Return the names that have a value: those of `wanted`, and all others it knows of."""

    def values(self, names: Collection[str]) -> Mapping[str, str]:
        """Return the values of some names; those without one are left out."""

    def keep(self, changes: Mapping[str, SecretValue | None]) -> None:
        """Keep values under their names; None takes one away."""


class EnvFileStore(Record):
    """A `secrets.env`: read anew each time, written so that it is the old file or the new."""

    path: Path

    def names(self, wanted: Collection[str]) -> frozenset[str]:
        """Return the names in the file."""
        del wanted
        return frozenset(self._secrets())

    def values(self, names: Collection[str]) -> Mapping[str, str]:
        """Return the values of some names."""
        return {name: value for name, value in self._secrets().items() if name in names}

    def keep(self, changes: Mapping[str, SecretValue | None]) -> None:
        """Write the file, for nobody else to read; comments and other lines stay."""
        refuse_unfit(changes)
        text = self._text()
        parse_secrets(text, str(self.path))  # a file that cannot be read is not written over
        for name, value in changes.items():
            text = with_secret(text, name, value.text) if value else without_secret(text, name)
        self.close_to_others()  # first: a new file takes over the mode of the old one
        write_atomically(self.path, text.encode("utf-8"), _PRIVATE)

    def _secrets(self) -> Mapping[str, str]:
        return parse_secrets(self._text(), str(self.path))

    def _text(self) -> str:
        if not self.path.exists():
            return ""
        return secrets_text(self.path)

    @property
    def is_open_to_others(self) -> bool:
        """Whether other people of this computer can read the file."""
        if os.name == "nt" or not self.path.exists():
            return False
        try:
            return bool(stat.S_IMODE(self.path.stat().st_mode) & _OTHERS)
        except OSError as error:
            raise trouble(phrase("{path} could not be looked at", path=self.path), error) from error

    def close_to_others(self) -> None:
        """Let nobody else read the file."""
        if not self.is_open_to_others:
            return
        try:
            self.path.chmod(_PRIVATE)
        except OSError as error:
            raise trouble(
                phrase("{path} could not be made private", path=self.path), error
            ) from error


def secrets_text(path: Path) -> str:
    """Return what a file of secrets says, as text."""
    try:
        return decode(read_file(path)[0]).removeprefix("\ufeff")
    except EncodingError as error:
        raise SecretsUnreadable(f"{path}: {error.sentence}", error.hint) from error


def read_secrets(path: Path) -> Mapping[str, str]:
    """Return the secrets of a file; an empty value is none."""
    return parse_secrets(secrets_text(path), str(path))


def refuse_unfit(changes: Mapping[str, SecretValue | None]) -> None:
    """Raise SecretRefused for a value that no program can be given."""
    for name, value in changes.items():
        if value is not None and (not value.text or not can_be_received(value.text)):
            reason = (
                phrase("is empty")
                if not value.text
                else phrase("holds a character that no program takes")
            )
            hint = phrase("Remove the NUL character or the half of an emoji.") if value.text else ""
            raise SecretRefused(
                phrase("The value for {name} {reason}.", name=name, reason=reason), hint
            )

"""Where secret values come from on the command line."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.record import Record

from .secret_store import BESIDE_THE_SPEC, read_secrets

if TYPE_CHECKING:
    from .keyring_store import KeyringTrouble


class FoundSecrets(Record):
    """The values that were found, and what kept the keyring from being asked for more."""

    values: Mapping[str, str]
    trouble: "KeyringTrouble | None" = None
    has_source: bool = True

    def __repr__(self) -> str:
        return f"FoundSecrets({', '.join(self.values)})"


def find_secrets(
    spec: Path, project: str, needed: Collection[str], file: Path | None
) -> FoundSecrets:
    """Return the values for a spec: those of a named file, and only those, if one is named.

    Else those of `secrets.env` beside the spec, and from the keyring what that lacks. The keyring
    is asked only for what is still needed, so that it need not be there, or unlocked, otherwise.
    """
    if file is not None:
        return FoundSecrets(read_secrets(file))
    beside = spec.parent / BESIDE_THE_SPEC
    is_there = beside.is_file()
    values = dict(read_secrets(beside)) if is_there else {}
    lacking = [name for name in needed if name not in values]
    if not lacking:
        return FoundSecrets(values)
    from .keyring_store import KeyringStore, KeyringTrouble  # noqa: PLC0415 – few lack anything

    try:
        return FoundSecrets({**values, **KeyringStore(project).values(lacking)})
    except KeyringTrouble as error:
        return FoundSecrets(values, error, has_source=is_there)

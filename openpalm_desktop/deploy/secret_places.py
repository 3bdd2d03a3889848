"""Which store a stack's secrets are kept in, and work with it that may wait for a person."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .keyring_store import KeyringStore, NoKeyring
from .progress import Progress
from .secret_store import (
    BESIDE_THE_SPEC,
    EnvFileStore,
    SecretMissing,
    SecretStore,
    SecretValue,
)

_KEYRING = "keyring"


class NoPlaceYet(OpenPalmError):
    """A stack that is not saved has no folder in which a file of secrets could lie."""


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """The keyring, or a file of secrets."""

    file: Path | None = None

    @classmethod
    def named(cls, text: str) -> "SecretPlace | None":
        """Return the place that `str()` named so; None for no text."""
        if not text:
            return None
        return cls() if text == _KEYRING else cls(Path(text))

    def __str__(self) -> str:
        return _KEYRING if self.file is None else str(self.file)

    def store(self, project: str) -> SecretStore:
        """Return the store of a project's secrets."""
        return KeyringStore(project) if self.file is None else EnvFileStore(self.file)


KEYRING = SecretPlace()


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a store: where it is, the names that have a value, who else can read it."""

    place: SecretPlace
    names: frozenset[str]
    is_open_to_others: bool = False

    @classmethod
    def into(cls, place: SecretPlace, project: str, wanted: Collection[str]) -> "Look":
        """Look into a place."""
        names = place.store(project).names(wanted)
        is_open = place.file is not None and EnvFileStore(place.file).is_open_to_others
        return cls(place, names, is_open)


def look(
    place: SecretPlace | None, spec: Path | None, project: str, wanted: Collection[str]
) -> Generator[Progress, None, Look]:
    """Return which names have a value; without a place, find the one to begin with."""
    yield Progress(phrase("Looking for the values of secrets"))
    if place is not None:
        return Look.into(place, project, wanted)
    beside = None if spec is None else SecretPlace(spec.parent / BESIDE_THE_SPEC)
    if beside is not None and beside.file is not None and beside.file.is_file():
        return Look.into(beside, project, wanted)
    try:
        return Look.into(KEYRING, project, wanted)
    except NoKeyring as error:
        if beside is None:
            raise NoPlaceYet(
                phrase("This computer has no keyring, and the stack is not saved yet."),
                phrase("Save it; then its secrets can be kept in a secrets.env beside it."),
            ) from error
        return Look(beside, frozenset())


def read(place: SecretPlace, project: str, name: str) -> Generator[Progress, None, SecretValue]:
    """Return one value; raises SecretMissing where there is none any more."""
    yield Progress(phrase("Reading {name}", name=name))
    value = place.store(project).values([name]).get(name)
    if value is None:
        raise SecretMissing(
            phrase(
                "There is no value for {name} any more: another program took it away.", name=name
            ),
            phrase("Set it again, or generate a new one."),
        )
    return SecretValue(value)


def keep(
    place: SecretPlace, project: str, changes: Mapping[str, SecretValue | None]
) -> Generator[Progress, None, None]:
    """Keep values under their names; None takes one away."""
    yield Progress(phrase("Keeping secrets"))
    place.store(project).keep(changes)


def close_to_others(file: Path) -> Generator[Progress, None, None]:
    """Let nobody else read a file of secrets."""
    yield Progress(phrase("Closing {name} to others", name=file.name))
    EnvFileStore(file).close_to_others()


def copy_value(
    place: SecretPlace, project: str, old: str, new: str
) -> Generator[Progress, None, bool]:
    """Keep a value under another name too; return whether there was one."""
    yield Progress(phrase("Copying {name}", name=old))
    store = place.store(project)
    value = store.values([old]).get(old)
    if value is not None:
        store.keep({new: SecretValue(value)})
    return value is not None


def copy_all(
    source: SecretStore, target: SecretPlace, project: str, names: Collection[str]
) -> Generator[Progress, None, Look]:
    """Copy values out of another store, and return what there is then."""
    yield Progress(phrase("Copying secrets"))
    values = source.values(names)
    store = target.store(project)
    if values:
        store.keep({name: SecretValue(value) for name, value in values.items()})
    return Look.into(target, project, names)

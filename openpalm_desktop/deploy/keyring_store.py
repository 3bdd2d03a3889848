"""The keyring of the operating system as a store: an entry for each secret of a project.

The keyring library finds what the system has: Secret Service, KWallet, macOS's Keychain, Windows'
Credential Manager. It takes 115 ms to import, so that is left until a value is really asked for.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .secret_store import SecretValue, refuse_unfit

T = TypeVar("T")

_LIST = "(names)"  # no secret can be called that
_LIST_LENGTH = 1000  # characters; Windows keeps no more than 1,280 in an entry
_DENIED = ("Denied", "Dismissed", "NotAuthorized", "AccessDenied")


class KeyringTrouble(OpenPalmError):
    """The keyring did not do what it was asked."""


class NoKeyring(KeyringTrouble):
    """There is no keyring on this computer."""


class KeyringLocked(KeyringTrouble):
    """The keyring is locked, and nobody unlocked it."""


class KeyringRefused(KeyringTrouble):
    """The person or the system did not allow it."""


class Backend(Protocol):
    """What the keyring library gives for one system."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a value, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a value."""

    def delete_password(self, service: str, username: str) -> None:
        """Take a value away."""


def system_backend() -> Backend:
    """Return the system's keyring; raises NoKeyring where there is none."""
    import keyring  # noqa: PLC0415 – takes 115 ms
    from keyring.backends import fail, null  # noqa: PLC0415

    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring | null.Keyring):
        raise no_keyring()
    return backend


@dataclass(frozen=True, slots=True)
class KeyringStore:
    """The secrets of one project, each an entry of its own.

    No keyring can be asked what it holds, so a list of the names lies beside the values.
    """

    project: str
    find: Callable[[], Backend] = field(default=system_backend, repr=False, compare=False)

    @property
    def service(self) -> str:
        """What the entries are filed under, as the system's own keyring program shows them."""
        return f"OpenPalm Desktop: {self.project}"

    def names(self, wanted: Collection[str]) -> frozenset[str]:
        """Return which names have a value; entries that other programs took away are not among."""
        backend = self._backend()
        asked = {*wanted, *self._listed(backend)}
        return frozenset(name for name in asked if self._get(backend, name))

    def values(self, names: Collection[str]) -> Mapping[str, str]:
        """Return the values of some names."""
        backend = self._backend()
        found = {name: self._get(backend, name) for name in names}
        return {name: value for name, value in found.items() if value}

    def keep(self, changes: Mapping[str, SecretValue | None]) -> None:
        """Keep values, and the list of their names in step."""
        refuse_unfit(changes)
        backend = self._backend()
        listed = self._listed(backend)
        kept = {name for name, value in changes.items() if value}
        self._write_list(backend, listed, listed | kept)  # first: a value unlisted is lost to sight
        for name, value in changes.items():
            if value:
                _asked(backend.set_password, self.service, name, value.text)
            elif self._get(backend, name):
                _asked(backend.delete_password, self.service, name)
        self._write_list(backend, listed | kept, (listed | kept) - (changes.keys() - kept))

    def _backend(self) -> Backend:
        return _asked(self.find)

    def _get(self, backend: Backend, name: str) -> str | None:
        return _asked(backend.get_password, self.service, name)

    def _listed(self, backend: Backend) -> set[str]:
        names: set[str] = set()
        page = 0
        while text := self._get(backend, _page_name(page)):
            names.update(text.split())
            page += 1
        return names

    def _write_list(self, backend: Backend, before: set[str], after: set[str]) -> None:
        if before == after:
            return
        pages, old = _pages(after), len(_pages(before))
        for number, text in enumerate(pages):
            _asked(backend.set_password, self.service, _page_name(number), text)
        for number in range(len(pages), old):
            _asked(backend.delete_password, self.service, _page_name(number))


def no_keyring() -> NoKeyring:
    """Return what to say where a computer has no keyring."""
    return NoKeyring(
        phrase("This computer has no keyring that could keep secrets."),
        phrase("Keep them in a secrets.env beside the spec, or start the keyring of your desktop."),
    )


def _asked(ask: Callable[..., T], *words: str) -> T:
    """Ask the keyring; whatever it raises is told as one of our own troubles.

    The trouble is raised on its own, not from its cause: a cause's text might hold what was kept.
    """
    try:
        return ask(*words)
    except OpenPalmError:
        raise
    except Exception as error:  # noqa: BLE001 – each system's keyring raises errors of its own kind
        raise _trouble(error) from None


def _trouble(error: Exception) -> KeyringTrouble:
    from keyring import errors  # noqa: PLC0415 – was imported before anything could be raised

    chain = (error, error.__cause__, error.__context__)
    said = " ".join(f"{type(one).__name__} {getattr(one, 'name', '')}" for one in chain if one)
    if any(word in said for word in _DENIED):
        return _refused()
    match error:
        case errors.KeyringLocked():
            return KeyringLocked(
                phrase("The keyring of this computer is locked."),
                phrase(
                    "Unlock it when your system asks for its password, or in its own"
                    " program, then try again."
                ),
            )
        case errors.NoKeyringError() | errors.InitError() | ImportError():
            return no_keyring()
        case FileNotFoundError() | ConnectionError():  # the desktop's message bus is gone
            return no_keyring()
        case _:
            return _refused()


def _refused() -> KeyringRefused:
    return KeyringRefused(
        phrase("The keyring of this computer refused access."),
        phrase(
            "Allow this program to use it when your system asks, then try again; or keep the"
            " secrets in a secrets.env."
        ),
    )


def _pages(names: set[str]) -> list[str]:
    pages: list[str] = []
    for name in sorted(names):
        if pages and len(pages[-1]) + len(name) < _LIST_LENGTH:
            pages[-1] += f"\n{name}"
        else:
            pages.append(name)
    return pages


def _page_name(number: int) -> str:
    return _LIST if number == 0 else f"{_LIST} {number + 1}"

"""Registries that want to know who asks: first without our login, then with the one that is kept.

Without it, an engine is given the logins that Docker itself keeps on this computer. So the keyring
is asked only for images that are refused.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from openpalm_desktop.phrases import phrase

from .engine import EngineTrouble, ImageMissing, LoginRefused, LoginsUnreadable
from .image_names import registry_of
from .keyring_store import KeyringTrouble
from .registry_login import Login, LoginStore

T = TypeVar("T")
Credentials: TypeAlias = dict[str, str] | None
"""A login as the Engine API takes it, nobody's if it is empty; None: one that Docker keeps."""

_DENIED = re.compile(
    "unauthorized|authentication required|access denied|denied:|no basic auth|401 ", re.IGNORECASE
)


class LoginNeeded(ImageMissing):
    """A registry does not give an image to nobody, or not to the one who asked; `why` says so."""

    def __init__(self, what: str, why: str, hint: str, registry: str) -> None:
        super().__init__(f"{what}: {why}.", hint)
        self.what, self.why, self.registry = what, why, registry


def kept_login(registry: str) -> Login | None:
    """Return the login that this computer's keyring has for a registry."""
    return LoginStore().find(registry)


def question(reference: str) -> str:
    """Return the beginning of a sentence on a registry that says nothing of an image."""
    return phrase("The registry could not be asked for {name}", name=reference)


class RegistryAccess:
    """Asks for images; `find` gives the login for a registry that refused."""

    def __init__(self, find: Callable[[str], Login | None] = kept_login) -> None:
        self._find = find

    def asked(self, reference: str, what: str, ask: Callable[[Credentials], T]) -> T:
        """Return what a registry answers about an image; raises LoginNeeded."""
        (answer,) = self.followed(reference, what, lambda login: iter([ask(login)]))
        return answer

    def followed(
        self, reference: str, what: str, ask: Callable[[Credentials], Iterator[T]]
    ) -> Iterator[T]:
        """Yield what comes of an image; raises LoginNeeded, which begins with `what`."""
        try:
            with _refusals(reference, what, None):
                yield from _with_dockers_own(ask)
        except LoginNeeded as error:
            login = self._login(error)
            with _refusals(reference, what, login):
                yield from ask(dict(login.fields))

    def _login(self, refused: LoginNeeded) -> Login:
        try:
            login = self._find(refused.registry)
        except KeyringTrouble as trouble:
            hint = f"{trouble.sentence} {trouble.hint}"
            raise LoginNeeded(refused.what, refused.why, hint, refused.registry) from None
        if login is None:
            raise refused
        return login


def is_denied(error: EngineTrouble, named: str) -> bool:
    """Whether a registry wants to know who asks, or does not believe it.

    What the sentence names, an image or a registry, may itself have such words in its name.
    """
    return bool(_DENIED.search(error.sentence.replace(named, "")))


def login_refused(login: Login) -> LoginRefused:
    """Return what to say of a login that its registry does not take."""
    return LoginRefused(
        phrase(
            "{registry} does not know {user} by this password.",
            registry=login.registry,
            user=login.user,
        ),
        phrase("Check both; many registries want a token instead of a password."),
    )


def _with_dockers_own(ask: Callable[[Credentials], Iterator[T]]) -> Iterator[T]:
    """Ask with a login that Docker keeps; as nobody where its program fails, as docker does."""
    try:
        yield from ask(None)
    except LoginsUnreadable:
        yield from ask({})


@contextmanager
def _refusals(reference: str, what: str, login: Login | None) -> Iterator[None]:
    try:
        yield
    except EngineTrouble as error:
        if not is_denied(error, reference):
            raise
        raise login_needed(reference, what, login) from error


def login_needed(reference: str, what: str, login: Login | None) -> LoginNeeded:
    """Return what to say of an image that its registry does not give."""
    registry = registry_of(reference)
    if login is None:
        return LoginNeeded(
            what,
            phrase("{registry} wants a login, or has no such image", registry=registry),
            phrase(
                "Check its name and tag; for a private one, log in to {registry}.",
                registry=registry,
            ),
            registry,
        )
    return LoginNeeded(
        what,
        phrase("{registry} does not give it to {user}", registry=registry, user=login.user),
        phrase("The kept password may be wrong by now, or a right is missing: log in again."),
        registry,
    )

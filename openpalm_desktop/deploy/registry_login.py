"""Logins to registries of images, kept in the keyring of the operating system and nowhere else."""

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpalm_desktop.phrases import phrase

from .image_names import DOCKER_HUB
from .keyring_store import KeyringStore
from .progress import Progress
from .secret_store import SecretStore, SecretValue

if TYPE_CHECKING:
    from .engine import Engine

_PLACE = "(registries)"  # no project can be called that
_HUB_ADDRESS = "https://index.docker.io/v1/"


@dataclass(frozen=True, slots=True)
class Login:
    """Who somebody is to a registry; the password, or token, never shows itself."""

    registry: str
    user: str
    password: SecretValue

    @property
    def fields(self) -> Mapping[str, str]:
        """The login as the Engine API takes it."""
        address = _HUB_ADDRESS if self.registry == DOCKER_HUB else self.registry
        names = ("username", "password", "serveraddress")
        return dict(zip(names, (self.user, self.password.text, address), strict=True))


@dataclass(frozen=True, slots=True)
class LoginStore:
    """The logins of this computer's person, one a registry; raises KeyringTrouble."""

    store: SecretStore = field(default_factory=lambda: KeyringStore(_PLACE))

    def registries(self) -> Sequence[str]:
        """Return the registries that a login is kept for."""
        return sorted(self.store.names(()))

    def find(self, registry: str) -> Login | None:
        """Return the login for a registry, if one is kept; what another hand put there is none."""
        kept = self.store.values((registry,)).get(registry)
        try:
            said = json.loads(kept or "{}")
            return Login(registry, str(said["user"]), SecretValue(str(said["password"])))
        except (ValueError, TypeError, LookupError, RecursionError):
            return None

    def keep(self, login: Login) -> None:
        """Keep a login instead of the one before."""
        said = json.dumps({"user": login.user, "password": login.password.text})
        self.store.keep({login.registry: SecretValue(said)})

    def forget(self, registry: str) -> None:
        """Keep no login for a registry any more."""
        self.store.keep({registry: None})


def log_in(
    login: Login, store: LoginStore, engine: "Engine | None"
) -> Generator[Progress, None, None]:
    """Keep a login, once an engine has tried it at its registry; without one, untried."""
    if engine is not None:
        yield Progress(phrase("Trying the login at {registry}", registry=login.registry))
        engine.check_login(login)
    yield Progress(phrase("Keeping the login"))
    store.keep(login)

"""Where an ssh target is: `ssh://user@host:port`, with the engine's socket behind it."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

DEFAULT_SOCKET = "/var/run/docker.sock"


@dataclass(frozen=True)
class SshAddress:
    """A host as ssh's own configuration knows it, and the engine's socket there."""

    host: str
    user: str | None = None
    port: int | None = None
    socket: str = DEFAULT_SOCKET

    @classmethod
    def parse(cls, url: str) -> "SshAddress":
        """Return the address in a URL; raises OpenPalmError for what is none."""
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            port = -1
        host, user = parts.hostname, parts.username
        if parts.scheme != "ssh" or not host or port == -1 or parts.password is not None:
            raise OpenPalmError(
                phrase("“{url}” is no ssh target.", url=_without_password(url)),
                phrase(
                    "Write it as ssh://user@host or ssh://user@host:port; a password does not "
                    "belong there, ssh asks for it."
                ),
            )
        if host.startswith("-") or (user or "").startswith("-"):
            raise OpenPalmError(
                phrase("“{url}” is no ssh target: a name cannot begin with “-”.", url=url)
            )
        return cls(host, unquote(user) if user else None, port, parts.path or DEFAULT_SOCKET)

    @property
    def words(self) -> tuple[str, ...]:
        """The host as ssh takes it on its command line."""
        port = ("-p", str(self.port)) if self.port else ()
        return (*port, f"{self.user}@{self.host}" if self.user else self.host)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{self.user}@" if self.user else ""
        return f"{user}{host}" + (f":{self.port}" if self.port else "")


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    name, colon, _ = head.removeprefix("ssh://").partition(":")
    return f"ssh://{name}:…@{tail}" if at and colon else url

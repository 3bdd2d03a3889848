"""Where an engine is: its address and how to get there, without any credentials."""

from pathlib import Path

from openpalm_desktop.record import Record

LOCAL = "local"


class Target(Record):
    """An engine's address; `title` is what people call it."""

    title: str
    address: str  # unix:///path, tcp://host:port, ssh://user@host, npipe:////./pipe/…
    tls_dir: Path | None = None

    @property
    def is_over_ssh(self) -> bool:
        """Whether it is reached by an ssh tunnel."""
        return self.address.startswith("ssh://")

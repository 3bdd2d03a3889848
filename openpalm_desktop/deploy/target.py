"""Where an engine is: its address and how to get there, without any credentials."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Target:
    """An engine's address; `title` is what people call it."""

    title: str
    address: str  # unix:///path, tcp://host:port, npipe:////./pipe/…
    tls_dir: Path | None = None

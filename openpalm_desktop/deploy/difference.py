"""One thing about a service that runs otherwise than its spec says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpalm_desktop.model.path import Path

NAME, STATE, MADE, UNKNOWN, CADDYFILE = "name", "state", "made", "unknown", "Caddyfile"
"""What may differ beside the keys of `container_traits`."""
FILE = "file "


@dataclass(frozen=True)
class Difference:
    """What differs: where the spec says it, both in words, and why it cannot be taken, if so."""

    service: str
    key: str
    path: Path
    said: str
    runs: str
    finding: "Finding" = field(repr=False, compare=False)
    hindrance: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether the spec has a place for what runs."""
        return not self.hindrance


@dataclass(frozen=True, eq=False)
class Finding:
    """What was found, for those who take it into a spec; values may be anything."""

    project: str
    origin: Path
    path: Path
    key: str
    asked: Any = field(repr=False)
    found: Any = field(repr=False)
    is_secret: bool = False
    definition: Mapping[str, Any] = field(default_factory=dict, repr=False)
    traits: Mapping[str, Any] = field(default_factory=dict, repr=False)  # of an unknown service

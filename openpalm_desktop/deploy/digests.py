"""What a container was made from, part by part, in digests that give no value away.

They stand in a label that anybody may read who may list containers. So each container has a salt of
its own, and a digest has 32 bits: enough to see a change, too few to find a value by.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2s, sha256
from typing import Any

from .container_mounts import PlacedFiles

FILES = "files"
ENV = "env "
_SIZE = 4
_NOT_IN_THE_CONTAINER = frozenset(
    ("depends_on", "env_file", "environment", "profiles", "pull_policy", "volumes", "networks")
)


def parts_of(
    salt: str,
    definition: Mapping[str, Any],
    environment: Mapping[str, str],
    made: Mapping[str, Any],
    placed: Iterable[PlacedFiles],
) -> dict[str, str]:
    """Return a digest of each part; `made` are parts as the engine gets them."""
    parts = {
        key: _digest(salt, _canonical(value))
        for key, value in definition.items()
        if key not in _NOT_IN_THE_CONTAINER and not key.startswith("x-")
    }
    parts |= {key: _digest(salt, _canonical(value)) for key, value in made.items() if value}
    parts |= {f"{ENV}{key}": value_digest(salt, value) for key, value in environment.items()}
    found = tuple(placed)
    return parts | ({FILES: files_digest(salt, found)} if found else {})


def value_digest(salt: str, value: str) -> str:
    """Return a digest of a variable's value."""
    return _digest(salt, value.encode())


def files_digest(salt: str, placed: Iterable[PlacedFiles]) -> str:
    """Return a digest of files with their places and modes."""
    known = sorted(
        [f"{one.folder}/{file.name}", file.mode & 0o777, sha256(file.content).hexdigest()]
        for one in placed
        for file in one.files
    )
    return _digest(salt, _canonical(known))


def parts_label(parts: Mapping[str, str]) -> str:
    """Return parts as a label's text."""
    return json.dumps(parts, sort_keys=True, separators=(",", ":"))


def parts_in(label: str | None) -> Mapping[str, str] | None:
    """Return the parts in a label's text, or None where it is none of ours."""
    try:
        parts = json.loads(label or "")
    except (ValueError, RecursionError):
        return None
    return parts if isinstance(parts, dict) else None


def config_hash(parts: Mapping[str, str]) -> str:
    """Return one digest of all parts, for the label without which Compose sees no container."""
    return sha256(parts_label(parts).encode()).hexdigest()


def _digest(salt: str, data: bytes) -> str:
    return blake2s(data, key=salt.encode()[:32], digest_size=_SIZE).hexdigest()


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return text.encode("utf-8", errors="surrogatepass")

"""Docker's own contexts, read from its configuration folder, TLS files included."""

import json
import os
from hashlib import sha256
from pathlib import Path

from .saved_targets import SavedTarget


def docker_contexts() -> tuple[str, ...]:
    """Return the names of Docker's contexts; the one called default is no context of its own."""
    names = []
    for file in sorted((_folder() / "meta").glob("*/meta.json")):
        try:
            names.append(str(json.loads(file.read_text("utf-8"))["Name"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # one that Docker itself could not use
    return tuple(sorted(names))


def docker_context(name: str) -> SavedTarget | None:
    """Return a context by its name, or None where Docker knows none of it."""
    folder = _folder()
    digest = sha256(name.encode()).hexdigest()
    try:
        said = json.loads((folder / "meta" / digest / "meta.json").read_text("utf-8"))
        address = str(said["Endpoints"]["docker"]["Host"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    tls_dir = folder / "tls" / digest / "docker"
    return SavedTarget(address, tls_dir if tls_dir.is_dir() else None)


def _folder() -> Path:
    return Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker") / "contexts"

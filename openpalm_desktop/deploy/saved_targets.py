"""The targets that a person has given names; addresses only, never a password or key."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.phrases import phrase

from .files import FileTrouble, read_file, write_atomically

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class SavedTarget:
    """An address, where its TLS files lie, and whether the person wants it without TLS."""

    address: str
    tls_dir: Path | None = None
    insecure: bool = False


def targets_file() -> Path:
    """Return where the targets are kept."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "openpalm-desktop" / "targets.json"


def saved_targets() -> Mapping[str, SavedTarget]:
    """Return the saved targets by name, in their order."""
    path = targets_file()
    if not path.exists():
        return {}
    try:
        data = json.loads(read_file(path)[0])
        return {name: _target(one) for name, one in data["targets"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileTrouble(
            phrase("{path} does not hold targets.", path=path),
            phrase("Mend it, or move it away and add them again."),
        ) from error


def save_targets(targets: Mapping[str, SavedTarget]) -> None:
    """Keep targets by name."""
    path = targets_file()
    if _is_newer(path):
        raise FileTrouble(
            phrase(
                "{path} was written by a newer version of OpenPalm Desktop; it is as it was"
                " before.",
                path=path,
            ),
            phrase("Start that version, or move the file away and add the targets again."),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"version": _FORMAT, "targets": {name: _data(one) for name, one in targets.items()}}
    write_atomically(path, f"{json.dumps(data, indent=2)}\n".encode(), 0o600)


def _is_newer(path: Path) -> bool:
    """Whether a file holds more than this version knows of, which writing it would lose."""
    if not path.exists():
        return False
    try:
        version = json.loads(read_file(path)[0])["version"]
    except (ValueError, KeyError, TypeError):
        return False
    return not isinstance(version, int) or version > _FORMAT


def _target(data: Mapping[str, object]) -> SavedTarget:
    folder = data.get("tlsDir")
    tls_dir = Path(str(folder)) if folder else None
    return SavedTarget(str(data["address"]), tls_dir, bool(data.get("insecure")))


def _data(target: SavedTarget) -> dict[str, object]:
    tls_dir = {"tlsDir": str(target.tls_dir)} if target.tls_dir else {}
    insecure = {"insecure": True} if target.insecure else {}
    return {"address": target.address, **tls_dir, **insecure}

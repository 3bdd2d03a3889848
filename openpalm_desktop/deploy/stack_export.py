"""A stack as a folder: foreseen first, then written."""

import shlex
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.generate.artifact import Bundle
from openpalm_desktop.generate.generator import Generator as FileGenerator
from openpalm_desktop.generate.generator import Supplies
from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.model.secret_uses import needed_secrets
from openpalm_desktop.phrases import phrase

from .acme_root import acme_root
from .export import Difference, foreseen, is_export, write_folder
from .folder_files import FolderFiles, read_folder
from .progress import Progress
from .secret_places import SecretPlace
from .secret_store import SecretMissing


@dataclass(frozen=True, slots=True, eq=False)
class ExportSource:
    """What is exported: a stack, the file its spec lies in, and where its secrets are kept."""

    stack: ResolvedStack
    spec: Path | None = None
    place: SecretPlace | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What writing a folder would change, or the secrets without a value that keep it from that."""

    folder: Path
    files: int = 0
    changes: tuple[Difference, ...] = ()
    there: FolderFiles | None = None  # an export that would be replaced
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    files: int
    changed: int


def foresee(source: ExportSource, folder: Path) -> Generator[Progress, None, Foreseen]:
    """Return what writing a folder would change; raises OpenPalmError where it would refuse."""
    yield Progress(phrase("Asking for the values of secrets"))
    values = secret_values(source)
    missing = missing_secrets(source, values)
    if missing:
        return Foreseen(folder, missing=missing)
    yield Progress(phrase("Making its files"))
    bundle = _bundle(source, values)
    yield Progress(phrase("Looking into {name}", name=folder.name))
    changes = foreseen(folder, bundle)
    there = None
    if changes and is_export(folder):
        there = yield from read_folder(folder, tuple(one.name for one in bundle))
    return Foreseen(folder, len(bundle.artifacts), changes, there)


def export(source: ExportSource, folder: Path) -> Generator[Progress, None, Exported]:
    """Write a folder, all of it or nothing; raises OpenPalmError."""
    yield Progress(phrase("Asking for the values of secrets"))
    values = secret_values(source)
    missing = missing_secrets(source, values)
    if missing:
        raise SecretMissing(
            phrase("There is no value for {name} any more.", name=missing[0]),
            phrase("Set it again, or generate a new one."),
        )
    yield Progress(phrase("Making its files"))
    bundle = _bundle(source, values)
    yield Progress(phrase("Writing {name}", name=folder.name))
    changes = write_folder(folder, bundle)
    return Exported(folder, len(bundle.artifacts), len(changes))


def start_command(folder: Path) -> str:
    """Return the line that starts what is in an exported folder."""
    return f"cd {shlex.quote(str(folder))} && docker compose up -d"


def secret_values(source: ExportSource) -> Mapping[str, str]:
    """Return the values that a stack's secrets have."""
    needed = needed_secrets(source.stack)
    if not needed or source.place is None:
        return {}
    return source.place.store(source.stack.spec.project_name).values(needed)


def missing_secrets(source: ExportSource, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the secrets that a stack needs and that have no value."""
    return tuple(sorted(name for name in needed_secrets(source.stack) if not values.get(name)))


def _bundle(source: ExportSource, values: Mapping[str, str]) -> Bundle:
    return FileGenerator(Supplies(values, acme_root_of(source))).generate(source.stack).bundle


def acme_root_of(source: ExportSource) -> str:
    """Return the certificate of the stack's own authority, if it names one."""
    root = source.stack.spec.caddy.acme_ca_root
    if root is None:
        return ""
    return acme_root((source.spec.parent if source.spec else Path()) / root)

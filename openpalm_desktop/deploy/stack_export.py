"""A stack as a folder or as an archive for a server: foreseen first, then written."""

import shlex
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.artifact import Bundle
from openpalm_desktop.generate.generator import Generator as FileGenerator
from openpalm_desktop.generate.generator import Supplies
from openpalm_desktop.generate.server_bundle import server_bundle
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.model.secret_uses import needed_secrets
from openpalm_desktop.model.spec_file import SpecFile, new_file
from openpalm_desktop.phrases import phrase

from .acme_root import acme_root
from .archive import archive, is_archive
from .export import Difference, foreseen, is_export, write_folder
from .files import write_atomically
from .progress import Progress
from .secret_places import SecretPlace
from .secret_store import SecretMissing


class NoArchiveName(OpenPalmError):
    """A file's name does not say which kind of archive it should be."""


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
    missing: tuple[str, ...] = ()
    is_export: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    files: int
    changed: int


def foresee(source: ExportSource, folder: Path) -> Generator[Progress, None, Foreseen]:
    """Return what writing a folder would change; raises OpenPalmError where it would refuse."""
    yield Progress(phrase("Asking for the values of secrets"))
    values = _values(source)
    missing = _missing(source, values)
    if missing:
        return Foreseen(folder, missing=missing)
    yield Progress(phrase("Making its files"))
    bundle = _bundle(source, values)
    yield Progress(phrase("Looking into {name}", name=folder.name))
    changes = foreseen(folder, bundle)
    return Foreseen(folder, len(bundle.artifacts), changes, is_export=is_export(folder))


def export(source: ExportSource, folder: Path) -> Generator[Progress, None, Exported]:
    """Write a folder, all of it or nothing; raises OpenPalmError."""
    yield Progress(phrase("Asking for the values of secrets"))
    values = _values(source)
    missing = _missing(source, values)
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


def make_bundle(
    source: ExportSource, base: SpecFile | KeptText | None, path: Path
) -> Generator[Progress, None, Exported]:
    """Write an archive for a server, without any secret's value; raises OpenPalmError."""
    if not is_archive(path.name):
        raise NoArchiveName(
            phrase("{name} is no archive’s name.", name=path.name),
            phrase("Let it end in .tar.gz or .zip."),
        )
    yield Progress(phrase("Making its files"))
    spec = source.stack.spec
    generated = FileGenerator(Supplies(None, _root(source))).generate(source.stack)
    file = base.with_spec(spec) if base else new_file(spec)
    files = server_bundle(generated, file.document.text)
    yield Progress(phrase("Writing {name}", name=path.name))
    write_atomically(path, archive(path.name, spec.project_name, files))
    return Exported(path, len(files), len(files))


def start_command(folder: Path) -> str:
    """Return the line that starts what is in an exported folder."""
    return f"cd {shlex.quote(str(folder))} && docker compose up -d"


def _values(source: ExportSource) -> Mapping[str, str]:
    needed = needed_secrets(source.stack)
    if not needed or source.place is None:
        return {}
    return source.place.store(source.stack.spec.project_name).values(needed)


def _missing(source: ExportSource, values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in needed_secrets(source.stack) if not values.get(name)))


def _bundle(source: ExportSource, values: Mapping[str, str]) -> Bundle:
    return FileGenerator(Supplies(values, _root(source))).generate(source.stack).bundle


def _root(source: ExportSource) -> str:
    root = source.stack.spec.caddy.acme_ca_root
    if root is None:
        return ""
    return acme_root((source.spec.parent if source.spec else Path()) / root)

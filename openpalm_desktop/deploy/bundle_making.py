"""A bundle for a server: foreseen, then written; with secrets and history on request."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.generator import Generator as FileGenerator
from openpalm_desktop.generate.generator import Supplies
from openpalm_desktop.generate.locked_secrets import LOCKED_SECRETS, env_text
from openpalm_desktop.generate.server_bundle import CHECKSUMS, Extras, File, server_bundle
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.spec_file import SpecFile, new_file
from openpalm_desktop.model.version import Step
from openpalm_desktop.phrases import phrase

from .age_file import Lock, locked
from .archive import archive, files_in
from .archive_names import is_archive
from .bundle_check import damages
from .bundle_history import history_text
from .export import Difference
from .files import FileTrouble, read_file, stamp_of, write_atomically
from .folder_files import FolderFiles, files_of_bundle
from .progress import Progress
from .secret_store import SecretMissing
from .stack_export import Exported, ExportSource, acme_root_of, missing_secrets, secret_values


class NoArchiveName(OpenPalmError):
    """A file's name does not say which kind of archive it should be."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants in a bundle beside the stack's files; by default nothing."""

    lock: Lock | None = None
    steps: tuple[Step, ...] = ()


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class ForeseenBundle:
    """What writing a bundle would change in the one that is there, if there is one."""

    path: Path
    files: int
    changes: tuple[Difference, ...] = ()
    there: FolderFiles | None = None
    missing: tuple[str, ...] = ()


def foresee_bundle(
    source: ExportSource, base: SpecFile | KeptText | None, path: Path, asked: Extras
) -> Generator[Progress, None, ForeseenBundle]:
    """Return what writing a bundle would change; raises OpenPalmError where it would refuse.

    What is `asked` for need not be there yet: it may hold stand-ins.
    """
    refuse_other_names(path)
    yield Progress(phrase("Making its files"))
    files = _files(source, base, asked)
    missing: tuple[str, ...] = ()
    if asked.locked_secrets:
        yield Progress(phrase("Asking for the values of secrets"))
        missing = missing_secrets(source, secret_values(source))
    if stamp_of(path) is None:
        return ForeseenBundle(path, len(files), bundle_changes((), files), missing=missing)
    yield Progress(phrase("Looking into {name}", name=path.name))
    before = bundle_there(path)
    there = files_of_bundle(path, before)
    return ForeseenBundle(path, len(files), bundle_changes(before, files), there, missing)


def make_bundle(
    source: ExportSource, base: SpecFile | KeptText | None, path: Path, wish: Wish = NO_WISH
) -> Generator[Progress, None, Exported]:
    """Write an archive for a server; secrets are in it only where it is to be locked."""
    refuse_other_names(path)
    values: Mapping[str, str] = {}
    if wish.lock or wish.steps:
        yield Progress(phrase("Asking for the values of secrets"))
        values = secret_values(source)
        refuse_missing(missing_secrets(source, values) if wish.lock else ())
    if wish.lock is not None:
        yield Progress(phrase("Locking the secrets"))
    extras = extras_of(values, wish)
    yield Progress(phrase("Making its files"))
    files = _files(source, base, extras)
    yield Progress(phrase("Writing {name}", name=path.name))
    write_bundle(path, source.stack.spec.project_name, files)
    return Exported(path, len(files), len(files))


def extras_of(values: Mapping[str, str], wish: Wish) -> Extras:
    """Return what goes into a bundle on request; no value is ever in its history."""
    secrets = locked(env_text(values).encode(), wish.lock) if wish.lock and values else b""
    return Extras(secrets, history_text(wish.steps, values))


def refuse_missing(names: tuple[str, ...]) -> None:
    """Raise SecretMissing where a value that should be in a bundle is not there."""
    if names:
        raise SecretMissing(
            phrase("These secrets have no value: {names}.", names=", ".join(names)),
            phrase("Set them first, or leave the secrets out of the bundle."),
        )


def refuse_other_names(path: Path) -> None:
    """Raise NoArchiveName for a name that says no kind of archive."""
    if not is_archive(path.name):
        raise NoArchiveName(
            phrase("{name} is no archive’s name.", name=path.name),
            phrase("Let it end in .tar.gz or .zip."),
        )


def bundle_there(path: Path) -> tuple[File, ...]:
    """Return the files of a bundle that would be replaced; raises FileTrouble if it is none."""
    content = read_file(path)[0]
    if damages(path, content):
        raise FileTrouble(
            phrase("{name} is there already, and is no sound bundle.", name=path.name),
            phrase("Choose another name, or move it away."),
        )
    return files_in(path, content)[1]


def bundle_changes(before: tuple[File, ...], after: tuple[File, ...]) -> tuple[Difference, ...]:
    """Return in what two bundles differ.

    Locked secrets have other bytes each time, and are not compared; a list of checksums follows
    from the rest.
    """
    old = {one.name: one for one in before if one.name not in (CHECKSUMS, LOCKED_SECRETS)}
    new = {one.name: one for one in after if one.name not in (CHECKSUMS, LOCKED_SECRETS)}
    kinds = {
        name: "changed" if name in old else "new" for name in new if old.get(name) != new[name]
    }
    kinds |= {name: "removed" for name in old if name not in new}
    return tuple(Difference(name, kinds[name]) for name in sorted(kinds))


def write_bundle(path: Path, project: str, files: tuple[File, ...]) -> None:
    """Write an archive, whole or not at all."""
    write_atomically(path, archive(path.name, project, files))


def _files(
    source: ExportSource, base: SpecFile | KeptText | None, extras: Extras
) -> tuple[File, ...]:
    spec = source.stack.spec
    generated = FileGenerator(Supplies(None, acme_root_of(source))).generate(source.stack)
    file = base.with_spec(spec) if base else new_file(spec)
    return server_bundle(generated, file.document.text, extras)

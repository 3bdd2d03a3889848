"""What lies in a generated folder: its files without secret values, and the person's own."""

import json
import os
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from openpalm_desktop.generate.caddy_service import ACME_ROOT
from openpalm_desktop.generate.env_mask import MaskedLine, masked
from openpalm_desktop.generate.manifest import MANIFEST
from openpalm_desktop.generate.server_bundle import File
from openpalm_desktop.phrases import phrase

from .files import FileTrouble, trouble
from .progress import Progress

_PROGRAM = "openpalm-desktop "
_LARGEST = 4 * 1024 * 1024
_MOST_OWN = 500
_STEP = 50


@dataclass(frozen=True, slots=True)
class FolderFile:
    """One file: its text, or for an env file its lines without values."""

    name: str
    digest: str
    text: str | None
    masked: tuple[MaskedLine, ...] | None
    is_generated: bool
    is_edited: bool  # by another hand, since it was generated


@dataclass(frozen=True)
class FolderFiles:
    """A folder as it was read: the files that can be compared, and those that are left alone."""

    folder: Path
    spec_digest: str
    files: Mapping[str, FolderFile]
    own: tuple[str, ...]

    @property
    def is_generated(self) -> bool:
        """Whether this program made the folder's files."""
        return self.spec_digest != ""


def read_folder(folder: Path, names: Collection[str]) -> Generator[Progress, None, FolderFiles]:
    """Read a folder's generated files, and those that have one of `names`.

    Raises OpenPalmError. Values of env files do not leave this function.
    """
    yield Progress(phrase("Reading {name}", name=folder.name))
    if not folder.is_dir():
        raise FileTrouble(
            phrase("{folder} is not there, or no folder.", folder=folder),
            phrase("Choose another folder."),
        )
    digests, spec_digest = _manifest(folder)
    wanted = [name for name in dict.fromkeys([*digests, *names]) if name != MANIFEST]
    files = {}
    for number, name in enumerate(wanted):
        if number % _STEP == 0:
            yield Progress(phrase("Reading {name}", name=folder.name), number, len(wanted))
        one = _read(folder, name, digests.get(name))
        if one is not None:
            files[name] = one
    ours = {*digests, MANIFEST} if spec_digest else set()
    try:
        own = tuple(sorted(_own(folder, ours, {name.partition("/")[0] for name in wanted})))
    except OSError as error:
        raise _unreadable(folder, error) from error
    return FolderFiles(folder, spec_digest, files, own[:_MOST_OWN])


def files_of_bundle(path: Path, files: Iterable[File]) -> FolderFiles:
    """Return the generated files of a bundle, as those of a folder."""
    contents = {one.name: one.content for one in files}
    digests, spec_digest = _said(contents.get(MANIFEST, b""))
    found = {
        name: _file(name, contents[name], digest)
        for name, digest in digests.items()
        if name in contents and name != MANIFEST
    }
    return FolderFiles(path, spec_digest, found, ())


def _manifest(folder: Path) -> tuple[Mapping[str, str], str]:
    """Return what a manifest of ours says: each file's digest, and the spec's; else nothing."""
    try:
        return _said((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        raise _unreadable(folder / MANIFEST, error) from error


def _said(manifest: bytes) -> tuple[Mapping[str, str], str]:
    try:
        said = json.loads(manifest)
    except (ValueError, RecursionError):
        return {}, ""
    if not isinstance(said, dict) or not str(said.get("program")).startswith(_PROGRAM):
        return {}, ""
    files = said.get("files")
    texts = {str(k): str(v) for k, v in files.items()} if isinstance(files, dict) else {}
    return texts, str(said.get("spec") or "?")


def _read(folder: Path, name: str, digest: str | None) -> FolderFile | None:
    path = folder / name
    try:
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            return None
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError as error:
        raise _unreadable(path, error) from error
    return _file(name, content, digest)


def _file(name: str, content: bytes, digest: str | None) -> FolderFile:
    found = sha256(content).hexdigest()
    is_edited = digest is not None and found != digest
    text = content.decode("utf-8", errors="replace")
    is_shown = digest is not None and name != ACME_ROOT
    if not is_shown:
        return FolderFile(name, found, None, None, digest is not None, is_edited)
    if name.startswith("env/"):
        lines = masked(text)
        return FolderFile(name, found, None, lines, is_generated=True, is_edited=is_edited)
    return FolderFile(name, found, text, None, is_generated=True, is_edited=is_edited)


def _unreadable(path: Path, error: OSError) -> FileTrouble:
    return trouble(phrase("{path} could not be read", path=path), error)


def _own(folder: Path, ours: Collection[str], parts: Collection[str]) -> Iterator[str]:
    """Yield what no manifest names: at the top, and in the folders that generated files lie in."""
    for entry in os.scandir(folder):
        if entry.name.startswith(".openpalm-"):
            continue
        if entry.is_dir(follow_symlinks=False) and entry.name in parts:
            for below in sorted((folder / entry.name).rglob("*")):
                name = below.relative_to(folder).as_posix()
                if name not in ours and not below.is_dir():
                    yield name
        elif entry.name not in ours:
            yield f"{entry.name}/" if entry.is_dir() else entry.name

"""Zip and tar.gz archives, the same bytes on every machine for the same files.

Nothing is compressed: what a compressor makes differs from one version to the next, and a bundle is
small. No time, owner or system gets in.
"""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.server_bundle import File
from openpalm_desktop.phrases import phrase

_LONGEST = 64 * 1024 * 1024  # bytes; a bundle has some hundred kB
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first there is
_UNIX = 3
_REGULAR = 0o100000
_STORED_BLOCK = 0xFFFF
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


_DAMAGES = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
)
"""What Python's readers raise for bytes that nobody wrote."""


class ArchiveDamaged(OpenPalmError):
    """A file is no archive that we could have written."""


def archive(name: str, root: str, files: Sequence[File]) -> bytes:
    """Return an archive whose name says its kind, with all files in one folder."""
    placed = [File(f"{root}/{one.name}", one.content, one.mode) for one in files]
    return _zip(placed) if is_zip(name) else _gzip(_tar(placed))


def is_archive(name: str) -> bool:
    """Whether a file's name is one of an archive."""
    return is_zip(name) or name.lower().endswith((".tar.gz", ".tgz"))


def is_zip(name: str) -> bool:
    """Whether a file's name is one of a zip archive."""
    return name.lower().endswith(".zip")


def files_in(path: Path, content: bytes) -> tuple[str, tuple[File, ...]]:
    """Return an archive's folder and the files in it; raises ArchiveDamaged."""
    try:
        found = tuple(_unzipped(content) if is_zip(path.name) else _untarred(content))
    except _DAMAGES as error:
        raise _damaged(path) from error
    places = [PurePosixPath(one.name).parts for one in found]
    if len({place[:1] for place in places}) != 1 or any(".." in place for place in places):
        raise _damaged(path)
    root = places[0][0]
    return root, tuple(
        File(one.name.removeprefix(f"{root}/"), one.content, one.mode) for one in found
    )


def _damaged(path: Path) -> ArchiveDamaged:
    return ArchiveDamaged(
        phrase("{name} is damaged, or no bundle of OpenPalm Desktop.", name=path.name),
        phrase("Copy it here again, or make it anew."),
    )


def _zip(files: Sequence[File]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as made:
        for one in files:
            entry = zipfile.ZipInfo(one.name, _ZIP_TIME)
            entry.create_system = _UNIX
            entry.external_attr = (_REGULAR | one.mode) << 16
            made.writestr(entry, one.content)
    return buffer.getvalue()


def _unzipped(content: bytes) -> Iterator[File]:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        for entry in made.infolist():
            if entry.file_size > _LONGEST or entry.compress_type != zipfile.ZIP_STORED:
                raise ValueError(entry.filename)
            yield File(entry.filename, made.read(entry), (entry.external_attr >> 16) & 0o777)


def _tar(files: Sequence[File]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as made:
        for one in files:
            entry = tarfile.TarInfo(one.name)
            entry.size, entry.mode = len(one.content), one.mode
            made.addfile(entry, io.BytesIO(one.content))
    return buffer.getvalue()


def _untarred(content: bytes) -> Iterator[File]:
    data = _ungzipped(content)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as made:
        for entry in made:
            file = made.extractfile(entry) if entry.isfile() else None
            if file is None:
                raise ValueError(entry.name)
            yield File(entry.name, file.read(), entry.mode & 0o777)


def _gzip(content: bytes) -> bytes:
    """Return content as gzip in stored blocks."""
    pieces = [content[i : i + _STORED_BLOCK] for i in range(0, len(content), _STORED_BLOCK)] or [
        b""
    ]
    blocks = [
        struct.pack("<BHH", index == len(pieces) - 1, len(piece), len(piece) ^ 0xFFFF) + piece
        for index, piece in enumerate(pieces)
    ]
    tail = struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    return _GZIP_HEAD + b"".join(blocks) + tail


def _ungzipped(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    data = unpacker.decompress(content, _LONGEST)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("cut off")
    return data

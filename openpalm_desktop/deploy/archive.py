"""Zip and tar.gz archives, the same bytes on every machine for the same files.

Nothing is compressed: what a compressor makes differs from one version to the next, and a bundle is
small. No time, owner or system gets in.
"""

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.server_bundle import File
from openpalm_desktop.phrases import phrase

from .archive_names import is_zip

_LONGEST = 64 * 1024 * 1024  # bytes; a bundle has some hundred kB
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first there is
_UNIX = 3
_REGULAR = 0o100000
_ALL_BITS = 0o777
_RISKY_BITS = stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX | stat.S_IWOTH
_STORED_BLOCK = 0xFFFF
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


_DAMAGES = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError, RuntimeError, OverflowError),
)
"""What Python's readers raise for bytes that nobody wrote."""


class ArchiveDamaged(OpenPalmError):
    """A file is no archive that we could have written."""


class _Forged(Exception):
    """Somebody made an archive so that unpacking it does harm; says how."""


def archive(name: str, root: str, files: Sequence[File]) -> bytes:
    """Return an archive whose name says its kind, with all files in one folder."""
    placed = [File(f"{root}/{one.name}", one.content, one.mode) for one in files]
    return _zip(placed) if is_zip(name) else _gzip(_tar(placed))


def files_in(path: Path, content: bytes) -> tuple[str, tuple[File, ...]]:
    """Return an archive's folder and the files in it; raises ArchiveDamaged."""
    try:
        found = tuple(_unzipped(content) if is_zip(path.name) else _untarred(content))
        root = _only_folder(found)
    except _Forged as error:
        raise _forged(path, error) from error
    except _DAMAGES as error:
        raise _damaged(path) from error
    return root, tuple(
        File(one.name.removeprefix(f"{root}/"), one.content, one.mode) for one in found
    )


def _only_folder(files: Sequence[File]) -> str:
    """Return the folder that all files lie in; raises _Forged where one would lie elsewhere."""
    places = [PurePosixPath(one.name).parts for one in files]
    root = places[0][0] if places and places[0] else ""
    seen: set[str] = set()
    for one, place in zip(files, places, strict=True):
        if len(place) < 2 or place[0] != root or ".." in place or "\\" in one.name:
            raise _Forged(phrase("{file} would lie outside its folder", file=one.name))
        if not one.name.isprintable():
            raise _Forged(phrase("a name in it holds characters that cannot be seen"))
        if one.name.casefold() in seen:
            raise _Forged(phrase("{file} is in it twice", file=one.name))
        seen.add(one.name.casefold())
    if not root or root == "/":
        raise ValueError("nothing in it")
    return root


def _damaged(path: Path) -> ArchiveDamaged:
    return ArchiveDamaged(
        phrase("{name} is damaged, or no bundle of OpenPalm Desktop.", name=path.name),
        phrase("Copy it here again, or make it anew."),
    )


def _forged(path: Path, error: _Forged) -> ArchiveDamaged:
    return ArchiveDamaged(
        phrase("{name} is no bundle of OpenPalm Desktop: {reason}.", name=path.name, reason=error),
        phrase("Do not unpack it. Ask where it comes from, and have it made anew."),
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
    left = _LONGEST  # of all files together: many entries may share the same bytes
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        for entry in made.infolist():
            mode = entry.external_attr >> 16
            _refuse_special(entry.filename, is_file=stat.S_IFMT(mode) in {0, stat.S_IFREG})
            _refuse_mode(entry.filename, mode)
            left -= entry.file_size
            _refuse_large(left)
            if entry.compress_type != zipfile.ZIP_STORED:
                raise ValueError(entry.filename)
            yield File(entry.filename, made.read(entry), mode & _ALL_BITS)


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
            if entry.size < 0:  # the next would begin before this one, and reading never end
                raise ValueError(entry.name)
            _refuse_special(entry.name, is_file=entry.isfile() and not entry.issparse())
            _refuse_mode(entry.name, entry.mode)
            file = made.extractfile(entry)
            if file is None:
                raise ValueError(entry.name)
            yield File(entry.name, file.read(), entry.mode & _ALL_BITS)


def _refuse_special(name: str, *, is_file: bool) -> None:
    if not is_file:
        raise _Forged(phrase("{file} is a link, or something else than a file", file=name))


def _refuse_mode(name: str, mode: int) -> None:
    if mode & _RISKY_BITS:
        raise _Forged(phrase("{file} has rights that no file of a bundle has", file=name))


def _refuse_large(left: int) -> None:
    if left < 0:
        raise _Forged(phrase("unpacked it is larger than {size} MiB", size=_LONGEST // 2**20))


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
    _refuse_large(-1 if unpacker.unconsumed_tail and len(data) == _LONGEST else 0)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("cut off")
    return data

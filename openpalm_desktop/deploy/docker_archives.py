"""Files on their way into a container and out of it: the archives that the Engine API takes."""

import io
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from .engine import FileInContainer


def packed(folder: str, files: Iterable[FileInContainer]) -> bytes:
    """Return files below a folder as an archive to unpack at the top of a container."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        made: set[PurePosixPath] = set()
        for file in files:
            path = PurePosixPath(folder.lstrip("/"), file.name)
            for parent in reversed(path.parents[:-1]):
                if parent not in made and parent in _own_folders(folder, file.name):
                    archive.addfile(_folder(parent))
                made.add(parent)
            member = tarfile.TarInfo(str(path))
            member.size, member.mode = len(file.content), file.mode
            archive.addfile(member, io.BytesIO(file.content))
    return buffer.getvalue()


def _own_folders(folder: str, name: str) -> Sequence[PurePosixPath]:
    """The folder itself and what lies below it; those above are the image's, with its modes."""
    path = PurePosixPath(folder.lstrip("/"), name)
    top = PurePosixPath(folder.lstrip("/"))
    return [parent for parent in path.parents if parent == top or parent.is_relative_to(top)]


def _folder(path: PurePosixPath) -> tarfile.TarInfo:
    member = tarfile.TarInfo(str(path))
    member.type, member.mode = tarfile.DIRTYPE, 0o755
    return member


def unpacked(data: bytes) -> list[FileInContainer]:
    """Return an archive's files, named below the one folder that the engine puts at its top.

    Raises TarError for what is none.
    """
    files = []
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for member in archive:
            if member.size < 0:  # the next would begin before this one, and reading never end
                raise tarfile.TarError(member.name)
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                _, _, name = member.name.partition("/")
                files.append(FileInContainer(name or member.name, content.read(), member.mode))
    return files

"""One file at a time: read with a stamp, written so that it is the old or the new, never a mix."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

_LARGEST = 64 * 1024 * 1024
_PATIENCE = 2.0  # seconds in which somebody may begin to write into a pipe


class FileTrouble(OpenPalmError):
    """A file could not be read or written; the sentence says which and why."""


class Stamp(Record):
    """What tells whether another program changed a file: its place, size and time (ns)."""

    inode: int
    size: int
    modified: int


def read_file(path: Path) -> tuple[bytes, Stamp]:
    """Return a file's bytes and its stamp."""
    try:
        with open(path, "rb", opener=_opener) as file:
            data = file.read(_LARGEST + 1)  # of a device there might be no end
            if len(data) > _LARGEST:
                message = phrase(
                    "{path} is larger than {size} MiB and no stack spec.",
                    path=path,
                    size=_LARGEST // 2**20,
                )
                raise FileTrouble(message, phrase("Choose another file."))
            return data, _stamp(os.fstat(file.fileno()))
    except (OSError, ValueError) as error:
        raise trouble(phrase("{path} could not be read", path=path), _as_os(error)) from error


def stamp_of(path: Path) -> Stamp | None:
    """Return a file's stamp, or None where there is no file."""
    try:
        return _stamp(path.stat())
    except (OSError, ValueError):
        return None


def write_atomically(path: Path, data: bytes, mode: int | None = None) -> Stamp:
    """Write a whole file: to a temporary one beside it, to the disk, then into its place.

    A link stays a link, and mode and owner stay as they were; `mode` is for a new file. After a
    crash or on a full disk the old content is still there.
    """
    target = Path(os.path.realpath(path))
    try:
        return _replace(target, data, mode)
    except OSError as error:
        raise trouble(
            phrase("{path} could not be saved; it is as it was before", path=path), error
        ) from error


def trouble(what: str, error: OSError) -> FileTrouble:
    """Return an operating system's error as a sentence with a hint."""
    reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), ""))
    return FileTrouble(f"{what}: {phrase(reason)}.", phrase(hint))


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut, where the system can be asked to.

    It is no trouble where it cannot: what was renamed is in its place.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that is not there yet, and make sure that it is on the disk."""
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode
    )
    with os.fdopen(descriptor, "wb") as file:
        _fill(file.fileno(), data, mode)


def _replace(target: Path, data: bytes, mode: int | None) -> Stamp:
    old = target.stat() if target.exists() else None
    from tempfile import mkstemp  # noqa: PLC0415 – reading needs none of what it imports

    descriptor, name = mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _keep_owner(file.fileno(), old)
            _fill(file.fileno(), data, _mode(old, mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return _stamp(target.stat())


def _fill(descriptor: int, data: bytes, mode: int) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    if os.name != "nt":
        os.fchmod(descriptor, mode)
    os.fsync(descriptor)


def _keep_owner(descriptor: int, old: os.stat_result | None) -> None:
    if old is None or os.name == "nt":
        return
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except PermissionError:
            return  # another person's file in a folder of ours: it becomes ours, as editors do


def _mode(old: os.stat_result | None, mode: int | None) -> int:
    if old is not None:
        return stat.S_IMODE(old.st_mode)
    return mode if mode is not None else 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _opener(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to holds nobody up and is empty after a while."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if os.name != "nt":
        if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            import select  # noqa: PLC0415 – few specs come through a pipe

            select.select([descriptor], [], [], _PATIENCE)
        os.set_blocking(descriptor, True)
    return descriptor


def _as_os(error: OSError | ValueError) -> OSError:
    """Return an error as the system's: a name that no file can have is the name of no file."""
    return error if isinstance(error, OSError) else OSError(errno.ENOENT, str(error))


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)


_REASONS = {
    errno.ENOENT: (marked("there is no such file or folder"), marked("Check the path.")),
    errno.EACCES: (
        marked("you may not do that"),
        marked("Ask for the right to, or choose another place."),
    ),
    errno.EPERM: (
        marked("you may not do that"),
        marked("Ask for the right to, or choose another place."),
    ),
    errno.ENOSPC: (marked("the disk is full"), marked("Free some space and try again.")),
    errno.EDQUOT: (
        marked("your share of the disk is used up"),
        marked("Free some space and try again."),
    ),
    errno.EROFS: (marked("the disk is read-only"), marked("Choose another place.")),
    errno.EEXIST: (marked("something else has that name"), marked("Choose another name.")),
    errno.EISDIR: (marked("it is a folder"), marked("Choose a file.")),
    errno.ENOTDIR: (marked("a part of the path is a file"), marked("Check the path.")),
    errno.ENAMETOOLONG: (marked("the name is too long"), marked("Choose a shorter one.")),
    errno.EFBIG: (
        marked("the file would be too large for this disk"),
        marked("Choose another place."),
    ),
    errno.EIO: (
        marked("the disk reports an error"),
        marked("Choose another place, and look after the disk."),
    ),
}

"""A journal on disk: a line an edit, each with its checksum, held by the program that writes it.

A line is handed to the system at once, so that it outlives the program; it is brought to the disk
in the next pause, so that a power cut takes a second's work at most. Readable by its owner only.
"""

import json
import os
import time
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .files import trouble
from .lock import hold
from .progress import Progress

SUFFIX = ".journal"
_JUST_MADE = 60  # seconds in which an empty journal may belong to a program that is starting
Record = dict[str, Any]


class Journal:
    """A journal that this program holds."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._file = file
        self._ends: list[int] = []

    @classmethod
    def begin(cls, folder: Path) -> "Journal":
        """Return a new journal; raises OpenPalmError where none can be written."""
        from uuid import uuid4  # noqa: PLC0415 – whoever only looks for journals needs none

        path = folder / f"{uuid4().hex}{SUFFIX}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
        except OSError as error:
            raise _no_journal(error) from error
        hold(file)
        return cls(path, file)

    def append(self, record: Record) -> None:
        """Add a line; raises OpenPalmError where it cannot be written."""
        said = json.dumps(record, separators=(",", ":")).encode()
        try:
            line = memoryview(b"%08x %b\n" % (crc32(said), said))
            while line:
                line = line[self._file.write(line) :]
        except (OSError, ValueError) as error:
            raise _no_journal(error) from error

    def discard(self) -> None:
        """Take the journal away: there is nothing to bring back."""
        if os.name == "nt":
            self._file.close()  # Windows removes no open file
        with suppress(OSError):
            self.path.unlink()
        self._file.close()

    def close(self) -> None:
        """Let go of the journal, and leave it for the next start."""
        self._file.close()

    def to_disk(self) -> Generator[Progress, None, None]:
        """Bring what was written to the disk itself; work for a thread, as a disk may be slow."""
        descriptor = os.dup(self._file.fileno())  # the journal may be closed before its turn
        return _to_disk(descriptor)

    def read(self) -> tuple[list[Record], bool]:
        """Return the lines up to the first that is not sound, and whether that was all.

        The file stays as it is; `cut` lets the journal go on from some line.
        """
        self._file.seek(0)
        data = self._file.read()
        records, self._ends = _sound(data)
        return records, (self._ends[-1] if self._ends else 0) == len(data)

    def cut(self, count: int) -> None:
        """Keep so many of the lines that were read, and go on after them."""
        length = self._ends[count - 1] if count else 0
        self._file.truncate(length)
        self._file.seek(length)

    def put_aside(self) -> Path:
        """Give the journal a name by which no start finds it again."""
        aside = self.path.with_suffix(".unreadable")
        self._file.close()
        with suppress(OSError):
            self.path.replace(aside)
        return aside


def abandoned(folder: Path) -> list[Journal]:
    """Return the journals whose program is gone; they belong to this program now."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}"), key=_modified):
        with suppress(OSError):
            if path.stat().st_size == 0 and time.time() - path.stat().st_mtime < _JUST_MADE:
                continue
            file = path.open("r+b", buffering=0)
            if hold(file):
                found.append(Journal(path, file))
            else:
                file.close()
    return found


def has_any(folder: Path) -> bool:
    """Whether there are journals at all, whoever they belong to."""
    return any(folder.glob(f"*{SUFFIX}"))


def _to_disk(descriptor: int) -> Generator[Progress, None, None]:
    try:
        yield Progress(phrase("Keeping the last edits"))
        with suppress(OSError):  # a full disk is told of by the next line
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sound(data: bytes) -> tuple[list[Record], list[int]]:
    """Return the sound lines at the start, and where each of them ends."""
    records: list[Record] = []
    ends: list[int] = []
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        check, _, said = data[start:end].partition(b" ")
        if check != b"%08x" % crc32(said):
            break
        records.append(json.loads(said))
        start = end + 1
        ends.append(start)
    return records, ends


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _no_journal(error: Exception) -> OpenPalmError:
    if isinstance(error, OSError):
        return trouble(phrase("Your edits cannot be kept for the case of a crash"), error)
    return OpenPalmError(phrase("Your edits cannot be kept for the case of a crash"))

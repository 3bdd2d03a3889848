"""Who deploys, and how far: a note kept on the engine, so that anybody finds it.

A note is an empty volume whose labels say it, since labels are the one thing every engine keeps for
us. They never change, so each step of a deployment leaves a new note and takes away the one before;
the engine's own time on it tells whether its writer is still there.
"""

import getpass
import os
import platform
import socket
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from .engine import EngineTrouble, EngineVolume
from .engine_time import moment
from .legible import legible

_LEASE = 90  # seconds after which a silent writer on another machine is taken for gone
_MARK = "_openpalm-deployment-"


_AT_WORK: set[str] = set()  # deployments of this process, which may have left notes behind, too


class Phase(StrEnum):
    """What becomes of a deployment whose program is gone."""

    WORKING = "working"  # it is taken back
    DECIDED = "decided"  # it is finished


class DeploymentUnderWay(EngineTrouble):
    """Somebody else deploys the same stack right now."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: whose, which step, and what to start again if the deployment is taken back."""

    project: str
    token: str
    number: int
    phase: Phase
    writer: str
    machine: str
    process: int
    restart: tuple[str, ...]
    written: str

    @property
    def volume(self) -> str:
        """The name of the volume that the note is."""
        return self._volume(self.number)

    @property
    def volumes(self) -> tuple[str, ...]:
        """The volumes that may be there of it: the one before goes when the next is there."""
        return self._volume(self.number - 1), self._volume(self.number)

    def _volume(self, number: int) -> str:
        return f"{self.project}{_MARK}{self.token}-{number}"

    @property
    def labels(self) -> dict[str, str]:
        """The note as labels."""
        return {
            "openpalm.note": "deployment",
            "openpalm.project": self.project,
            "openpalm.deployment": self.token,
            "openpalm.number": str(self.number),
            "openpalm.phase": self.phase,
            "openpalm.writer": self.writer,
            "openpalm.machine": self.machine,
            "openpalm.process": str(self.process),
            "openpalm.restart": ",".join(self.restart),
        }

    def after(self, phase: Phase, restart: tuple[str, ...] | None = None) -> "Note":
        """Return the next note of the same deployment."""
        kept = self.restart if restart is None else restart
        return replace(self, number=self.number + 1, phase=phase, restart=kept)


def first_note(project: str) -> Note:
    """Return the note with which this process begins a deployment."""
    writer = f"{_user()}@{socket.gethostname()}"
    token = uuid.uuid4().hex[:12]
    return Note(project, token, 1, Phase.WORKING, writer, _machine(), os.getpid(), (), "")


def begin_work(note: Note) -> None:
    """Say that this process is at work on a deployment."""
    _AT_WORK.add(note.token)


def end_work(note: Note) -> None:
    """Say that this process is not at work on a deployment any more, however that went."""
    _AT_WORK.discard(note.token)


def notes_in(volumes: Iterable[EngineVolume], project: str) -> tuple[Note, ...]:
    """Return the newest note of each deployment of a project."""
    found: dict[str, Note] = {}
    for volume in volumes:
        note = _note(volume)
        if note and note.project == project:
            known = found.get(note.token)
            found[note.token] = note if known is None or note.number > known.number else known
    return tuple(found.values())


def is_note(volume: EngineVolume) -> bool:
    """Whether a volume is a note and holds nobody's data."""
    return volume.labels.get("openpalm.note") == "deployment"


def is_alive(note: Note, now: str) -> bool:
    """Whether the writer of a note may still be at work."""
    if note.machine == _machine():
        is_own = note.process == os.getpid()
        return note.token in _AT_WORK if is_own else _is_running(note.process)
    return (moment(now) - moment(note.written)).total_seconds() < _LEASE


def _note(volume: EngineVolume) -> Note | None:
    said = volume.labels
    if not is_note(volume):
        return None
    with legible(volume):
        moment(volume.created)
        return Note(
            project=said["openpalm.project"],
            token=said["openpalm.deployment"],
            number=int(said["openpalm.number"]),
            phase=Phase(said["openpalm.phase"]),
            writer=said["openpalm.writer"],
            machine=said["openpalm.machine"],
            process=int(said["openpalm.process"]),
            restart=tuple(filter(None, said["openpalm.restart"].split(","))),
            written=volume.created,
        )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def _machine() -> str:
    """Return what tells this machine from others, since it was started; it names nobody."""
    boot = "/proc/sys/kernel/random/boot_id"
    try:
        with open(boot, encoding="ascii") as file:  # noqa: PTH123 – no file of anybody's
            since = file.read()
    except OSError:
        since = ""
    return sha256(f"{platform.node()} {uuid.getnode()} {since}".encode()).hexdigest()[:16]


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_running_on_windows(process: int) -> bool:
    """A signal would end it there."""
    import ctypes  # noqa: PLC0415 – only where it is needed

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 – mypy on Linux does not know it
    handle = kernel.OpenProcess(0x1000, 0, process)
    if handle:
        kernel.CloseHandle(handle)
    return bool(handle)

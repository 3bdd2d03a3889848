"""Faults at every step that changes the disk: the process is killed there, or the disk says no."""

from __future__ import annotations

import errno
import os
import signal
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534

STEPS = ("open", "write", "fsync", "fchmod", "fchown", "link", "mkdir", "rename", "replace")
REMOVALS = ("unlink", "rmdir")


@contextmanager
def stepping(at_step: Callable[[int, str], None], names: tuple[str, ...]) -> Iterator[None]:
    """Call something with a number and a name before each step that changes the disk."""
    count = 0
    real = {name: getattr(os, name) for name in names}

    def counted(name: str) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            nonlocal count
            is_reading = name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR)
            if not is_reading:
                count += 1
                at_step(count, name)
            return real[name](*args, **options)

        return step

    for name in names:
        setattr(os, name, counted(name))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def in_child(action: Callable[[], object]) -> int:
    """Run something in a child process and return how that ended: 0, an exit code, or -signal."""
    _, status = os.waitpid(child(action), 0)
    return os.waitstatus_to_exitcode(status)


@contextmanager
def meanwhile(action: Callable[[], object]) -> Iterator[Callable[[], bool]]:
    """Run something in a child beside the block, which is told whether it still goes on."""
    pid = child(action)
    ended: list[int] = []

    def is_going_on() -> bool:
        found, status = os.waitpid(pid, os.WNOHANG)
        ended.extend([status] if found else [])
        return not ended

    try:
        yield is_going_on
    finally:
        status = ended[0] if ended else os.waitpid(pid, 0)[1]
    assert os.waitstatus_to_exitcode(status) == 0


def child(action: Callable[[], object]) -> int:
    """Start something in a child process and return its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child only calls the action
        pid = os.fork()
    if pid == 0:
        code = 99
        try:
            action()
            code = 0
        finally:
            os._exit(code)
    return pid


def killed_at(number: int, action: Callable[[], object]) -> bool:
    """Run something in a child that is killed before its n-th step; return whether it was."""

    def kill(step: int, name: str) -> None:
        del name
        if step == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        with stepping(kill, (*STEPS, *REMOVALS)):
            action()

    code = in_child(run)
    assert code in (0, -signal.SIGKILL)
    return code != 0


@contextmanager
def failing_at(number: int, names: tuple[str, ...] = STEPS) -> Iterator[list[str]]:
    """Let the disk be full at the n-th step; gives the names of the steps that failed."""
    failed: list[str] = []

    def fail(step: int, name: str) -> None:
        if step == number:
            failed.append(name)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with stepping(fail, names):
        yield failed


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Each file below a folder: what is in it, and its mode."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode & 0o7777)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def without_rights(action: Callable[[], object]) -> int:
    """Run something as nobody, if we are root."""

    def run() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        action()

    return in_child(run)

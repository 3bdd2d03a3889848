"""Connecting to an engine on the command line: what ssh wants to know is asked on the terminal."""

import signal
import sys
from collections.abc import Generator
from getpass import getpass
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.connecting import connect
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.deploy.ssh import SshQuestion, UnknownHostKey, trust
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.errors import OpenPalmError

if TYPE_CHECKING:
    from openpalm_desktop.deploy.docker_engine import DockerEngine

_TRIES = 3


class NotTrusted(OpenPalmError):
    """Nobody has said that a server is the right one."""


class NotAnswered(OpenPalmError):
    """ssh wants to know something, and nobody can be asked."""


def connected(target: Target) -> "DockerEngine":
    """Return the engine at a target; a new server's key is shown, and a passphrase asked for."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # ends as Ctrl+C does: nothing is left behind
            signal.signal(getattr(signal, name), signal.default_int_handler)
    answers: dict[str, str] = {}
    wrong = 0
    while True:
        try:
            return _driven(connect(target, answers))
        except UnknownHostKey as error:
            _ask_whether_to_trust(error, target)
        except SshQuestion as error:
            wrong += error.was_wrong
            if wrong == _TRIES:
                raise
            answers[error.question] = _answer(error)


def _driven(work: Generator[Progress, None, "DockerEngine"]) -> "DockerEngine":
    said = ""
    try:
        while True:
            progress = next(work)
            if progress.sentence != said and sys.stderr.isatty():
                said = progress.sentence
                print(f"{said} …", file=sys.stderr, flush=True)
    except StopIteration as end:
        engine: DockerEngine = end.value
        return engine
    finally:
        work.close()


def _ask_whether_to_trust(error: UnknownHostKey, target: Target) -> None:
    if not _is_somebody_there():
        raise NotTrusted(
            error.sentence,
            f"Run “openpalm-desktop target test {target.title}” in a terminal and compare the key "
            f"there, or note the server’s key in {error.key.known_hosts} beforehand.",
        ) from error
    print(f"{error.sentence}\n{error.hint}", file=sys.stderr)
    print("Is it the right one? Type yes to trust it: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() != "yes":
        raise NotTrusted(f"{error.key.host} was not trusted; nothing was done.")
    trust(error.key)


def _answer(error: SshQuestion) -> str:
    if not _is_somebody_there():
        raise NotAnswered(
            error.sentence,
            "Give the key to the agent beforehand (ssh-add), or run this in a terminal.",
        ) from error
    print(error.sentence, file=sys.stderr)
    return getpass(f"{error.question.strip()} ", sys.stderr)


def _is_somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

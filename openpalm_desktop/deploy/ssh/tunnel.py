"""An engine's socket on another machine, brought to a socket on this one by ssh."""

import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
import weakref
from collections.abc import Generator, Mapping
from contextlib import suppress
from pathlib import Path

from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .address import SshAddress
from .command import ssh_command
from .host_keys import seen_host_key
from .questions import Questions
from .refusals import UnknownHostKey, cut_off, is_unknown_host, no_engine, refusal, too_slow
from .running import STEP, finished, stop

SECONDS = 25.0
ANSWER_SECONDS = 10.0
_MISSING, _FORBIDDEN = 3, 4


class Tunnel:
    """A socket here that is the engine's socket there, until `close`, or until nobody knows it."""

    def __init__(self, address: SshAddress, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.address = address
        self.socket = folder / "engine.sock"
        self._folder = folder
        self._process = process
        self._end = weakref.finalize(self, _end, process, folder)

    @property
    def is_open(self) -> bool:
        """Whether ssh still runs."""
        return self._process.poll() is None

    @property
    def complaints(self) -> str:
        """What ssh has said so far."""
        return (self._folder / "complaints").read_text(encoding="utf-8", errors="replace")

    def trouble(self, seconds: float = 0) -> OpenPalmError | None:
        """Return why nothing comes through any more, if ssh has ended, or does in some seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        if self.is_open or not self._end.alive:
            return None
        return cut_off(self.address, self.complaints)

    def close(self) -> None:
        """End ssh and remove the socket."""
        self._end()


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    stop(process)
    shutil.rmtree(folder, ignore_errors=True)


def open_tunnel(
    address: SshAddress,
    answers: Mapping[str, str] | None = None,
    *,
    config: Path | None = None,
    seconds: float = SECONDS,
) -> Generator[Progress, None, Tunnel]:
    """Connect to a server and return its engine's socket.

    `answers` are those to ssh's own questions; `config` stands for the person's ssh configuration.
    Raises UnknownHostKey, ChangedHostKey, SshQuestion (ask the person, connect again with the
    answer) or another OpenPalmError. Every step has a deadline, and it can be closed at any yield.
    """
    folder = Path(tempfile.mkdtemp(prefix="openpalm-"))
    tunnel: Tunnel | None = None
    try:
        questions = Questions(folder, answers or {})
        tunnel = _started(address, config, folder, questions)
        yield from _until_ready(tunnel, questions, config, seconds)
        yield from _through(tunnel, config)
    except BaseException:  # also a cancel: nothing of it may stay behind
        if tunnel is not None:
            tunnel.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return tunnel


def _started(
    address: SshAddress, config: Path | None, folder: Path, questions: Questions
) -> Tunnel:
    forward = f"{folder / 'engine.sock'}:{address.socket}"
    options = {"ExitOnForwardFailure": "yes", "LogLevel": "INFO"}
    program, *words = ssh_command(address, config, options)
    command = [program, "-N", "-T", "-L", forward, *words]
    with (folder / "complaints").open("wb") as complaints:
        process = subprocess.Popen(  # noqa: S603 – the words are ours, and no shell reads them
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env={**os.environ, **questions.environment},
            start_new_session=True,
        )
    return Tunnel(address, folder, process)


def _until_ready(
    tunnel: Tunnel, questions: Questions, config: Path | None, seconds: float
) -> Generator[Progress, None, None]:
    """Wait for ssh to have logged in: then its socket is there."""
    address, deadline = tunnel.address, time.monotonic() + seconds
    while not tunnel.socket.exists():
        if not tunnel.is_open:
            yield from _explain(tunnel, questions, config, seconds)
        if time.monotonic() > deadline:
            raise too_slow(address)
        questions.answer()
        yield Progress(phrase("Connecting to {host}", host=address))
        time.sleep(STEP)


def _explain(
    tunnel: Tunnel, questions: Questions, config: Path | None, seconds: float
) -> Generator[Progress, None, None]:
    """Raise why ssh ended; a key that nobody knows yet is looked at first."""
    address, said = tunnel.address, tunnel.complaints
    if is_unknown_host(said):
        key = yield from seen_host_key(address, config, seconds)
        if key is not None:
            raise UnknownHostKey(key)
    question = questions.open_question(str(address))
    raise question or refusal(address, said)


def _through(tunnel: Tunnel, config: Path | None) -> Generator[Progress, None, None]:
    """See that there is an engine at the other end that this user may speak to."""
    address = tunnel.address
    if (yield from _is_answered(tunnel)):
        return
    here = shlex.quote(address.socket)
    look = f"test -S {here} || exit {_MISSING}; test -w {here} || exit {_FORBIDDEN}"
    command = ssh_command(address, config, {"BatchMode": "yes"}, look)
    status = yield from finished(command, ANSWER_SECONDS, _looking(address))
    raise no_engine(address, is_there=status == _FORBIDDEN, is_missing=status == _MISSING)


def _is_answered(tunnel: Tunnel) -> Generator[Progress, None, bool]:
    """Whether an engine answers; ssh closes our end at once where nobody listens on the other."""
    deadline = time.monotonic() + ANSWER_SECONDS
    with (yield from _our_end(tunnel, deadline)) as end:
        end.settimeout(STEP)
        with suppress(OSError):  # closed already; reading says so, too
            end.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
        while time.monotonic() < deadline:
            try:
                return end.recv(1) != b""
            except TimeoutError:
                yield Progress(_looking(tunnel.address))
            except OSError:
                return False
    raise too_slow(tunnel.address)


def _our_end(tunnel: Tunnel, deadline: float) -> Generator[Progress, None, socket.socket]:
    """Return a connection into the tunnel; ssh listens at its end a moment late."""
    while True:
        end = socket.socket(socket.AF_UNIX)
        try:
            end.connect(str(tunnel.socket))
        except OSError as error:
            end.close()
            if not isinstance(error, ConnectionRefusedError) or time.monotonic() > deadline:
                raise cut_off(tunnel.address, tunnel.complaints) from error
        else:
            return end
        yield Progress(_looking(tunnel.address))
        time.sleep(STEP)


def _looking(address: SshAddress) -> str:
    return phrase("Looking for the engine on {host}", host=address)

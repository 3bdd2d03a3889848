"""An ssh server for tests: on a loopback port, with keys, users and configuration of its own."""

from __future__ import annotations

import contextlib
import os
import shlex
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.real.peers import tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.real.peers.network import Host

LOOPBACK = "127.0.0.1"
PASSPHRASE = "two secret words"
PATIENCE = 10  # seconds

# sshd wants a user of its own and an empty folder under /run; only it sees them.
SHELL = """
set -e
mount --bind "$USERS" /etc/passwd
mount -t tmpfs tmpfs /run
mkdir /run/sshd
exec "$SSHD" -D -e -f "$CONFIG"
"""
USERS = (
    "sshd:x:996:65534::/run/sshd:/usr/sbin/nologin",
    "nobody:x:65534:65534::/nonexistent:/bin/sh",
)
CONFIG = """\
Port {port}
ListenAddress {address}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
"""
CLIENT = """\
Host server inner
    HostName {address}
    Port {port}
    User root
Host inner
    HostKeyAlias inner
    ProxyJump server
Host *
    IdentityFile {key}
    IdentitiesOnly yes
    IdentityAgent none
    UserKnownHostsFile {folder}/known_hosts
    GlobalKnownHostsFile /dev/null
"""


@dataclass(frozen=True)
class Sshd:
    """One running server, and what a client needs to reach it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    address: str = LOOPBACK

    @property
    def known_hosts(self) -> Path:
        """The client's file of keys."""
        return self.folder / "known_hosts"

    @property
    def config(self) -> Path:
        """A client's configuration with a plain key; `inner` is behind a jump over `server`."""
        return self._client("id")

    @property
    def config_with_locked_key(self) -> Path:
        """A client's configuration whose only key has a passphrase."""
        return self._client("locked")

    def new_host_key(self, name: str = "host") -> str:
        """Make a host key; returns its fingerprint. The server takes it at its next start."""
        (self.folder / name).unlink(missing_ok=True)
        make_key(self.folder / name)
        return fingerprint(self.folder / f"{name}.pub")

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key it shows."""
        return fingerprint(self.folder / "host.pub")

    def cut_connections(self) -> None:
        """End every connection as a broken network would, and take no new ones."""
        self.process.kill()
        self.process.wait()

    def command_for(self, client: Host | None = None, key: str = "id") -> Path:
        """A folder whose `ssh` knows this server, and connects from a host of the network."""
        folder = self.folder / f"bin-{key}"
        folder.mkdir(exist_ok=True)
        words = ["ssh", "-F", str(self._client(key))]
        program = shlex.join(client.command(*words) if client else words)
        path = shlex.quote(os.environ["PATH"])
        (folder / "ssh").write_text(f'#!/bin/sh\nPATH={path}\nexec {program} "$@"\n')
        (folder / "ssh").chmod(0o755)
        return folder

    def _client(self, key: str) -> Path:
        file = self.folder / f"config-{key}"
        text = CLIENT.format(
            port=self.port, folder=self.folder, key=self.folder / key, address=self.address
        )
        file.write_text(text)
        return file


@contextlib.contextmanager
def running_sshd(folder: Path, host: Host | None = None, address: str = LOOPBACK) -> Iterator[Sshd]:
    """A server until the end of the block; whoever has one of its two keys is let in.

    It listens on this machine's loopback, or at an address of a host of its own.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("an ssh server for tests is started by root on Linux only")
    program = tools.cached("ssh server", "sshd/usr/sbin/sshd")
    for key in ("host", "id"):
        make_key(folder / key)
    make_key(folder / "locked", PASSPHRASE)
    keys = [(folder / f"{key}.pub").read_text() for key in ("id", "locked")]
    (folder / "authorized_keys").write_text("".join(keys))
    (folder / "authorized_keys").chmod(0o644)
    folder.chmod(0o755)
    others = [one for one in Path("/etc/passwd").read_text().splitlines() if "nobody" not in one]
    (folder / "passwd").write_text("\n".join([*others, *USERS, ""]))
    port = free_port()
    settings = CONFIG.format(port=port, folder=folder, address=address)
    (folder / "sshd_config").write_text(settings)
    environment = {
        **os.environ,
        "SSHD": str(program),
        "CONFIG": str(folder / "sshd_config"),
        "USERS": str(folder / "passwd"),
    }
    isolated = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
    inside = host.command(*isolated) if host else isolated
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *inside, "sh", "-c", SHELL],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_it_listens(host, address, port, folder / "log")
        yield Sshd(folder, port, process, address)
    finally:
        process.kill()
        process.wait()


def make_key(file: Path, passphrase: str = "") -> None:
    """Make a pair of keys."""
    subprocess.check_call(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(file)])


def fingerprint(public_key: Path) -> str:
    """Return a key's fingerprint as ssh-keygen says it."""
    asked = ["ssh-keygen", "-l", "-f", str(public_key)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()[1]


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as end:
        end.bind(("127.0.0.1", 0))
        port: int = end.getsockname()[1]
        return port


def wait_until_it_listens(host: Host | None, address: str, port: int, log: Path) -> None:
    """Wait for a server on a port of a host, or of this machine."""

    def connect() -> None:
        socket.create_connection((address, port), 1).close()

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            host.inside(connect) if host else connect()
            return
        time.sleep(0.05)
    pytest.fail(f"The ssh server does not listen: {log.read_text()}")

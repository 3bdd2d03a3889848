"""A Docker engine for tests: on a host of its own, gone without a trace at the end."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.real.peers import tools
from tests.real.peers.leftovers import remove_cgroup
from tests.real.peers.network import PREFIX, new_lan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.real.peers.network import Lan

PATIENCE = 30  # seconds for an engine to answer or to stop
CGROUPS = Path("/sys/fs/cgroup")

# What an engine writes outside its own folders lands in memory that only it sees.
SHELL = """
set -e
mount -t tmpfs tmpfs /run
mkdir /run/engine
mount --bind "$ENGINE" /run/engine
mount -t tmpfs tmpfs /opt
export PATH="/run/engine/usr/sbin:/run/engine/usr/bin:$PATH"
exec /run/engine/usr/bin/tini-static -- "$@"
"""


class Engine:
    """One dockerd with containerd, images, networks and cgroups of its own."""

    def __init__(self, version: str, lan: Lan, folder: Path, options: Sequence[str] = ()) -> None:
        self.version = version
        self.lan = lan
        self.folder = folder
        self.socket = folder / "docker.sock"
        self.host = f"unix://{self.socket}"
        self.log = folder / "dockerd.log"
        self._options = options
        self._programs = tools.engine(version)
        self._docker = tools.docker()
        self._cgroup = folder.name
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; its containers and images are those it had."""
        # The outermost program dies with us, and with it the whole process namespace, whatever
        # becomes of this test run: no container and no mount outlives it.
        isolated = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
        dies_with_us = ("setpriv", "--pdeathsig", "KILL", "--")
        shell = ("sh", "-c", SHELL, "sh")
        on_host = self.lan.engine.command(*isolated, *shell, *self._dockerd())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*dies_with_us, *on_host],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment(ENGINE=str(self._programs)),
                start_new_session=True,
            )
        self._wait_until_it_answers(self._process)

    def stop(self) -> None:
        """Ask it to stop, as a system going down does: its containers stop, and stay."""
        if self._process is not None:
            signal_child(self._process, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE)
        self.kill()

    def kill(self) -> None:
        """End it and all that runs in it at once."""
        if self._process is not None:
            # The first process of a namespace is gone only when all the others are.
            signal_child(self._process, signal.SIGKILL)
            self._process.wait(PATIENCE)
            self._process = None
        self.socket.unlink(missing_ok=True)

    def docker(self, *words: str, given: bytes = b"", timeout: float = 60) -> str:
        """Run the docker command and return what it printed."""
        done = subprocess.run(
            [self._docker, *words],
            input=given,
            capture_output=True,
            env=self.environment(),
            timeout=timeout,
            check=False,
        )
        shown = done.stdout.decode()
        assert done.returncode == 0, f"docker {' '.join(words)}: {shown}{done.stderr.decode()}"
        return shown.strip()

    def clear(self) -> None:
        """Remove all containers, networks and volumes; images stay."""
        for kind, remove in (
            (("container", "ls", "--all"), ("container", "rm", "--force", "--volumes")),
            (("network", "ls", "--filter", "type=custom"), ("network", "rm")),
            (("volume", "ls"), ("volume", "rm", "--force")),
        ):
            found = self.docker(*kind, "--quiet").split()
            if found:
                self.docker(*remove, *found)

    def environment(self) -> Mapping[str, str]:
        """Variables for a program that shall speak with this engine and knows nothing else."""
        return self._environment(DOCKER_HOST=self.host)

    def remove_cgroups(self) -> None:
        """Remove the empty cgroups that a killed engine leaves."""
        for cgroup in (CGROUPS / self._cgroup, *CGROUPS.glob(f"*/{self._cgroup}")):
            remove_cgroup(cgroup)

    def _environment(self, **more: str) -> Mapping[str, str]:
        home = str(self.folder)
        return {"PATH": os.environ["PATH"], "HOME": home, "DOCKER_CONFIG": home, **more}

    def _dockerd(self) -> Sequence[str]:
        (self.folder / "daemon.json").write_text(json.dumps(self._settings()))
        options = {
            "config-file": self.folder / "daemon.json",
            "data-root": self.folder / "data",
            "exec-root": self.folder / "exec",
            "pidfile": self.folder / "dockerd.pid",
            "host": self.host,
            "cgroup-parent": f"/{self._cgroup}",
            "exec-opt": "native.cgroupdriver=cgroupfs",  # nobody has to run systemd
            "userland-proxy-path": "/run/engine/usr/sbin/docker-proxy",
            "init-path": "/run/engine/usr/bin/tini-static",
        }
        named = (f"--{name}={value}" for name, value in options.items())
        return ("dockerd", *named, *self._options)

    def _settings(self) -> Mapping[str, object]:
        # Docker's own pools run from /16 to /20 once enough networks were made, and then two
        # networks that are compared differ in nothing but how many came before them.
        settings: dict[str, object] = {
            "default-address-pools": [{"base": "172.16.0.0/12", "size": 24}]
        }
        if self.version == "20.10":  # it writes a key into /etc, unless told where else
            settings["deprecated-key-path"] = f"{self.folder}/key.json"
        return settings

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while not answers(self.socket):
            if process.poll() is not None or time.monotonic() > until:
                self.kill()
                log = self.log.read_text(errors="replace")[-3000:]
                raise AssertionError(f"Docker engine {self.version} did not start:\n{log}")
            time.sleep(0.02)


def signal_child(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to what a process has started, if both are still there."""
    if process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        for child in children.split():
            os.kill(int(child), number)


def answers(path: Path) -> bool:
    """Whether an engine answers at a socket."""
    with socket.socket(socket.AF_UNIX) as connection, contextlib.suppress(OSError):
        connection.settimeout(2)
        connection.connect(str(path))
        connection.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
        return b" 200 " in connection.recv(64)
    return False


@contextlib.contextmanager
def running_engine(version: str, *options: str, disk: str = "") -> Iterator[Engine]:
    """An engine on a LAN of its own, until the end of the block; options are dockerd's.

    Its data may lie on a small disk of its own, such as of "200m".
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        with new_lan() as lan, small_disk(folder / "data", disk):
            engine = Engine(version, lan, folder, options)
            try:
                engine.start()
                yield engine
            finally:
                engine.kill()
                engine.remove_cgroups()
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of some size at a folder, until the end of the block; no size: nothing."""
    if not size:
        yield
        return
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)

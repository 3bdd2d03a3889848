"""Caddy itself: what it makes of a Caddyfile, and a Caddyfile at work."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.real.peers import tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.real.peers.network import Host

PATIENCE = 15  # seconds for Caddy to start or to take a configuration


class CaddyError(Exception):
    """Caddy's own words on a Caddyfile it does not take."""


class Caddy:
    """The caddy command, with folders of its own: nothing is planted in the machine."""

    def __init__(self, folder: Path) -> None:
        self.program = tools.caddy()
        self.folder = folder

    def adapt(self, caddyfile: str) -> dict[str, Any]:
        """The JSON that a Caddyfile means."""
        shown = self._run("adapt", "--adapter", "caddyfile", "--config", "-", given=caddyfile)
        adapted: dict[str, Any] = json.loads(shown)
        return adapted

    def validate(self, caddyfile: str) -> None:
        """Return if Caddy would start with a Caddyfile."""
        self._run("validate", "--adapter", "caddyfile", "--config", "-", given=caddyfile)

    def fmt(self, caddyfile: str) -> str:
        """A Caddyfile as Caddy would lay it out."""
        return self._run("fmt", "-", given=caddyfile)

    @contextlib.contextmanager
    def running(
        self,
        caddyfile: str,
        *,
        host: Host | None = None,
        ports: Mapping[int, int] | None = None,
        dials: Mapping[str, str] | None = None,
    ) -> Iterator[RunningCaddy]:
        """A Caddy at work until the end of the block: on a host of its own or on this machine.

        On this machine `ports` says where it listens instead of 80 and 443, and anywhere `dials`
        says where an upstream of the Caddyfile is really to be found.
        """
        with tempfile.TemporaryDirectory() as folder:  # a short path: a socket's may be no long one
            running = RunningCaddy(self, Path(folder), host, ports or {}, dials or {})
            try:
                running.start()
                running.load(caddyfile)
                yield running
            finally:
                running.stop()

    def environment(self) -> Mapping[str, str]:
        """Variables that keep Caddy's files in our folder."""
        homes = {name: str(self.folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        return {"PATH": os.environ["PATH"], **homes}

    def _run(self, *words: str, given: str) -> str:
        done = subprocess.run(
            [self.program, *words],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=self.environment(),
            cwd=self.folder,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode != 0:
            raise CaddyError(done.stderr)
        return done.stdout


class RunningCaddy:
    """A Caddy that takes one Caddyfile after another."""

    def __init__(
        self,
        caddy: Caddy,
        folder: Path,
        host: Host | None,
        ports: Mapping[int, int],
        dials: Mapping[str, str],
    ) -> None:
        self.log = folder / "caddy.log"
        self._caddy = caddy
        self._admin = folder / "admin"
        self._host = host
        self._ports = ports
        self._dials = dials
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it with nothing to serve yet."""
        first = self._admin.with_name("first.json")
        first.write_text(json.dumps(self._adjusted({})))
        command: Sequence[str] = (str(self._caddy.program), "run", "--config", str(first))
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self._host.command(*command) if self._host else command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._caddy.environment(),
                cwd=self._caddy.folder,
            )
        until = time.monotonic() + PATIENCE
        while not self._admin.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                raise CaddyError(self.log.read_text(errors="replace"))
            time.sleep(0.01)

    def load(self, caddyfile: str) -> None:
        """Serve what a Caddyfile says from now on."""
        wanted = json.dumps(self._adjusted(self._caddy.adapt(caddyfile)))
        connection = UnixConnection(self._admin)
        with contextlib.closing(connection):
            connection.request("POST", "/load", wanted, {"Content-Type": "application/json"})
            response = connection.getresponse()
            said = response.read().decode()
        if response.status != http.HTTPStatus.OK:
            raise CaddyError(said)

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)

    def _adjusted(self, adapted: dict[str, Any]) -> dict[str, Any]:
        """What a Caddyfile means, but for where it is served and where Caddy is told of changes."""
        apps = adapted.setdefault("apps", {})
        authorities = apps.setdefault("pki", {}).setdefault("certificate_authorities", {})
        authorities.setdefault("local", {})["install_trust"] = False
        adapted["admin"] = {"listen": f"unix/{self._admin}", "config": {"persist": False}}
        if "http" in apps:
            self._move_ports(apps["http"])
        dialled = replaced(adapted, "dial", lambda address: self._dials.get(address, address))
        assert isinstance(dialled, dict)
        return dialled

    def _move_ports(self, app: dict[str, Any]) -> None:
        for name, usual in (("http_port", 80), ("https_port", 443)):
            port = app.get(name, usual)
            app[name] = self._ports.get(port, port)
        for server in app["servers"].values():
            server["listen"] = [self._moved(address) for address in server["listen"]]

    def _moved(self, address: str) -> str:
        host, _, port = address.rpartition(":")
        return f"{host}:{self._ports.get(int(port), port)}" if port.isdecimal() else address


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self.path))


def replaced(value: Any, key: str, change: Callable[[str], str]) -> Any:
    """A JSON value with every text under a key changed."""
    match value:
        case dict():
            return {
                k: change(v) if k == key and isinstance(v, str) else replaced(v, key, change)
                for k, v in value.items()
            }
        case list():
            return [replaced(v, key, change) for v in value]
        case _:
            return value

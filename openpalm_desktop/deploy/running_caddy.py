"""The Caddy that runs, told what to serve and where visitors go while containers are exchanged."""

import json
import time
from collections.abc import Collection, Iterable, Mapping

from openpalm_desktop.phrases import phrase

from .detours import FOLDER, dials_in, door_of, with_doors
from .engine import Engine, EngineTrouble, FileInContainer
from .observed import CADDY_FOLDER, CADDYFILE, NEXT_CADDYFILE
from .progress import Progress, Steps

_DOORS = "doors.json"
_DRAIN = 10.0  # seconds for requests under way
_TICK = 0.1
_QUIET = 4  # looks in a row: a request that Caddy has taken may not be connected further yet
_OPEN = {"01", "02"}  # established, and about to be
_CONNECTED = {0, 124, 143}  # a server that says nothing makes nc wait until it is stopped
_NO_SUCH_PROGRAM = {126, 127}


class CaddyRefuses(EngineTrouble):
    """Caddy does not take a Caddyfile; nothing that it served before has changed."""


class Caddy:
    """A running Caddy."""

    def __init__(self, engine: Engine, container: str) -> None:
        self._engine = engine
        self._container = container
        self._dials: frozenset[str] = frozenset()
        self.is_changed = False

    def serve(self) -> None:
        """Serve what the Caddyfile in its folder says."""
        self._reload(CADDYFILE, "caddyfile")
        self.tidy()

    def serve_next(self, caddyfile: bytes) -> None:
        """Serve another Caddyfile from now on; it takes the old one's place with `keep_next`."""
        self._put(NEXT_CADDYFILE, caddyfile)
        self.is_changed = True
        self._reload(NEXT_CADDYFILE, "caddyfile")

    def keep_next(self, caddyfile: bytes) -> None:
        """Make what is served the Caddyfile that it starts with."""
        self._put(CADDYFILE, caddyfile)
        self.tidy()

    def tidy(self) -> None:
        """Remove the files of a change."""
        names = [f"{CADDY_FOLDER}/{name}" for name in (NEXT_CADDYFILE, _DOORS)]
        self._engine.run(self._container, ["rm", "-rf", FOLDER, *names], user="0")
        self.is_changed = False

    def make_doors(self, addresses: Mapping[str, str]) -> None:
        """Serve what the Caddyfile says, but some hosts by doors that lead to addresses."""
        path = f"{CADDY_FOLDER}/{CADDYFILE}"
        done = self._engine.run(
            self._container, ["caddy", "adapt", "--config", path, "--adapter", "caddyfile"]
        )
        if done.exit_code:
            raise _refusal(done.output)
        config = json.loads(_json_in(done.output))
        self._dials = dials_in(config, addresses)
        self.is_changed = True
        for host, address in addresses.items():
            self.turn(host, address)
        self._put(_DOORS, json.dumps(with_doors(config, addresses)).encode())
        self._reload(_DOORS, "")

    def turn(self, host: str, address: str, port: str = "") -> None:
        """Send a host's visitors to an address, at once; without a port, to the one they want."""
        for dial in self._dials:
            name, _, asked = dial.rpartition(":")
            if name == host:
                whole = address if ":" in address and not address.endswith("]") else ""
                self._write_door(door_of(dial), whole or f"{address}:{port or asked}")

    def answers(self, address: str, port: int) -> bool | None:
        """Whether somebody accepts connections there; None where Caddy's image cannot try."""
        words = ["timeout", "2", "nc", "-w", "1", address.strip("[]"), str(port)]
        code = self._engine.run(self._container, words).exit_code
        return None if code in _NO_SUCH_PROGRAM else code in _CONNECTED

    def drain(self, addresses: Collection[str]) -> Steps:
        """Wait until no request to some addresses is under way; at most a while."""
        until = time.monotonic() + _DRAIN
        quiet = 0
        while addresses and quiet < _QUIET and time.monotonic() < until:
            table = self._engine.run(self._container, ["cat", "/proc/net/tcp", "/proc/net/tcp6"])
            is_busy = any(is_connected(table.output, address) for address in addresses)
            quiet = 0 if is_busy else quiet + 1
            yield Progress(phrase("Letting requests to the old containers end"))
            time.sleep(_TICK)

    def _write_door(self, name: str, address: str) -> None:
        """Another file takes its place: nobody ever reads half of one."""
        script = 'mkdir -p "$1" && printf %s "$3" >"$1/.$2" && mv -f "$1/.$2" "$1/$2"'
        done = self._engine.run(
            self._container, ["sh", "-c", script, "sh", FOLDER, name, address], user="0"
        )
        if done.exit_code:
            raise EngineTrouble(
                phrase("Caddy could not be told where visitors go: no file fits in its container."),
                phrase("The server’s disk may be full, or Caddy’s own folder read-only."),
            )

    def _put(self, name: str, content: bytes) -> None:
        self._engine.put_files(self._container, CADDY_FOLDER, [FileInContainer(name, content)])

    def _reload(self, name: str, adapter: str) -> None:
        words = ["caddy", "reload", "--config", f"{CADDY_FOLDER}/{name}", "--force"]
        if adapter:
            words += ["--adapter", adapter]
        done = self._engine.run(self._container, words)
        if done.exit_code:
            raise _refusal(done.output)


def is_connected(table: str, address: str) -> bool:
    """Whether a connection to an IPv4 address is open, by the kernel's table of connections."""
    wanted = _as_in_table(address)
    return wanted != "" and any(
        fields[3] in _OPEN and fields[2].partition(":")[0].endswith(wanted)
        for fields in _fields(table)
    )


def _fields(table: str) -> Iterable[list[str]]:
    return (fields for line in table.splitlines() if len(fields := line.split()) > 3)


def _as_in_table(address: str) -> str:
    """Return an IPv4 address as the kernel of a little-endian machine writes it."""
    numbers = address.split(".")
    if len(numbers) != 4:
        return ""
    return "".join(f"{int(number):02X}" for number in reversed(numbers))


def _json_in(output: str) -> str:
    """Return the configuration; warnings may stand around it, one a line."""
    return next((line for line in output.splitlines() if line.startswith('{"a')), output)


def _refusal(output: str) -> CaddyRefuses:
    lines = [line for line in output.splitlines() if line.strip()]
    said = lines[-1].strip() if lines else phrase("it gave no reason")
    return CaddyRefuses(
        phrase("Caddy does not take the Caddyfile: {reason}", reason=said.removeprefix("Error: ")),
        phrase(
            "Mend the Caddyfile text of your own under Domains & TLS; what was served before"
            " still is."
        ),
    )

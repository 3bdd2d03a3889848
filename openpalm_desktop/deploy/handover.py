"""Caddy told to send a service's visitors elsewhere, so that nobody meets a closed door.

Caddy finds a container by its service's name, and Docker answers with every container that has the
name. So while two have it, Caddy is told addresses instead. A reload never breaks a request that is
under way, and connections to the old container show when the last one has ended.
"""

import json
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from .engine import Engine, EngineTrouble, FileInContainer
from .observed import CADDY_FOLDER, CADDYFILE, NEXT_CADDYFILE
from .progress import Progress

_DETOUR = "detour.json"
_HOLD = "60s"
_DRAIN = 10.0  # seconds for requests under way
_TICK = 0.1
_ESTABLISHED = "01"


class CaddyRefuses(EngineTrouble):
    """Caddy does not take a Caddyfile; nothing that it served before has changed."""


@dataclass(frozen=True, slots=True)
class Detour:
    """Where visitors of a host go instead; held, they wait until somebody answers there."""

    address: str
    port: int | None = None  # None: the port that was asked for
    is_held: bool = False


class Caddy:
    """The Caddy that runs, and what it is told."""

    def __init__(self, engine: Engine, container: str) -> None:
        self._engine = engine
        self._container = container
        self.is_detoured = False

    def serve(self) -> None:
        """Serve what the Caddyfile in its folder says."""
        self._reload(CADDYFILE, "caddyfile")
        self.is_detoured = False

    def serve_next(self, caddyfile: bytes) -> None:
        """Serve another Caddyfile from now on; it takes the old one's place with `keep_next`."""
        self._put(NEXT_CADDYFILE, caddyfile)
        self._reload(NEXT_CADDYFILE, "caddyfile")
        self.is_detoured = True

    def keep_next(self, caddyfile: bytes) -> None:
        """Make what is served the Caddyfile that it starts with."""
        self._put(CADDYFILE, caddyfile)
        self.tidy()

    def tidy(self) -> None:
        """Remove the files of a change."""
        names = [f"{CADDY_FOLDER}/{name}" for name in (NEXT_CADDYFILE, _DETOUR)]
        self._engine.run(self._container, ["rm", "-f", *names], user="0")

    def detour(self, detours: Mapping[str, Detour]) -> None:
        """Serve what the Caddyfile says, but for some hosts."""
        path = f"{CADDY_FOLDER}/{CADDYFILE}"
        done = self._engine.run(
            self._container, ["caddy", "adapt", "--config", path, "--adapter", "caddyfile"]
        )
        if done.exit_code:
            raise _refusal(done.output)
        config = detoured(json.loads(_json_in(done.output)), detours)
        self._put(_DETOUR, json.dumps(config).encode())
        self._reload(_DETOUR, "")
        self.is_detoured = True

    def answers(self, address: str, port: int) -> bool:
        """Whether somebody accepts connections there."""
        host = address.strip("[]")
        done = self._engine.run(self._container, ["nc", "-z", "-w", "1", host, str(port)])
        return done.exit_code == 0

    def drain(self, addresses: list[str]) -> Generator[Progress, None, None]:
        """Wait until no request to some addresses is under way; at most a while."""
        until = time.monotonic() + _DRAIN
        while time.monotonic() < until:
            table = self._engine.run(self._container, ["cat", "/proc/net/tcp", "/proc/net/tcp6"])
            if not any(is_connected(table.output, address) for address in addresses):
                return
            yield Progress("Letting requests to the old containers end")
            time.sleep(_TICK)

    def _put(self, name: str, content: bytes) -> None:
        self._engine.put_files(self._container, CADDY_FOLDER, [FileInContainer(name, content)])

    def _reload(self, name: str, adapter: str) -> None:
        words = ["caddy", "reload", "--config", f"{CADDY_FOLDER}/{name}", "--force"]
        if adapter:
            words += ["--adapter", adapter]
        done = self._engine.run(self._container, words)
        if done.exit_code:
            raise _refusal(done.output)


def detoured(value: Any, detours: Mapping[str, Detour]) -> Any:
    """Return a configuration in which some hosts are dialled elsewhere."""
    match value:
        case dict():
            changed = {key: detoured(item, detours) for key, item in value.items()}
            dials = [each.get("dial", "") for each in value.get("upstreams") or ()]
            held = [d for each in dials if (d := detours.get(_host(each))) and d.is_held]
            if held:
                waits = {"try_duration": _HOLD, "try_interval": "100ms"}
                changed["load_balancing"] = {**(value.get("load_balancing") or {}), **waits}
            if isinstance(value.get("dial"), str) and (found := detours.get(_host(value["dial"]))):
                port = found.port or value["dial"].rpartition(":")[2]
                changed["dial"] = f"{found.address}:{port}"
            return changed
        case list():
            return [detoured(item, detours) for item in value]
        case _:
            return value


def is_connected(table: str, address: str) -> bool:
    """Whether a connection to an address is open, by the kernel's table of connections."""
    wanted = _as_in_table(address)
    for line in table.splitlines():
        fields = line.split()
        if len(fields) > 3 and fields[3] == _ESTABLISHED:
            remote = fields[2].partition(":")[0]
            if remote.endswith(wanted) and wanted:
                return True
    return False


def _as_in_table(address: str) -> str:
    """Return an IPv4 address as the kernel of a little-endian machine writes it."""
    numbers = address.split(".")
    if len(numbers) != 4:
        return ""
    return "".join(f"{int(number):02X}" for number in reversed(numbers))


def _host(dial: str) -> str:
    return dial.rpartition(":")[0]


def _json_in(output: str) -> str:
    """Return the configuration; warnings may stand around it, one a line."""
    return next((line for line in output.splitlines() if line.startswith('{"a')), output)


def _refusal(output: str) -> CaddyRefuses:
    lines = [line for line in output.splitlines() if line.strip()]
    said = lines[-1].strip() if lines else "it gave no reason"
    return CaddyRefuses(
        f"Caddy does not take the Caddyfile: {said.removeprefix('Error: ')}",
        "Mend the Caddyfile text of your own under Domains & TLS; what was served before still is.",
    )

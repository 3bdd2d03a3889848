"""Hosts that are network namespaces of this machine, and the LAN between an engine and strangers.

Nothing here touches the machine's own network: every address lives in a namespace made here.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tests.real.peers.fetch import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Unpack

    from tests.real.peers.fetch import Answer, Options, Refused

T = TypeVar("T")

CLONE_NEWNET = 0x40000000
PREFIX = "openpalm-test-"

_counter = itertools.count()


@dataclass(frozen=True)
class Host:
    """A host with a network of its own; what runs inside sees that network and no other."""

    name: str

    @property
    def file(self) -> str:
        """The file that stands for the namespace."""
        return f"/run/netns/{self.name}"

    def command(self, *words: str) -> Sequence[str]:
        """A command line that runs words on this host."""
        # Not "ip netns exec": that mounts a new /sys, and an engine then finds no cgroups.
        return ("nsenter", f"--net={self.file}", "--", *words)

    def run(self, *words: str, timeout: float = 10) -> str:
        """Run a command on this host and return what it printed."""
        command = self.command(*words)
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def inside(self, function: Callable[[], T]) -> T:
        """Call a function on this host; sockets it opens stay there."""
        with ThreadPoolExecutor(1) as thread:  # a thread can leave the network, and then ends
            return thread.submit(self._enter_and_call, function).result()

    def _enter_and_call(self, function: Callable[[], T]) -> T:
        with open(self.file, "rb") as namespace:  # noqa: PTH123 - a descriptor is what is wanted
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"cannot enter {self.name}")
        return function()

    def fetch(self, url: str, **options: Unpack[Options]) -> Answer | Refused:
        """Ask for a URL from this host, as `fetch` does."""
        return self.inside(lambda: fetch(url, **options))


@contextlib.contextmanager
def new_host(role: str) -> Iterator[Host]:
    """A host with nothing but its loopback, until the end of the block."""
    host = Host(f"{PREFIX}{os.getpid()}-{next(_counter)}-{role}")
    ip("netns", "add", host.name)
    try:
        ip("-n", host.name, "link", "set", "lo", "up")
        yield host
    finally:
        ip("netns", "delete", host.name)


@dataclass(frozen=True)
class Cable:
    """One link between the engine's host and a neighbour: each end's addresses in both families."""

    engine_v4: str
    engine_v6: str
    neighbour_v4: str
    neighbour_v6: str


PRIVATE = Cable("192.168.77.1", "fd00:77::1", "192.168.77.2", "fd00:77::2")
PUBLIC = Cable("203.0.113.1", "2001:db8:113::1", "203.0.113.2", "2001:db8:113::2")


@dataclass(frozen=True)
class Lan:
    """An engine's host, a neighbour from private ranges and one from public ranges.

    Both neighbours send everything they have no address for through the engine's host.
    """

    engine: Host
    private: Host
    public: Host


@contextlib.contextmanager
def new_lan() -> Iterator[Lan]:
    """Three hosts and the cables between them, until the end of the block."""
    with new_host("engine") as engine, new_host("private") as private, new_host("public") as public:
        connect(engine, "private0", private, PRIVATE)
        connect(engine, "public0", public, PUBLIC)
        yield Lan(engine, private, public)


def connect(engine: Host, link: str, neighbour: Host, cable: Cable) -> None:
    """Lay a cable between the engine's host and a neighbour."""
    peer = ("peer", "name", "eth0", "netns", neighbour.name)
    ip("-n", engine.name, "link", "add", link, "type", "veth", *peer)
    ends = (
        (engine, link, cable.engine_v4, cable.engine_v6),
        (neighbour, "eth0", cable.neighbour_v4, cable.neighbour_v6),
    )
    for host, device, v4, v6 in ends:
        ip("-n", host.name, "address", "add", f"{v4}/24", "dev", device)
        # Without duplicate address detection the address serves at once.
        ip("-n", host.name, "address", "add", f"{v6}/64", "dev", device, "nodad")
        ip("-n", host.name, "link", "set", device, "up")
    for gateway in (cable.engine_v4, cable.engine_v6):
        ip("-n", neighbour.name, "route", "add", "default", "via", gateway)


def ip(*words: str) -> None:
    """Run iproute2's ip."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr}"

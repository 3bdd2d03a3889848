"""A server program on a host of a test's network: started, waited for, and ended with the block."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.real.peers.network import Host

PATIENCE = 10  # seconds


@contextlib.contextmanager
def running(
    host: Host, log: Path, *words: str, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A program on a host, until the end of the block; what it says goes into a file."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *host.command(*words)],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def wait_until_it_listens(host: Host, address: str, port: int) -> None:
    """Wait for a server on a port of a host."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            host.inside(lambda: socket.create_connection((address, port), 1).close())
        except OSError:
            assert time.monotonic() < until, f"nobody listens at {address}:{port}"
            time.sleep(0.05)
        else:
            return

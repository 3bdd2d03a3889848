"""An ACME server for tests, and the DNS server whose word it takes; both on a host of their own."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.real.peers import tools
from tests.real.peers.certificates import new_authority
from tests.real.peers.program import running, wait_until_it_listens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.peers.network import Host

PORT, DNS, ANSWERS = 14000, 53, 8055
AUTHORITY = "Pebble Intermediate CA"
AT_ONCE = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"}  # it likes to practise


@dataclass(frozen=True)
class Acme:
    """One running server: its directory, and the root of the certificate that it shows itself."""

    host: Host
    address: str
    root: Path

    @property
    def directory(self) -> str:
        """What a stack's `acme` says."""
        return f"https://{self.address}:{PORT}/dir"

    def answer(self, domain: str, address: str) -> None:
        """Let the DNS say from now on where a name leads."""
        body = json.dumps({"host": f"{domain}.", "addresses": [address]}).encode()
        url = f"http://127.0.0.1:{ANSWERS}/add-a"
        said = self.host.fetch(url, method="POST", body=body)
        assert getattr(said, "status", 0) == 200, said


@contextlib.contextmanager
def running_acme(folder: Path, host: Host, address: str) -> Iterator[Acme]:
    """An ACME server at an address of a host, until the end of the block.

    It asks the names' own servers on their usual ports. A name that nobody spoke of does not exist.
    """
    authority = new_authority(folder / "authority")
    server = authority.issue("server", server=f"IP:{address}")
    settings = {
        "listenAddress": f"{address}:{PORT}",
        "managementListenAddress": "",
        "certificate": str(server / "cert.pem"),
        "privateKey": str(server / "key.pem"),
        "httpPort": 80,
        "tlsPort": 443,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": settings}))
    bin_ = tools.cached("ACME server", "pebble/usr/bin")
    nobody_home = ("-defaultIPv4", "", "-defaultIPv6", "")
    unused = ("-http01", "", "-https01", "", "-tlsalpn01", "")
    listens = ("-dns01", f"{address}:{DNS}", "-management", f"127.0.0.1:{ANSWERS}")
    names = (str(bin_ / "pebble-challtestsrv"), *listens, *unused, *nobody_home)
    pebble = (str(bin_ / "pebble"), "-config", str(folder / "pebble.json"))
    asks = ("-dnsserver", f"{address}:{DNS}")
    with (
        running(host, folder / "names.log", *names),
        running(host, folder / "acme.log", *pebble, *asks, environment=AT_ONCE),
    ):
        for at, port in (("127.0.0.1", ANSWERS), (address, PORT)):
            wait_until_it_listens(host, at, port)
        yield Acme(host, address, authority.certificate)

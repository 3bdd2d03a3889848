"""Which ports of the server are published, and which of them twice."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import published_port
from openpalm_desktop.model.service import Service

_SHORT = re.compile(
    r"(?:(?:(?P<address>\[[^\]]*\]|[^:]*):)?(?P<host>\d*(?:-\d+)?):)?"
    r"(?P<container>\d+(?:-\d+)?)(?:/(?P<protocol>tcp|udp|sctp))?"
)
_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 – compared with, never bound


@dataclass(frozen=True, slots=True)
class Published:
    """Some ports of the server, on one address (empty: on all), for one protocol."""

    address: str
    ports: range
    protocol: str = "tcp"

    def __str__(self) -> str:
        first, last = self.ports[0], self.ports[-1]
        return str(first) if first == last else f"{first}-{last}"

    @property
    def is_loopback(self) -> bool:
        """Whether only the server itself reaches it."""
        return self.address not in _EVERYWHERE and ip_address(self.address).is_loopback

    def clashes_with(self, other: "Published") -> bool:
        """Whether Docker could not publish both."""
        is_same_place = (
            self.address == other.address
            or self.address in _EVERYWHERE
            or other.address in _EVERYWHERE
        )
        first, last = max(self.ports[0], other.ports[0]), min(self.ports[-1], other.ports[-1])
        return is_same_place and self.protocol == other.protocol and first <= last


@dataclass(frozen=True, slots=True)
class Claim:
    """A published port and who says so."""

    published: Published
    owner: str
    path: Path


def published_range(port: str | int | Mapping[str, Any]) -> Published | None:
    """Return what a service's port entry publishes, an empty range for none, None if it is none."""
    if isinstance(port, Mapping):
        return _long_form(port)
    match = _SHORT.fullmatch(str(port))
    if match is None or not _is_address(match["address"] or ""):
        return None
    container, host = _range(match["container"]), _range(match["host"] or "")
    if container is None or host is None or (host and len(host) < len(container)):
        return None
    return Published((match["address"] or "").strip("[]"), host, match["protocol"] or "tcp")


def host_port_problems(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Yield a problem for every port that two want, Caddy among them."""
    by_port: dict[int, list[Claim]] = {}
    for claim in claims:
        reported = False
        for port in claim.published.ports:
            others = by_port.setdefault(port, [])
            clash = next((o for o in others if o.published.clashes_with(claim.published)), None)
            if clash is not None and not reported:
                reported = True
                yield _clash(claim, clash)
            others.append(claim)


def caddy_claims(caddy: CaddySettings) -> Iterator[Claim]:
    """Yield the ports that Caddy publishes."""
    for field, port in (("httpPort", caddy.http_port), ("httpsPort", caddy.https_port)):
        yield Claim(Published("", range(port, port + 1)), "Caddy", ("caddy", field))
        if caddy.http_port == caddy.https_port:
            return  # said once, by the rule for Caddy's settings


def part_claims(part: Part) -> Iterator[Claim]:
    """Yield the ports that a channel or service publishes itself, if it is on."""
    one = part.resolved
    if not part.is_enabled:
        return
    if isinstance(one.container, Service):
        for index, entry in enumerate(one.container.ports):
            published = published_range(entry)
            if published is not None and published.ports:
                yield Claim(published, one.name, (*one.origin, "ports", index))
        return
    port = published_port(one, part.routes)
    if port is not None and isinstance(one.container, Channel):
        address = "127.0.0.1" if one.container.exposure is Exposure.HOST else ""
        field = "hostPort" if one.container.host_port is not None else "containerPort"
        yield Claim(Published(address, range(port, port + 1)), one.name, (*one.origin, field))


def _clash(claim: Claim, other: Claim) -> Problem:
    code = "host-port-caddy" if other.owner == "Caddy" else "host-port-twice"
    message = f"Port {claim.published} of the server is published by {other.owner} already."
    return Problem(claim.path, code, message, f"Give {claim.owner} or {other.owner} another port.")


def _long_form(port: Mapping[str, Any]) -> Published | None:
    target = _range(str(port.get("target", "")))
    published = _range(str(port.get("published", "")))
    address = str(port.get("hostIp", port.get("host_ip", "")))
    if not target or published is None or not _is_address(address):
        return None
    return Published(address.strip("[]"), published, str(port.get("protocol", "tcp")))


def _range(text: str) -> range | None:
    """Return the ports of `80` or `80-85`, an empty range for nothing, None for what is no port."""
    if text == "":
        return range(0)
    first, _, last = text.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        return None
    ports = range(int(first), int(last or first) + 1)
    return ports if ports and ports[0] >= 1 and ports[-1] <= 65535 else None


def _is_address(text: str) -> bool:
    try:
        return text == "" or bool(str(ip_address(text.strip("[]"))))
    except ValueError:
        return False

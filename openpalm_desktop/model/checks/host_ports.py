"""Which ports of the server are published, and which of them twice."""

import re
from collections.abc import Iterable, Iterator, Mapping
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
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

_RANGE = r"[0-9]{1,5}(?:-[0-9]{1,5})?"
_SHORT = (  # not compiled at each start: most services publish nothing
    rf"(?i)(?:(?:(?P<address>\[[^\]]*\]|[^:]*):)?(?P<host>(?:{_RANGE})?):)?"
    rf"(?P<container>{_RANGE})(?:/(?P<protocol>tcp|udp|sctp))?"
)
_PROTOCOLS = frozenset({"tcp", "udp", "sctp"})
_KEYS = frozenset(
    {"target", "published", "hostIp", "host_ip", "protocol", "mode", "appProtocol", "app_protocol"}
    | {"name"}
)
_IPV4, _IPV6 = "0.0.0.0", "::"  # noqa: S104 – compared with, never bound
_EVERYWHERE = frozenset({"", _IPV4, _IPV6})
_LOOPBACK = "127.0.0.1"
_ADDRESSES = {Exposure.HOST: _LOOPBACK, Exposure.LAN: _IPV4, Exposure.PUBLIC: ""}


class Published(Record):
    """Some ports of the server, on one address (empty: on all), for one protocol."""

    address: str
    ports: range
    protocol: str = "tcp"
    is_choice: bool = False  # of several ports, Docker takes one that is free

    def __str__(self) -> str:
        first, last = self.ports[0], self.ports[-1]
        return str(first) if first == last else f"{first}-{last}"

    @property
    def is_loopback(self) -> bool:
        """Whether only the server itself reaches it."""
        return self.address not in _EVERYWHERE and ip_address(self.address).is_loopback

    def clashes_with(self, other: "Published") -> bool:
        """Whether Docker could not publish both."""
        first, last = max(self.ports[0], other.ports[0]), min(self.ports[-1], other.ports[-1])
        is_same_port = self.protocol == other.protocol and first <= last
        return is_same_port and _is_same_place(self.address, other.address)


class Claim(Record):
    """A published port and who says so."""

    published: Published
    owner: str
    path: Path


def published_range(port: str | int | Mapping[str, Any]) -> Published | None:
    """Return what a service's port entry publishes, an empty range for none, None if it is none."""
    if isinstance(port, Mapping):
        return _long_form(port)
    match = re.fullmatch(_SHORT, _digits(port))
    address = _canonical_address(match["address"] or "") if match else None
    if match is None or address is None:
        return None
    container, host = _range(match["container"]), _range(match["host"] or "")
    if container is None or host is None or len(container) not in {1, len(host) or len(container)}:
        return None
    protocol = (match["protocol"] or "tcp").lower()
    return Published(address, host, protocol, is_choice=len(container) < len(host))


def is_port_key(key: str) -> bool:
    """Whether Compose's long form of a port has such a key."""
    return key in _KEYS or key.startswith("x-")


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


def caddy_claims(caddy: CaddySettings, reach: Exposure) -> Iterator[Claim]:
    """Yield the ports that Caddy publishes for routes that reach so far."""
    address = _ADDRESSES[reach]
    for field, port in (("httpPort", caddy.http_port), ("httpsPort", caddy.https_port)):
        yield Claim(Published(address, range(port, port + 1)), "Caddy", ("caddy", field))
        if caddy.http_port == caddy.https_port:
            return  # said once, by the rule for Caddy's settings


def part_claims(part: Part) -> Iterator[Claim]:
    """Yield the ports that a channel or service publishes itself, if it is on."""
    one = part.resolved
    if not part.is_enabled:
        return
    if "ports" in one.container.compose:
        yield from _listed(one.container.compose["ports"], (*one.origin, "compose", "ports"))
    elif isinstance(one.container, Service):
        yield from _listed(one.container.ports, (*one.origin, "ports"))
    elif isinstance(one.container, Channel):
        port = published_port(one, part.routes)
        if port is not None:
            address = _LOOPBACK if one.container.exposure is Exposure.HOST else _IPV4
            field = "hostPort" if one.container.host_port is not None else "containerPort"
            yield Claim(Published(address, range(port, port + 1)), one.name, (*one.origin, field))


def _listed(entries: Any, path: Path) -> Iterator[Claim]:
    for index, entry in enumerate(entries if isinstance(entries, list | tuple) else ()):
        published = published_range(entry) if isinstance(entry, str | int | Mapping) else None
        if published is not None and published.ports and not published.is_choice:
            yield Claim(published, str(path[1]), (*path, index))


def _clash(claim: Claim, other: Claim) -> Problem:
    code = "host-port-caddy" if other.owner == "Caddy" else "host-port-twice"
    message = phrase(
        "Port {port} of the server is published by {owner} already.",
        port=claim.published,
        owner=other.owner,
    )
    return Problem(
        claim.path,
        code,
        message,
        phrase(
            "Give {owner} or {other} another port.",
            owner=claim.owner,
            other=other.owner,
        ),
    )


def _long_form(port: Mapping[str, Any]) -> Published | None:
    target = _range(_digits(port.get("target")))
    published = _range(_digits(port.get("published", "")))
    address = _canonical_address(port.get("hostIp", port.get("host_ip", "")))
    protocol = port.get("protocol", "tcp")
    is_known = all(map(is_port_key, port)) and protocol in _PROTOCOLS
    if not is_known or not target or len(target) > 1 or published is None or address is None:
        return None
    return Published(address, published, str(protocol), is_choice=len(published) > 1)


def _digits(port: object) -> str:
    """Return a number or text as a text; anything else, and no port, as one that is no port."""
    if isinstance(port, str):
        return port
    is_number = isinstance(port, int) and not isinstance(port, bool) and 0 <= port <= 65535
    return str(port) if is_number else phrase("no port")


def _range(text: str) -> range | None:
    """Return the ports of `80` or `80-85`, an empty range for nothing, None for what is no port."""
    if text == "":
        return range(0)
    if not re.fullmatch(_RANGE, text):
        return None
    first, _, last = text.partition("-")
    ports = range(int(first), int(last or first) + 1)
    return ports if ports and ports[0] >= 1 and ports[-1] <= 65535 else None


def _canonical_address(text: object) -> str | None:
    """Return an address as it is compared, an empty text for none, None for what is no address."""
    if text == "":
        return ""
    try:
        return str(ip_address(str(text).removeprefix("[").removesuffix("]")))
    except ValueError:
        return None


def _is_same_place(one: str, other: str) -> bool:
    if one == other or "" in {one, other}:
        return True
    if (":" in one) is not (":" in other):
        return False
    return not _EVERYWHERE.isdisjoint({one, other})

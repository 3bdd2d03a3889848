"""Where a container can be reached: addresses behind Caddy, ports of the server."""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.checks.host_ports import published_range
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import published_port
from openpalm_desktop.model.service import Service
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .words import listed, shown

_LOOPBACK, _IPV4, _IPV6 = "127.0.0.1", "0.0.0.0", "::"  # noqa: S104 – compared with, never bound


class Address(Record):
    """A domain, or the stack's own site, from a path on."""

    domain: str | None
    prefix: str

    def __str__(self) -> str:
        if self.domain is None:
            return own_site() if self.prefix == "/" else _on_own_site(shown(self.prefix))
        return self.domain if self.prefix == "/" else shown(f"{self.domain}{self.prefix}")


class Ports(Record):
    """Ports of the server that lead to one container, on one address or on all of one family."""

    address: str
    first: int
    last: int
    protocol: str = "tcp"
    chosen_for: str = ""  # the container's port, where Docker chooses the server's
    is_every: bool = False  # the container shares the server's own network

    @property
    def is_loopback(self) -> bool:
        """Whether only the server itself reaches them."""
        return ip_address(self.address).is_loopback

    def __str__(self) -> str:
        if self.is_every:
            return phrase("every port it listens on")
        number = str(self.first) if self.first == self.last else f"{self.first}–{self.last}"
        ports = phrase("port") if self.first == self.last else phrase("ports")
        name = ports if self.protocol == "tcp" else f"{self.protocol.upper()} {ports}"
        where = self._where()
        if self.chosen_for:
            return phrase("a {name} {where} that Docker chooses", name=name, where=where)
        return f"{name} {number} {where}"

    def _where(self) -> str:
        if self.is_loopback:
            return phrase("for this host")
        if self.address in {_IPV4, _IPV6}:
            return phrase("of the server")
        return phrase("of {address}", address=self.address)

    def without(self, others: Iterable["Ports"]) -> list["Ports"]:
        """Return what is not covered by others."""
        left = [self]
        for other in others:
            if _is_around(other, self):
                left = [piece for one in left for piece in _outside(one, other)]
        return left


def ports_of(part: Part) -> tuple[Ports, ...]:
    """Return the ports that a channel or service opens beside Caddy, if it is on."""
    one = part.resolved
    container = one.container
    if not part.is_enabled:
        return ()
    every = _every_port() if container.compose.get("network_mode") == "host" else ()
    if "ports" in container.compose:
        return (*every, *_entries(container.compose["ports"]))
    if isinstance(container, Service):
        return (*every, *_entries(container.ports))
    port = published_port(one, part.routes)
    if port is None or not isinstance(container, Channel):
        return every
    address = _LOOPBACK if container.exposure is Exposure.HOST else _IPV4
    return (*every, Ports(address, port, port))


def listed_addresses(addresses: Iterable[Address]) -> str:
    """Return addresses in words, the stack's own site named once."""
    found = list(dict.fromkeys(addresses))
    parts = [listed(str(one) for one in found if one.domain is not None)]
    paths = [shown(one.prefix) for one in found if one.domain is None and one.prefix != "/"]
    if any(one.domain is None and one.prefix == "/" for one in found):
        parts.append(_own_site_with(listed(paths)) if paths else own_site())
    elif paths:
        parts.append(_on_own_site(listed(paths)))
    return listed(filter(None, parts))


def listed_ports(ports: Iterable[Ports]) -> str:
    """Return ports in words, both families at once where both are meant."""
    found = list(ports)
    over_ipv4 = {str(one) for one in found if one.address != _IPV6}
    return listed(
        str(one)
        if one.address != _IPV6 or one.is_every or str(one) in over_ipv4
        else phrase("{ports} over IPv6", ports=one)
        for one in found
    )


def own_site() -> str:
    """Return what the site without a domain is called inside a sentence."""
    return phrase("the stack’s own site")


def _on_own_site(paths: str) -> str:
    return phrase("{paths} on the stack’s own site", paths=paths)


def _own_site_with(paths: str) -> str:
    return phrase("the stack’s own site with {paths}", paths=paths)


def _every_port() -> tuple[Ports, ...]:
    return tuple(Ports(address, 1, 65535, is_every=True) for address in (_IPV4, _IPV6))


def _entries(entries: Any) -> Iterator[Ports]:
    for entry in entries if isinstance(entries, list | tuple) else ():
        published = published_range(entry) if isinstance(entry, str | int | Mapping) else None
        if published is None:
            continue
        for address in (published.address,) if published.address else (_IPV4, _IPV6):
            ports = published.ports
            if ports:
                yield Ports(address, ports[0], ports[-1], published.protocol)
            else:
                yield Ports(address, 0, 0, published.protocol, chosen_for=_inside(entry))


def _inside(entry: str | int | Mapping[str, Any]) -> str:
    if isinstance(entry, Mapping):
        return str(entry.get("target"))
    return str(entry).rpartition(":")[2].partition("/")[0]


def _is_around(one: Ports, other: Ports) -> bool:
    """Whether all addresses of the other are addresses of the one, for the same kind of port."""
    kinds = ((each.protocol, each.chosen_for, each.is_every) for each in (one, other))
    return len(set(kinds)) == 1 and one.address in {other.address, _family(other.address)}


def _outside(ports: Ports, other: Ports) -> Iterator[Ports]:
    if ports.first < other.first:
        yield ports.replaced(last=min(ports.last, other.first - 1))
    if ports.last > other.last:
        yield ports.replaced(first=max(ports.first, other.last + 1))


def _family(address: str) -> str:
    return _IPV6 if ":" in address else _IPV4

"""Compose's ports as the Engine API's bindings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpalm_desktop.phrases import phrase

from .compose_units import NotDeployable, as_list, as_text
from .engine import HostPort

_SHORT = re.compile(
    r"(?:(?:\[(?P<ipv6>[0-9a-fA-F:.]+)\]|(?P<ipv4>\d+(?:\.\d+){3})):)?"
    r"(?:(?P<published>\d+(?:-\d+)?)?:)?"
    r"(?P<target>\d+(?:-\d+)?)(?:/(?P<protocol>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Binding:
    """One port of a container, and where it is published; port 0 is any free one."""

    address: str
    host_port: int
    container_port: int
    protocol: str

    @property
    def taken(self) -> HostPort:
        """What it takes of the server."""
        return HostPort(self.address, self.host_port, self.protocol)


def bindings(ports: Any) -> tuple[Binding, ...]:
    """Return the bindings of a service's `ports`, in both of Compose's forms."""
    return tuple(binding for port in as_list(ports) for binding in _of(port))


def _of(port: Any) -> Iterator[Binding]:
    if isinstance(port, Mapping):
        fields = {key: as_text(port.get(key)) for key in ("target", "published", "protocol")}
        address = as_text(port.get("host_ip"))
    else:
        match = _SHORT.fullmatch(as_text(port))
        if match is None:
            raise NotDeployable(
                phrase("“{port}” is no port.", port=port), phrase("Write it as in 8080:80.")
            )
        fields = {key: match[key] or "" for key in ("target", "published", "protocol")}
        address = match["ipv6"] or match["ipv4"] or ""
    targets = _range(fields["target"])
    published = _range(fields["published"]) if fields["published"] else [0] * len(targets)
    if len(targets) != len(published):
        raise NotDeployable(
            phrase("“{port}” publishes ranges of different length.", port=port),
            phrase("Make them equal."),
        )
    for target, host_port in zip(targets, published, strict=True):
        yield Binding(address, host_port, target, fields["protocol"] or "tcp")


def _range(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def port_bindings(ports: tuple[Binding, ...]) -> dict[str, list[dict[str, str]]]:
    """Return bindings as the Engine API takes them."""
    found: dict[str, list[dict[str, str]]] = {}
    for port in ports:
        host_port = str(port.host_port) if port.host_port else ""
        entry = {"HostIp": port.address, "HostPort": host_port}
        found.setdefault(f"{port.container_port}/{port.protocol}", []).append(entry)
    return found


def exposed_ports(ports: tuple[Binding, ...], expose: Any) -> dict[str, dict[str, Any]]:
    """Return the container ports that are published, or said to be there."""
    named = [f"{port.container_port}/{port.protocol}" for port in ports]
    for each in as_list(expose):
        text, _, protocol = as_text(each).partition("/")
        named += [f"{port}/{protocol or 'tcp'}" for port in _range(text)]
    return {name: {} for name in named}

"""A container's body as Podman takes it: the same, but for what its network stack misreads."""

from collections.abc import Mapping, Sequence
from typing import Any

from .engine import Body

_ANY_IPV4, _ANY_IPV6 = "0.0.0.0", "::"  # noqa: S104 – what is read, not what is bound


def podman_body(body: Body) -> Body:
    """Return a body whose ports are published at every IPv4 address by saying no address.

    Before netavark 1.6 a rule for 0.0.0.0 or :: matches nobody. Saying none would take the port of
    IPv6, too, so that its own binding is left out; a network of Podman's has no IPv6 by itself.
    """
    host = body.get("HostConfig") or {}
    ports: Mapping[str, Sequence[Mapping[str, str]]] = host.get("PortBindings") or {}
    taken = {one["HostPort"] for some in ports.values() for one in some if _is_any_ipv4(one)}
    bindings = {
        port: [_without_address(one) for one in some if not _is_in_the_way(one, taken)]
        for port, some in ports.items()
    }
    kept = {port: some for port, some in bindings.items() if some}
    return {**body, "HostConfig": {**host, "PortBindings": kept}}


def _is_any_ipv4(binding: Mapping[str, str]) -> bool:
    return binding.get("HostIp") == _ANY_IPV4


def _is_in_the_way(binding: Mapping[str, str], taken: set[str]) -> bool:
    return binding.get("HostIp") == _ANY_IPV6 and binding["HostPort"] in taken


def _without_address(binding: Mapping[str, str]) -> dict[str, Any]:
    return {**binding, "HostIp": ""} if _is_any_ipv4(binding) else dict(binding)

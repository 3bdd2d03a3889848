"""Which networks a container joins, under which names."""

from collections.abc import Mapping
from typing import Any

from openpalm_desktop.phrases import phrase

from .compose_units import NotDeployable, as_list, as_text, pairs

_MODES = frozenset({"host", "none", "bridge"})


def endpoints(
    project: str, service: str, definition: Mapping[str, Any], container: str
) -> dict[str, dict[str, Any]]:
    """Return the endpoint of each network by the network's whole name; the first one leads."""
    networks = definition.get("networks") or []
    options = networks if isinstance(networks, Mapping) else dict.fromkeys(networks)
    ordered = sorted(options.items(), key=lambda item: -int((item[1] or {}).get("priority") or 0))
    return {
        f"{project}_{name}": _endpoint(service, container, options or {})
        for name, options in ordered
    }


def network_mode(
    service: str, definition: Mapping[str, Any], names: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return the container's network mode: its first network, or what the spec says instead."""
    said = as_text(definition.get("network_mode"))
    if said and said not in _MODES:
        raise NotDeployable(
            phrase(
                "{service} shares the network of something else ({said}); a deployment cannot.",
                service=service,
                said=said,
            ),
            phrase("Use a network of the stack, or export it and start it with Docker Compose."),
        )
    return said or next(iter(names), "none")


def _endpoint(service: str, container: str, options: Mapping[str, Any]) -> dict[str, Any]:
    aliases = [container, service, *map(as_text, as_list(options.get("aliases")))]
    addresses = {
        "IPv4Address": as_text(options.get("ipv4_address")),
        "IPv6Address": as_text(options.get("ipv6_address")),
    }
    found: dict[str, Any] = {"Aliases": list(dict.fromkeys(aliases))}
    local = as_list(options.get("link_local_ips"))
    if any(addresses.values()) or local:
        found["IPAMConfig"] = {k: v for k, v in addresses.items() if v}
        if local:
            found["IPAMConfig"]["LinkLocalIPs"] = local
    if options.get("driver_opts"):
        found["DriverOpts"] = dict(pairs(options["driver_opts"]))
    if options.get("mac_address"):
        found["MacAddress"] = as_text(options["mac_address"])
    if options.get("gw_priority"):
        found["GwPriority"] = int(options["gw_priority"])
    return found

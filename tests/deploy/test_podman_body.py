"""Ports as Podman takes them."""

from __future__ import annotations

from typing import Any

from openpalm_desktop.deploy.podman_body import podman_body


def published(**bindings: list[tuple[str, str]]) -> dict[str, Any]:
    """A body with ports of a container, each with addresses and ports of the server."""
    ports = {
        name: [{"HostIp": address, "HostPort": port} for address, port in some]
        for name, some in bindings.items()
    }
    return {"Image": "a", "HostConfig": {"PortBindings": ports, "Init": True}}


def test_every_ipv4_address_is_said_by_saying_none() -> None:
    assert podman_body(published(http=[("0.0.0.0", "80")])) == published(http=[("", "80")])


def test_ipv6_gives_way_to_a_port_that_is_published_already() -> None:
    body = published(http=[("0.0.0.0", "80")], outside=[("::", "80")], other=[("::", "81")])
    assert podman_body(body) == published(http=[("", "80")], other=[("::", "81")])


def test_a_single_address_stays() -> None:
    body = published(http=[("127.0.0.1", "80"), ("192.168.1.2", "80")])
    assert podman_body(body) == body


def test_a_body_without_ports_stays() -> None:
    assert podman_body({"Image": "a"})["Image"] == "a"

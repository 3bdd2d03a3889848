"""A Compose service's published ports: one plain port makes a channel, all else stays as it is."""

import re
from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .compose_text import camel_case, plain_text
from .interpolation import interpolated
from .reading import Fields

_SHORT = re.compile(r"(?:(?P<address>[\d.]+):)?(?P<host>\d+):(?P<container>\d+)(?:/tcp)?")
_REACH = {"": Exposure.LAN, "0.0.0.0": Exposure.LAN, "127.0.0.1": Exposure.HOST}  # noqa: S104 – read, not bound


class ChannelPort(Record):
    """A port that a channel can publish by itself."""

    host_port: int
    container_port: int
    exposure: Exposure


def channel_port(ports: object) -> ChannelPort | None:
    """Return the one TCP port that a service publishes on all addresses or on 127.0.0.1.

    With several ports, ranges, UDP or other addresses only Compose's own words are exact.
    """
    if not isinstance(ports, list) or len(ports) != 1:
        return None
    port = ports[0]
    if isinstance(port, Mapping):
        return _of_long_form(port)
    match = _SHORT.fullmatch(interpolated(port).text) if isinstance(port, str) else None
    if match is None:
        return None
    return _port(match["host"], match["container"], match["address"] or "")


def service_ports(fields: Fields) -> list[Any] | None:
    """Return a service's ports as they stand, variables filled in as far as they have defaults."""
    found = []
    for index, port in fields.items("ports"):
        path = (*fields.path, "ports", index)
        if isinstance(port, bool) or not isinstance(port, str | int | Mapping):
            fields.reading.note(path, phrase("This is no port and was left out."))
        elif isinstance(port, int):
            found.append(port)
        else:
            found.append(camel_case(plain_text(fields.reading, path, port)))
    return found or None


def _of_long_form(port: Mapping[str, Any]) -> ChannelPort | None:
    known = {"target", "published", "host_ip", "protocol", "mode"}
    is_plain = port.get("protocol", "tcp") == "tcp" and port.get("mode", "host") in {
        "host",
        "ingress",
    }
    if not port.keys() <= known or not is_plain:
        return None
    said = [interpolated(str(port.get(key, ""))).text for key in ("published", "target", "host_ip")]
    return _port(*said)


def _port(host: str, container: str, address: str) -> ChannelPort | None:
    exposure = _REACH.get(address)
    if exposure is None or not (_is_port(host) and _is_port(container)):
        return None
    return ChannelPort(int(host), int(container), exposure)


def _is_port(text: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,5}", text)) and 1 <= int(text) <= 65535

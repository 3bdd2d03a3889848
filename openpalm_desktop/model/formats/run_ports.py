"""What `-p` publishes: a channel's one port and its reach, or a service's list."""

import re
from collections.abc import Iterable, Sequence

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

_PORT = re.compile(
    r"(?:(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<four>\d+\.\d+\.\d+\.\d+)):)?"
    r"(?:(?P<host>\d{0,5}):)?(?P<container>\d{1,5})(?:/(?P<kind>tcp|udp|sctp))?",
    re.IGNORECASE,
)
_UNREACHED = marked("It publishes no port: give it a domain or a path, so that it is reached.")
_BY_DOCKER = marked("-p {written} left the port to Docker: it is {port} now.")
_ONE_ADDRESS = marked(
    "It was published at {address} only. A channel is published at every address, or at 127.0.0.1"
    " if only this host can reach it, as is set now."
)
_REACH = {
    "": Exposure.LAN,
    "0.0.0.0": Exposure.LAN,  # noqa: S104 – read, not bound
    "::": Exposure.LAN,
    "127.0.0.1": Exposure.HOST,
    "::1": Exposure.HOST,
}


class _Port(Record):
    written: str
    address: str
    host: int | None
    container: int


def service_ports(published: Sequence[str]) -> Data:
    """Return a service's ports as they stand, and its port in the container if it has one."""
    first = next(filter(None, map(_plain, published)), None)
    ports: Data = {"ports": list(published)} if published else {}
    return ports | ({"containerPort": first.container} if first else {})


def channel_reach(published: Sequence[str], exposed: Iterable[str]) -> tuple[Data, list[str]]:
    """Return the one port of a channel with its reach, and what was not carried over."""
    plain = [(text, _plain(text)) for text in published]
    port = next((port for _, port in plain if port is not None), None)
    others = [text for text, found in plain if found is not port or found is None]
    notes = [
        phrase(
            "-p {port} was left out. A channel has one TCP port; a service keeps all of its ports.",
            port=text,
        )
        for text in others
    ]
    if port is None:
        inside = next(filter(None, map(_plain, exposed)), None)
        notes.append(phrase(_UNREACHED))
        return ({"containerPort": inside.container} if inside else {}), notes
    if port.host is None:
        notes.append(phrase(_BY_DOCKER, written=port.written, port=port.container))
    if port.address not in _REACH:
        notes.append(phrase(_ONE_ADDRESS, address=port.address))
    reach = _REACH.get(port.address, Exposure.HOST)
    host = {"hostPort": port.host} if port.host else {}
    return {"exposure": str(reach), "containerPort": port.container, **host}, notes


def _plain(text: str) -> _Port | None:
    """Return a single TCP port; None for ranges, other protocols and what is no port."""
    match = _PORT.fullmatch(text)
    if match is None or (match["kind"] or "tcp").lower() != "tcp":
        return None
    host = int(match["host"]) if match["host"] else None
    container = int(match["container"])
    if not 1 <= container <= 65535 or not 1 <= (host or 1) <= 65535:
        return None
    return _Port(text, match["six"] or match["four"] or "", host, container)

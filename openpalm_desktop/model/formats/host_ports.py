"""Published ports that two of a converted stack want, Caddy among them."""

from collections.abc import Iterable

from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import phrase

from .reading import Fields


def settle_host_ports(channels: Iterable[tuple[Fields, Data]], caddy: Iterable[int]) -> None:
    """Take a port from a routed channel where another has it already, and say so.

    The old programs never looked for this; Docker would have refused to start the second one.
    """
    active = [(fields, data) for fields, data in channels if data.get("enabled") is not False]
    has_routes = any(_is_routed(data) for _, data in active)
    owners = dict.fromkeys(caddy, "Caddy") if has_routes else {}
    for fields, data in active:
        port = data.get("hostPort")
        if not isinstance(port, int):
            continue
        owner = owners.get(port)
        if owner is None:
            owners[port] = phrase("another channel")
        elif _is_routed(data):
            del data["hostPort"]
            fields.note(
                "hostPort",
                phrase(
                    "Port {port} of the server belongs to {owner}, so this channel is no"
                    " longer published itself; Caddy leads to it.",
                    port=port,
                    owner=owner,
                ),
            )
        else:
            fields.note(
                "hostPort",
                phrase(
                    "Port {port} of the server belongs to {owner}. Give this channel another"
                    " hostPort, a domain or a path.",
                    port=port,
                    owner=owner,
                ),
            )


def _is_routed(data: Data) -> bool:
    return bool(data.get("domains") or data.get("pathPrefixes") or data.get("template"))

"""What people type into a browser to get to the channels of a stack that runs on a target."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from openpalm_desktop.deploy.target import Target
    from openpalm_desktop.model.resolved_stack import ResolvedStack
    from openpalm_desktop.model.routes import Route, Site

_USUAL = {"http": 80, "https": 443}


def channel_addresses(stack: "ResolvedStack", target: "Target") -> Iterator[str]:
    """Yield the first address of each channel that Caddy leads to; its own site is the server's."""
    server = urlsplit(target.address).hostname or "localhost"
    sites = {site.domain: site for site in stack.sites}
    for part in stack.channels.values():
        if part.is_enabled and part.routes:
            route = part.routes[0]
            yield _address(stack, route, sites[route.domain], server)


def _address(stack: "ResolvedStack", route: "Route", site: "Site", server: str) -> str:
    caddy = stack.spec.caddy
    scheme, port = ("https", caddy.https_port) if site.has_tls else ("http", caddy.http_port)
    host = route.domain or server
    shown = f"[{host}]" if ":" in host else host
    beside = "" if port == _USUAL[scheme] else f":{port}"
    return f"{scheme}://{shown}{beside}{route.prefix}"

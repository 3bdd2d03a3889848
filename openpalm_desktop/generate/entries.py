"""How visitors enter Caddy's container: addresses on the server, ports inside, and whom they hide.

A published port of Docker hands two kinds of visitors to the container under the bridge gateway's
address: those from the server's own loopback, and all who come over IPv6. So IPv6 has container
ports of its own as soon as anything is not public, and only public routes answer there.
"""

from collections.abc import Iterable

from openpalm_desktop.model.exposure import Exposure, widest
from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.routes import Route
from openpalm_desktop.record import Record

HTTP, HTTPS = 80, 443
HTTP_IPV6, HTTPS_IPV6 = 1080, 1443


class Entries(Record):
    """What Caddy publishes, and what its sites need to know of it."""

    reach: Exposure
    is_split: bool
    http_port: int
    https_port: int

    @classmethod
    def of(cls, routes: Iterable[Route], caddy: CaddySettings) -> "Entries":
        """Return the entries that a stack's routes need: as wide as the widest of them."""
        reaches = {route.reach for route in routes}
        reach = widest(list(reaches)) or Exposure.HOST
        return cls(
            reach=reach,
            is_split=Exposure.PUBLIC in reaches and len(reaches) > 1,
            http_port=caddy.http_port,
            https_port=caddy.https_port,
        )

    @property
    def ports(self) -> list[str]:
        """Caddy's published ports, in Compose's short form."""
        pairs = ((self.http_port, HTTP, HTTP_IPV6), (self.https_port, HTTPS, HTTPS_IPV6))
        if self.reach is Exposure.HOST:
            return [f"127.0.0.1:{outside}:{inside}" for outside, inside, _ in pairs]
        if self.reach is Exposure.LAN:
            return [f"0.0.0.0:{outside}:{inside}" for outside, inside, _ in pairs]
        if not self.is_split:
            return [f"{outside}:{inside}" for outside, inside, _ in pairs]
        over_ipv4 = [f"0.0.0.0:{outside}:{inside}" for outside, inside, _ in pairs]
        return over_ipv4 + [f"[::]:{outside}:{inside}" for outside, _, inside in pairs]

    @property
    def redirect_port(self) -> str:
        """What stands behind the host in a redirect to HTTPS."""
        return "" if self.https_port == HTTPS else f":{self.https_port}"

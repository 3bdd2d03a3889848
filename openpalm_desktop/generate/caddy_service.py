"""Caddy's own part: its Compose service and the head of the Caddyfile."""

from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.routes import Site as RoutedSite

from .artifact import Block
from .caddyfile import Directive, Lines, Site, caddy_block
from .compose_values import literal
from .compose_yaml import From
from .entries import Entries
from .project import ComposeService
from .services import LOGGING, Placement, own_volumes
from .sites import GATEWAY_VARIABLE

SERVICE = "caddy"
CADDYFILE = "caddy/Caddyfile"
ACME_ROOT = "caddy/acme-ca-root.pem"
_VOLUMES = ("caddy-data:/data", "caddy-config:/config")

_COMMAND = (
    # The gateway is the address under which Docker shows visitors from the server itself.
    f"export {GATEWAY_VARIABLE}=$(ip route | awk '/^default/ {{print $3; exit}}'); "
    "exec caddy run --config /etc/caddy/Caddyfile --adapter caddyfile"
)


def caddy_service(caddy: CaddySettings, entries: Entries, placement: Placement) -> ComposeService:
    """Return the Compose service of the Caddy that stands before everything routed."""
    said = ("caddy",)
    ports = entries.ports
    ports_said = ("accessScope",) if caddy.http_port == 80 else ("caddy", "httpPort")
    definition = {
        "image": From(literal(caddy.image), ("caddy", "image")),
        "restart": "unless-stopped",
        "command": ["sh", "-c", literal(_COMMAND)],
        "ports": From(ports, ports_said),
        "volumes": ["./caddy:/etc/caddy:ro", *own_volumes(_VOLUMES, said, placement)],
        "tmpfs": ["/run/caddy"],
        "networks": [placement.network],
        "logging": LOGGING,
    }
    named = () if placement.data_root else tuple(v.partition(":")[0] for v in _VOLUMES)
    return ComposeService(SERVICE, said, definition, {}, named, ())


def global_options(caddy: CaddySettings, sites: tuple[RoutedSite, ...], title: str) -> Block:
    """Return the head of the Caddyfile: a comment and the global options."""
    options = [
        Directive("admin", ("unix//run/caddy/admin.sock",)),
        *([Directive("email", (caddy.email,), origin=("caddy", "email"))] if caddy.email else []),
        Directive("acme_ca", (caddy.directory,), origin=("caddy", "acme")),
        *_acme_root(caddy),
        *_default_sni(sites),
        # Redirects are written out: Caddy's own know neither guards nor the server's ports.
        Directive("auto_https", ("disable_redirects",)),
        # HTTP/3 would be announced on the port inside the container.
        Directive("servers", (), (Directive("protocols", ("h1", "h2")),)),
    ]
    said = ("caddy",)
    block = caddy_block(Site((), Lines.of(options, said), said))
    return Block(f"# {title}\n{block.text}", ((), *block.origins))


def _acme_root(caddy: CaddySettings) -> list[Directive]:
    if caddy.acme_ca_root is None:
        return []
    return [Directive("acme_ca_root", (f"/etc/{ACME_ROOT}",), origin=("caddy", "acmeCaRoot"))]


def _default_sni(sites: tuple[RoutedSite, ...]) -> list[Directive]:
    """Browsers name no host when the address is a number, so Caddy must be told which they mean."""
    numbers = [site for site in sites if site.is_address and site.has_tls]
    if not numbers:
        return []
    address = str(numbers[0].domain).strip("[]")
    return [Directive("default_sni", (address,), origin=numbers[0].routes[0].origin)]

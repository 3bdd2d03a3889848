"""Caddy's settings: certificates, ports and the person's own Caddyfile text."""

from .container import Port
from .fields import field
from .value import Value

ACME_DIRECTORIES = {
    "letsencrypt": "https://acme-v02.api.letsencrypt.org/directory",
    "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
    "zerossl": "https://acme.zerossl.com/v2/DV90",
}


class CaddySettings(Value):
    """The `caddy` section: one Caddy stands before everything that is routed."""

    image: str = field(
        default="caddy:2-alpine", title="Caddy image", description="The image that Caddy runs from."
    )
    email: str | None = field(
        default=None,
        title="E-mail for certificates",
        description="The certificate authority writes here if a certificate is in trouble.",
        example="admin@example.org",
    )
    acme: str = field(
        default="letsencrypt",
        title="Certificate authority",
        description="letsencrypt, letsencrypt-staging, zerossl, or an https directory URL.",
        example="letsencrypt-staging",
    )
    acme_ca_root: str | None = field(
        default=None,
        title="Root of a private authority",
        description="A PEM file that makes Caddy trust your own ACME server.",
        example="pebble.pem",
    )
    http_port: Port = field(
        default=80,
        title="HTTP port",
        description="On the server; inside the container it stays 80.",
    )
    https_port: Port = field(
        default=443,
        title="HTTPS port",
        description="On the server; inside the container it stays 443.",
    )
    extra_config: str | None = field(
        default=None,
        title="Caddyfile text of your own",
        description="Put at the end of the Caddyfile as it stands.",
    )

    @property
    def directory(self) -> str:
        """The ACME directory's URL."""
        return ACME_DIRECTORIES.get(self.acme, self.acme)

    def at_port(self, *, has_tls: bool) -> str:
        """What an address of this Caddy ends in: its port, unless browsers know it by heart."""
        port, known = (self.https_port, 443) if has_tls else (self.http_port, 80)
        return "" if port == known else f":{port}"

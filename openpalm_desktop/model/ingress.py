"""Caddy's settings: certificates, ports and the person's own Caddyfile text."""

from pydantic import Field, StrictStr

from .container import Port
from .value import Value

ACME_DIRECTORIES = {
    "letsencrypt": "https://acme-v02.api.letsencrypt.org/directory",
    "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
    "zerossl": "https://acme.zerossl.com/v2/DV90",
}


class CaddySettings(Value):
    """The `caddy` section: one Caddy stands before everything that is routed."""

    image: StrictStr = Field(
        "caddy:2-alpine", title="Caddy image", description="The image that Caddy runs from."
    )
    email: StrictStr | None = Field(
        None,
        title="E-mail for certificates",
        description="The certificate authority writes here before a certificate expires.",
        examples=["admin@example.org"],
    )
    acme: StrictStr = Field(
        "letsencrypt",
        title="Certificate authority",
        description="letsencrypt, letsencrypt-staging, zerossl, or an https directory URL.",
        examples=["letsencrypt-staging"],
    )
    acme_ca_root: StrictStr | None = Field(
        None,
        title="Root of a private authority",
        description="A PEM file that makes Caddy trust your own ACME server.",
        examples=["pebble.pem"],
    )
    http_port: Port = Field(
        80, title="HTTP port", description="On the server; inside the container it stays 80."
    )
    https_port: Port = Field(
        443, title="HTTPS port", description="On the server; inside the container it stays 443."
    )
    extra_config: StrictStr | None = Field(
        None,
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

"""A channel: a service that people reach."""

from typing import Literal, TypeAlias

from .container import Container, Port, Texts
from .exposure import Exposure, PathMode
from .fields import field

HostPort: TypeAlias = Port | Literal["none"]


class Channel(Container):
    """One channel: a container, who may reach it and where it answers."""

    exposure: Exposure = field(
        default=Exposure.LAN,
        title="Who can reach it",
        description="Only this host, everyone on the local network, or the whole internet.",
    )
    host_port: HostPort | None = field(
        default=None,
        title="Host port",
        description="Published on the server itself, beside Caddy and without TLS.",
        example=9091,
    )
    domains: Texts = field(
        default=(),
        title="Domains",
        description="Host names this channel answers on, through Caddy.",
        example=["blog.example.org"],
    )
    path_prefixes: Texts = field(
        default=(),
        title="Paths",
        description="Only these paths; on its domains, or on the stack’s own site without any.",
        example=["/notes"],
    )
    path_mode: PathMode | None = field(
        default=None,
        title="Path for the container",
        description="Remove the prefix, keep the path as it is, or send everything to one path.",
    )
    rewrite_path: str | None = field(
        default=None,
        title="Send everything to",
        description="The one path that the container sees.",
        example="/telegram/webhook",
    )
    internal_tls: bool | None = field(
        default=None,
        title="Certificate of our own",
        description=(
            "On: a certificate by Caddy’s internal CA. Off: Let’s Encrypt for public channels, "
            "plain HTTP for the others."
        ),
    )

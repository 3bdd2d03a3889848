"""A service: a container of the stack that is no channel, such as a database."""

from collections.abc import Mapping
from typing import Any

from .container import Container, Port
from .exposure import Exposure, PathMode
from .fields import field
from .value import Value


class ServiceRoute(Value):
    """A way through Caddy to one port of a service."""

    path_prefix: str | None = field(
        default=None,
        title="Path",
        description="On the stack’s own site, or on the domain.",
        example="/admin",
    )
    domain: str | None = field(
        default=None,
        title="Domain",
        description="A host name of its own.",
        example="admin.home.arpa",
    )
    port: Port = field(
        title="Container port", description="Where the service listens.", example=8100
    )
    exposure: Exposure = field(
        default=Exposure.LAN,
        title="Who can reach it",
        description="Narrowed to the access scope on the stack’s own site.",
    )
    path_mode: PathMode = field(
        default=PathMode.STRIP,
        title="Path for the container",
        description="Remove the prefix, keep the path as it is, or send everything to one path.",
    )
    rewrite_path: str | None = field(
        default=None,
        title="Send everything to",
        description="The one path that the container sees.",
    )
    upstream_prefix: str | None = field(
        default=None,
        title="Put before the path",
        description="After the prefix is removed, this is put in its place.",
        example="/admin",
    )


class Service(Container):
    """One service of the stack's own, or what it overrides of the preset's."""

    ports: tuple[str | int | Mapping[str, Any], ...] = field(
        default=(),
        title="Published ports",
        description="Compose’s short or long form; they bypass Caddy.",
        example=["127.0.0.1:5432:5432"],
    )
    routes: tuple[ServiceRoute, ...] = field(
        default=(),
        title="Ways through Caddy",
        description="Paths of the stack’s own site, or domains, that lead to this service.",
    )

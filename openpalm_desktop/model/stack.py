"""The stack spec, version 4: the one value everything else follows from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from .automation import Automation, Scheduler
from .channel import Channel
from .exposure import Exposure
from .fields import field
from .ingress import CaddySettings
from .service import Service
from .value import Value


class Preset(StrEnum):
    """A layer of core services kept as data."""

    NONE = "none"
    OPENPALM = "openpalm"


class StackSpec(Value):
    """A whole stack as a person describes it."""

    version: Literal[4] = field(
        default=4, title="Version", description="The format of this file: 4."
    )
    project_name: str = field(
        default="openpalm",
        title="Project",
        description="Compose’s name for the whole stack, unique on a server.",
        example="palm-home",
    )
    access_scope: Exposure = field(
        default=Exposure.LAN,
        title="Access scope",
        description="How far the stack’s own site and its core services reach.",
    )
    network: str = field(
        default="assistant_net",
        title="Network",
        description="The Docker network that every container joins.",
    )
    timezone: str = field(
        default="UTC",
        title="Time zone",
        description="The zone of every schedule.",
        example="Europe/Berlin",
    )
    image_namespace: str = field(
        default="openpalm",
        title="Image namespace",
        description="Where the built-in channels’ images come from.",
    )
    image_tag: str = field(
        default="latest", title="Image tag", description="Which version of the built-in images."
    )
    data_root: str | None = field(
        default=None,
        title="Data folder",
        description="A folder on the server for all data; without it, Docker volumes.",
        example="/srv/palm",
    )
    caddy: CaddySettings = field(
        default=CaddySettings(),
        title="Caddy",
        description="Certificates, ports and your own Caddyfile text.",
    )
    preset: Preset = field(
        default=Preset.NONE,
        title="Core services",
        description="A ready set of core services, or none.",
    )
    services: Mapping[str, Service] = field(
        default={},
        title="Services",
        description="Services of your own, and what you override of the preset’s.",
    )
    channels: Mapping[str, Channel] = field(
        default={},
        title="Channels",
        description="What people reach: chat, bots, sites, anything in a container.",
    )
    scheduler: Scheduler = field(
        default=Scheduler(),
        title="Scheduler",
        description="The container that runs the automations.",
    )
    automations: tuple[Automation, ...] = field(
        default=(), title="Automations", description="Scripts that run on a schedule."
    )

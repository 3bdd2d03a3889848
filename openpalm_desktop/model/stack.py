"""The stack spec, version 4: the one value everything else follows from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field, StrictStr

from .automation import Automation, Scheduler
from .channel import Channel
from .exposure import Exposure
from .ingress import CaddySettings
from .service import Service
from .value import Value


class Preset(StrEnum):
    """A layer of core services kept as data."""

    NONE = "none"
    OPENPALM = "openpalm"


class StackSpec(Value):
    """A whole stack as a person describes it."""

    version: Literal[4] = Field(4, title="Version", description="The format of this file: 4.")
    project_name: StrictStr = Field(
        "openpalm",
        title="Project",
        description="Compose's name for the whole stack, unique on a server.",
        examples=["palm-home"],
    )
    access_scope: Exposure = Field(
        Exposure.LAN,
        title="Access scope",
        description="How far the stack's own site and its core services reach.",
    )
    network: StrictStr = Field(
        "assistant_net",
        title="Network",
        description="The Docker network that every container joins.",
    )
    timezone: StrictStr = Field(
        "UTC",
        title="Time zone",
        description="The zone of every schedule.",
        examples=["Europe/Berlin"],
    )
    image_namespace: StrictStr = Field(
        "openpalm",
        title="Image namespace",
        description="Where the built-in channels' images come from.",
    )
    image_tag: StrictStr = Field(
        "latest", title="Image tag", description="Which version of the built-in images."
    )
    data_root: StrictStr | None = Field(
        None,
        title="Data folder",
        description="A folder on the server for all data; without it, Docker volumes.",
        examples=["/srv/palm"],
    )
    caddy: CaddySettings = Field(
        default_factory=CaddySettings,
        title="Caddy",
        description="Certificates, ports and your own Caddyfile text.",
    )
    preset: Preset = Field(
        Preset.NONE,
        title="Core services",
        description="A ready set of core services, or none.",
    )
    services: Mapping[StrictStr, Service] = Field(
        default_factory=dict,
        title="Services",
        description="Services of your own, and what you override of the preset's.",
    )
    channels: Mapping[StrictStr, Channel] = Field(
        default_factory=dict,
        title="Channels",
        description="What people reach: chat, bots, sites, anything in a container.",
    )
    scheduler: Scheduler = Field(
        default_factory=Scheduler,
        title="Scheduler",
        description="The container that runs the automations.",
    )
    automations: tuple[Automation, ...] = Field(
        (), title="Automations", description="Scripts that run on a schedule."
    )

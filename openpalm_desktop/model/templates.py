"""The built-in channels, as data: what a `template` gives a channel."""

from collections.abc import Mapping
from functools import cache

from .container import Port
from .exposure import PathMode
from .resources import resource_data
from .value import Scalar, Value


class Setting(Value):
    """One configuration key that a built-in channel's program understands."""

    title: str
    secret: bool = False
    required: bool = False
    issuer: str = ""  # who gives out its value; empty: nobody, it may be made up


class ChannelTemplate(Value):
    """What a built-in channel brings along; every field may be overridden."""

    label: str
    description: str
    image: str
    container_port: Port
    path_prefixes: tuple[str, ...] = ()
    path_mode: PathMode = PathMode.STRIP
    rewrite_path: str | None = None
    env: Mapping[str, Scalar] = {}
    shared_secret: str
    settings: Mapping[str, Setting]


@cache
def channel_templates() -> Mapping[str, ChannelTemplate]:
    """Return the built-in channels by name, in the order they are offered."""
    data = resource_data("templates", "channels.yaml")
    return {name: ChannelTemplate.from_data(fields) for name, fields in data.items()}


def channel_template(name: str | None) -> ChannelTemplate | None:
    """Return a built-in channel, or None where there is none of that name."""
    return None if name is None else channel_templates().get(name)

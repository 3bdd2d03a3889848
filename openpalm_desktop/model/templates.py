"""The built-in channels, as data: what a `template` gives a channel."""

from collections.abc import Mapping
from functools import cache

from pydantic import StrictBool, StrictStr

from .container import Port
from .exposure import PathMode
from .resources import resource_data
from .value import Scalar, Value


class Setting(Value):
    """One configuration key that a built-in channel's program understands."""

    title: StrictStr
    secret: StrictBool = False
    required: StrictBool = False


class ChannelTemplate(Value):
    """What a built-in channel brings along; every field may be overridden."""

    label: StrictStr
    description: StrictStr
    image: StrictStr
    container_port: Port
    path_prefixes: tuple[StrictStr, ...] = ()
    path_mode: PathMode = PathMode.STRIP
    rewrite_path: StrictStr | None = None
    env: Mapping[StrictStr, Scalar] = {}
    shared_secret: StrictStr
    settings: Mapping[StrictStr, Setting]


@cache
def channel_templates() -> Mapping[str, ChannelTemplate]:
    """Return the built-in channels by name, in the order they are offered."""
    data = resource_data("templates", "channels.yaml")
    return {name: ChannelTemplate.from_data(fields) for name, fields in data.items()}


def channel_template(name: str | None) -> ChannelTemplate | None:
    """Return a built-in channel, or None where there is none of that name."""
    return None if name is None else channel_templates().get(name)

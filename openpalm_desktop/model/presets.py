"""Layers of core services, as data."""

from collections.abc import Mapping
from functools import cache

from pydantic import StrictStr

from .resources import resource_data
from .service import Service
from .stack import Preset
from .value import Value


class PresetLayer(Value):
    """A preset's services; `own_images` take the spec's namespace and tag."""

    services: Mapping[StrictStr, Service] = {}
    own_images: tuple[StrictStr, ...] = ()
    channel_secrets: tuple[StrictStr, ...] = ()


@cache
def preset_layer(preset: Preset) -> PresetLayer:
    """Return a preset's layer; `none` is an empty one."""
    if preset is Preset.NONE:
        return PresetLayer()
    return PresetLayer.from_data(resource_data("presets", f"{preset}.yaml"))

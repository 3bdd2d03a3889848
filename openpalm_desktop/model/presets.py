"""Layers of core services, as data."""

from collections.abc import Mapping
from functools import cache

from .resources import resource_data
from .service import Service
from .stack import Preset
from .value import Value


class PresetLayer(Value):
    """A preset's services; `own_images` take the spec's namespace and tag."""

    services: Mapping[str, Service] = {}
    own_images: tuple[str, ...] = ()
    channel_secrets: tuple[str, ...] = ()


@cache
def preset_layer(preset: Preset) -> PresetLayer:
    """Return a preset's layer; `none` is an empty one."""
    if preset is Preset.NONE:
        return PresetLayer()
    return PresetLayer.from_data(resource_data("presets", f"{preset}.yaml"))

"""Edits of channels that people make in one go, put together from the model's."""

from collections.abc import Sequence

from openpalm_desktop.model import edits
from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.secret import reference
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.templates import channel_template


def added(spec: StackSpec, template: str | None) -> tuple[StackSpec, str]:
    """Return a spec with a new channel, and its name: a built-in one, or one of an image."""
    known = channel_template(template)
    if template is None or known is None:
        name = edits.free_name("channel", spec.channels)
        return edits.add_channel(spec, name, Channel(exposure=Exposure.LAN)), name
    name = edits.free_name(template, spec.channels)
    needed = {
        key: reference(key) if setting.secret else ""
        for key, setting in known.settings.items()
        if setting.required
    }
    fields = {"template": template, "exposure": Exposure.LAN} | (
        {"config": needed} if needed else {}
    )
    return edits.add_channel(spec, name, Channel.from_data(fields)), name


def duplicated(spec: StackSpec, name: str) -> tuple[StackSpec, str]:
    """Return a spec with a copy of a channel, and the copy's name; the copy's label says so."""
    after, copy = edits.duplicate_channel(spec, name)
    label = spec.channels[name].label
    if label:
        labels = [channel.label or "" for channel in spec.channels.values()]
        number = 2
        while f"{label} {number}" in labels:
            number += 1
        after = edits.put(after, ("channels", copy, "label"), f"{label} {number}")
    return after, copy


def answering(
    spec: StackSpec, name: str, domains: Sequence[str], paths: Sequence[str], port: int | None
) -> StackSpec:
    """Return a spec in which a channel answers at other domains, paths and host port."""
    channel = spec.channels[name]
    wanted = {"domains": tuple(domains), "pathPrefixes": tuple(paths)}
    for alias, texts in wanted.items():
        if texts != edits.get(spec, ("channels", name, alias)):
            spec = edits.put(spec, ("channels", name, alias), texts or None)
    if port != channel.host_port and channel.host_port != "none":
        spec = edits.put(spec, ("channels", name, "hostPort"), port)
    return spec

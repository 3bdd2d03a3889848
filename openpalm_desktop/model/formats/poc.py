"""The first prototype's JSON: a list of channels, nothing around them."""

from openpalm_desktop.model.exposure import Exposure, widest
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import phrase

from .automations import automations
from .caddy import caddy_settings
from .host_ports import settle_host_ports
from .names import free_slug, project_name
from .reading import Fields


def from_poc(file: Fields) -> Data:
    """Return a spec's data: every channel keeps the port that it was published on."""
    channels: dict[str, Data] = {}
    listed = file.listed("channels")
    for fields in listed:
        name, channel = _channel(fields, channels)
        channels[name] = channel
    settle_host_ports(zip(listed, channels.values(), strict=True), (80, 443))
    data: Data = {"version": 4}
    data |= _project(file)
    data |= _scope(channels)
    data["network"] = "edge"
    data |= caddy_settings(file.inside("caddy"))
    data |= {"preset": "none", "channels": channels, "automations": automations(file)}
    return data


def _project(file: Fields) -> Data:
    said = file.text("projectName")
    name = project_name(said) if said else None
    if said and name is None:
        file.note(
            "projectName", phrase("Compose accepts no such project name; openpalm was taken.")
        )
    elif name is not None and name != said:
        file.note(
            "projectName",
            phrase("It became {name}: Compose accepts only such project names.", name=name),
        )
    if name is None:
        file.note(None, phrase("No project name was given; openpalm was taken."))
    return {"projectName": name} if name else {}


def _scope(channels: dict[str, Data]) -> Data:
    """The prototype's own site had no limit of its own: it reaches as far as what stands on it."""
    on_own_site = [
        Exposure(channel["exposure"])
        for channel in channels.values()
        if channel.get("pathPrefixes") and not channel.get("domains")
    ]
    scope = widest(on_own_site)
    return {"accessScope": str(scope)} if scope is Exposure.PUBLIC else {}


def _channel(fields: Fields, taken: dict[str, Data]) -> tuple[str, Data]:
    said = fields.text("name") or ""
    name = free_slug(said, taken, "channel")
    if name != said:
        fields.note(
            "name",
            phrase(
                "Its name became {name}, as a host name needs; the label keeps yours.", name=name
            ),
        )
    prefixes = fields.texts("pathPrefixes")
    if prefixes:
        fields.note(
            "pathPrefixes",
            phrase(
                "The old format did not say what {name} sees of the path; here the prefix is"
                " removed. Set pathMode to keep if it needs it.",
                name=name,
            ),
        )
    container_port = fields.port("containerPort")
    channel = {
        "label": said if said and name != said else None,
        "enabled": fields.flag("enabled"),
        "image": fields.text("image"),
        "exposure": fields.exposure("exposure") or "lan",
        "containerPort": container_port,
        "hostPort": fields.port("hostPort") or container_port,
        "domains": fields.texts("domains") or None,
        "pathPrefixes": prefixes or None,
        "pathMode": "strip" if prefixes else None,
        "internalTls": fields.flag("internalTls"),
        "env": fields.inside("env").scalars() or None,
        "config": fields.inside("config").scalars() or None,
    }
    return name, {key: value for key, value in channel.items() if value is not None}

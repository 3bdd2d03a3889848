"""The last `stack.json`: one assistant, an optional gateway, portals of Discord and Slack."""

from openpalm_desktop.model.secret import reference
from openpalm_desktop.model.templates import channel_template
from openpalm_desktop.model.value import Data, Scalar
from openpalm_desktop.model.zone import zone
from openpalm_desktop.phrases import phrase

from .built_in import required_settings
from .reading import Fields

_ACCESS = {
    "discord": {
        "guilds": "DISCORD_ALLOWED_GUILDS",
        "roles": "DISCORD_ALLOWED_ROLES",
        "users": "DISCORD_ALLOWED_USERS",
        "blockedUsers": "DISCORD_BLOCKED_USERS",
    },
    "slack": {
        "channels": "SLACK_ALLOWED_CHANNELS",
        "users": "SLACK_ALLOWED_USERS",
        "blockedUsers": "SLACK_BLOCKED_USERS",
    },
}


def from_stack_json(file: Fields) -> Data:
    """Return a spec's data."""
    file.take("version")
    file.note(
        None,
        phrase(
            "The assistant of this file is another program than the preset’s opencode-core;"
            " look through its settings after the conversion."
        ),
    )
    assistant, gateway = file.inside("assistant"), file.inside("gateway")
    data: Data = {"version": 4} | _timezone(assistant) | {"preset": "openpalm"}
    services = {
        "opencode-core": _published(assistant, 4096),
        "gateway": _published(gateway, 8080),
    }
    if gateway.flag("enabled") is False:
        gateway.note(
            "enabled", phrase("The channels cannot do without the gateway, so it is on here.")
        )
    data["services"] = {name: service for name, service in services.items() if service}
    data["channels"] = dict(_portal(name, fields) for name, fields in _portals(file))
    file.drop(
        "credentials",
        phrase(
            "Credentials have no section here: people reach the assistant as its channels let them."
        ),
    )
    return data


def _timezone(assistant: Fields) -> Data:
    name = assistant.text("timezone")
    if name is None or zone(name) is not None:
        return {"timezone": name} if name else {}
    assistant.note("timezone", phrase("There is no time zone {name}; UTC was taken.", name=name))
    return {}


def _published(fields: Fields, inside: int) -> Data:
    address, port = fields.text("bindAddress") or "127.0.0.1", fields.port("port")
    return {"ports": [f"{address}:{port}:{inside}"]} if port else {}


def _portals(file: Fields) -> list[tuple[str, Fields]]:
    found = []
    for name, fields in file.inside("portals").each():
        if name in _ACCESS:
            found.append((name, fields))
        else:
            fields.leave(
                phrase("There is no built-in “{name}” here: describe it as a channel.", name=name)
            )
    return found


def _portal(name: str, fields: Fields) -> tuple[str, Data]:
    enabled = fields.flag("enabled") is not False
    fields.drop("credential", phrase("Credentials have no section here."))
    access = fields.inside("access")
    config: dict[str, Scalar] = {
        variable: ",".join(said)
        for key, variable in _ACCESS[name].items()
        if (said := access.texts(key))
    }
    template = channel_template(name)
    assert template is not None  # noqa: S101 – all portals have one
    required = required_settings(template)
    if enabled:
        needed = ", ".join([template.shared_secret, *required])
        fields.note(
            None,
            phrase(
                "It became a channel by the template {name}; give values to {needed}.",
                name=name,
                needed=needed,
            ),
        )
    config |= {setting: reference(setting) for setting in required}
    return name, {"template": name, "enabled": enabled, "config": config}

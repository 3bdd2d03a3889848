"""Stack specs 1 to 3 and the one before them: channels, services, automations, converted whole."""

from collections.abc import Mapping

from openpalm_desktop.model.secret import NAME
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase

from .automations import automations
from .caddy import caddy_settings
from .format import Format
from .host_ports import settle_host_ports
from .reading import Fields
from .spec_channels import spec_channel
from .spec_services import spec_services

_CORE = marked(
    "The core services come from the preset openpalm; the assistant is opencode-core there. Keys of"
    " providers, such as ANTHROPIC_API_KEY, reached them from secrets.env by themselves: write them"
    " under services.opencode-core.env, as in ANTHROPIC_API_KEY: ${ANTHROPIC_API_KEY}. Give values"
    " to POSTGRES_PASSWORD and ADMIN_TOKEN among the secrets; they stood in the old state folder’s"
    " .env."
)


def from_stack_spec(file: Fields, form: Format) -> Data:
    """Return a spec's data."""
    file.take("version")
    file.note(None, phrase(_CORE))
    shared_secrets = _early_secrets(file) if form is Format.EARLY else {}
    scope = file.exposure("accessScope") or "lan"
    channels = _channels(file.inside("channels"), form, shared_secrets, scope)
    http_port = file.port("ingressPort")
    settle_host_ports(channels.values(), (http_port or 80, 443))
    by_name = {name: channel for name, (_, channel) in channels.items()}
    services = spec_services(file.inside("services"), by_name)
    data: Data = {"version": 4, "accessScope": scope}
    data |= caddy_settings(file.inside("caddy"), httpPort=http_port)
    data |= {"preset": "openpalm"} | ({"services": services} if services else {})
    return data | {"channels": by_name, "automations": automations(file)}


def _channels(
    channels: Fields, form: Format, shared_secrets: Mapping[str, str], scope: str
) -> dict[str, tuple[Fields, Data]]:
    found: dict[str, tuple[Fields, Data]] = {}
    for key, fields in channels.each():
        name, channel = spec_channel(fields, key, form, shared_secrets, list(found))
        is_narrowed = channel["exposure"] == "public" and not channel.get("domains")
        if is_narrowed and scope == "lan" and channel["enabled"]:
            fields.note(
                "exposure",
                phrase(
                    "The stack’s own site was open to the internet at this path; here the"
                    " access scope keeps it to the local network. Give the channel a domain, or"
                    " widen the access scope."
                ),
            )
        found[name] = (fields, channel)
    return found


def _early_secrets(file: Fields) -> dict[str, str]:
    """Return the secret that each channel shares with the gateway, by the variable it stands in."""
    secrets = file.inside("secrets")
    names = secrets.texts("available")
    if names:
        secrets.note(
            "available",
            phrase("Give these names values among the secrets: {names}.", names=", ".join(names)),
        )
    of_gateway = secrets.inside("gatewayChannelSecrets").scalars()
    of_channel = secrets.inside("channelServiceSecrets").scalars()
    shared = {}
    for channel, name in (of_gateway | of_channel).items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            secrets.note(
                None,
                phrase(
                    "The secret of {channel} has no name that can be used here.", channel=channel
                ),
            )
            continue
        shared[f"CHANNEL_{channel.upper().replace('-', '_')}_SECRET"] = name
        if of_gateway.get(channel, name) != name:
            secrets.note(
                "gatewayChannelSecrets",
                phrase(
                    "{channel} and the gateway named different secrets; both get {name} now.",
                    channel=channel,
                    name=name,
                ),
            )
    for key, sentence in _EARLY_ONLY.items():
        file.drop(key, phrase(sentence))
    return shared


_EARLY_ONLY = {
    "connections": marked(
        "Connections have no section here: write their variables, each with its secret,"
        " under services.opencode-core.env."
    ),
    "extensions": marked(
        "Extensions belong to the assistant, not to the stack: install them there."
    ),
    "gateway": marked(
        "The gateway’s limits have no field here: set its variables under services.gateway.env."
    ),
}

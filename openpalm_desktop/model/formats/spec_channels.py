"""Channels of stack specs 1 to 3: built-in ones become templates, the others stay their own."""

from collections.abc import Mapping

from openpalm_desktop.model.templates import channel_template
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase

from .built_in import GATEWAY_URL, template_name
from .format import Format
from .healthchecks import http_healthcheck
from .images import image
from .names import free_slug
from .reading import Fields
from .spec_config import built_in_config, cleaned_config
from .volumes import stated_volumes

_SECRET_IN_CONFIG = marked(
    "Any variable named CHANNEL_…_SECRET reaches the gateway by itself; {secret} stands in config."
)
_SECRET_LEFT_OUT = marked(
    "Any variable named CHANNEL_…_SECRET reaches the gateway by itself; {secret} had no value in"
    " config and was left out."
)


def spec_channel(
    fields: Fields, key: str, form: Format, shared_secrets: Mapping[str, str], taken: list[str]
) -> tuple[str, Data]:
    """Return a channel's name and data."""
    name = free_slug(key, taken, "channel")
    if name != key:
        fields.note(None, phrase("Its name became {name}, as a host name needs.", name=name))
    label = fields.text("name") or (key if name != key else None)
    template = template_name(fields, key, form)
    is_enabled = fields.flag("enabled") is not False
    channel: Data = {
        "template": template,
        "label": label,
        "description": fields.text("description"),
        "enabled": is_enabled,
        "exposure": fields.exposure("exposure") or "lan",
        "image": image(fields),
        "containerPort": fields.port("containerPort"),
        "hostPort": fields.port("hostPort"),
    }
    if template is None:
        channel |= _own_routes(fields, name)
        config = cleaned_config(fields.inside("config"))
        more = {"env": {"GATEWAY_URL": GATEWAY_URL}, "config": config or None}
    else:
        _take_default_image(channel, template)
        channel |= _built_in_routes(fields, name, template)
        more = {
            "config": built_in_config(
                fields, template, is_enabled=is_enabled, shared_secrets=shared_secrets
            )
        }
    channel |= more
    channel["volumes"] = _volumes(fields)
    channel["healthcheck"] = _healthcheck(fields, channel)
    _note_the_rest(fields, channel)
    return name, {key: value for key, value in channel.items() if value is not None}


def _take_default_image(channel: Data, template: str) -> None:
    """A template's own image need not be said, and then it follows the stack's image tag."""
    built_in = channel_template(template)
    if built_in is not None and channel["image"] == f"openpalm/{built_in.image}:latest":
        channel["image"] = None


def _own_routes(fields: Fields, name: str) -> Data:
    domains, prefixes = fields.texts("domains"), fields.texts("pathPrefixes")
    rewrite = fields.text("rewritePath")
    if domains:
        if rewrite:
            fields.note("rewritePath", phrase("On domains it had no effect, so it was left out."))
        return {"domains": domains, "pathPrefixes": prefixes or None}
    if prefixes:
        fields.note(
            "pathPrefixes",
            phrase(
                "Without domains they had no effect: the channel stood at /channels/{name},"
                " and still does. Write them into pathPrefixes to use them now.",
                name=name,
            ),
        )
    return _own_path(name, rewrite)


def _built_in_routes(fields: Fields, name: str, template: str) -> Data:
    """Without domains a template has the old path and target; another instance has its own path."""
    domains, prefixes = fields.texts("domains"), fields.texts("pathPrefixes")
    rewrite = fields.text("rewritePath")
    if domains:
        if rewrite:
            fields.note("rewritePath", phrase("On domains it had no effect, so it was left out."))
        return {"domains": domains, "pathPrefixes": prefixes or None}
    if prefixes:
        fields.note(
            "pathPrefixes",
            phrase(
                "Without domains they had no effect on a built-in channel, so they were left out."
            ),
        )
    if name == template:
        return {"pathMode": "rewrite", "rewritePath": rewrite} if rewrite else {}
    return _own_path(name, rewrite or _target(template))


def _own_path(name: str, rewrite: str | None) -> Data:
    mode = {"pathMode": "rewrite", "rewritePath": rewrite} if rewrite else {"pathMode": "strip"}
    return {"pathPrefixes": [f"/channels/{name}"]} | mode


def _target(template: str) -> str | None:
    built_in = channel_template(template)
    return built_in.rewrite_path if built_in else None


def _volumes(fields: Fields) -> list[str] | None:
    volumes = stated_volumes(fields)
    if volumes:
        fields.note(
            "volumes",
            phrase(
                "The old program read a channel’s volumes but never mounted them; now they are."
            ),
        )
    return volumes


def _healthcheck(fields: Fields, channel: Data) -> Data | None:
    path = fields.text("healthcheckPath")
    port = channel["containerPort"]
    if not path:
        return None
    if port is None:
        fields.note(
            "healthcheckPath", phrase("It was left out: built-in images lack a tool to ask it.")
        )
        return None
    fields.note(
        "healthcheckPath", phrase("It became a healthcheck that needs wget or curl in the image.")
    )
    return http_healthcheck(port, path)


def _note_the_rest(fields: Fields, channel: Data) -> None:
    secret = fields.text("sharedSecretEnv")
    if secret:
        has_value = secret in (channel["config"] or {})
        fields.note(
            "sharedSecretEnv",
            phrase(_SECRET_IN_CONFIG if has_value else _SECRET_LEFT_OUT, secret=secret),
        )
    fields.drop("supportsMultipleInstances", phrase("Any number of channels may be alike here."))
    built_in = channel_template(channel["template"])
    port = channel["containerPort"] or (built_in.container_port if built_in else None)
    if channel["hostPort"] is None and port and channel["enabled"]:
        fields.note(
            None,
            phrase(
                "It was published on port {port} too, beside Caddy; now Caddy is the only"
                " way to it. Write hostPort: {port} to publish it again.",
                port=port,
            ),
        )

"""Which channels of an older file are built in."""

from openpalm_desktop.model.templates import ChannelTemplate, channel_template, channel_templates
from openpalm_desktop.phrases import phrase

from .format import Format
from .reading import Fields

GATEWAY_URL = "http://gateway:8080"

_ALWAYS = {"chat", "discord", "voice", "telegram"}
_SINCE_V3 = _ALWAYS | {"api", "mcp", "a2a"}


def template_name(fields: Fields, name: str, form: Format) -> str | None:
    """Return the template that a channel is made from, or None for a channel of one's own."""
    said = fields.text("template")
    if said is not None and channel_template(said) is not None:
        return said
    built_in = _SINCE_V3 if form is Format.V3 else _ALWAYS
    found = name in built_in or (name in channel_templates() and "image" not in fields)
    if said is not None:
        fields.note(
            "template",
            phrase("There is no built-in channel “{said}” here; it was left out.", said=said),
        )
    return name if found else None


def required_settings(template: ChannelTemplate) -> list[str]:
    """Return the settings that a built-in channel does not start without."""
    return [name for name, setting in template.settings.items() if setting.required]

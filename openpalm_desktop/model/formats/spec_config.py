"""The `config` of channels and services in stack specs 1 to 3."""

from collections.abc import Mapping

from openpalm_desktop.model.checks.names import quoted_list
from openpalm_desktop.model.secret import reference
from openpalm_desktop.model.templates import channel_template
from openpalm_desktop.model.value import Scalar
from openpalm_desktop.phrases import marked, phrase

from .built_in import required_settings
from .reading import Fields

Config = dict[str, Scalar]

_BLANK = marked("{names} is blank, as if it were not there, and left out.")
_BLANKS = marked("{names} are blank, as if they were not there, and left out.")


def cleaned_config(config: Fields) -> Config:
    """Return settings as the old program handed them on: without line breaks and outer spaces."""
    found = config.scalars()
    for key, value in found.items():
        if not isinstance(value, str):
            continue
        clean = value.replace("\r", "").replace("\n", "").strip()
        if clean != value:
            found[key] = clean
            config.note(
                key,
                phrase(
                    "Line breaks and outer spaces of {key} were removed, as the old program did.",
                    key=key,
                ),
            )
    return found


def built_in_config(
    fields: Fields, template: str, *, is_enabled: bool, shared_secrets: Mapping[str, str]
) -> Config:
    """Return a built-in channel's settings: a blank one stays only where blank means something.

    A shared secret that was not given stays blank, so that no new secret is asked for.
    """
    given = cleaned_config(fields.inside("config"))
    built_in = channel_template(template)
    assert built_in is not None  # noqa: S101 – the name of a template
    secret = built_in.shared_secret
    kept = {secret, *required_settings(built_in)}
    config = {key: value for key, value in given.items() if value != "" or key in kept}
    _note_blanks(fields, [key for key in given if key not in config])
    if secret in shared_secrets:
        config[secret] = reference(shared_secrets[secret])
    if is_enabled:
        _fill_in(fields, config, secret, required_settings(built_in))
    return config


def _fill_in(fields: Fields, config: Config, secret: str, required: list[str]) -> None:
    missing = [key for key in required if config.get(key, "") == ""]
    config.update(dict.fromkeys(missing, ""))
    if missing:
        fields.note(
            "config",
            phrase("Not filled in yet, and needed to start: {names}.", names=", ".join(missing)),
        )
    if config.setdefault(secret, "") == "":
        fields.note(
            "config",
            phrase(
                "{secret} was blank and stays so: the gateway takes no messages of a channel"
                " without it. To use the channel, write {reference} and add a value to the"
                " secrets.",
                secret=secret,
                reference=reference(secret),
            ),
        )


def _note_blanks(fields: Fields, names: list[str]) -> None:
    if names:
        fields.note(
            "config", phrase(_BLANKS if len(names) > 1 else _BLANK, names=quoted_list(names))
        )

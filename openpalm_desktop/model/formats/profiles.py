"""The later profiles of providers and add-ons: their containers become templates and overrides."""

import re
from collections.abc import Mapping

from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.secret import NAME, reference, secret_name
from openpalm_desktop.model.stack import Preset
from openpalm_desktop.model.templates import channel_template
from openpalm_desktop.model.value import Data, Scalar
from openpalm_desktop.phrases import marked, phrase

from .built_in import required_settings
from .format import Format
from .names import free_slug, sounds_secret
from .reading import Fields
from .spec_services import CORE_NAMES
from .volumes import stated_volumes

_CORE = marked(
    "This file names no images of the core services. They come from the preset openpalm,"
    " which has other ones than the program that wrote this file: opencode-core is the"
    " assistant, gateway the guardian, openmemory the memory."
)
_PROVIDERS = marked(
    "What the assistant does with its providers has no section here. Set it up in the"
    " assistant; write keys under services.opencode-core.env, each with its secret."
)
_NOT_CARRIED = {
    **dict.fromkeys(("assignments", "capabilities", "connections", "ollamaEnabled"), _PROVIDERS),
    "voice": marked("The assistant’s voice has no section here: set it up in the assistant."),
    "memory": marked(
        "Whose memory it is stands in services.openmemory-ui.env here, as NEXT_PUBLIC_USER_ID."
    ),
    "owner": marked("The owner of a stack has no place here."),
}
_PUBLISHED = {
    "assistant": ("opencode-core", 4096),
    "assistantSsh": ("opencode-core", 22),
    "admin": ("admin", 8100),
    "memory": ("openmemory", 8765),
    "guardian": ("gateway", 8080),
}


class _Profile:
    """A spec in the making: channels by template, and what is said of the preset's services."""

    def __init__(self, file: Fields) -> None:
        self.file = file
        self.channels: dict[str, Data] = {}
        self.services: dict[str, Data] = {}

    def enable(self, key: str, where: Fields, env: dict[str, Scalar], *, enabled: bool) -> None:
        """Add an add-on: a channel by its template, or variables for a core service."""
        core = _core_service(key)
        if channel_template(key) is None and core is None:
            where.note(
                key if key in where else None,
                phrase(
                    "There is no built-in “{key}” here: describe it as a channel or service.",
                    key=key,
                ),
            )
        elif core is None:
            self._add_channel(key, where, env, enabled=enabled)
        elif env or not enabled:
            override = self.services.setdefault(core, {})
            if env:
                override["env"] = env
            if not enabled:
                override["enabled"] = False

    def _add_channel(
        self, key: str, where: Fields, env: dict[str, Scalar], *, enabled: bool
    ) -> None:
        name = free_slug(key, self.channels, "channel")
        template = channel_template(key)
        assert template is not None  # noqa: S101 – asked before
        config = env | {
            setting: reference(setting)
            for setting in required_settings(template)
            if setting not in env
        }
        if enabled:
            needed = [template.shared_secret, *required_settings(template)]
            where.note(
                key if key in where else None,
                phrase(
                    "It became a channel by the template {key}; give values to {names}.",
                    key=key,
                    names=", ".join(needed),
                ),
            )
        self.channels[name] = {"template": key, "enabled": enabled} | (
            {"config": config} if config else {}
        )


def from_profile(file: Fields, form: Format) -> Data:
    """Return a spec's data."""
    profile = _Profile(file)
    file.take("version")
    file.note(None, phrase(_CORE))
    data: Data = {"version": 4, "preset": "openpalm"}
    _add_ons(profile)
    if form is Format.SETUP:
        _inline_secrets(profile)
    bind = _bind_address(file)
    data |= _ports(profile, bind) | _image(file)
    if bind == "127.0.0.1":
        data["accessScope"] = "host"
    _runtime(profile)
    _features(profile)
    for key, sentence in _NOT_CARRIED.items():
        file.drop(key, phrase(sentence))
    data["services"] = profile.services
    data["channels"] = profile.channels
    return {key: value for key, value in data.items() if value != {}}


def _add_ons(profile: _Profile) -> None:
    for section in ("channels", "addons", "services"):
        given = profile.file.peek(section)
        if isinstance(given, list):
            _listed(profile, section)
        else:
            _named(profile, profile.file.inside(section))


def _listed(profile: _Profile, section: str) -> None:
    for index, item in profile.file.items(section):
        path = (section, index)
        if isinstance(item, str):
            where = profile.file.reading.fields({}, path)
            profile.enable(item, where, {}, enabled=True)
        elif isinstance(item, Mapping):
            _named(profile, profile.file.reading.fields(item, path))
        else:
            profile.file.reading.note(path, phrase("This is no add-on and was left out."))


def _named(profile: _Profile, section: Fields) -> None:
    for key in section:
        given = section.take(key)
        if isinstance(given, bool):
            profile.enable(key, section, {}, enabled=given)
        elif isinstance(given, Mapping):
            _described(profile, section, key, section.reading.fields(given, (*section.path, key)))
        else:
            section.note(key, phrase("It is neither on nor off, and was left out."))


def _described(profile: _Profile, section: Fields, key: str, fields: Fields) -> None:
    """An add-on with fields: some files mean variables by them, others a channel's description."""
    enabled = fields.flag("enabled") is not False
    name, description = fields.text("name"), fields.text("description")
    volumes = stated_volumes(fields)
    env = fields.inside("env").scalars() if "env" in fields else {}
    env |= {k: v for k, v in _variables(fields).items() if k not in env}
    profile.enable(key, section, _without_secrets(fields, key, env), enabled=enabled)
    more = {"label": name, "description": description, "volumes": volumes}
    channel = profile.channels.get(free_slug(key, (), "channel"))
    if channel is not None:
        channel |= {field: value for field, value in more.items() if value is not None}
    elif name or description or volumes:
        fields.note(None, phrase("What is said of {key} here was left out with it.", key=key))


def _variables(fields: Fields) -> dict[str, Scalar]:
    names = [key for key in fields.left if NAME.fullmatch(key)]
    said = {key: fields.take(key) for key in names}
    return fields.reading.fields(said, fields.path).scalars()


def _without_secrets(fields: Fields, add_on: str, env: dict[str, Scalar]) -> dict[str, Scalar]:
    """Return variables in which a secret's value gave way to its name."""
    found = dict(env)
    template = channel_template(add_on)
    settings = template.settings if template else {}
    for key, value in env.items():
        is_clear = isinstance(value, str) and value and secret_name(value) is None
        is_secret = settings[key].secret if key in settings else sounds_secret(key)
        if is_clear and is_secret and NAME.fullmatch(key):
            fields.reading.secrets[key] = str(value)
            found[key] = reference(key)
            fields.note(None, phrase("The value of {key} became the secret {key}.", key=key))
    return found


def _inline_secrets(profile: _Profile) -> None:
    """A setup file holds the very keys: they leave it for the secrets."""
    file, secrets = profile.file, profile.file.reading.secrets
    security = file.inside("security")
    token = security.text("adminToken")
    if token:
        secrets["ADMIN_TOKEN"] = token
        security.note("adminToken", phrase("It became the secret ADMIN_TOKEN."))
    env: dict[str, Scalar] = {}
    for index, connection in file.items("connections"):
        key = connection.get("apiKey") if isinstance(connection, Mapping) else None
        if not isinstance(key, str) or not key:
            continue
        name = _key_name(connection, secrets)
        secrets[name] = key
        env[name] = reference(name)
        file.reading.note(
            ("connections", index, "apiKey"),
            phrase("It became the secret {name} of opencode-core.", name=name),
        )
    if env:
        profile.services.setdefault("opencode-core", {})["env"] = env


def _key_name(connection: Mapping[str, object], taken: Mapping[str, str]) -> str:
    said = str(connection.get("provider") or connection.get("id") or "PROVIDER")
    stem = re.sub(r"[^A-Z0-9]+", "_", said.upper()).strip("_")
    stem = stem if stem[:1].isalpha() and stem.isascii() else "PROVIDER"
    name, number = f"{stem}_API_KEY", 2
    while name in taken:
        name, number = f"{stem}_API_KEY_{number}", number + 1
    return name


def _bind_address(file: Fields) -> str | None:
    return file.inside("network").text("bindAddress")


def _ports(profile: _Profile, bind: str | None) -> Data:
    ports = profile.file.inside("ports")
    ingress = ports.port("ingress")
    for key, (service, inside) in _PUBLISHED.items():
        port = ports.port(key)
        if port is None:
            continue
        override = profile.services.setdefault(service, {})
        override.setdefault("ports", []).append(f"{bind or '127.0.0.1'}:{port}:{inside}")
    return {"caddy": {"httpPort": ingress}} if ingress else {}


def _image(file: Fields) -> Data:
    image = file.inside("image")
    said = {"imageNamespace": image.text("namespace"), "imageTag": image.text("tag")}
    return {key: value for key, value in said.items() if value}


def _runtime(profile: _Profile) -> None:
    runtime = profile.file.inside("runtime")
    uid, gid = runtime.peek("uid"), runtime.peek("gid")
    if type(uid) is int and type(gid) is int:
        runtime.take("uid")
        runtime.take("gid")
        profile.services.setdefault("opencode-core", {})["user"] = f"{uid}:{gid}"


def _features(profile: _Profile) -> None:
    if profile.file.inside("features").flag("admin") is False:
        profile.services.setdefault("admin", {})["enabled"] = False


def _core_service(key: str) -> str | None:
    name = CORE_NAMES.get(key, "openmemory" if key == "memory" else key)
    return name if name in preset_layer(Preset.OPENPALM).services else None

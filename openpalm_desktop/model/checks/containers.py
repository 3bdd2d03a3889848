"""Rules that hold for every channel and service: images, variables, storage, more keys."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.secret import CHANNEL_SECRET, secret_name
from openpalm_desktop.model.templates import ChannelTemplate, channel_template, channel_templates

from .names import RESOURCE_NAME, VARIABLE, did_you_mean, is_image

_SECRET_WORD = re.compile(
    r"(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|KEY|CREDENTIALS?)S?(?:_|$)"
)
_NO_SECRET = re.compile(r"PUBLIC_KEY|KEY_ID|TOKEN_(?:URL|TTL|LIMIT)|_FILE$|MAX_TOKENS")
_VOLUME_OPTIONS = frozenset(
    [
        "rw",
        "ro",
        "z",
        "Z",
        "cached",
        "delegated",
        "consistent",
        "nocopy",
        "shared",
        "rshared",
        "slave",
        "rslave",
        "private",
        "rprivate",
    ]
)
_OWN_FIELDS = {
    "image": "image",
    "env_file": "env",
    "environment": "env",
    "command": "command",
    "user": "user",
    "working_dir": "workingDir",
    "volumes": "volumes",
    "labels": "labels",
    "depends_on": "dependsOn",
    "networks": "networks",
    "healthcheck": "healthcheck",
}


def container_problems(one: Resolved) -> Iterator[Problem]:
    """Yield what is wrong with one channel or service, whatever the others are."""
    yield from template_problems(one)
    yield from image_problems(one)
    yield from variable_problems(one)
    yield from clear_secret_problems(one)
    yield from template_setting_problems(one)
    yield from volume_problems(one)
    yield from text_problems(one)
    yield from compose_key_problems(one)


def template_problems(one: Resolved) -> Iterator[Problem]:
    """The template must be a built-in channel."""
    name = one.container.template
    if name is not None and channel_template(name) is None:
        known = channel_templates()
        yield Problem(
            (*one.origin, "template"),
            "template-unknown",
            f"There is no built-in channel “{name}”.",
            did_you_mean(name, known, f"Choose one of {', '.join(known)}."),
        )


def image_problems(one: Resolved) -> Iterator[Problem]:
    """A container needs an image, and one that Docker accepts."""
    path = (*one.origin, "image")
    if one.image is None:
        if "build" not in one.container.compose and one.container.template is None:
            hint = "Write one, as in ghcr.io/example/blog:2.4.1, or choose a built-in channel."
            yield Problem(path, "image-missing", f"{one.name} has no image.", hint)
    elif not is_image(one.image):
        yield Problem(
            path,
            "image-reference",
            f"“{one.image}” is no image that Docker accepts.",
            _image_hint(one.image),
        )


def variable_problems(one: Resolved) -> Iterator[Problem]:
    """Names that an env file can hold, values that a process can receive."""
    for field in ("env", "config"):
        for name, value in getattr(one.container, field).items():
            path = (*one.origin, field, name)
            if not VARIABLE.fullmatch(name):
                hint = "Use letters, digits and _, and start with a letter or _."
                yield Problem(path, "variable-name", f"“{name}” is no variable name.", hint)
            if isinstance(value, str) and not _can_be_received(value):
                yield Problem(
                    path,
                    "variable-value",
                    f"{name} holds a character that no program can receive.",
                    "Remove the NUL character or the half of an emoji.",
                )


def clear_secret_problems(one: Resolved) -> Iterator[Problem]:
    """A value under a name that says secret belongs into a secret."""
    template = channel_template(one.container.template)
    for field in ("env", "config"):
        for name, value in getattr(one.container, field).items():
            is_clear = isinstance(value, str) and value != "" and secret_name(value) is None
            if is_clear and _says_secret(name, template):
                yield warning(
                    (*one.origin, field, name),
                    "secret-in-clear",
                    f"{name} sounds like a secret, but its value stands in the spec.",
                    f"Write ${{{_reference_name(name)}}} and keep the value among the secrets.",
                )


def template_setting_problems(one: Resolved) -> Iterator[Problem]:
    """A built-in channel's program needs its required settings."""
    template = channel_template(one.container.template)
    if template is None or not one.is_enabled:
        return
    for name, setting in template.settings.items():
        if not setting.required:
            continue
        path = (*one.origin, "config", name)
        if name not in one.environment:
            hint = f"Fill in {name}, or switch {one.name} off."
            message = f"{template.label} does not start without its {setting.title.lower()}."
            yield Problem(path, "setting-missing", message, hint)
        elif one.environment[name][0] == "":
            yield warning(
                path, "setting-empty", f"{name} is empty.", "Fill it in before you deploy."
            )


def volume_problems(one: Resolved) -> Iterator[Problem]:
    """Volumes that Docker would refuse, and two at one place."""
    targets: dict[str, int] = {}
    for index, volume in enumerate(one.container.volumes):
        path = (*one.origin, "volumes", index)
        reason = (
            _long_volume_reason(volume) if isinstance(volume, Mapping) else _volume_reason(volume)
        )
        if reason:
            hint = "Write it as in blog-data:/var/lib/blog, or /srv/blog:/var/lib/blog:ro."
            yield Problem(path, "volume", reason, hint)
            continue
        target = _target(volume)
        if target in targets:
            message = f"Two volumes are mounted at {target}."
            yield Problem(path, "volume-target-twice", message, "Give one of them another folder.")
        targets[target] = index


def text_problems(one: Resolved) -> Iterator[Problem]:
    """Texts that go to Docker as they stand must not hold control characters."""
    fields = {"user": one.container.user, "workingDir": one.container.working_dir}
    for field, value in fields.items():
        if value is not None and (not value.strip() or not value.isprintable()):
            message = f"“{value}” cannot be used here."
            yield Problem(
                (*one.origin, field), "text", message, "Write it on one line, or remove it."
            )
    working_dir = one.container.working_dir
    if working_dir and not working_dir.startswith("/"):
        yield Problem(
            (*one.origin, "workingDir"),
            "working-dir",
            f"“{working_dir}” is no folder that a container can be told.",
            "Write the whole path from /, as in /app.",
        )


def compose_key_problems(one: Resolved) -> Iterator[Problem]:
    """A Compose key that has a field of its own should be there."""
    for key in one.container.compose:
        field = _OWN_FIELDS.get(key)
        if field is not None and not (key == "healthcheck" and one.container.healthcheck is None):
            yield warning(
                (*one.origin, "compose", key),
                "compose-key-has-field",
                f"“{key}” replaces what the field {field} says.",
                f"Move it to {field}.",
            )


def _image_hint(image: str) -> str:
    if image != image.lower() and is_image(image.lower()):
        return f"Image names are in lower case: {image.lower()}."
    if image != image.strip() and is_image(image.strip()):
        return "Remove the spaces around it."
    return "Write registry/path/name:tag, as in ghcr.io/example/blog:2.4.1."


def _can_be_received(value: str) -> bool:
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def _says_secret(name: str, template: ChannelTemplate | None) -> bool:
    if template is not None and name in template.settings:
        return template.settings[name].secret
    upper = name.upper()
    is_shared = CHANNEL_SECRET.fullmatch(upper) is not None
    return is_shared or (bool(_SECRET_WORD.search(upper)) and not _NO_SECRET.search(upper))


def _reference_name(name: str) -> str:
    upper = re.sub(r"[^A-Z0-9_]", "_", name.upper())
    return upper if upper[:1].isalpha() else f"SECRET_{upper}"


def _volume_reason(volume: str) -> str | None:
    source, separator, rest = volume.partition(":")
    target, _, options = rest.partition(":")
    if not separator:
        return None if volume.startswith("/") else f"“{volume}” names no folder in the container."
    if not target.startswith("/") or target.strip("/") == "" or not volume.isprintable():
        return f"“{volume}” names no folder in the container."
    unknown = [o for o in options.split(",") if o and o not in _VOLUME_OPTIONS]
    if unknown:
        return f"“{unknown[0]}” in “{volume}” is no option that Docker knows."
    if source.startswith(("/", "./", "../", "~")) or source in {".", ".."}:
        return None
    return None if RESOURCE_NAME.fullmatch(source) else f"“{source}” is no volume name."


def _long_volume_reason(volume: Mapping[str, Any]) -> str | None:
    target = volume.get("target")
    if not isinstance(target, str) or not target.startswith("/"):
        return "The volume names no target folder in the container."
    kind = volume.get("type", "volume")
    if kind not in {"volume", "bind", "tmpfs", "npipe", "cluster", "image"}:
        return f"“{kind}” is no kind of volume."
    source = volume.get("source")
    if kind == "volume" and source is not None and not RESOURCE_NAME.fullmatch(str(source)):
        return f"“{source}” is no volume name."
    if kind == "bind" and not source:
        return "The bind mount names no source folder."
    return None


def _target(volume: str | Mapping[str, Any]) -> str:
    if isinstance(volume, Mapping):
        return str(volume["target"]).rstrip("/")
    parts = volume.split(":")
    return (parts[1] if len(parts) > 1 else parts[0]).rstrip("/")

"""Rules for storage: what Docker or Compose would refuse, and what is somebody else's."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.phrases import marked, phrase

from .names import RESOURCE_NAME, did_you_mean

Volume: TypeAlias = str | Mapping[str, Any]

_ACCESS = frozenset({"ro", "rw"})
_OPTIONS = _ACCESS | {
    *("z", "Z", "nocopy", "cached", "delegated", "consistent"),
    *("shared", "rshared", "slave", "rslave", "private", "rprivate"),
}
_KINDS = frozenset({"volume", "bind", "tmpfs", "npipe", "cluster", "image"})
_KEYS = (
    *("type", "source", "target", "readOnly", "read_only", "consistency"),
    *("bind", "volume", "tmpfs", "image"),
)
_OWNERS = {
    "caddy-data": marked("Caddy, which keeps its keys there"),
    "caddy-config": "Caddy",
    "scheduler-data": marked("the scheduler, which keeps its history there"),
}
_HINT = marked("Write it as in blog-data:/var/lib/blog, or /srv/blog:/var/lib/blog:ro.")


def volume_problems(volumes: tuple[Volume, ...], origin: Path) -> Iterator[Problem]:
    """Yield what is wrong with a container's volumes, and where two are at one place."""
    targets: set[str] = set()
    for index, volume in enumerate(volumes):
        path = (*origin, "volumes", index)
        reason = _long_reason(volume) if isinstance(volume, Mapping) else _reason(volume)
        if reason:
            yield Problem(path, "volume", reason, phrase(_HINT))
            continue
        target = _target(volume)
        if target in targets:
            message = phrase("Two volumes are mounted at {target}.", target=target)
            yield Problem(
                path, "volume-target-twice", message, phrase("Give one of them another folder.")
            )
        targets.add(target)
        name = volume_name(volume)
        if origin != ("scheduler",) and name in _OWNERS:
            message = phrase(
                "The volume {name} belongs to {owner}.", name=name, owner=phrase(_OWNERS[name])
            )
            yield warning(
                path, "volume-reserved", message, phrase("Choose another name for the volume.")
            )


def volume_name(volume: Volume) -> str | None:
    """Return what a sound entry mounts: a volume's name or a folder, None for nothing named."""
    if isinstance(volume, Mapping):
        source = volume.get("source")
        return None if source is None else str(source)
    source, separator, _ = volume.partition(":")
    return source if separator else None


def _reason(volume: str) -> str | None:
    source, separator, rest = volume.partition(":")
    target, has_options, options = rest.partition(":")
    if not separator:
        source, target = "", volume
    if not _is_folder(target) or not volume.isprintable():
        return phrase("“{volume}” names no folder in the container.", volume=volume)
    given = options.split(",")
    unknown = [option for option in given if option not in _OPTIONS]
    if has_options and unknown:
        return phrase(
            "“{option}” in “{volume}” is no option that Docker knows.",
            option=unknown[0],
            volume=volume,
        )
    if set(given) >= _ACCESS:
        return phrase("“{volume}” says both ro and rw.", volume=volume)
    is_folder = source.startswith(("/", "./", "../", "~")) or source in {".", ".."}
    if is_folder or not separator or RESOURCE_NAME.fullmatch(source):
        return None
    return phrase("“{source}” is no volume name.", source=source)


def _long_reason(volume: Mapping[str, Any]) -> str | None:
    unknown = next((key for key in volume if key not in _KEYS and key[:2] != "x-"), None)
    if unknown is not None:
        return phrase(
            "A volume has no key “{key}”. {hint}",
            key=unknown,
            hint=did_you_mean(unknown, _KEYS),
        ).rstrip()
    if not _is_folder(volume.get("target")):
        return phrase("The volume names no target folder in the container.")
    kind, source = volume.get("type", "volume"), volume.get("source")
    if not isinstance(kind, str) or kind not in _KINDS:
        return phrase("“{kind}” is no kind of volume.", kind=kind)
    if kind == "volume" and source is not None and not RESOURCE_NAME.fullmatch(str(source)):
        return phrase("“{source}” is no volume name.", source=source)
    if kind == "bind" and not (isinstance(source, str) and source):
        return phrase("The bind mount names no source folder.")
    return None


def _is_folder(target: object) -> bool:
    """Whether Docker mounts something there: a whole path, but not the root itself."""
    is_path = isinstance(target, str) and target.startswith("/") and target.isprintable()
    return is_path and str(target).strip("/") != ""


def _target(volume: Volume) -> str:
    if isinstance(volume, Mapping):
        return str(volume["target"]).rstrip("/")
    parts = volume.split(":")
    return (parts[1] if len(parts) > 1 else parts[0]).rstrip("/")

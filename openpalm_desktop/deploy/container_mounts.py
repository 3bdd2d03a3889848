"""Compose's volumes as the Engine API's mounts; generated folders as files that are put in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpalm_desktop.generate.artifact import Artifact
from openpalm_desktop.phrases import phrase

from .compose_units import NotDeployable, as_list, as_text, number_of_bytes
from .engine import FileInContainer


@dataclass(frozen=True, slots=True)
class PlacedFiles:
    """Generated files, and the folder in the container that they belong into."""

    folder: str
    files: tuple[FileInContainer, ...]


@dataclass(frozen=True, slots=True)
class Storage:
    """What a container mounts, and what is put into it before it starts."""

    binds: tuple[str, ...]
    mounts: tuple[Mapping[str, Any], ...]
    placed: tuple[PlacedFiles, ...]

    @property
    def named_targets(self) -> frozenset[str]:
        """The places in the container that something with a name is mounted at."""
        bound = (bind.rsplit(":", 2)[-2] for bind in self.binds)
        named = (one for one in self.mounts if "Source" in one or one["Type"] != "volume")
        return frozenset((*bound, *(str(mount["Target"]) for mount in named)))


def storage(project: str, service: str, volumes: Any, files: Mapping[str, Artifact]) -> Storage:
    """Return a service's storage; a folder that was generated is never mounted but put in."""
    binds: list[str] = []
    mounts: list[Mapping[str, Any]] = []
    placed: list[PlacedFiles] = []
    for volume in as_list(volumes):
        entry = volume if isinstance(volume, Mapping) else _long(as_text(volume))
        source, target = as_text(entry.get("source")), as_text(entry["target"])
        if generated := _generated(source, files):
            placed.append(PlacedFiles(target, generated))
        elif not source and entry.get("type", "volume") == "volume":
            mounts.append({"Type": "volume", "Target": target, "VolumeOptions": {}})
        elif entry.get("type", "volume") in {"volume", "bind"} and not _has_options(entry):
            binds.append(f"{_source(project, service, entry)}:{target}:{_mode(entry)}")
        else:
            mounts.append(_mount(project, service, entry))
    return Storage(tuple(binds), tuple(mounts), tuple(placed))


def _long(volume: str) -> Mapping[str, Any]:
    source, separator, rest = volume.partition(":")
    if not separator:
        return {"type": "volume", "source": "", "target": volume}
    target, _, mode = rest.partition(":")
    kind = "bind" if source[:1] in {"/", ".", "~"} else "volume"
    return {"type": kind, "source": source, "target": target, "mode": mode}


def _generated(source: str, files: Mapping[str, Artifact]) -> tuple[FileInContainer, ...]:
    if not source.startswith("./"):
        return ()
    folder = f"{source[2:].rstrip('/')}/"
    return tuple(
        FileInContainer(name.removeprefix(folder), file.content, file.mode)
        for name, file in files.items()
        if name.startswith(folder)
    )


def _source(project: str, service: str, entry: Mapping[str, Any]) -> str:
    source = as_text(entry.get("source"))
    if entry.get("type", "volume") == "volume":
        return f"{project}_{source}"
    if not source.startswith("/"):
        raise NotDeployable(
            phrase(
                "{service} mounts {source}, a folder beside the Compose file; the server has none.",
                service=service,
                source=source,
            ),
            phrase("Use the whole path of a folder on the server, or a named volume."),
        )
    return source


def _mode(entry: Mapping[str, Any]) -> str:
    mode = as_text(entry.get("mode")) or ("ro" if entry.get("read_only") else "rw")
    words = mode.split(",")
    return mode if {"ro", "rw"} & set(words) else f"rw,{mode}"


def _has_options(entry: Mapping[str, Any]) -> bool:
    """Whether only the API's long form can say it."""
    bind, volume = entry.get("bind") or {}, entry.get("volume") or {}
    return bool(volume or set(bind) - {"create_host_path"} or bind.get("create_host_path") is False)


def _mount(project: str, service: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = as_text(entry.get("type"))
    mount: dict[str, Any] = {"Type": kind, "Target": entry["target"]}
    if entry.get("read_only"):
        mount["ReadOnly"] = True
    bind, volume, tmpfs = (entry.get(key) or {} for key in ("bind", "volume", "tmpfs"))
    match kind:
        case "tmpfs":
            options = {"SizeBytes": number_of_bytes(tmpfs["size"])} if "size" in tmpfs else {}
            mode = {"Mode": int(tmpfs["mode"])} if "mode" in tmpfs else {}
            return {**mount, "TmpfsOptions": {**options, **mode}}
        case "volume":
            nocopy = {"NoCopy": True} if volume.get("nocopy") else {}
            subpath = {"Subpath": volume["subpath"]} if volume.get("subpath") else {}
            source = _source(project, service, entry)
            return {**mount, "Source": source, "VolumeOptions": {**nocopy, **subpath}}
        case "bind":
            propagation = {"Propagation": bind["propagation"]} if "propagation" in bind else {}
            source = _source(project, service, entry)
            return {**mount, "Source": source, "BindOptions": propagation}
    raise NotDeployable(
        phrase(
            "{service} has storage of the type {kind}, which a deployment does not know.",
            service=service,
            kind=kind,
        ),
        phrase("Use volume, bind or tmpfs, or export the stack for Docker Compose."),
    )

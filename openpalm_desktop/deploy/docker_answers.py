"""What a Docker engine answers, as values of ours.

An answer that no engine gives raises an error of Python's own, which `sentences` tells.
"""

from collections.abc import Mapping
from typing import Any

from .answer_shapes import CONTAINER, HEALTHCHECK, IMAGE, Shape, text
from .engine import (
    PODMAN,
    ContainerLook,
    ContainerSettings,
    EngineContainer,
    EngineImage,
    EngineInfo,
    EngineNetwork,
    EngineVolume,
    HostPort,
)


def info_in(said: Mapping[str, Any]) -> EngineInfo:
    """Return who an engine says it is."""
    name = (said.get("Platform") or {}).get("Name") or "Docker"
    components = {each.get("Name", "") for each in said.get("Components") or ()}
    name = PODMAN if any(PODMAN in each for each in components) else name
    keys = ("Version", "ApiVersion", "Os", "Arch")
    return EngineInfo(text_in(name), *(text_in(said[key]) for key in keys))


def hides_visitors_in(said: Mapping[str, Any]) -> bool:
    """Whether an engine passes visitors on under one address, as it does in a user's own network.

    That is where it runs without root, and where it runs in a machine of Docker Desktop's.
    """
    options = [text_in(each) for each in said.get("SecurityOptions") or ()]
    is_rootless = said.get("Rootless") is True or "name=rootless" in options
    return is_rootless or said.get("OperatingSystem") == "Docker Desktop"


def container_in(said: Mapping[str, Any]) -> EngineContainer:
    """Return a container of the engine's list."""
    names = [name.lstrip("/") for name in said.get("Names") or () if name.count("/") == 1]
    return EngineContainer(
        id=text_in(said["Id"]),
        name=names[0] if names else said["Id"][:12],
        labels=_texts(said.get("Labels")),
        image=text_in(said["Image"]),
        image_id=text_in(said["ImageID"]),
        state=text_in(said["State"]),
        status=text_in(said["Status"]),
        ports=tuple(
            HostPort(text_in(port.get("IP", "")), int(port["PublicPort"]), text_in(port["Type"]))
            for port in said.get("Ports") or ()
            if port.get("PublicPort")
        ),
        addresses=_addresses(said.get("NetworkSettings") or {}),
        volumes={
            text_in(mount["Destination"]): text_in(mount["Name"])
            for mount in said.get("Mounts") or ()
            if mount.get("Type") == "volume" and mount.get("Name")
        },
    )


def settings_in(said: Mapping[str, Any]) -> ContainerSettings:
    """Return what a container was made with, from all that is known of it."""
    _must_be(CONTAINER, said)
    return ContainerSettings(
        config=said["Config"],
        host=said["HostConfig"],
        networks=_mappings(said["NetworkSettings"].get("Networks")),
    )


def image_settings_in(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an image gives to containers that do not say otherwise."""
    _must_be(IMAGE, said)
    return said.get("Config") or {}


def look_in(said: Mapping[str, Any]) -> ContainerLook:
    """Return how a container is, from all that is known of it."""
    state = said["State"]
    health = state.get("Health") or {}
    log = health.get("Log") or [{}]
    check = said["Config"].get("Healthcheck") or {}
    _must_be(HEALTHCHECK, check)
    return ContainerLook(
        state=text_in(state["Status"]),
        health=health.get("Status", "").replace("none", ""),
        exit_code=int(state["ExitCode"]),
        restarts=int(said.get("RestartCount", 0)),
        error=text_in(state.get("Error", "")),
        health_output=str(log[-1].get("Output", "")).strip(),
        started=text_in(state.get("StartedAt", "")),
        addresses=_addresses(said["NetworkSettings"]),
        healthcheck=check,
    )


def network_in(said: Mapping[str, Any]) -> EngineNetwork:
    """Return a network of the engine's list."""
    return EngineNetwork(text_in(said["Id"]), text_in(said["Name"]), _texts(said.get("Labels")))


def volume_in(said: Mapping[str, Any]) -> EngineVolume:
    """Return a volume of the engine's list."""
    made = text_in(said.get("CreatedAt") or "")
    return EngineVolume(text_in(said["Name"]), _texts(said.get("Labels")), made)


def image_in(said: Mapping[str, Any]) -> EngineImage:
    """Return an image, from the list or from all that is known of it."""
    names = tuple(map(text_in, said.get("RepoTags") or ()))
    digests = tuple(map(text_in, said.get("RepoDigests") or ()))
    return EngineImage(text_in(said["Id"]), names, digests)


def platform_in(said: Mapping[str, Any]) -> str:
    """Return what an image is made for, such as linux/arm64."""
    parts = (said.get("os"), said.get("architecture"), said.get("variant"))
    return "/".join(str(part) for part in parts if part)


def text_in(said: Any) -> str:
    """Return a text; raises TypeError for anything else."""
    _must_be(text, said)
    return str(said)


def mapping_in(said: Any) -> Mapping[str, Any]:
    """Return an object of an answer, empty where nothing is said; raises TypeError."""
    if isinstance(said, Mapping | None):
        return said or {}
    raise TypeError(said)


def _must_be(shape: Shape, said: Any) -> None:
    if not shape(said):
        raise TypeError(said)


def _texts(said: Any) -> Mapping[str, str]:
    return {text_in(key): text_in(value) for key, value in mapping_in(said).items()}


def _mappings(said: Any) -> Mapping[str, Mapping[str, Any]]:
    return {key: mapping_in(value) for key, value in mapping_in(said).items()}


def _addresses(settings: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        name: text_in(endpoint.get("IPAddress") or endpoint.get("GlobalIPv6Address") or "")
        for name, endpoint in _mappings(settings.get("Networks")).items()
    }

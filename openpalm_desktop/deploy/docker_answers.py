"""What a Docker engine answers, as values of ours."""

from collections.abc import Mapping
from typing import Any

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
    return EngineInfo(name, said["Version"], said["ApiVersion"], said["Os"], said["Arch"])


def container_in(said: Mapping[str, Any]) -> EngineContainer:
    """Return a container of the engine's list."""
    names = [name.lstrip("/") for name in said.get("Names") or () if name.count("/") == 1]
    return EngineContainer(
        id=said["Id"],
        name=names[0] if names else said["Id"][:12],
        labels=said.get("Labels") or {},
        image=said["Image"],
        image_id=said["ImageID"],
        state=said["State"],
        status=said["Status"],
        ports=tuple(
            HostPort(port.get("IP", ""), port["PublicPort"], port["Type"])
            for port in said.get("Ports") or ()
            if port.get("PublicPort")
        ),
        addresses=_addresses(said.get("NetworkSettings") or {}),
        volumes={
            mount["Destination"]: mount["Name"]
            for mount in said.get("Mounts") or ()
            if mount.get("Type") == "volume" and mount.get("Name")
        },
    )


def settings_in(said: Mapping[str, Any]) -> ContainerSettings:
    """Return what a container was made with, from all that is known of it."""
    return ContainerSettings(
        config=said["Config"],
        host=said["HostConfig"],
        networks=said["NetworkSettings"].get("Networks") or {},
    )


def look_in(said: Mapping[str, Any]) -> ContainerLook:
    """Return how a container is, from all that is known of it."""
    state = said["State"]
    health = state.get("Health") or {}
    log = health.get("Log") or [{}]
    return ContainerLook(
        state=state["Status"],
        health=health.get("Status", "").replace("none", ""),
        exit_code=state["ExitCode"],
        restarts=said.get("RestartCount", 0),
        error=state.get("Error", ""),
        health_output=str(log[-1].get("Output", "")).strip(),
        started=state.get("StartedAt", ""),
        addresses=_addresses(said["NetworkSettings"]),
        healthcheck=said["Config"].get("Healthcheck") or {},
    )


def network_in(said: Mapping[str, Any]) -> EngineNetwork:
    """Return a network of the engine's list."""
    return EngineNetwork(said["Id"], said["Name"], said.get("Labels") or {})


def volume_in(said: Mapping[str, Any]) -> EngineVolume:
    """Return a volume of the engine's list."""
    return EngineVolume(said["Name"], said.get("Labels") or {}, said.get("CreatedAt") or "")


def image_in(said: Mapping[str, Any]) -> EngineImage:
    """Return an image, from the list or from all that is known of it."""
    names = tuple(said.get("RepoTags") or ())
    return EngineImage(said["Id"], names, tuple(said.get("RepoDigests") or ()))


def platform_in(said: Mapping[str, Any]) -> str:
    """Return what an image is made for, such as linux/arm64."""
    parts = (said.get("os"), said.get("architecture"), said.get("variant"))
    return "/".join(str(part) for part in parts if part)


def _addresses(settings: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        name: endpoint.get("IPAddress") or endpoint.get("GlobalIPv6Address") or ""
        for name, endpoint in (settings.get("Networks") or {}).items()
    }

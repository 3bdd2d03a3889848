"""From a resolved container to its Compose service."""

from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.container import Container, Healthcheck
from openpalm_desktop.model.dependencies import Link
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved import Environment, Resolved
from openpalm_desktop.model.service import Service
from openpalm_desktop.record import Record

from .compose_values import (
    labels_map,
    literal,
    placed_volume,
    snake_case,
    volume_source,
)
from .compose_yaml import From, OnOneLine
from .env_files import env_file_name
from .project import ComposeService

LOGGING = OnOneLine({"driver": "json-file", "options": {"max-size": "10m", "max-file": "3"}})
"""Log files that cannot fill a disk."""


class Placement(Record):
    """What a service takes from the project around it."""

    network: str
    data_root: str | None


def compose_service(
    resolved: Resolved,
    environment: Environment,
    links: tuple[Link, ...],
    alias: str | None,
    published: int | None,
    placement: Placement,
) -> ComposeService:
    """Return the Compose service of a channel or service."""
    container, origin = resolved.container, resolved.origin
    env_files = [env_file_name(resolved.service)] if environment else []
    definition: dict[str, Any] = {}
    if resolved.image is not None:  # what is built has none
        said = _said(container, origin, "image", "template")
        definition["image"] = From(literal(resolved.image), said)
    definition["restart"] = "unless-stopped"
    if env_files:
        definition["env_file"] = From(env_files, (*origin, "env"))
    definition |= _process(container, origin)
    ports = _ports(resolved, published)
    if ports is not None:
        definition["ports"] = ports
    if container.volumes:
        entries = volume_entries(container.volumes, origin, placement)
        definition["volumes"] = From(entries, (*origin, "volumes"))
    if "network_mode" not in container.compose:  # Compose takes one or the other
        definition["networks"] = _networks(container, origin, alias, placement)
    if links:
        definition["depends_on"] = _depends_on(links, origin)
    if container.labels:
        definition["labels"] = _labels(container, origin)
    if container.healthcheck is not None:
        definition["healthcheck"] = _healthcheck(container.healthcheck, origin)
    definition["logging"] = LOGGING
    if container.compose:
        definition |= _more(container, origin, env_files)
    named = named_volumes(container.volumes, placement)
    networks = tuple(container.networks)
    return ComposeService(resolved.service, origin, definition, environment, named, networks)


def named_volumes(volumes: tuple[Any, ...], placement: Placement) -> tuple[str, ...]:
    """Return the named volumes to declare; none where they lie below a data folder."""
    if placement.data_root is not None:
        return ()
    return tuple(filter(None, map(volume_source, volumes)))


def volume_entries(volumes: tuple[Any, ...], origin: Path, placement: Placement) -> list[From]:
    """Return a service's volumes, each with its own origin."""
    return [
        From(placed_volume(volume, placement.data_root), (*origin, "volumes", index))
        for index, volume in enumerate(volumes)
    ]


def own_volumes(volumes: tuple[str, ...], said: Path, placement: Placement) -> list[From]:
    """Return volumes that no spec lists, because a part of the stack brings them along."""
    return [From(placed_volume(volume, placement.data_root), said) for volume in volumes]


def _said(container: Container, origin: Path, field: str, otherwise: str) -> Path:
    return (*origin, field if getattr(container, field) is not None else otherwise)


def _process(container: Container, origin: Path) -> dict[str, Any]:
    keys = {}
    if container.command is not None:
        keys["command"] = From(literal(container.command), (*origin, "command"))
    if container.user is not None:
        keys["user"] = From(literal(container.user), (*origin, "user"))
    if container.working_dir is not None:
        keys["working_dir"] = From(literal(container.working_dir), (*origin, "workingDir"))
    return keys


def _ports(resolved: Resolved, published: int | None) -> From | None:
    container, origin = resolved.container, resolved.origin
    if isinstance(container, Service) and container.ports:
        ports = [
            From(_service_port(port), (*origin, "ports", index))
            for index, port in enumerate(container.ports)
        ]
        return From(ports, (*origin, "ports"))
    if not isinstance(container, Channel) or published is None:
        return None
    address = "127.0.0.1" if container.exposure is Exposure.HOST else "0.0.0.0"  # noqa: S104 – lan and public mean every address
    port = f"{address}:{published}:{resolved.container_port}"
    return From([port], _said(container, origin, "host_port", "containerPort"))


def _service_port(port: str | int | Mapping[str, Any]) -> Any:
    return literal(snake_case(port) if isinstance(port, Mapping) else str(port))


def _networks(
    container: Container, origin: Path, alias: str | None, placement: Placement
) -> dict[str, Any] | list[str]:
    options: dict[str, dict[str, Any]] = {placement.network: {"aliases": [alias]} if alias else {}}
    more = container.networks
    for name in more:
        own = literal(snake_case(more[name] or {})) if isinstance(more, Mapping) else {}
        options[name] = {**options.get(name, {}), **own}
    if not any(options.values()):
        return list(options)
    if not more:
        return options
    said = (*origin, "networks")
    return {name: From(own, said) if name in more else own for name, own in options.items()}


def _depends_on(links: tuple[Link, ...], origin: Path) -> From:
    said = (*origin, "dependsOn")
    if all(link.options == {"condition": "service_started"} for link in links):
        return From([link.service for link in links], said)
    waits = {link.service: From(dict(link.options), (*said, link.step)) for link in links}
    return From(waits, said)


def _labels(container: Container, origin: Path) -> From:
    said = (*origin, "labels")
    labels = labels_map(container.labels)
    return From({k: From(literal(v), (*said, k)) for k, v in labels.items()}, said)


def _healthcheck(check: Healthcheck, origin: Path) -> From:
    said, values = (*origin, "healthcheck"), vars(check)
    checks = {
        slot.name: From(literal(value), (*said, slot.key))  # in code they have Compose's names
        for slot in check.fields.by_key.values()
        if (value := values.get(slot.name)) is not None
    }
    for key, note in check.extensions.items():
        checks[key] = From(literal(note), (*said, key))
    return From(checks, said)


def _more(container: Container, origin: Path, env_files: list[str]) -> dict[str, Any]:
    """Return the keys written in Compose's own words; our env file comes after theirs."""
    said = (*origin, "compose")
    keys = {key: From(value, (*said, key)) for key, value in container.compose.items()}
    if "env_file" in keys:
        files = container.compose["env_file"]
        theirs = files if isinstance(files, list | tuple) else [files]
        keys["env_file"] = From([*theirs, *env_files], (*said, "env_file"))
    return keys

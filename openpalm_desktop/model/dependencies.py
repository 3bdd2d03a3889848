"""Who waits for whom, with the names of a spec turned into Compose's."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from openpalm_desktop.record import Record

from .container import Container
from .resolved import Resolved

Named: TypeAlias = Mapping[str, Resolved]
"""Containers by every name a spec may call them: services first, then channels."""


class Link(Record):
    """One `depends_on` entry: the Compose service, its options, and its step in the spec's path."""

    service: str
    options: Mapping[str, Any]
    step: str | int


def named(
    containers: Mapping[str, Resolved], channels: Mapping[str, Resolved]
) -> dict[str, Resolved]:
    """Return containers by name; where a channel and a service share one, it means the service."""
    by_service_name = {one.service: one for one in channels.values()}
    return {**by_service_name, **channels, **containers}


def dependencies(container: Container) -> Mapping[str | int, str]:
    """Return the names a container waits for, by their step in its `dependsOn`."""
    if isinstance(container.depends_on, Mapping):
        return {name: name for name in container.depends_on}
    return dict(enumerate(container.depends_on))


def links(container: Container, others: Named) -> tuple[Link, ...]:
    """Return what a container waits for, each once; for health only where there is a check."""
    found: dict[str, Link] = {}
    for step, name in dependencies(container).items():
        other = others.get(name)
        if other is not None and other.is_enabled and other.service not in found:
            found[other.service] = Link(other.service, _options(container, name, other), step)
    return tuple(found.values())


def _options(container: Container, name: str, other: Resolved) -> Mapping[str, Any]:
    waits = "service_healthy" if has_healthcheck(other.container) else "service_started"
    if not isinstance(container.depends_on, Mapping):
        return {"condition": waits}
    said = container.depends_on[name]
    return {"condition": waits} | {key: said[key] for key in sorted(said)}  # equal reads alike


def has_healthcheck(container: Container) -> bool:
    """Whether a container says how it is found out that it is well."""
    in_compose = container.compose.get("healthcheck")
    if isinstance(in_compose, Mapping):
        return not in_compose.get("disable") and _checks(in_compose.get("test"))
    check = container.healthcheck
    return check is not None and not check.disable and _checks(check.test)


def _checks(test: Any) -> bool:
    """Docker takes an empty test for the image's own and NONE for no test at all."""
    return bool(test) and (not isinstance(test, list | tuple) or test[0] != "NONE")

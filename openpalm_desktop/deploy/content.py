"""What is deployed, without any secret: the project, its files, its ways through Caddy."""

from collections.abc import Mapping
from dataclasses import dataclass

from openpalm_desktop.generate.artifact import Artifact
from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.generate.project import ComposeProject
from openpalm_desktop.model.exposure import Exposure, widest
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import published_port


@dataclass(frozen=True, eq=False)
class Content:
    """All that a deployment starts from; values of secrets are references here."""

    project: ComposeProject
    files: Mapping[str, Artifact]
    upstreams: Mapping[str, tuple[str, ...]]  # by service: how Caddy dials it
    reach: Mapping[str, str]  # by service: the widest exposure of what leads to it


def content(generated: Generated) -> Content:
    """Return what follows from a spec for a deployment; generate it without secrets."""
    stack = generated.stack
    enabled = [part for part in stack.parts if part.is_enabled]
    upstreams = {
        part.service: tuple(
            dict.fromkeys(f"{route.upstream}:{route.container_port}" for route in part.routes)
        )
        for part in enabled
        if part.routes
    }
    reach = {part.service: str(widest(found)) for part in enabled if (found := _reach(part))}
    return Content(generated.project, generated.files, upstreams, reach)


def _reach(part: Part) -> list[Exposure]:
    reach = [route.reach for route in part.routes]
    exposure = getattr(part.resolved.container, "exposure", None)
    if isinstance(exposure, Exposure) and published_port(part.resolved, part.routes):
        reach.append(exposure)
    return reach

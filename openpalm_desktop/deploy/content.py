"""What is deployed, without any secret: the project, its files, its ways through Caddy."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from openpalm_desktop.generate.artifact import Artifact
from openpalm_desktop.generate.automations import FOLDER as AUTOMATIONS
from openpalm_desktop.generate.automations import SERVICE as SCHEDULER
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.generate.project import ComposeProject
from openpalm_desktop.model.domain import is_wildcard
from openpalm_desktop.model.exposure import Exposure, widest
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack
from openpalm_desktop.model.routes import Certificate, published_port

T = TypeVar("T")
_FOLDERS = {CADDY: "caddy", SCHEDULER: AUTOMATIONS}
"""The folders of generated files, by the service whose container they are put into."""


@dataclass(frozen=True, slots=True)
class PublicNames:
    """The names by which everyone finds the stack, and who certifies them."""

    domains: tuple[str, ...]
    is_certified: bool
    acme: str
    has_email: bool


@dataclass(frozen=True, eq=False)
class Content:
    """All that a deployment starts from; values of secrets are references here."""

    project: ComposeProject
    files: Mapping[str, Artifact]
    upstreams: Mapping[str, tuple[str, ...]]  # by service: how Caddy dials it
    reach: Mapping[str, str]  # by service: the widest exposure of what leads to it
    public: PublicNames | None = None  # not known of a release


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
    return Content(
        generated.project, generated.files, upstreams, reach, _public_names(generated.stack)
    )


def images_of(content: Content) -> tuple[str, ...]:
    """Return the images that are deployed, each once."""
    names = (str(one.plain.get("image")) for one in content.project.services.values())
    return tuple(dict.fromkeys(name.replace("$$", "$") for name in names))


def mixed(before: Content, after: Content, services: Collection[str]) -> Content:
    """Return what is deployed once only some services have become what they should be."""
    names = dict.fromkeys([*after.project.services, *before.project.services])
    kept = [name for name in names if name not in services]
    folders = tuple(f"{folder}/" for name, folder in _FOLDERS.items() if name in kept)
    project = ComposeProject(
        after.project.name,
        _mixed(before.project.services, after.project.services, kept),
        after.project.network,
    )
    return Content(
        project,
        {n: one for n, one in after.files.items() if not n.startswith(folders)}
        | {n: one for n, one in before.files.items() if n.startswith(folders)},
        _mixed(before.upstreams, after.upstreams, kept),
        _mixed(before.reach, after.reach, kept),
    )


def _mixed(before: Mapping[str, T], after: Mapping[str, T], kept: Collection[str]) -> dict[str, T]:
    changed = {name: one for name, one in after.items() if name not in kept}
    return changed | {name: one for name, one in before.items() if name in kept}


def _public_names(stack: ResolvedStack) -> PublicNames:
    public = [
        site
        for site in stack.sites
        if site.domain
        and not (site.is_address or is_wildcard(site.domain))
        and any(route.reach is Exposure.PUBLIC for route in site.routes)
    ]
    return PublicNames(
        tuple(site.domain for site in public if site.domain),
        any(site.certificate is Certificate.ACME for site in stack.sites),
        stack.spec.caddy.acme,
        stack.spec.caddy.email is not None,
    )


def _reach(part: Part) -> list[Exposure]:
    reach = [route.reach for route in part.routes]
    exposure = getattr(part.resolved.container, "exposure", None)
    if isinstance(exposure, Exposure) and published_port(part.resolved, part.routes):
        reach.append(exposure)
    return reach

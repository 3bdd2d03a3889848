"""From a resolved stack to its Compose project, making only the services that changed."""

from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.dependencies import Link, links
from openpalm_desktop.model.memo import Memo, MemoMap, Same
from openpalm_desktop.model.resolved import Environment
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack, takes_channel_secrets
from openpalm_desktop.model.routes import published_port

from .automations import SERVICE as SCHEDULER
from .automations import has_automations, scheduler_service
from .caddy_service import SERVICE as CADDY
from .caddy_service import caddy_service
from .entries import Entries
from .project import ComposeProject, ComposeService
from .services import Placement, compose_service


class ProjectMaker:
    """Makes one project after another and keeps the services that stayed the same."""

    def __init__(self) -> None:
        self._alone: MemoMap[str, ComposeService] = MemoMap(_service_alone)
        self._tied: dict[str, tuple[Memo[ComposeService], Same[Any]]] = {}
        self._caddy: Memo[ComposeService] = Memo(caddy_service)
        self._scheduler: Memo[ComposeService] = Memo(scheduler_service)
        self._placement: Same[Placement] = Same()
        self._service_names: Same[frozenset[str]] = Same()
        self._zone: Same[str] = Same()

    def project(self, stack: ResolvedStack, entries: Entries) -> ComposeProject:
        """Return the Compose project of a stack without errors."""
        spec = stack.spec
        placement = self._placement(Placement(spec.network, spec.data_root))
        services: dict[str, ComposeService] = {}
        if stack.sites:
            services[CADDY] = self._caddy.get(spec.caddy, entries, placement)
        if has_automations(spec):
            zone = self._zone(spec.timezone)
            services[SCHEDULER] = self._scheduler.get(spec.scheduler, zone, placement)
        services |= self._stack_services(stack, placement)
        return ComposeProject(spec.project_name, services, spec.network)

    def _stack_services(
        self, stack: ResolvedStack, placement: Placement
    ) -> Mapping[str, ComposeService]:
        takers = takes_channel_secrets(stack.spec)
        names = self._service_names(frozenset(stack.services) | {CADDY, SCHEDULER})
        enabled = {part.service: part for part in stack.parts if part.is_enabled}
        tied = [key for key, part in enabled.items() if part.waits or key in takers]
        if not tied:
            return self._alone.get(enabled, names, placement)
        alone = {key: part for key, part in enabled.items() if not (part.waits or key in takers)}
        made = self._alone.get(alone, names, placement)
        more = self._tied_services(stack, {key: enabled[key] for key in tied}, names, placement)
        return {key: made[key] if key in made else more[key] for key in enabled}

    def _tied_services(
        self,
        stack: ResolvedStack,
        tied: Mapping[str, Part],
        names: frozenset[str],
        placement: Placement,
    ) -> dict[str, ComposeService]:
        """Return the services that depend on what other parts of the stack say."""
        named, takers = stack.named, takes_channel_secrets(stack.spec)
        secrets = stack.channel_secrets if takers else {}
        services = {}
        for key, part in tied.items():
            memo, same = self._tied.setdefault(key, (Memo(_service), Same()))
            shared = secrets if key in takers else {}
            ties = same((links(part.resolved.container, named), tuple(shared.items())))
            services[key] = memo.get(part, ties, names, placement)
        return services


def _service_alone(
    _key: str, part: Part, names: frozenset[str], placement: Placement
) -> ComposeService:
    return _service(part, ((), ()), names, placement)


def _service(
    part: Part,
    ties: tuple[tuple[Link, ...], tuple[tuple[str, Any], ...]],
    names: frozenset[str],
    placement: Placement,
) -> ComposeService:
    one = part.resolved
    waits, shared = ties
    environment: Environment = {**dict(shared), **one.environment} if shared else one.environment
    # A channel answers to its own name too, where no service has it.
    is_free = isinstance(one.container, Channel) and one.name not in names
    alias = one.name if is_free else None
    published = published_port(one, part.routes)
    return compose_service(one, environment, waits, alias, published, placement)

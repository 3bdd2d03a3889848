"""What is wrong with a stack: every rule a small function, asked again only where it may differ."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from operator import is_
from typing import Any

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.container import Container
from openpalm_desktop.model.exposure import Exposure, widest
from openpalm_desktop.model.ingress import ACME_DIRECTORIES, CaddySettings
from openpalm_desktop.model.memo import Memo, MemoMap, Same
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack, resolved
from openpalm_desktop.model.routes import Site
from openpalm_desktop.model.secret_uses import SecretUses
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.record import Record

from .automations import automation_problems, scheduler_problems
from .channels import channel_problems
from .containers import container_problems
from .dependencies import dependency_problems
from .host_ports import Claim, caddy_claims, host_port_problems, part_claims
from .names import did_you_mean
from .secrets import (
    misplaced_in_scheduler_problems,
    misplaced_reference_problems,
    missing_secret_problems,
)
from .services import service_problems
from .sites import address_problems, email_problems, site_problems
from .stack_checks import stack_problems
from .taken_names import taken_name_problems

Problems = tuple[Problem, ...]
_INSIDE = tuple(Container.fields)


class Checker:
    """Checks one stack after another; an unchanged channel's own rules are not asked again."""

    def __init__(self) -> None:
        self._containers = _Containers()
        self._channels: MemoMap[str, _Findings] = MemoMap(self._containers.channel)
        self._services: MemoMap[str, _Findings] = MemoMap(self._containers.service)
        self._shared: Memo[dict[str | None, Site]] = Memo(_shared)
        self._shared_sites: MemoMap[str | None, Problems] = MemoMap(_site)
        self._addresses: Memo[Problems] = Memo(_addresses)
        self._reach: Memo[Exposure | None] = Memo(_reach)
        self._ports: Memo[Problems] = Memo(_ports)
        self._claims: Same[tuple[Claim, ...]] = Same()
        self._automations: Memo[Problems] = Memo(_automations)
        self._secrets = SecretUses()

    def problems(self, stack: ResolvedStack, secrets: Collection[str] | None = None) -> Problems:
        """Return everything that is wrong, in the order of the spec's sections.

        `secrets` are the names that have a value; None where they are not known.
        """
        services = self._services.get(stack.services)
        channels = self._channels.get(stack.channels, stack.spec.caddy.acme in ACME_DIRECTORIES)
        findings = [*services.values(), *channels.values()]
        claims = self._claims(tuple([claim for found in findings for claim in found.claims]))
        return (
            *stack_problems(stack.spec),
            *[problem for found in findings for problem in found.problems],
            *self._ports.get(claims, stack.spec.caddy, self._reach.get(stack.sites)),
            *self._between(stack),
            *self._automations.get(stack.spec.automations),
            *scheduler_problems(stack.spec),
            *misplaced_in_scheduler_problems(stack.spec.scheduler),
            *self._missing_secrets(stack, secrets),
        )

    def _missing_secrets(self, stack: ResolvedStack, secrets: Collection[str] | None) -> Problems:
        if secrets is None:
            return ()
        return tuple(missing_secret_problems(self._secrets.of(stack), secrets))

    def _between(self, stack: ResolvedStack) -> Iterator[Problem]:
        shared = self._shared.get(stack.sites)
        yield from chain(*self._shared_sites.get(shared).values())
        yield from email_problems(stack)
        yield from self._addresses.get(stack.sites)
        yield from dependency_problems(stack)
        yield from taken_name_problems(stack)


def check(spec: StackSpec, secrets: Collection[str] | None = None) -> Problems:
    """Return everything that is wrong with a single spec."""
    return Checker().problems(resolved(spec), secrets)


class _Findings(Record):
    """What is wrong with one container alone, and the ports it publishes."""

    problems: Problems
    claims: tuple[Claim, ...]


class _Containers:
    """What is wrong inside containers; who reaches one makes no difference to that."""

    def __init__(self) -> None:
        self._before: dict[Path, tuple[Sequence[Any], Problems]] = {}

    def problems(self, one: Resolved) -> Problems:
        """Return it, asking again only where a field that matters is another object."""
        fields = [one.image, *(getattr(one.container, name) for name in _INSIDE)]
        before = self._before.get(one.origin)
        if before is not None and all(map(is_, before[0], fields)):
            return before[1]
        found = (*container_problems(one), *misplaced_reference_problems(one))
        self._before[one.origin] = (fields, found)
        return found

    def channel(self, _name: str, part: Part, is_acme_public: bool) -> "_Findings":  # noqa: FBT001 – a memo's input
        own = channel_problems(part, is_acme_public=is_acme_public)
        return _findings((*self.problems(part.resolved), *own), part)

    def service(self, _name: str, part: Part) -> "_Findings":
        return _findings((*self.problems(part.resolved), *service_problems(part)), part)


def _findings(problems: Problems, part: Part) -> "_Findings":
    return _Findings(problems, tuple(part_claims(part)))


def _site(_domain: str | None, site: Site) -> Problems:
    return tuple(site_problems(site))


def _shared(sites: tuple[Site, ...]) -> dict[str | None, Site]:
    """Return the sites that several routes meet on."""
    return {site.domain: site for site in sites if len(site.routes) > 1}


def _addresses(sites: tuple[Site, ...]) -> Problems:
    return tuple(address_problems(sites))


def _reach(sites: tuple[Site, ...]) -> Exposure | None:
    """Return how far Caddy reaches, None where there is no Caddy."""
    return widest(list({route.reach for site in sites for route in site.routes}))


def _ports(claims: tuple[Claim, ...], caddy: CaddySettings, reach: Exposure | None) -> Problems:
    first = () if reach is None else caddy_claims(caddy, reach)
    return tuple(host_port_problems([*first, *claims]))


def _automations(automations: tuple[Automation, ...]) -> Problems:
    return tuple(automation_problems(automations))


__all__ = ["Checker", "check", "did_you_mean"]

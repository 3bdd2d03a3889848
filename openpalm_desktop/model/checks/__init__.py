"""What is wrong with a stack: every rule a small function, asked again only where it may differ."""

from collections.abc import Collection, Iterator
from itertools import chain

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.memo import Memo, Same
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack, resolved
from openpalm_desktop.model.routes import Site
from openpalm_desktop.model.stack import StackSpec

from .automations import automation_problems, scheduler_problems
from .channels import channel_problems
from .containers import container_problems
from .dependencies import dependency_problems
from .host_ports import host_port_problems
from .names import did_you_mean
from .secrets import (
    misplaced_reference_problems,
    missing_secret_problems,
    scheduler_secret_problems,
)
from .services import service_problems
from .sites import address_problems, email_problems, site_problems, tls_wishes
from .stack_checks import stack_problems
from .taken_names import taken_name_problems

Problems = tuple[Problem, ...]


class Checker:
    """Checks one stack after another; an unchanged channel's own rules are not asked again."""

    def __init__(self) -> None:
        self._channels: Memo[Problems] = Memo(_channel)
        self._services: Memo[Problems] = Memo(_service)
        self._sites: Memo[Problems] = Memo(_site)
        self._automations: Memo[Problems] = Memo(_automations)
        self._same: Same[object] = Same()

    def problems(self, stack: ResolvedStack, secrets: Collection[str] | None = None) -> Problems:
        """Return everything that is wrong, in the order of the spec's sections.

        `secrets` are the names that have a value; None where they are not known.
        """
        found = [
            *stack_problems(stack.spec),
            *self._parts(stack),
            *self._between(stack),
            *self._automations.get("", stack.spec.automations),
            *scheduler_problems(stack.spec),
        ]
        if secrets is not None:
            found += _secret_problems(stack, secrets)
        return tuple(found)

    def _parts(self, stack: ResolvedStack) -> Iterator[Problem]:
        acme = self._same("acme", stack.spec.caddy.acme)
        for name, part in stack.services.items():
            yield from self._services.get(name, part)
        for problems in [
            self._channels.get(name, part, acme) for name, part in stack.channels.items()
        ]:
            yield from problems

    def _between(self, stack: ResolvedStack) -> Iterator[Problem]:
        wishes = self._same("tls", tls_wishes(iter(stack.channels.values())))
        yield from host_port_problems(stack)
        for site in stack.sites:
            if len(site.routes) > 1:
                yield from self._sites.get(site.domain, site, wishes)
        yield from email_problems(stack)
        yield from address_problems(stack)
        yield from dependency_problems(stack)
        yield from taken_name_problems(stack)


def check(spec: StackSpec, secrets: Collection[str] | None = None) -> Problems:
    """Return everything that is wrong with a single spec."""
    return Checker().problems(resolved(spec), secrets)


def _channel(part: Part, acme: str) -> Problems:
    return (*_container(part.resolved), *channel_problems(part, acme))


def _service(part: Part) -> Problems:
    return (*_container(part.resolved), *service_problems(part))


def _container(one: Resolved) -> Iterator[Problem]:
    return chain(container_problems(one), misplaced_reference_problems(one))


def _site(site: Site, wishes: dict[tuple[str | int, ...], bool]) -> Problems:
    return tuple(site_problems(site, wishes))


def _automations(automations: tuple[Automation, ...]) -> Problems:
    return tuple(automation_problems(automations))


def _secret_problems(stack: ResolvedStack, secrets: Collection[str]) -> Iterator[Problem]:
    for part in stack.parts:
        yield from missing_secret_problems(part.resolved, secrets)
    if any(automation.enabled for automation in stack.spec.automations):
        yield from scheduler_secret_problems(stack.spec.scheduler, secrets)


__all__ = ["Checker", "check", "did_you_mean"]

"""A whole stack with templates, preset and routes filled in: what checks and generators read."""

from collections.abc import Iterator, Mapping
from itertools import chain

from openpalm_desktop.record import Record

from .channel import Channel
from .dependencies import Named, named
from .memo import Memo, MemoMap, Same
from .presets import preset_layer
from .resolved import (
    Environment,
    Resolved,
    Surroundings,
    resolve_channel,
    resolve_service,
    stack_services,
)
from .routes import Route, Site, channel_routes, service_routes, site
from .secret import CHANNEL_SECRET
from .service import Service
from .stack import StackSpec
from .value import text_of


class Part(Record, eq=False):
    """One container of the stack and its ways through Caddy."""

    resolved: Resolved
    routes: tuple[Route, ...]
    service: str
    is_enabled: bool
    waits: bool

    @classmethod
    def of(cls, resolved: Resolved, routes: tuple[Route, ...]) -> "Part":
        """Return a container with its routes."""
        container = resolved.container
        waits = bool(container.depends_on)
        return cls(resolved, routes, resolved.service, container.enabled, waits)


class ResolvedStack(Record, eq=False):
    """Everything a spec amounts to before it is written in anyone's format."""

    spec: StackSpec
    channels: Mapping[str, Part]
    services: Mapping[str, Part]
    sites: tuple[Site, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """Services first, then channels, as they stand in the Compose file; disabled ones too."""
        return chain(self.services.values(), self.channels.values())

    @property
    def routes(self) -> Iterator[Route]:
        """Every way through Caddy."""
        return chain.from_iterable([one.routes for one in self.sites])

    @property
    def own_site(self) -> Site | None:
        """The site that every host without one of its own ends in; it is the first of all."""
        return self.sites[0] if self.sites and self.sites[0].domain is None else None

    @property
    def named(self) -> Named:
        """Containers by every name that the spec may call them."""
        services = {name: part.resolved for name, part in self.services.items()}
        channels = {name: part.resolved for name, part in self.channels.items()}
        return named(services, channels)

    @property
    def channel_secrets(self) -> Environment:
        """The secrets that channels share with the services that take their messages, as texts."""
        return {
            key: (text_of(value), path)
            for part in self.channels.values()
            if part.is_enabled
            for key, (value, path) in part.resolved.environment.items()
            if CHANNEL_SECRET.fullmatch(key)
        }


class Resolver:
    """Resolves one spec after another, and only what changed since the one before."""

    def __init__(self) -> None:
        self._around: Same[Surroundings] = Same()
        self._layered: Memo[dict[str, Service]] = Memo(stack_services)
        self._channels: MemoMap[str, Part] = MemoMap(_channel_part)
        self._services: MemoMap[str, Part] = MemoMap(_service_part)
        self._routes: list[tuple[Route, ...]] = []
        self._by_domain: dict[str | None, list[Route]] = {}
        self._sites: dict[str | None, Site] = {}
        self._all_sites: tuple[Site, ...] = ()
        self._acme = ""

    def resolve(self, spec: StackSpec) -> ResolvedStack:
        """Return what a spec amounts to."""
        around = self._around(Surroundings.of(spec))
        layered = self._layered.get(spec.preset, spec.services, around)
        channels = self._channels.get(spec.channels, around)
        services = self._services.get(layered, around)
        sites = self._resolved_sites(spec.caddy.acme, services, channels)
        return ResolvedStack(spec, channels, services, sites)

    def _resolved_sites(
        self, acme: str, services: Mapping[str, Part], channels: Mapping[str, Part]
    ) -> tuple[Site, ...]:
        """Most edits change no route: then all sites stay the same object."""
        routes = [part.routes for parts in (services, channels) for part in parts.values()]
        if routes != self._routes or acme != self._acme:
            self._group(routes, acme)
        self._routes = routes  # the same objects next time, which is seen at once
        return self._all_sites

    def _group(self, routes: list[tuple[Route, ...]], acme: str) -> None:
        by_domain: dict[str | None, list[Route]] = {None: []}  # the own site comes first
        for some in routes:
            for route in some:
                by_domain.setdefault(route.domain, []).append(route)
        if not by_domain[None]:
            del by_domain[None]
        known = self._by_domain if acme == self._acme else {}
        self._sites = {
            domain: self._sites[domain] if known.get(domain) == some else site(domain, some, acme)
            for domain, some in by_domain.items()
        }
        self._by_domain, self._acme = by_domain, acme
        self._all_sites = tuple(self._sites.values())


def resolved(spec: StackSpec) -> ResolvedStack:
    """Return what a single spec amounts to."""
    return Resolver().resolve(spec)


def takes_channel_secrets(spec: StackSpec) -> tuple[str, ...]:
    """Return the services that receive every channel's shared secret."""
    return preset_layer(spec.preset).channel_secrets


def _channel_part(name: str, channel: Channel, around: Surroundings) -> Part:
    one = resolve_channel(name, channel, around)
    return Part.of(one, channel_routes(one, around))


def _service_part(name: str, service: Service, around: Surroundings) -> Part:
    one = resolve_service(name, service, around)
    return Part.of(one, service_routes(one, around))

"""A whole stack with templates, preset and routes filled in: what checks and generators read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .channel import Channel
from .dependencies import Named, named
from .ingress import CaddySettings
from .memo import Memo, Same
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


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One container of the stack and its ways through Caddy."""

    resolved: Resolved
    routes: tuple[Route, ...]


@dataclass(frozen=True, eq=False)
class ResolvedStack:
    """Everything a spec amounts to before it is written in anyone's format."""

    spec: StackSpec
    channels: Mapping[str, Part]
    services: Mapping[str, Part]
    sites: tuple[Site, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """Services first, then channels, as they stand in the Compose file; disabled ones too."""
        yield from self.services.values()
        yield from self.channels.values()

    @property
    def named(self) -> Named:
        """Containers by every name that the spec may call them."""
        services = {name: part.resolved for name, part in self.services.items()}
        channels = {name: part.resolved for name, part in self.channels.items()}
        return named(services, channels)

    @property
    def channel_secrets(self) -> Environment:
        """The secrets that channels share with the services that take their messages."""
        return {
            key: said
            for part in self.channels.values()
            if part.resolved.is_enabled
            for key, said in part.resolved.environment.items()
            if CHANNEL_SECRET.fullmatch(key)
        }


class Resolver:
    """Resolves one spec after another, and only what changed since the one before."""

    def __init__(self) -> None:
        self._channels: Memo[Part] = Memo(_channel_part)
        self._services: Memo[Part] = Memo(_service_part)
        self._layered: Memo[dict[str, Service]] = Memo(lambda *_: stack_services(self._spec))
        self._sites: Memo[Site] = Memo(_site)
        self._same: Same[object] = Same()
        self._spec = StackSpec()

    def resolve(self, spec: StackSpec) -> ResolvedStack:
        """Return what a spec amounts to."""
        self._spec = spec
        around = self._surroundings(spec)
        layered = self._layered.get("services", spec.preset, spec.services, around)
        channels = {
            name: self._channels.get(name, name, channel, around)
            for name, channel in spec.channels.items()
        }
        services = {
            name: self._services.get(name, name, service, around)
            for name, service in layered.items()
        }
        return ResolvedStack(
            spec, channels, services, self._resolved_sites(spec.caddy, services, channels)
        )

    def _surroundings(self, spec: StackSpec) -> Surroundings:
        around = self._same("surroundings", Surroundings.of(spec))
        assert isinstance(around, Surroundings)  # noqa: S101 – what went in comes out
        return around

    def _resolved_sites(
        self, caddy: CaddySettings, services: Mapping[str, Part], channels: Mapping[str, Part]
    ) -> tuple[Site, ...]:
        by_domain: dict[str | None, list[Route]] = {None: []}
        for parts in (services.values(), channels.values()):
            for part in parts:
                for route in part.routes:
                    by_domain.setdefault(route.domain, []).append(route)
        acme = self._same("acme", caddy.acme)
        return tuple(
            [
                self._sites.get(domain, domain, acme, *routes)
                for domain, routes in by_domain.items()
                if routes
            ]
        )


def resolved(spec: StackSpec) -> ResolvedStack:
    """Return what a single spec amounts to."""
    return Resolver().resolve(spec)


def _channel_part(name: str, channel: Channel, around: Surroundings) -> Part:
    one = resolve_channel(name, channel, around)
    return Part(one, channel_routes(one, around))


def _service_part(name: str, service: Service, around: Surroundings) -> Part:
    one = resolve_service(name, service, around)
    return Part(one, service_routes(one, around))


def _site(domain: str | None, acme: str, *routes: Route) -> Site:
    return site(domain, routes, acme)


def takes_channel_secrets(spec: StackSpec) -> tuple[str, ...]:
    """Return the services that receive every channel's shared secret."""
    return preset_layer(spec.preset).channel_secrets

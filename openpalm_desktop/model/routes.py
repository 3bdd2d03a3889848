"""Every way through Caddy: which site, which path, to which container, for whom."""

from collections.abc import Iterable
from enum import IntEnum
from operator import attrgetter

from openpalm_desktop.record import Record

from .channel import Channel
from .domain import canonical_domain, gets_public_certificate, is_address
from .exposure import Exposure, PathMode
from .ingress import ACME_DIRECTORIES
from .path import Path
from .resolved import Resolved, Surroundings
from .service import Service, ServiceRoute
from .templates import channel_template


class Certificate(IntEnum):
    """Where a site's certificate comes from; of several wishes for one site the highest wins."""

    NONE = 0
    INTERNAL = 1
    ACME = 2


class Route(Record):
    """One prefix of one site, and the container behind it."""

    origin: Path
    upstream: str
    container_port: int
    reach: Exposure
    domain: str | None
    prefix: str
    path_mode: PathMode
    rewrite_path: str | None
    upstream_prefix: str
    certificate: Certificate
    is_certificate_chosen: bool

    @property
    def covers_all(self) -> bool:
        """Whether it takes every path that no longer prefix takes."""
        return self.prefix == "/"

    def does_as(self, other: "Route") -> bool:
        """Whether it is the same as another route, but for the domain."""
        return self.origin == other.origin and _all_but_domain(self) == _all_but_domain(other)


_all_but_domain = attrgetter(*(name for name in Route.__match_args__ if name != "domain"))


class Site(Record):
    """One host name, or without a domain every other name on plain HTTP: the ingress's own site."""

    domain: str | None
    certificate: Certificate
    routes: tuple[Route, ...]
    is_address: bool  # browsers name no host when they ask a number for TLS

    @property
    def has_tls(self) -> bool:
        """Whether it answers on HTTPS, with plain HTTP sent there."""
        return self.certificate is not Certificate.NONE

    def does_as(self, other: "Site") -> bool:
        """Whether it does the same as another site, but for the domain."""
        return (
            self.certificate is other.certificate
            and len(self.routes) == len(other.routes)
            and all(map(Route.does_as, self.routes, other.routes))
        )


def canonical_prefix(prefix: str) -> str:
    """Return a path prefix without trailing slashes, `/` for the whole site."""
    return prefix.rstrip("/") or "/"


def channel_routes(resolved: Resolved, surroundings: Surroundings) -> tuple[Route, ...]:
    """Return a channel's ways through Caddy; none while it is off or has no port."""
    channel, port = resolved.container, resolved.container_port
    if not isinstance(channel, Channel) or not channel.enabled or port is None:
        return ()
    prefixes, mode, rewrite_path = channel_paths(channel)
    domains = unique(filter(None, map(canonical_domain, channel.domains)))
    if not domains and not prefixes:
        return ()
    places: list[str | None] = [*domains] or [None]
    paths = unique(map(canonical_prefix, prefixes)) if prefixes else ["/"]
    # On each of its domains a channel does the same, and only without any it is on the own site.
    reach = _reach(channel.exposure, places[0], surroundings)
    certificate = _wanted_certificate(channel, places[0])
    origin, upstream = resolved.origin, _upstream(resolved)
    rest = (mode, rewrite_path, "", certificate, channel.internal_tls is not None)
    routes = [
        Route(origin, upstream, port, reach, domain, prefix, *rest)  # by place: far quicker
        for domain in places
        for prefix in paths
    ]
    return tuple(routes)


def channel_paths(channel: Channel) -> tuple[tuple[str, ...], PathMode, str | None]:
    """Return a channel's prefixes, its mode and the path that everything is sent to.

    A template's paths belong to the own site: on a domain, only what the channel says counts.
    """
    template = channel_template(channel.template)
    if template is None or channel.domains or "path_prefixes" in channel.said:
        mode = channel.path_mode or PathMode.STRIP
        return channel.path_prefixes, mode, channel.rewrite_path
    mode = channel.path_mode or template.path_mode
    return template.path_prefixes, mode, channel.rewrite_path or template.rewrite_path


def service_routes(resolved: Resolved, surroundings: Surroundings) -> tuple[Route, ...]:
    """Return a service's ways through Caddy, as its `routes` say."""
    service = resolved.container
    if not isinstance(service, Service) or not service.enabled:
        return ()
    return tuple(
        _service_route(resolved, index, route, surroundings)
        for index, route in enumerate(service.routes)
    )


def site(domain: str | None, routes: Iterable[Route], acme: str) -> Site:
    """Return one site, its longest prefixes first."""
    ordered = tuple(routes)
    wanted = ordered[0].certificate
    if len(ordered) > 1:
        ordered = tuple(sorted(ordered, key=lambda route: -len(route.prefix.rstrip("/"))))
        wanted = max(route.certificate for route in ordered)
    if domain is None:
        return Site(None, Certificate.NONE, ordered, is_address=False)
    certificate = _given_certificate(domain, wanted, acme)
    return Site(domain, certificate, ordered, is_address(domain))


def unique(texts: Iterable[str]) -> list[str]:
    """Return texts without repeats, the first of each kept in place."""
    return list(dict.fromkeys(texts))


def _upstream(resolved: Resolved) -> str:
    """A label of a host name has at most 63 characters; a long name answers to its alias."""
    return resolved.service if len(resolved.service) <= 63 else resolved.name


def _reach(exposure: Exposure, domain: str | None, surroundings: Surroundings) -> Exposure:
    return exposure if domain else exposure.narrowed_to(surroundings.access_scope)


def _wanted_certificate(channel: Channel, domain: str | None) -> Certificate:
    is_public = channel.exposure is Exposure.PUBLIC
    if domain is None:
        return Certificate.NONE
    if channel.internal_tls is False:
        return Certificate.ACME if is_public else Certificate.NONE
    return Certificate.ACME if is_public and not channel.internal_tls else Certificate.INTERNAL


def _service_route(
    resolved: Resolved, index: int, route: ServiceRoute, surroundings: Surroundings
) -> Route:
    domain = canonical_domain(route.domain) if route.domain else None
    is_public = route.exposure is Exposure.PUBLIC
    certificate = Certificate.ACME if is_public else Certificate.INTERNAL
    return Route(
        origin=(*resolved.origin, "routes", index),
        upstream=resolved.service,
        container_port=route.port,
        reach=_reach(route.exposure, domain, surroundings),
        domain=domain,
        prefix=canonical_prefix(route.path_prefix or "/"),
        path_mode=route.path_mode,
        rewrite_path=route.rewrite_path,
        upstream_prefix=(route.upstream_prefix or "").rstrip("/"),
        certificate=certificate if domain else Certificate.NONE,
        is_certificate_chosen=False,
    )


def _given_certificate(domain: str, wanted: Certificate, acme: str) -> Certificate:
    if wanted is not Certificate.ACME or gets_public_certificate(domain):
        return wanted
    is_private_authority = acme not in ACME_DIRECTORIES
    return Certificate.ACME if is_private_authority else Certificate.INTERNAL


def published_port(resolved: Resolved, routes: tuple[Route, ...]) -> int | None:
    """Return the host port a channel is published on, or None where Caddy is the only way."""
    channel = resolved.container
    if not isinstance(channel, Channel) or channel.host_port == "none":
        return None
    return channel.host_port or (None if routes else resolved.container_port)

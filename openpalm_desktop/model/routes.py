"""Every way through Caddy: which site, which path, to which container, for whom."""

from collections.abc import Iterable
from enum import IntEnum

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


def canonical_prefix(prefix: str) -> str:
    """Return a path prefix without trailing slashes, `/` for the whole site."""
    return prefix.rstrip("/") or "/"


def channel_routes(resolved: Resolved, surroundings: Surroundings) -> tuple[Route, ...]:
    """Return a channel's ways through Caddy; none while it is off or has no port."""
    channel, port = resolved.container, resolved.container_port
    if not isinstance(channel, Channel) or not channel.enabled or port is None:
        return ()
    prefixes, mode, rewrite_path = channel_paths(channel)
    domains: list[str | None] = [*unique(filter(None, map(canonical_domain, channel.domains)))]
    own = [None] if prefixes and not domains else []
    paths = unique(map(canonical_prefix, prefixes)) or ["/"]
    upstream, is_chosen = _upstream(resolved), channel.internal_tls is not None
    return tuple(
        Route(
            origin=resolved.origin,
            upstream=upstream,
            container_port=port,
            reach=_reach(channel.exposure, domain, surroundings),
            domain=domain,
            prefix=prefix,
            path_mode=mode,
            rewrite_path=rewrite_path,
            upstream_prefix="",
            certificate=_wanted_certificate(channel, domain),
            is_certificate_chosen=is_chosen,
        )
        for domain in (*domains, *own)
        for prefix in paths
    )


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
    if len(ordered) > 1:
        ordered = tuple(sorted(ordered, key=lambda route: -len(route.prefix.rstrip("/"))))
    certificate = _site_certificate(domain, ordered, acme)
    return Site(domain, certificate, ordered, domain is not None and is_address(domain))


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


def _site_certificate(domain: str | None, routes: tuple[Route, ...], acme: str) -> Certificate:
    if domain is None:
        return Certificate.NONE
    wanted = max([route.certificate for route in routes])
    is_private_authority = acme not in ACME_DIRECTORIES
    if wanted is Certificate.ACME and not (is_private_authority or gets_public_certificate(domain)):
        return Certificate.INTERNAL
    return wanted


def published_port(resolved: Resolved, routes: tuple[Route, ...]) -> int | None:
    """Return the host port a channel is published on, or None where Caddy is the only way."""
    channel = resolved.container
    if not isinstance(channel, Channel) or channel.host_port == "none":
        return None
    return channel.host_port or (None if routes else resolved.container_port)

"""From sites to Caddyfile blocks: guards first, then paths, then the container.

Everything stands in `route` blocks, because outside of them Caddy sorts directives and a guard
would run after what it guards.
"""

from functools import lru_cache

from openpalm_desktop.model.domain import gets_public_certificate
from openpalm_desktop.model.edits import free_name
from openpalm_desktop.model.exposure import Exposure, PathMode, widest
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.routes import Certificate, Route
from openpalm_desktop.model.routes import Site as RoutedSite

from .artifact import Block
from .caddyfile import Directive, Lines, Placeholder, Site, caddy_block
from .entries import HTTP_IPV6, HTTPS_IPV6, Entries

GATEWAY_VARIABLE = "OPENPALM_GATEWAY"
_DESKTOP_GATEWAY = "192.168.65.1"  # where Docker Desktop's own network puts the person's machine
_GUARDS = {Exposure.HOST: "host_only", Exposure.LAN: "lan_only"}
# A guard may stand inside a guarded block, where Caddy takes no matcher's name twice.
_GUARD_MATCHERS = tuple(
    matcher for name in _GUARDS.values() for matcher in (f"@not_{name}", f"@{name}_over_ipv6")
)


class Bodies:
    """What sites do, below their addresses.

    A container does the same on each of its domains, and they come one after another.
    """

    def __init__(self) -> None:
        self._last: tuple[RoutedSite, str, Lines] | None = None

    def of(self, site: RoutedSite, acme: str) -> Lines:
        """Return one site's lines, those of the site before where they are the same."""
        asked = _authority_to_name(site, acme)
        if self._last is not None:
            before, asked_before, lines = self._last
            if asked == asked_before and site.does_as(before):
                return lines
        origin = site.routes[0].origin
        lines = Lines.of((*_tls(site, asked, origin), _routes(site)), origin)
        self._last = (site, asked, lines)
        return lines


def site_block(site: RoutedSite, body: Lines, entries: Entries) -> Block:
    """Return one site's lines: its block, and the redirect to HTTPS where it has a certificate."""
    origin = site.routes[0].origin
    if site.domain is None:
        return caddy_block(Site(_own_addresses(entries), body, origin))
    unsecure = _addresses(f"http://{site.domain}", entries, HTTP_IPV6)
    if not site.has_tls:
        return caddy_block(Site(unsecure, body, origin))
    secure = _addresses(site.domain, entries, HTTPS_IPV6)
    redirect = _redirect(_reach(site), entries.redirect_port).said_by(origin)
    return caddy_block(Site(secure, body, origin), Site(unsecure, redirect, origin))


def empty_own_site(entries: Entries) -> Block:
    """Return the own site of a stack that has nothing on it: every path is unknown."""
    return caddy_block(Site(_own_addresses(entries), Lines.of([Directive("respond", ("404",))])))


def unknown_host_block(entries: Entries) -> Block:
    """Return the site that HTTPS requests for no known host end in."""
    addresses = _addresses("https://", entries, HTTPS_IPV6)
    return caddy_block(Site(addresses, Lines.of([Directive("abort")])))


def guard_blocks(entries: Entries) -> Block:
    """Return the snippets that let in only this host, and only the local network."""
    said: Path = ("accessScope",)
    loopback: list[str | Placeholder] = ["127.0.0.1", Placeholder(f"{{env.{GATEWAY_VARIABLE}}}")]
    if entries.reach is Exposure.HOST:
        loopback.append(_DESKTOP_GATEWAY)
    host = ("not", "vars", Placeholder("{remote_host}"), *loopback)
    lan = ("not", "remote_ip", "private_ranges")
    return caddy_block(
        _snippet("host_only", host, entries, said), _snippet("lan_only", lan, entries, said)
    )


def _snippet(
    name: str, outside: tuple[str | Placeholder, ...], entries: Entries, said: Path
) -> Site:
    ports = (str(HTTP_IPV6), str(HTTPS_IPV6))
    over_ipv6 = ("vars", Placeholder("{http.request.local.port}"), *ports)
    checks = {f"@not_{name}": outside}
    if entries.is_split:
        checks = {f"@{name}_over_ipv6": over_ipv6, **checks}
    directives = [
        directive
        for matcher, rule in checks.items()
        for directive in (Directive(matcher, rule), Directive("abort", (matcher,)))
    ]
    return Site((f"({name})",), Lines.of(directives, said), said)


def _own_addresses(entries: Entries) -> tuple[str, ...]:
    return _addresses("http://", entries, HTTP_IPV6)


def _addresses(address: str, entries: Entries, ipv6_port: int) -> tuple[str, ...]:
    """Every site is on both ports and refuses by its guards.

    On a port without its site Caddy would give the own site's answer for a known host, or an empty
    page.
    """
    return (address, f"{address}:{ipv6_port}") if entries.is_split else (address,)


def _reach(site: RoutedSite) -> Exposure:
    if len(site.routes) == 1:
        return site.routes[0].reach
    return widest([route.reach for route in site.routes]) or Exposure.HOST


def _authority_to_name(site: RoutedSite, acme: str) -> str:
    """Caddy would certify some names by itself; a private authority must be asked by name."""
    is_acme = site.certificate is Certificate.ACME
    return acme if acme and is_acme and not gets_public_certificate(site.domain or "") else ""


def _tls(site: RoutedSite, asked: str, origin: Path) -> tuple[Directive, ...]:
    if site.certificate is Certificate.INTERNAL:
        return (Directive("tls", ("internal",), origin=(*origin[:2], "internalTls")),)
    if not asked:
        return ()
    issuer = Directive("issuer", ("acme",), (Directive("dir", (asked,)),))
    return (Directive("tls", (), (issuer,), ("caddy", "acme")),)


@lru_cache(maxsize=16)
def _redirect(reach: Exposure, port: str) -> Lines:
    target = Placeholder(f"https://{{host}}{port}{{uri}}")
    redirect = Directive("redir", (target, "308"))
    name = _GUARDS.get(reach)
    if name is None:
        return Lines.of([redirect])
    return Lines.of([Directive("route", (), (Directive("import", (name,)), redirect))])


def _guard(reach: Exposure, route: Route) -> tuple[Directive, ...]:
    name = _GUARDS.get(reach)
    return (Directive("import", (name,), None, _said(route, "exposure")),) if name else ()


def _routes(site: RoutedSite) -> Directive:
    """The whole site is guarded for its widest route; a narrower one has a guard of its own."""
    reach = _reach(site)
    inner: list[Directive] = [*_guard(reach, site.routes[0])]
    for route, matcher in zip(site.routes, _matchers(site), strict=True):
        inner += _route(route, reach, matcher)
    if not site.routes[-1].covers_all:
        inner.append(Directive("respond", ("404",)))
    return Directive("route", (), tuple(inner))


def _route(route: Route, site_reach: Exposure, matcher: str) -> tuple[Directive, ...]:
    own_guard = _guard(route.reach, route) if route.reach is not site_reach else ()
    steps = (*own_guard, *_rewriting(route), _proxy(route))
    if not route.covers_all:
        said = _said(route, "pathPrefixes")
        paths = (route.prefix, f"{route.prefix}/*")
        return (
            Directive(matcher, ("path", *paths), origin=said),
            Directive("route", (matcher,), steps, said),
        )
    return (Directive("route", (), steps, route.origin),) if own_guard else steps


def _matchers(site: RoutedSite) -> list[str]:
    """Return a matcher's name for each route: the container's, counted where it has several."""
    if site.routes[0].covers_all:
        return [""] * len(site.routes)  # whatever takes every path needs no matcher
    names: list[str] = []
    for route in site.routes:
        names.append(free_name(f"@{route.origin[1]}", (*_GUARD_MATCHERS, *names)))
    return names


def _proxy(route: Route) -> Directive:
    upstream = f"{route.upstream}:{route.container_port}"
    return Directive("reverse_proxy", (upstream,), None, _said(route, "containerPort"))


def _rewriting(route: Route) -> tuple[Directive, ...]:
    if route.path_mode is PathMode.REWRITE and route.rewrite_path:
        rewrite_said = _said(route, "rewritePath")
        return (Directive("rewrite", ("*", route.rewrite_path), origin=rewrite_said),)
    if route.path_mode is not PathMode.STRIP:
        return ()
    said = _said(route, "pathMode")
    steps: tuple[Directive, ...] = ()
    if not route.covers_all:
        steps += (Directive("uri", ("strip_prefix", route.prefix), origin=said),)
    if route.upstream_prefix:
        before = Placeholder(f"{route.upstream_prefix}{{uri}}")
        steps += (Directive("rewrite", ("*", before), origin=said),)
    return steps


def _said(route: Route, field: str) -> Path:
    return (*route.origin, field) if len(route.origin) == 2 else route.origin

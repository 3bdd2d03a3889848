"""Which channel answers a request, and why: the rules by which Caddy runs our Caddyfile."""

import posixpath
import re
from collections.abc import Iterable
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

from .channel import Channel
from .domain import canonical_domain
from .exposure import Exposure, PathMode, widest
from .path import Path
from .resolved_stack import ResolvedStack
from .routes import Route, Site, published_port

Address = IPv4Address | IPv6Address

_PRIVATE_RANGES = [
    ip_network(text) for text in ("192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "127.0.0.0/8")
]
_NO_HOST = re.compile(r"[\x00-\x20\x7f%<>^|\\\"{}`]")
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r"[A-Za-z0-9%/_.~!$&'()*+,;=:@\[\]-]*")
_EMPTY = "\udcff"  # in no path: stands between two slashes
_UNTOUCHED_BY_BROWSERS = "".join(map(chr, range(0x21, 0x7F)))
_WHO = {
    Exposure.HOST: marked("this host"),
    Exposure.LAN: marked("the local network"),
    Exposure.PUBLIC: marked("everyone"),
}


class Outcome(StrEnum):
    """What becomes of a request."""

    ANSWERED = "answered"
    REDIRECTED = "redirected"
    NOT_FOUND = "not-found"
    REFUSED = "refused"


class Answer(Record):
    """Who answers, the path that the container sees, and the reason in words."""

    outcome: Outcome
    reason: str
    origin: Path = ()
    upstream: str = ""
    path: str = ""
    location: str = ""
    site: Site | None = None

    @property
    def is_answered(self) -> bool:
        """Whether a container gets the request."""
        return self.outcome is Outcome.ANSWERED


class NoUrl(ValueError):
    """A text is not an address that a browser could open."""


def answer(stack: ResolvedStack, url: str, visitor: Address) -> Answer:
    """Return who answers a URL for a visitor, as real Caddy would decide.

    Raises NoUrl for a text that is no http or https URL.
    """
    target = _split(url, stack)
    port = _port(target)
    caddy = stack.spec.caddy
    caddy_port = caddy.http_port if target.scheme == "http" else caddy.https_port
    if port != caddy_port or not stack.sites:
        return _by_port(stack, target, port, visitor)
    if _BAD_ESCAPE.search(target.path):
        return Answer(Outcome.REFUSED, phrase("The path holds a % that begins no escape."))
    target = target._replace(path=_as_caddy_reads(target.path))
    reach = widest([route.reach for site in stack.sites for route in site.routes])
    if refusal := _at_the_door(reach or Exposure.HOST, visitor):
        return refusal
    is_hidden = isinstance(visitor, IPv6Address)
    return _by_site(stack, target, None if is_hidden and _is_split(stack.sites) else visitor)


def request_matches(prefix: str, path: str) -> bool:
    """Whether Caddy takes a raw request path for `prefix` or something below it."""
    cleaned = clean_path(unquote(path)).lower()
    prefix = prefix.lower()
    return prefix == "/" or cleaned == prefix or cleaned.startswith(f"{prefix}/")


def clean_path(path: str) -> str:
    """Return a path without double slashes and dots, its trailing slash kept."""
    cleaned = posixpath.normpath(re.sub("/+", "/", f"/{path}"))
    return f"{cleaned}/" if path.endswith("/") and cleaned != "/" else cleaned


def _as_caddy_reads(path: str) -> str:
    """A path with characters that should have been escaped is escaped anew as a whole."""
    if _ESCAPED.fullmatch(path):
        return path
    return _escaped(unquote_to_bytes(path).decode("latin-1"))


def path_for_container(route: Route, path: str) -> str:
    """Return the raw path that the container sees."""
    if route.path_mode is PathMode.REWRITE and route.rewrite_path:
        return route.rewrite_path
    if route.path_mode is not PathMode.STRIP:
        return path
    stripped = path if route.covers_all else _stripped(path, route.prefix)
    if not route.upstream_prefix:
        return stripped
    return _escaped(unquote_to_bytes(route.upstream_prefix + stripped).decode("latin-1"))


def _stripped(path: str, prefix: str) -> str:
    """Caddy keeps the escapes of a path without its prefix, unless they hide dots or a slash."""
    cleaned_path = clean_path(path)
    rest = _without_prefix(cleaned_path, prefix)
    if rest is None:
        return cleaned_path
    rest = rest or "/"
    meant = unquote_to_bytes(rest).decode("latin-1")
    cleaned = _without_dots(meant)
    return rest if rest.startswith("/") and cleaned == meant else _escaped(cleaned)


def _without_dots(path: str) -> str:
    """Return a path without dots, its double slashes kept."""
    marked = re.sub("/(?=/)", f"/{_EMPTY}", path)
    cleaned = posixpath.normpath(marked)
    cleaned = f"{cleaned}/" if marked.endswith("/") and cleaned != "/" else cleaned
    return cleaned.replace(_EMPTY, "")


def _escaped(path: str) -> str:
    return quote(path.encode("latin-1"), safe="$&+,/:;=@")


def _split(url: str, stack: ResolvedStack) -> SplitResult:
    text = url.strip()
    if "//" not in text.partition("?")[0].partition("/")[0] and "://" not in text:
        text = f"{_usual_scheme(text, stack)}://{text}"
    try:
        target = urlsplit(text)._replace(fragment="")
        has_host = target.port != 0 and not _NO_HOST.search(target.hostname or " ")
    except ValueError as error:
        raise NoUrl(phrase("“{url}” is no address that a browser could open.", url=url)) from error
    if target.scheme not in {"http", "https"} or not has_host:
        raise NoUrl(phrase("“{url}” is no address that a browser could open.", url=url))
    # Browsers send what is not ASCII, and blanks, as escapes.
    return target._replace(
        path=quote(target.path or "/", safe=_UNTOUCHED_BY_BROWSERS),
        query=quote(target.query, safe=_UNTOUCHED_BY_BROWSERS),
    )


def _usual_scheme(text: str, stack: ResolvedStack) -> str:
    site = _site_for(stack.sites, re.split(r"[/?#]", text)[0].rpartition("@")[2])
    return "https" if site is not None and site.has_tls else "http"


def _port(target: SplitResult) -> int:
    return target.port or (80 if target.scheme == "http" else 443)


def _by_port(stack: ResolvedStack, target: SplitResult, port: int, visitor: Address) -> Answer:
    """A published port leads to its channel, whoever asks, as far as its address reaches."""
    for part in stack.channels.values():
        one = part.resolved
        if one.is_enabled and published_port(one, part.routes) == port:
            assert isinstance(one.container, Channel)  # noqa: S101 – channels hold channels
            is_host = one.container.exposure is Exposure.HOST
            if (is_host and not visitor.is_loopback) or isinstance(visitor, IPv6Address):
                where = "127.0.0.1" if is_host else "IPv4"
                reason = phrase(
                    "Port {port} of {name} is published on {where} only.",
                    port=port,
                    name=one.name,
                    where=where,
                )
                return Answer(Outcome.REFUSED, reason, one.origin)
            reason = phrase(
                "Port {port} is published by {name}, beside Caddy and without TLS.",
                port=port,
                name=one.name,
            )
            upstream = f"{one.service}:{one.container_port}"
            return Answer(Outcome.ANSWERED, reason, one.origin, upstream, target.path)
    return Answer(
        Outcome.REFUSED, phrase("Nothing of this stack listens on port {port}.", port=port)
    )


def _at_the_door(reach: Exposure, visitor: Address) -> Answer | None:
    if reach is Exposure.HOST and not (visitor.is_loopback and visitor.version == 4):
        return Answer(
            Outcome.REFUSED, phrase("Caddy listens on 127.0.0.1 only: all is for this host.")
        )
    if reach is Exposure.LAN and visitor.version == 6:
        return Answer(
            Outcome.REFUSED, phrase("Over IPv6 visitors cannot be told apart; nothing listens.")
        )
    return None


def _is_split(sites: Iterable[Site]) -> bool:
    reaches = {route.reach for site in sites for route in site.routes}
    return Exposure.PUBLIC in reaches and len(reaches) > 1


def _by_site(stack: ResolvedStack, target: SplitResult, visitor: Address | None) -> Answer:
    host = target.hostname or ""
    site = _site_for(stack.sites, host)
    if target.scheme == "https":
        if site is None or not site.has_tls:
            return Answer(
                Outcome.REFUSED, phrase("Caddy has no certificate for {host}.", host=host)
            )
        return _by_path(site, target, visitor)
    if site is not None and site.has_tls:
        return _redirect(stack, site, target, visitor)
    chosen = site or stack.own_site
    if chosen is None:
        return Answer(
            Outcome.NOT_FOUND,
            phrase("No channel has the domain {host}, and none a path alone.", host=host),
        )
    return _by_path(chosen, target, visitor)


def _site_for(sites: Iterable[Site], host: str) -> Site | None:
    # Caddy compares names as they come: a dot at the end makes another one.
    domain = None if host.endswith(".") else canonical_domain(host)
    by_domain = {site.domain: site for site in sites if site.domain is not None}
    if domain is None:
        return None
    return by_domain.get(domain) or by_domain.get(f"*.{domain.partition('.')[2]}")


def _redirect(
    stack: ResolvedStack, site: Site, target: SplitResult, visitor: Address | None
) -> Answer:
    if refusal := _guard(site, _site_reach(site), visitor):
        return refusal
    port = stack.spec.caddy.https_port
    name = f"[{target.hostname}]" if ":" in (target.hostname or "") else target.hostname
    host = f"{name}{'' if port == 443 else f':{port}'}"
    location = target._replace(scheme="https", netloc=host).geturl()
    reason = phrase(
        "{domain} has a certificate, so plain HTTP is sent to HTTPS.", domain=site.domain
    )
    return Answer(Outcome.REDIRECTED, reason, location=location, site=site)


def _by_path(site: Site, target: SplitResult, visitor: Address | None) -> Answer:
    if refusal := _guard(site, _site_reach(site), visitor):
        return refusal
    for route in site.routes:
        if request_matches(route.prefix, target.path):
            return _guard(site, route.reach, visitor, route) or _answered(site, route, target.path)
    where = site.domain or phrase("the stack’s own site")
    return Answer(
        Outcome.NOT_FOUND, phrase("No channel has this path on {where}.", where=where), site=site
    )


def _answered(site: Site, route: Route, path: str) -> Answer:
    where = site.domain or phrase("the stack’s own site")
    what = phrase("every other path") if route.covers_all else route.prefix
    return Answer(
        Outcome.ANSWERED,
        phrase(
            "{where} sends {what} to {origin}, for {who}.",
            where=where,
            what=what,
            origin=route.origin[1],
            who=phrase(_WHO[route.reach]),
        ),
        route.origin[:2],
        f"{route.upstream}:{route.container_port}",
        path_for_container(route, path),
        site=site,
    )


def _site_reach(site: Site) -> Exposure:
    return widest([route.reach for route in site.routes]) or Exposure.HOST


def _guard(
    site: Site, reach: Exposure, visitor: Address | None, route: Route | None = None
) -> Answer | None:
    """Return the refusal that a guard gives; None as visitor: one who came over IPv6."""
    if reach is Exposure.PUBLIC:
        return None
    origin = route.origin[:2] if route else ()
    name = origin[1] if origin else site.domain or phrase("the stack’s own site")
    if visitor is None:
        reason = phrase(
            "{name} is for {who}; over IPv6 visitors cannot be told apart.",
            name=name,
            who=phrase(_WHO[reach]),
        )
        return Answer(Outcome.REFUSED, reason, origin, site=site)
    is_local = visitor.is_loopback if reach is Exposure.HOST else _is_private(visitor)
    if is_local:
        return None
    return Answer(
        Outcome.REFUSED,
        phrase("{name} is for {who} only.", name=name, who=phrase(_WHO[reach])),
        origin,
        site=site,
    )


def _is_private(visitor: Address) -> bool:
    return any(visitor in network for network in _PRIVATE_RANGES)


def _without_prefix(path: str, prefix: str) -> str | None:
    """Take a prefix off a raw path, whatever its case, escapes counted as what they stand for.

    Caddy matches by other rules than these, so a path may match and still not begin like this.
    """
    position = 0
    for wanted in prefix:
        found = path[position : position + 1]
        step = 1
        if found == "%" and re.fullmatch("[0-9A-Fa-f]{2}", path[position + 1 : position + 3]):
            found, step = unquote(path[position : position + 3]), 3
        if found.lower() != wanted.lower():
            return None
        position += step
    return path[position:]


def visitor_address(text: str) -> Address | None:
    """Return the address a visitor comes from, or None if the text is none."""
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return None

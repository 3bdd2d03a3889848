"""Rules across all ways through Caddy: the same place twice, shadows, one certificate a domain."""

from collections.abc import Iterable, Iterator

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.model.routes import Certificate, Route, Site
from openpalm_desktop.phrases import phrase


def site_problems(site: Site) -> Iterator[Problem]:
    """Yield what is wrong between the routes of one site."""
    if len(site.routes) > 1:
        yield from _same_place(site)
        yield from _shadows(site)
        yield from _certificate_wishes(site)


def email_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """A certificate authority should know whom to warn."""
    needs_acme = any(site.certificate is Certificate.ACME for site in stack.sites)
    if needs_acme and stack.spec.caddy.email is None and stack.spec.caddy.acme != "zerossl":
        yield warning(
            ("caddy", "email"),
            "acme-email",
            phrase("Certificates are asked for without an e-mail address."),
            phrase(
                "Write one, so that the authority can reach you if something is wrong with them."
            ),
        )


def address_problems(sites: Iterable[Site]) -> Iterator[Problem]:
    """Caddy cannot tell apart two numbers that browsers ask it for by TLS."""
    numbers = [site for site in sites if site.is_address and site.has_tls]
    for site in numbers[1:]:
        yield warning(
            _place(site.routes[0]),
            "address-tls",
            phrase(
                "Browsers name no host for {domain}; {other} answers instead.",
                domain=site.domain,
                other=numbers[0].domain,
            ),
            phrase("Use a host name, or plain HTTP for one of the two."),
        )


def _same_place(site: Site) -> Iterator[Problem]:
    seen: dict[str, Route] = {}
    for route in site.routes:
        other = seen.setdefault(route.prefix.lower(), route)
        if other is not route and other.origin != route.origin:
            where = f"{site.domain or phrase('the own site')}{route.prefix}"
            yield Problem(
                _place(route),
                "route-twice",
                phrase("{where} leads to {owner} already.", where=where, owner=_owner(other)),
                phrase("Give {owner} another path or domain.", owner=_owner(route)),
            )


def _shadows(site: Site) -> Iterator[Problem]:
    """Of two prefixes one inside the other, the longer takes its part of the shorter's requests."""
    by_prefix = {route.prefix.lower(): route for route in site.routes}
    for prefix, route in by_prefix.items():
        for shorter in _shorter(prefix):
            other = by_prefix.get(shorter)
            if other is None or "services" in {other.origin[0], route.origin[0]} - {"channels"}:
                continue
            yield warning(
                _place(route),
                "path-shadows",
                phrase(
                    "Requests for {prefix} go to {owner}, not to {other}, which has"
                    " {other_prefix}.",
                    prefix=route.prefix,
                    owner=_owner(route),
                    other=_owner(other),
                    other_prefix=other.prefix,
                ),
                phrase("That may be what you want; if not, choose paths that do not begin alike."),
            )


def _shorter(prefix: str) -> Iterator[str]:
    steps = prefix.split("/")[1:-1]
    for count in range(len(steps), 0, -1):
        yield "/" + "/".join(steps[:count])


def _certificate_wishes(site: Site) -> Iterator[Problem]:
    if site.domain is None:
        return
    for route in site.routes:
        if route.is_certificate_chosen and route.certificate is not site.certificate:
            yield warning(
                (*route.origin, "internalTls"),
                "certificate-shared",
                phrase(
                    "{domain} has one certificate for all its channels, and another one decides.",
                    domain=site.domain,
                ),
                phrase(
                    "Say the same for all channels of the domain, or leave it to their exposure."
                ),
            )


def _place(route: Route) -> Path:
    if route.origin[0] == "services":
        return route.origin
    return (*route.origin, "pathPrefixes" if route.prefix != "/" else "domains")


def _owner(route: Route) -> str:
    return str(route.origin[1])

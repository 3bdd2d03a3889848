"""Which certificate a channel's domains get, where that changes."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import Certificate, Site
from openpalm_desktop.phrases import marked, phrase

from .change import Change
from .sides import Sides
from .words import listed, shown

_AUTHORITIES = {
    "letsencrypt": marked("Let’s Encrypt"),
    "letsencrypt-staging": marked("Let’s Encrypt (staging)"),
    "zerossl": "ZeroSSL",
}
_BY_AUTHORITY = (
    marked("{who} gets a certificate by {authority}"),
    marked("{who} get a certificate by {authority}"),
)
_INTERNAL = (
    marked("{who} gets a certificate by Caddy’s internal CA"),
    marked("{who} get a certificate by Caddy’s internal CA"),
)
_NONE = (
    marked("{who} no longer has a certificate: plain HTTP"),
    marked("{who} no longer have a certificate: plain HTTP"),
)


def certificate_changes(sides: Sides, owner: Path, title: str, part: Part) -> Iterator[Change]:
    """Yield the certificates of domains that were there before, those that came alike together."""
    if sides.before.sites is sides.after.sites or sides.before.spec.caddy.acme != _acme(sides):
        return  # another authority is told once, for all domains
    found: dict[Certificate, list[Site]] = {}
    for domain in dict.fromkeys(route.domain for route in part.routes if route.domain):
        before, after = sides.sites_before.get(domain), sides.sites_after.get(domain)
        if before and after and before.certificate is not after.certificate:
            found.setdefault(after.certificate, []).append(after)
    for certificate, sites in found.items():
        is_shared = any(route.origin[:2] != owner for site in sites for route in site.routes)
        who = listed(str(site.domain) for site in sites) if is_shared else title
        is_many = is_shared and len(sites) > 1
        yield Change((*owner, "internalTls"), _sentence(who, certificate, _acme(sides), is_many))


def authority_name(acme: str) -> str:
    """Return a certificate authority as people call it; of a URL only the host is told."""
    name = _AUTHORITIES.get(acme)
    return phrase(name) if name else shown(urlsplit(acme).hostname or phrase("another authority"))


def _sentence(who: str, certificate: Certificate, acme: str, is_many: bool) -> str:  # noqa: FBT001
    match certificate:
        case Certificate.ACME:
            text = _BY_AUTHORITY[is_many]
        case Certificate.INTERNAL:
            text = _INTERNAL[is_many]
        case Certificate.NONE:
            text = _NONE[is_many]
    return phrase(text, who=who, authority=authority_name(acme))


def _acme(sides: Sides) -> str:
    return sides.after.spec.caddy.acme

"""The certificates of a stack's sites as they are on the engine: there, late, awaited or failed."""

import re
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.routes import Certificate, Site
from openpalm_desktop.phrases import phrase

from .caddy_storage import INTERNAL, stored_certificates
from .caddy_troubles import CaddyTrouble, troubles_in
from .engine import Engine, EngineContainer, EngineTrouble
from .engine_time import moment
from .issued_certificate import IssuedCertificate, issued
from .progress import Progress
from .running_stack import containers_of

_LINES = 5000  # of Caddy's log; it says again what still does not work
_UNSAFE = re.compile(r"[^\w@.-]")


class CaddyStopped(EngineTrouble):
    """Caddy does not run, so it cannot be asked."""


class Standing(StrEnum):
    """How a site's certificate is."""

    GOOD = "good"
    LATE = "late"  # it should have been renewed
    EXPIRED = "expired"
    AWAITED = "awaited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SiteCertificate:
    """A site, the certificate that Caddy has for it, and what went wrong with it last."""

    domain: str
    certificate: IssuedCertificate | None
    trouble: CaddyTrouble | None

    def standing(self, now: datetime) -> Standing:
        """Return how it is at a time."""
        if self.certificate is None:
            return Standing.AWAITED if self.trouble is None else Standing.FAILED
        if self.certificate.ends <= now:
            return Standing.EXPIRED
        return Standing.LATE if self.certificate.is_late(now) else Standing.GOOD


@dataclass(frozen=True, slots=True)
class CertificateLook:
    """The certificates at one moment of the engine's own time."""

    sites: tuple[SiteCertificate, ...]
    at: datetime


def wanted_certificates(sites: Iterable[Site], caddy: CaddySettings) -> Mapping[str, str]:
    """Return the sites that have a certificate, and the folder of their authority in storage."""
    folders = {Certificate.INTERNAL: INTERNAL, Certificate.ACME: _folder_of(caddy.directory)}
    return {
        one.domain.strip("[]"): folders[one.certificate]
        for one in sites
        if one.domain is not None and one.has_tls
    }


def look_at_certificates(
    engine: Engine, project: str, wanted: Mapping[str, str] | None
) -> Generator[Progress, None, CertificateLook]:
    """Return how the certificates of sites are; without sites, of all that Caddy keeps.

    Raises NotDeployed, CaddyStopped or another EngineTrouble.
    """
    yield Progress(phrase("Reading Caddy’s certificates"))
    return certificates_in(engine, running_caddy(engine, project), wanted)


def certificates_in(
    engine: Engine, caddy: EngineContainer, wanted: Mapping[str, str] | None
) -> CertificateLook:
    """Return the same of a Caddy that is known to run; raises EngineTrouble."""
    now = moment(engine.now())
    known = [*filter(None, map(issued, stored_certificates(engine, caddy.id)))]
    if wanted is None:
        wanted = {name: one.folder for one in known for name in one.names}
    sites = [SiteCertificate(n, _best(known, n, folder), None) for n, folder in wanted.items()]
    if all(one.standing(now) is Standing.GOOD for one in sites):
        return CertificateLook(tuple(sites), now)
    troubles = troubles_in(engine.logs(caddy.id, _LINES))
    return CertificateLook(tuple(_told(one, troubles, now) for one in sites), now)


def running_caddy(engine: Engine, project: str) -> EngineContainer:
    """Return the container of a stack's Caddy; raises CaddyStopped."""
    for one in containers_of(engine, project, [CADDY]):
        if one.is_running:
            return one
    raise CaddyStopped(
        phrase("The Caddy of {project} does not run.", project=project),
        phrase("Start it, then ask again."),
    )


def _best(known: Iterable[IssuedCertificate], domain: str, folder: str) -> IssuedCertificate | None:
    """Return the certificate of a domain: its authority's, else the newest of another."""
    fitting = [one for one in known if one.is_for(domain)]
    return max(fitting, key=lambda one: (one.folder == folder, one.begins), default=None)


def _told(
    site: SiteCertificate, troubles: Mapping[str, CaddyTrouble], now: datetime
) -> SiteCertificate:
    if site.standing(now) is Standing.GOOD:
        return site
    return SiteCertificate(site.domain, site.certificate, troubles.get(site.domain))


def _folder_of(directory: str) -> str:
    """Return how Caddy calls the folder of an authority: as its directory, on one level."""
    parts = urlsplit(directory)
    path = parts.path.replace("/", "-").strip("-")
    name = "-".join(filter(None, (parts.netloc, path)))
    return _UNSAFE.sub("", name.lower().replace(":", "-"))

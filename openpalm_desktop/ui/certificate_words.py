"""The certificates in use in words: how each is, who issued it, how long it is valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.issued_certificate import Authority, IssuedCertificate
from openpalm_desktop.deploy.site_certificates import CertificateLook, SiteCertificate, Standing
from openpalm_desktop.model.problem import Severity

from .words import counted, moment_words, tr

if TYPE_CHECKING:
    from datetime import timedelta


@dataclass(frozen=True, slots=True)
class CertificateNote:
    """How a site's certificate is: a mark where somebody should look after it, and the words."""

    severity: Severity | None
    words: str


def notes(look: CertificateLook | None) -> Mapping[str, CertificateNote]:
    """Return a note for each site that was looked at."""
    if look is None:
        return {}
    return {one.domain: _note(one, look.at) for one in look.sites}


def standing_word(standing: Standing) -> str:
    """Return how a certificate is, in a word or two."""
    return {
        Standing.GOOD: tr("Valid"),
        Standing.LATE: tr("Ends soon"),
        Standing.EXPIRED: tr("Expired"),
        Standing.AWAITED: tr("Not there yet"),
        Standing.FAILED: tr("Failed"),
    }[standing]


def standing_severity(standing: Standing) -> Severity | None:
    """Return the mark of a certificate that somebody should look after."""
    return {
        Standing.LATE: Severity.WARNING,
        Standing.EXPIRED: Severity.ERROR,
        Standing.FAILED: Severity.ERROR,
    }.get(standing)


def issuer_words(certificate: IssuedCertificate | None) -> str:
    """Return who issued a certificate."""
    if certificate is None:
        return "–"
    if certificate.authority is Authority.INTERNAL:
        return tr("Caddy itself")
    if certificate.authority is Authority.STAGING:
        return tr("{}, for tests").format(certificate.issuer)
    return certificate.issuer


def left_words(certificate: IssuedCertificate | None, now: datetime) -> str:
    """Return how long a certificate is still valid; Caddy's own live for hours."""
    if certificate is None:
        return "–"
    left = certificate.ends - now
    if left.days >= 2:
        return counted(left.days, "day", "days")
    return counted(_hours(left), "hour", "hours")


def meaning(site: SiteCertificate, now: datetime) -> str:
    """Return all there is to know about a site's certificate, a sentence a line."""
    standing, found, trouble = site.standing(now), site.certificate, site.trouble
    lines = []
    if trouble is not None:
        lines += [f"{trouble.sentence} {trouble.hint}", tr("Caddy’s log: {}").format(trouble.said)]
    elif standing is Standing.AWAITED:
        lines.append(tr("Caddy asks for it when it begins to serve; that may take a minute."))
    elif standing is Standing.LATE:
        lines.append(tr("Caddy should have renewed it by now. Its log may say why it did not."))
    if found is not None:
        names = ", ".join(found.names)
        said = tr("Made out to {}, from {} to {}.")
        lines.append(said.format(names, moment_words(found.begins), moment_words(found.ends)))
    if found is not None and found.authority is Authority.INTERNAL:
        lines.append(tr("Devices believe it once they know Caddy’s root certificate."))
    if found is not None and found.authority is Authority.STAGING:
        lines.append(
            tr(
                "Browsers warn of test certificates. The real one is chosen under Authority and"
                " ports."
            )
        )
    return "\n".join(lines)


def _note(one: SiteCertificate, now: datetime) -> CertificateNote:
    standing = one.standing(now)
    words = f"{standing_word(standing)}\n{meaning(one, now)}".rstrip()
    return CertificateNote(standing_severity(standing), words)


def _hours(left: "timedelta") -> int:
    return max(0, int(left.total_seconds()) // 3600)

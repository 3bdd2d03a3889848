"""An X.509 certificate, as far as people want to know it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .caddy_storage import INTERNAL, StoredCertificate

_LATE = timedelta(days=14)
_STAGING = "staging"


class Authority(StrEnum):
    """What kind of authority has issued a certificate."""

    INTERNAL = "internal"  # Caddy's own
    STAGING = "staging"  # a public one's test certificates, which no browser trusts
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """Who has certified which names, and for how long."""

    authority: Authority
    issuer: str
    folder: str  # of Caddy's storage
    names: tuple[str, ...]
    begins: datetime
    ends: datetime

    def is_for(self, domain: str) -> bool:
        """Whether it is made out to a domain, itself or by a wildcard."""
        parent = domain.partition(".")[2]
        return domain in self.names or f"*.{parent}" in self.names

    def days_left(self, now: datetime) -> int:
        """Return for how many whole days it is still valid; none for one that has expired."""
        return max(0, (self.ends - now).days)

    def is_late(self, now: datetime) -> bool:
        """Whether Caddy should have renewed it long ago: it does with a third of the time left."""
        return self.ends - now < min(_LATE, (self.ends - self.begins) / 6)


def issued(stored: StoredCertificate) -> IssuedCertificate | None:
    """Return what a stored certificate says; None where it is damaged, and says nothing."""
    try:
        return _issued(stored)
    except ValueError:
        return None


def _issued(stored: StoredCertificate) -> IssuedCertificate:
    from cryptography import x509  # noqa: PLC0415 – slow to import, only for who looks

    certificate = x509.load_pem_x509_certificate(stored.pem.encode())
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names = extension.value
        found = (
            *names.get_values_for_type(x509.DNSName),
            *map(str, names.get_values_for_type(x509.IPAddress)),
        )
    except x509.ExtensionNotFound:
        found = ()
    organizations = certificate.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    commons = certificate.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    said = [str(one.value) for one in (*organizations, *commons)]
    issuer = said[0] if said else certificate.issuer.rfc4514_string()
    return IssuedCertificate(
        _authority(stored.issuer, issuer),
        issuer,
        stored.issuer,
        found,
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def _authority(folder: str, issuer: str) -> Authority:
    if folder == INTERNAL:
        return Authority.INTERNAL
    is_staging = _STAGING in folder or _STAGING in issuer.lower()
    return Authority.STAGING if is_staging else Authority.PUBLIC

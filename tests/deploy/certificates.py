"""Certificates such as Caddy keeps, made in memory; nobody keeps their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

if TYPE_CHECKING:
    from datetime import datetime

LETS_ENCRYPT = "acme-v02.api.letsencrypt.org-directory"


def certificate(name: str, organization: str, begins: datetime, ends: datetime) -> str:
    """A certificate as PEM."""
    key = Ed25519PrivateKey.generate()
    issuer = [x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organization)]
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name(issuer))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, None)
    )
    return made.public_bytes(Encoding.PEM).decode()


def stored(folder: str, name: str, pem: str) -> str:
    """A certificate as it is printed out of Caddy's storage."""
    return f"# ./{folder}/{name}/{name}.crt\n{pem}"

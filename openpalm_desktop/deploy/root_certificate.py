"""The root of Caddy's own authority: what devices must know to believe its certificates."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from ssl import PEM_cert_to_DER_cert

from openpalm_desktop.phrases import phrase

from .caddy_storage import NoRoot, internal_root
from .engine import Engine
from .files import write_atomically
from .progress import Progress
from .site_certificates import running_caddy

DER = (".der", ".cer")


@dataclass(frozen=True, slots=True)
class RootCertificate:
    """A root certificate as PEM, and what tells it from others; its key stays on the server."""

    pem: str
    name: str
    fingerprint: str  # SHA-256, as systems show it
    ends: datetime

    def write(self, path: Path) -> None:
        """Keep it in a file: as PEM, or as DER where the name ends so."""
        is_der = path.suffix.lower() in DER
        write_atomically(path, PEM_cert_to_DER_cert(self.pem) if is_der else self.pem.encode())


def read_root(engine: Engine, project: str) -> Generator[Progress, None, RootCertificate]:
    """Return the root certificate of a running stack's Caddy.

    Raises NotDeployed, CaddyStopped, NoRoot or another EngineTrouble.
    """
    yield Progress(phrase("Reading Caddy’s root certificate"))
    return root_certificate(internal_root(engine, running_caddy(engine, project).id))


def root_certificate(pem: str) -> RootCertificate:
    """Return what a root certificate says, and nothing that stands behind it; raises NoRoot.

    Whoever keeps it believes all that is in the file, and compares the fingerprint of one.
    """
    from cryptography import x509  # noqa: PLC0415 – slow to import, only for who wants it
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 – the same
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 – the same

    try:
        one = x509.load_pem_x509_certificate(pem.encode())
        names = one.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        name = str(names[0].value) if names else one.subject.rfc4514_string()
        ends = one.not_valid_after_utc
    except ValueError as error:
        raise NoRoot(
            phrase("What Caddy keeps as its root certificate is none."),
            phrase("Look into its storage on the server: it may be damaged."),
        ) from error
    shown = one.fingerprint(SHA256()).hex(":").upper()
    return RootCertificate(one.public_bytes(Encoding.PEM).decode(), name, shown, ends)

"""The root certificate of a private authority, which the stack's folder takes along."""

import re
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .files import read_file

_LONGEST_PEM = 1024 * 1024
_CERTIFICATE = re.compile(
    r"^-----BEGIN CERTIFICATE-----$[A-Za-z0-9+/=\s]+^-----END CERTIFICATE-----$", re.MULTILINE
)


class AcmeRootUnreadable(OpenPalmError):
    """The file with the root of a private authority holds no certificate."""


def acme_root(path: Path) -> str:
    """Return the certificates in a file, and no key that stands beside them.

    Raises OpenPalmError if there is none.
    """
    text = read_file(path)[0][:_LONGEST_PEM].decode("utf-8", errors="replace").replace("\r\n", "\n")
    found = _CERTIFICATE.findall(text)
    if not found:
        raise AcmeRootUnreadable(
            phrase("{path} holds no certificate in PEM form.", path=path),
            phrase(
                "Choose the root certificate of your ACME server, a file that begins with "
                "-----BEGIN CERTIFICATE-----."
            ),
        )
    return "".join(f"{one}\n" for one in found)

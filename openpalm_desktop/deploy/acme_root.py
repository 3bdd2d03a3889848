"""The root certificate of a private authority, which the stack's folder takes along."""

from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .files import read_file

_LONGEST_PEM = 1024 * 1024


class AcmeRootUnreadable(OpenPalmError):
    """The file with the root of a private authority holds no certificate."""


def acme_root(path: Path) -> str:
    """Return the certificate in a file; raises OpenPalmError if there is none."""
    text = read_file(path)[0][:_LONGEST_PEM].decode("utf-8", errors="replace")
    if "-----BEGIN CERTIFICATE-----" not in text:
        raise AcmeRootUnreadable(
            phrase("{path} holds no certificate in PEM form.", path=path),
            phrase(
                "Choose the root certificate of your ACME server, a file that begins with "
                "-----BEGIN CERTIFICATE-----."
            ),
        )
    return text if text.endswith("\n") else f"{text}\n"

"""What a running Caddy keeps: its certificates and its own root, read inside its container.

Only certificates are read. The keys lie beside them, and no command of ours names one.
"""

from dataclasses import dataclass

from openpalm_desktop.phrases import phrase

from .engine import Engine, EngineTrouble

INTERNAL = "local"  # the folder of what Caddy's own authority has issued
_HOME = 'cd "${XDG_DATA_HOME:-/data}/caddy"'
_CERTIFICATES = (
    f"{_HOME}/certificates 2>/dev/null || exit 0; "
    "find . -type f -name '*.crt' -exec "
    """sh -c 'for file; do echo "# $file"; cat "$file"; done' sh {} +"""
)
_BEGIN = "-----BEGIN CERTIFICATE-----"
_ROOT = f"{_HOME} && cat pki/authorities/{INTERNAL}/root.crt"


class StorageUnreadable(EngineTrouble):
    """Caddy's storage cannot be looked into."""


class NoRoot(EngineTrouble):
    """Caddy has no authority of its own yet."""


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """A certificate as a PEM text, the authorities' after it, and whose folder it lies in."""

    issuer: str
    pem: str


def stored_certificates(engine: Engine, container: str) -> tuple[StoredCertificate, ...]:
    """Return the certificates that a running Caddy keeps."""
    done = engine.run(container, ["sh", "-c", _CERTIFICATES])
    if done.exit_code:
        raise StorageUnreadable(
            phrase("Caddy’s certificates could not be read: {said}", said=done.output.strip()),
            phrase("Its image needs sh and find, as caddy:2-alpine has them."),
        )
    texts = [text for text in f"\n{done.output}".split("\n# ./") if _BEGIN in text]
    return tuple(StoredCertificate(text.partition("/")[0], _pem_in(text)) for text in texts)


def internal_root(engine: Engine, container: str) -> str:
    """Return the root certificate of Caddy's own authority as PEM; raises NoRoot."""
    done = engine.run(container, ["sh", "-c", _ROOT])
    if done.exit_code or _BEGIN not in done.output:
        raise NoRoot(
            phrase("Caddy has no root certificate of its own."),
            phrase("It makes one when it first needs a certificate that no public authority has."),
        )
    return _pem_in(done.output)


def _pem_in(text: str) -> str:
    return f"{text[text.index(_BEGIN) :].strip()}\n"

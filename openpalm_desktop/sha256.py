"""SHA-256 as Python has it by itself: `hashlib` loads OpenSSL, 3 MB, for which little is to do.

What is large goes to OpenSSL all the same, and everything after it: it is three to five times as
fast.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast


def _own() -> Callable[[bytes], Any]:
    """Return Python's own; `random` looks for its digest the same way."""
    for name in ("_sha2", "_sha256"):  # from Python 3.12 on, and before
        try:
            return cast("Callable[[bytes], Any]", import_module(name).sha256)
        except ImportError:
            continue
    return cast("Callable[[bytes], Any]", import_module("hashlib").sha256)


def _openssl() -> Callable[[bytes], Any]:
    from hashlib import sha256  # noqa: PLC0415 – see above

    return sha256


_LARGE = 128 * 1024  # bytes; the files of some two hundred channels


class _Digest:
    def __init__(self) -> None:
        self._make = _own()

    def __call__(self, content: bytes) -> str:
        """Return the digest of some bytes, in hexadecimal."""
        if len(content) > _LARGE:
            self._make = _openssl()
        return str(self._make(content).hexdigest())


sha256_of = _Digest()

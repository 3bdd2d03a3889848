"""SHA-256 as Python has it by itself: `hashlib` loads OpenSSL, 3 MB, with which nothing is done."""

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


_sha256 = _own()


def sha256_of(content: bytes) -> str:
    """Return the digest of some bytes, in hexadecimal."""
    return str(_sha256(content).hexdigest())

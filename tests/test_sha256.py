"""Digests are the standard's, whatever makes them."""

import hashlib
import subprocess
import sys

from hypothesis import given
from hypothesis.strategies import binary

from openpalm_desktop.sha256 import sha256_of


@given(binary())
def test_a_digest_is_that_of_hashlib(content: bytes) -> None:
    assert sha256_of(content) == hashlib.sha256(content).hexdigest()


def test_openssl_is_not_loaded_for_it() -> None:
    program = "import sys, openpalm_desktop.sha256; print('_hashlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"

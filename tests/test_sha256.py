"""Digests are the standard's, whatever makes them."""

import hashlib
import subprocess
import sys

from hypothesis import given
from hypothesis.strategies import binary, integers

from openpalm_desktop.sha256 import sha256_of


@given(binary(), integers(0, 40_000))
def test_a_digest_is_that_of_hashlib(content: bytes, times: int) -> None:
    content *= times
    assert sha256_of(content) == hashlib.sha256(content).hexdigest()


def test_openssl_is_not_loaded_for_it() -> None:
    program = (
        "import sys; from openpalm_desktop.sha256 import sha256_of\n"
        "sha256_of(bytes(60_000)); print('_hashlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"

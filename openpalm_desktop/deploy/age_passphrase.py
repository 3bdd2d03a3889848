"""An age file for one passphrase, as https://c2sp.org/age describes it.

The library for age tells by a stopwatch how much work a passphrase should take: a busy computer
would lock weakly, and then refuse what a quicker one has locked. Here it is always as much as the
stock `age` takes, 256 MB and about a second.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from secrets import token_bytes

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_WORK, _MOST_WORK = 18, 20  # logarithms; 20 takes 1 GB
_LABEL = b"age-encryption.org/v1/scrypt"
_KEY, _FILE_KEY, _SALT, _TAG = 32, 16, 16, 16  # bytes
_CHUNK = 64 * 1024
_HEADER = re.compile(
    rb"(?P<signed>age-encryption\.org/v1\n"
    rb"-> scrypt (?P<salt>[A-Za-z0-9+/]{22}) (?P<work>[1-9][0-9]?)\n"
    rb"(?P<wrapped>[A-Za-z0-9+/]{43})\n---) (?P<mac>[A-Za-z0-9+/]{43})\n"
)


class WrongPassphrase(Exception):
    """A passphrase does not open a file, or the file was changed."""


class TooMuchWork(Exception):
    """Trying one passphrase would take more memory than any honest file asks for."""


def lock(content: bytes, passphrase: str) -> bytes:
    """Return content locked with a passphrase."""
    file_key, salt, nonce = token_bytes(_FILE_KEY), token_bytes(_SALT), token_bytes(_SALT)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, _WORK)).encrypt(
        bytes(12), file_key, None
    )
    signed = b"age-encryption.org/v1\n-> scrypt %b %d\n%b\n---" % (
        _written(salt),
        _WORK,
        _written(wrapped),
    )
    payload = b"".join(_sealed(content, _derived(file_key, nonce, b"payload")))
    return b"%b %b\n%b%b" % (signed, _written(_hmac(file_key, signed).finalize()), nonce, payload)


def unlock(file: bytes, passphrase: str) -> bytes:
    """Return what a file holds; raises WrongPassphrase or TooMuchWork."""
    header = _HEADER.match(file)
    if header is None:
        raise WrongPassphrase
    work = int(header["work"])
    if work > _MOST_WORK:
        raise TooMuchWork
    try:
        key = _stretched(passphrase, _read(header["salt"]), work)
        file_key = ChaCha20Poly1305(key).decrypt(bytes(12), _read(header["wrapped"]), None)
        _hmac(file_key, header["signed"]).verify(_read(header["mac"]))
        nonce, payload = file[header.end() :][:_SALT], file[header.end() + _SALT :]
        return b"".join(_opened(payload, _derived(file_key, nonce, b"payload")))
    except (InvalidTag, InvalidSignature) as error:
        raise WrongPassphrase from error


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    """Return the key of a passphrase, which takes its time to be found."""
    slow = Scrypt(salt=_LABEL + salt, length=_KEY, n=1 << work, r=8, p=1)
    return slow.derive(passphrase.encode("utf-8", "surrogatepass"))


def _derived(file_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt, purpose).derive(file_key)


def _hmac(file_key: bytes, signed: bytes) -> HMAC:
    made = HMAC(_derived(file_key, b"", b"header"), SHA256())
    made.update(signed)
    return made


def _sealed(content: bytes, key: bytes) -> Iterator[bytes]:
    chunks = [content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)] or [b""]
    for number, chunk in enumerate(chunks):
        nonce = _chunk_nonce(number, is_last=number == len(chunks) - 1)
        yield ChaCha20Poly1305(key).encrypt(nonce, chunk, None)


def _opened(payload: bytes, key: bytes) -> Iterator[bytes]:
    step = _CHUNK + _TAG
    chunks = [payload[at : at + step] for at in range(0, len(payload), step)] or [b""]
    if len(chunks) > 1 and len(chunks[-1]) <= _TAG:  # the last holds something, unless it is alone
        raise InvalidTag
    for number, chunk in enumerate(chunks):
        nonce = _chunk_nonce(number, is_last=number == len(chunks) - 1)
        yield ChaCha20Poly1305(key).decrypt(nonce, chunk, None)


def _chunk_nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _written(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _read(text: bytes) -> bytes:
    """Return the data that a text stands for; raises InvalidTag if they have another text."""
    data = b64decode(text + b"=" * (-len(text) % 4))
    if _written(data) != text:
        raise InvalidTag
    return data

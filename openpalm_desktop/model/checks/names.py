"""What Docker, Compose and the network accept as a name."""

import re
from collections.abc import Iterable

from openpalm_desktop.phrases import phrase

DNS_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
PROJECT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
SERVICE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
RESOURCE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")

_PATH_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_HOST = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_REGISTRY = rf"(?:{_HOST}(?:\.{_HOST})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_IMAGE = re.compile(
    rf"(?P<name>(?:{_REGISTRY}/)?{_PATH_COMPONENT}(?:/{_PATH_COMPONENT})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
    r"(?P<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?"
)
_DIGEST_LENGTHS = {"@sha256": 64, "@sha384": 96, "@sha512": 128}
_IMAGE_ID = re.compile(r"[0-9a-f]{64}")


def is_image(text: str) -> bool:
    """Whether Docker accepts a text as an image reference: registry, port, path, tag, digest."""
    match = _IMAGE.fullmatch(text)
    if match is None or _IMAGE_ID.fullmatch(text) or len(match["name"]) > 255:
        return False
    algorithm, _, digest = (match["digest"] or "").partition(":")
    return len(digest) == _DIGEST_LENGTHS.get(algorithm, len(digest))


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the closest known word, or `otherwise`."""
    from difflib import get_close_matches  # noqa: PLC0415 – only where a word is wrong

    by_lower = {one.lower(): one for one in known}
    closest = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.7)
    return phrase("Did you mean {word}?", word=by_lower[closest[0]]) if closest else otherwise


def quoted_list(words: Iterable[str]) -> str:
    """Return words as a person lists them: a, b and c."""
    *first, last = words
    return phrase("{names} and {last}", names=", ".join(first), last=last) if first else last

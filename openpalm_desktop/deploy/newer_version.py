"""Whether a newer version was released: one question to one address, when a person asks for it."""

import json
import os
import re
import ssl
import time
from collections.abc import Generator
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import certifi

from openpalm_desktop import __version__
from openpalm_desktop.build import releases_address
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .progress import Progress

_VARIABLE = "OPENPALM_RELEASES"
_PATIENCE = 10.0  # seconds for all of it
_LONGEST = 1024 * 1024  # bytes; an answer has some kB
_PIECE = 64 * 1024
_NOT_FOUND = 404
_WEB = {"https", "http"}
_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,5})([-+.]?[0-9A-Za-z.+-]{0,40})")


class NoAnswer(OpenPalmError):
    """Nobody said what the newest version is."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version there is, and the page that tells of it."""

    version: str
    page: str

    @property
    def is_newer(self) -> bool:
        """Whether it is newer than this program."""
        return order_of(self.version) > order_of(__version__)


def feed(chosen: str = "") -> str:
    """Return whom to ask: what the environment says, what was chosen, or what the package says.

    Raises NoAnswer where none of them says anything.
    """
    found = os.environ.get(_VARIABLE) or chosen or releases_address()
    if not found:
        raise NoAnswer(
            phrase("This program does not know where its newer versions are told of."),
            phrase("Look where you have it from, or name the address in OPENPALM_RELEASES."),
        )
    return found


def host_of(url: str) -> str:
    """Return the name of who is asked."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def newest_version(url: str) -> Generator[Progress, None, Newest]:
    """Return the newest version; says nothing of this computer but the program's own version.

    Raises NoAnswer. Nothing is fetched but the answer, and nothing is installed.
    """
    yield Progress(phrase("Asking {host}", host=host_of(url)))
    try:
        return _newest(json.loads(_fetched(url)))
    except HTTPError as error:
        raise _refused(url, error) from error
    except (OSError, HTTPException) as error:
        raise _unreachable(url, error) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise NoAnswer(
            phrase("What {host} answers tells of no release.", host=host_of(url)),
            phrase("Look for it in your browser; nothing was changed here."),
        ) from error


def order_of(version: str) -> tuple[tuple[int, ...], bool]:
    """Return what versions are sorted by; one before a release comes before it."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return (), False
    numbers = [int(one) for one in match[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), not match[2]


def _newest(answer: Any) -> Newest:
    version, page = answer["tag_name"], answer["html_url"]
    if not (_VERSION.fullmatch(version) and page.isprintable() and urlsplit(page).scheme in _WEB):
        raise ValueError(version)
    return Newest(version.removeprefix("v"), page)


def _fetched(url: str) -> bytes:
    if urlsplit(url).scheme not in _WEB:
        raise ValueError(url)
    until = time.monotonic() + _PATIENCE
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # a frozen program finds no others
    headers = {"User-Agent": f"openpalm-desktop/{__version__}", "Accept": "application/json"}
    request = Request(url, headers=headers)  # noqa: S310 – its scheme was looked at
    opener = build_opener(HTTPSHandler(context=context), _StaysSafe())
    with opener.open(request, timeout=_PATIENCE) as response:
        return _read(response, until)


class _StaysSafe(HTTPRedirectHandler):
    """Follows nobody from https to where anybody may answer."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next request; raises ValueError where it must not be made."""
        if urlsplit(newurl).scheme not in {"https", urlsplit(req.full_url).scheme}:
            raise ValueError(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(response: HTTPResponse, until: float) -> bytes:
    """Return an answer; one that drips in or never ends is given up."""
    data = b""
    while piece := response.read1(_PIECE):
        data += piece
        if time.monotonic() > until:
            raise TimeoutError
        if len(data) > _LONGEST:
            raise ValueError("endless")
    return data


def _refused(url: str, error: HTTPError) -> NoAnswer:
    error.close()
    if error.code == _NOT_FOUND:
        sentence = phrase("{host} knows of no release yet.", host=host_of(url))
    else:
        sentence = phrase("{host} did not answer: {code}.", host=host_of(url), code=error.code)
    return NoAnswer(sentence, phrase("Try again later; nothing was changed here."))


def _unreachable(url: str, error: OSError | HTTPException) -> NoAnswer:
    reason = error.reason if isinstance(error, URLError) else error
    said = getattr(reason, "strerror", None) or str(reason)
    if isinstance(reason, TimeoutError):
        said = phrase("it took too long")
    return NoAnswer(
        phrase("{host} could not be asked: {reason}.", host=host_of(url), reason=said),
        phrase("Is this computer online? Try again later; nothing was changed here."),
    )

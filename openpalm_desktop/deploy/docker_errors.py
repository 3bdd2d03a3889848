"""What the Docker SDK and its HTTP library raise, as sentences for a person."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from tarfile import TarError

from openpalm_desktop.phrases import marked, phrase

from .engine import (
    EngineTrouble,
    EngineUnreachable,
    ImageMissing,
    LoginsUnreadable,
    NameTaken,
    NotThere,
    PortTaken,
)
from .tls_refusals import tls_refusal

_PORT = re.compile(
    r"(?:bind for|bind host port for|bind host port|binding|bind|listen tcp4?|listen tcp6?) "
    r"\S*?:(?P<port>\d+)\b.*?(?:port is already allocated|address already in use)",
    re.DOTALL | re.IGNORECASE,
)
_LONGEST = 400
_SENSELESS = (
    *(LookupError, TypeError, ValueError, AttributeError, RecursionError, OverflowError),
    TarError,
)
"""What reading an answer raises that no Docker engine gives."""
IMAGE_HINT = marked("Check its name and tag.")
_HINT_START = marked("Is Docker installed and running there? Start it, or choose another target.")


@contextmanager
def sentences(what: str, engine: str) -> Iterator[None]:
    """Raise what goes wrong in the block as an EngineTrouble; `what` ends “could not be …”."""
    # The SDK takes a fifth of a second to import; whoever comes here has paid for it already.
    from docker import errors  # noqa: PLC0415 – see above
    from requests import exceptions as http  # noqa: PLC0415 – see above
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 – see above

    try:
        yield
    except errors.APIError as error:
        raise refusal(what, engine, error.status_code or 0, str(error.explanation)) from error
    except (errors.DockerException, errors.StreamParseError, http.RequestException) as error:
        raise _unreachable(what, engine, error) from error
    except (HTTPError, HTTPException, OSError) as error:  # in the middle of an answer
        raise _unreachable(what, engine, error) from error
    except _SENSELESS as error:
        raise EngineTrouble(
            phrase("{what}: {engine} does not answer as Docker does.", what=what, engine=engine),
            phrase("Check the address: is it an engine, and its answer not changed on the way?"),
        ) from error


def _unreachable(what: str, engine: str, error: BaseException) -> EngineTrouble:
    text = f"{error!r} {error.__cause__!r} {error.__context__!r}"
    if (refused := tls_refusal(what, engine, text)) is not None:
        return refused
    if "Credentials store error" in text:
        return LoginsUnreadable(
            phrase("{what}: the program that keeps Docker’s logins failed.", what=what),
            phrase("Mend or remove its name in ~/.docker/config.json: credsStore or credHelpers."),
        )
    if "timed out" in text.lower() or "Timeout" in text:
        return EngineUnreachable(
            phrase("{what}: {engine} did not answer in time.", what=what, engine=engine),
            phrase("Its machine may be overloaded, or the connection cut. Try again."),
        )
    if "PermissionError" in text or "Permission denied" in text:
        return EngineUnreachable(
            phrase("{what}: you may not use {engine}.", what=what, engine=engine),
            phrase("Join the group docker (then log in again), or choose another target."),
        )
    if "FileNotFoundError" in text or "No such file" in text:
        return EngineUnreachable(
            phrase("{what}: there is no {engine}.", what=what, engine=engine), phrase(_HINT_START)
        )
    if "Connection refused" in text:
        return EngineUnreachable(
            phrase("{what}: nobody answers at {engine}.", what=what, engine=engine),
            phrase(_HINT_START),
        )
    if "Name or service not known" in text or "getaddrinfo" in text:
        return EngineUnreachable(
            phrase("{what}: {engine} is not known here.", what=what, engine=engine),
            phrase("Check the address."),
        )
    return EngineUnreachable(
        phrase("{what}: the connection to {engine} broke.", what=what, engine=engine),
        phrase("Check that it runs, then try again."),
    )


def refusal(what: str, engine: str, status: int, explanation: str) -> EngineTrouble:
    """Return what an engine's refusal means, which comes as an answer or in the middle of one."""
    said = _short(explanation)
    # What an engine says of its registries' certificates is not about its own.
    if status == 400 and (refused := tls_refusal(what, engine, explanation)) is not None:
        return refused
    if match := _PORT.search(explanation):
        return PortTaken(
            phrase(
                "{what}: port {port} of the server is already in use.",
                what=what,
                port=match["port"],
            ),
            phrase("Choose another port, or stop the program that uses it."),
        )
    if "no space left on device" in explanation:
        return EngineTrouble(
            phrase("{what}: the disk of {engine} is full.", what=what, engine=engine),
            phrase("Free some space there and try again."),
        )
    if "client version" in explanation and "too" in explanation:
        return EngineTrouble(
            phrase(
                "{what}: {engine} and this program have no version of their language in common.",
                what=what,
                engine=engine,
            ),
            phrase("Update Docker there, or this program."),
        )
    if "exec format error" in explanation:
        return EngineTrouble(
            phrase("{what}: its image is made for another kind of processor.", what=what),
            phrase("Choose an image for the server’s architecture."),
        )
    if "No such image" in explanation or "manifest unknown" in explanation:
        return ImageMissing(f"{what}: {said}", phrase(IMAGE_HINT))
    if "is already in use by container" in explanation or "already exists" in explanation:
        return NameTaken(f"{what}: {said}", phrase("Remove or rename what has the name."))
    if status == 404:
        return NotThere(f"{what}: {said}", phrase("It was removed meanwhile; try again."))
    return EngineTrouble(f"{what}: {said}", "")


def _short(explanation: str) -> str:
    """Return the engine's own words on one line, ended as a sentence."""
    text = " ".join(explanation.split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text if text.endswith((".", "…", "!")) else f"{text}."

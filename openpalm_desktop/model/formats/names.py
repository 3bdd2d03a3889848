"""Names from an older file as ones that are allowed here."""

import re
import unicodedata
from collections.abc import Iterable

from openpalm_desktop.model.checks.names import PROJECT_NAME
from openpalm_desktop.model.edits import free_name

_LONGEST = 63
_SECRET_WORD = re.compile(r"SECRET|TOKEN|PASSWORD|KEY")
_ROOM_FOR_NUMBER = 5


def slug(text: str, otherwise: str) -> str:
    """Return a name as a DNS label: lower case, letters, digits and `-`."""
    return _joined(r"[^a-z0-9]+", text)[:_LONGEST].rstrip("-") or otherwise


def free_slug(text: str, taken: Iterable[str], otherwise: str) -> str:
    """Return a name as a DNS label that is not taken yet."""
    return _free(slug(text, otherwise), taken)


def free_service_name(text: str, taken: Iterable[str]) -> str:
    """Return a name as Compose and the network take it for a service; dots and `_` may stay."""
    name = _joined(r"[^a-z0-9._-]+", text).lstrip("._-")[:_LONGEST] or "service"
    return _free(name, taken)


def free_id(text: str, taken: Iterable[str]) -> str:
    """Return an automation's id: its case and `_` stay, ids are told apart without their case."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", _ascii(text)).strip("-")[:120] or "automation"
    lower = {each.lower() for each in taken}
    number, free = 2, name
    while free.lower() in lower:
        free, number = f"{name}-{number}", number + 1
    return free


def project_name(text: str) -> str | None:
    """Return a text as a project name that Compose accepts, or None where nothing is left."""
    name = _joined(r"[^a-z0-9_-]+", text).lstrip("_-")
    return name if PROJECT_NAME.fullmatch(name) else None


def sounds_secret(variable: str) -> bool:
    """Whether a variable's name says that its value is a secret, by the old programs' rule."""
    return _SECRET_WORD.search(variable.upper()) is not None


def _free(name: str, taken: Iterable[str]) -> str:
    used = set(taken)
    if name not in used:
        return name
    return free_name(name[: _LONGEST - _ROOM_FOR_NUMBER].rstrip("-"), used)


def _joined(unfit: str, text: str) -> str:
    return re.sub(unfit, "-", _ascii(text).lower()).strip("-")


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")

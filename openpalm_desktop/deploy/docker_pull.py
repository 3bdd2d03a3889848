"""Fetching an image, and how far that is."""

from collections.abc import Iterator
from typing import Any

from openpalm_desktop.phrases import phrase

from .docker_errors import IMAGE_HINT, refusal
from .engine import EngineTrouble, ImageMissing, Pulling
from .registry_access import Credentials


def pulling(
    api: Any, reference: str, what: str, engine: str, login: Credentials
) -> Iterator[Pulling]:
    """Fetch an image; `what` is the beginning of a sentence on what could not be done."""
    layers: dict[str, tuple[int, int]] = {}
    name, tag = _name_and_tag(reference)
    for event in api.pull(name, tag=tag, stream=True, decode=True, auth_config=login):
        if said := event.get("error"):  # it may come in the middle of a stream that began well
            raise _failed(what, engine, str(said))
        detail = event.get("progressDetail") or {}
        if event.get("status") == "Downloading" and detail.get("total"):
            layers[event["id"]] = (detail["current"], detail["total"])
        yield Pulling(
            sum(done for done, _ in layers.values()),
            sum(total for _, total in layers.values()),
        )


def _name_and_tag(reference: str) -> tuple[str, str | None]:
    """Return what the API wants apart; without a tag it would fetch every tag there is."""
    if "@" in reference:
        name, _, digest = reference.partition("@")
        return name, digest
    name, colon, tag = reference.rpartition(":")
    if not colon or "/" in tag:
        return reference, "latest"
    return name, tag


def _failed(what: str, engine: str, said: str) -> EngineTrouble:
    error = refusal(what, engine, 0, said)
    return error if error.hint else ImageMissing(error.sentence, phrase(IMAGE_HINT))

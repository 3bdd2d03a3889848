"""Whether a registry's refusal asks for a login."""

from __future__ import annotations

import pytest

from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.deploy.registry_access import LoginNeeded, RegistryAccess

WHAT = "The image {name} could not be fetched"


def refused(reference: str, said: str) -> EngineTrouble:
    """What is raised when an engine's answer for an image, in its own words, is a refusal."""
    what = WHAT.format(name=reference)

    def ask(_: object) -> None:
        raise EngineTrouble(f"{what}: {said}", "")

    with pytest.raises(EngineTrouble) as raised:
        RegistryAccess(lambda _: None).asked(reference, what, ask)
    return raised.value


@pytest.mark.parametrize(
    "said",
    [
        "pull access denied for acme/chat, repository does not exist or needs 'docker login'.",
        'Head "https://ghcr.io/v2/acme/chat/manifests/1": denied.: unauthorized.',
        "no basic auth credentials.",
    ],
)
def test_who_wants_to_know_who_asks_is_told_apart(said: str) -> None:
    assert isinstance(refused("ghcr.io/acme/chat:1", said), LoginNeeded)


@pytest.mark.parametrize("name", ["acme/denied:1", "access.denied:5000/unauthorized:2"])
def test_a_name_that_sounds_like_a_refusal_is_none(name: str) -> None:
    error = refused(name, f"manifest for {name} not found.")
    assert not isinstance(error, LoginNeeded)
    assert error.sentence == f"{WHAT.format(name=name)}: manifest for {name} not found."

"""Why a container is made anew, in words that name what changed and never a value."""

from collections.abc import Iterable, Mapping

from openpalm_desktop.phrases import marked, phrase

from .comparison import Comparison, Runs, compared, is_taken, keys_by_hand, parts_of_key
from .digests import ENV, FILES, parts_in
from .engine import EngineContainer
from .image_names import familiar
from .labels import IMAGE, PARTS, SALT
from .wanted import WantedService

_NAMES = {
    "cap_add": marked("capabilities"),
    "cap_drop": marked("capabilities"),
    "command": marked("the command"),
    "entrypoint": marked("the entry point"),
    "healthcheck": marked("the healthcheck"),
    "image": marked("the image"),
    "labels": marked("labels"),
    "logging": marked("logging"),
    "networks": marked("networks or names in them"),
    "ports": marked("published ports"),
    "restart": marked("the restart policy"),
    "user": marked("the user"),
    "volumes": marked("storage"),
    "working_dir": marked("the working directory"),
}
_FOREIGN = marked("was not made by this program")
_ADDED = marked("{name} added")
_REMOVED = marked("{name} removed")
_CHANGED = marked("{name} changed")


def causes(
    old: EngineContainer,
    new: WantedService,
    image_id: str | None,
    runs: Runs | None = None,
    deployed: WantedService | None = None,
) -> tuple[str, ...]:
    """Return why a container is not what is wanted; nothing if it is.

    `runs` is how it was found on a closer look, `deployed` the service in the last release.
    """
    before = parts_in(old.labels.get(PARTS))
    if before is None:
        return (phrase(_FOREIGN),)
    after = new.parts(old.labels.get(SALT, ""))
    comparison = None if runs is None else compared(new, runs)
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if comparison is not None:
        keys -= {key for key in keys if is_taken(key, comparison, deployed)}
    found = [] if comparison is None else _hand_causes(comparison)
    found += [*_image_causes(old, new, image_id, runs), *_variable_causes(keys, before, after)]
    others = (key for key in sorted(keys) if key != "image" and not key.startswith(ENV))
    found += [changed(_name(key, new)) for key in others]
    return tuple(dict.fromkeys(found))


def changed(name: str) -> str:
    """Return that a part or a variable has another value."""
    return phrase(_CHANGED, name=name)


def changed_by_hand(names: Iterable[str]) -> str:
    """Return the cause that names what somebody has changed on the server."""
    return phrase("was changed by hand: {names}", names=", ".join(dict.fromkeys(names)))


def differs_in_names(found: tuple[str, ...]) -> bool:
    """Whether causes name nothing but networks and names in them."""
    return set(found) <= {changed(phrase(_NAMES["networks"]))}


def _hand_causes(comparison: Comparison) -> list[str]:
    names = [_name(key, comparison.service) for key in keys_by_hand(comparison)]
    return [changed_by_hand(names)] if names else []


def _image_causes(
    old: EngineContainer, new: WantedService, image_id: str | None, runs: Runs | None
) -> list[str]:
    before = old.labels.get(IMAGE, old.image)
    is_running = familiar(before if runs is None else runs.image_name) == familiar(new.image)
    if before != new.image and not is_running:
        return [phrase("image changed from {before} to {after}", before=before, after=new.image)]
    if is_running and image_id is not None and image_id != old.image_id:
        return [phrase("the server has another {image} by now", image=new.image)]
    return []


def _variable_causes(
    keys: Iterable[str], before: Mapping[str, str], after: Mapping[str, str]
) -> list[str]:
    found = []
    for key in sorted(keys):
        if key.startswith(ENV):
            said = _ADDED if key not in before else _REMOVED if key not in after else _CHANGED
            found.append(phrase(said, name=key.removeprefix(ENV)))
    return found


def _name(key: str, new: WantedService) -> str:
    if key.startswith(ENV):
        return key.removeprefix(ENV)
    if key == FILES:
        return phrase("its files") if new.is_reloadable else phrase("automations")
    part = parts_of_key(key)[0]
    return phrase(_NAMES[part]) if part in _NAMES else part

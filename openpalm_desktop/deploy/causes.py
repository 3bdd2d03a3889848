"""Why a container is made anew, in words that name what changed and never a value."""

from collections.abc import Mapping

from openpalm_desktop.phrases import marked, phrase

from .digests import ENV, FILES, parts_in
from .engine import EngineContainer
from .labels import IMAGE, PARTS, SALT
from .wanted import WantedService

_WORDS = {
    "cap_add": marked("capabilities changed"),
    "cap_drop": marked("capabilities changed"),
    "command": marked("the command changed"),
    "entrypoint": marked("the entry point changed"),
    "healthcheck": marked("the healthcheck changed"),
    "labels": marked("labels changed"),
    "logging": marked("logging changed"),
    "networks": marked("networks or names in them changed"),
    "ports": marked("published ports changed"),
    "restart": marked("the restart policy changed"),
    "user": marked("the user changed"),
    "volumes": marked("storage changed"),
    "working_dir": marked("the working directory changed"),
}
_FOREIGN = marked("was not made by this program")
_ADDED = marked("{name} added")
_REMOVED = marked("{name} removed")
_CHANGED = marked("{name} changed")


def causes(old: EngineContainer, new: WantedService, image_id: str | None) -> tuple[str, ...]:
    """Return why a container is not what is wanted; nothing if it is."""
    before = parts_in(old.labels.get(PARTS))
    if before is None:
        return (phrase(_FOREIGN),)
    after = new.parts(old.labels.get(SALT, ""))
    found = [*_image_causes(old, new, image_id), *_variable_causes(before, after)]
    others = (key for key in sorted(before.keys() | after.keys()) if _is_other(key))
    found += [_words(key, new) for key in others if before.get(key) != after.get(key)]
    return tuple(dict.fromkeys(found))


def changed(name: str) -> str:
    """Return that a part or a variable has another value."""
    return phrase(_CHANGED, name=name)


def differs_in_names(found: tuple[str, ...]) -> bool:
    """Whether causes name nothing but networks and names in them."""
    return set(found) <= {phrase(_WORDS["networks"])}


def _is_other(key: str) -> bool:
    return key != "image" and not key.startswith(ENV)


def _image_causes(old: EngineContainer, new: WantedService, image_id: str | None) -> list[str]:
    before = old.labels.get(IMAGE, old.image)
    if before != new.image:
        return [phrase("image changed from {before} to {after}", before=before, after=new.image)]
    if image_id is not None and image_id != old.image_id:
        return [phrase("the server has another {image} by now", image=new.image)]
    return []


def _variable_causes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    found = []
    for key in sorted(before.keys() | after.keys()):
        if key.startswith(ENV) and before.get(key) != after.get(key):
            said = _ADDED if key not in before else _REMOVED if key not in after else _CHANGED
            found.append(phrase(said, name=key.removeprefix(ENV)))
    return found


def _words(key: str, new: WantedService) -> str:
    if key == FILES:
        return phrase("its files changed") if new.is_reloadable else phrase("automations changed")
    return phrase(_WORDS[key]) if key in _WORDS else changed(key)

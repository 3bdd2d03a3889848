"""Why a container is made anew, in words that name what changed and never a value."""

from collections.abc import Mapping

from .digests import ENV, FILES, parts_in
from .engine import EngineContainer
from .labels import IMAGE, PARTS, SALT
from .wanted import WantedService

_WORDS = {
    "cap_add": "capabilities",
    "cap_drop": "capabilities",
    "command": "the command",
    "entrypoint": "the entry point",
    "healthcheck": "the healthcheck",
    "labels": "labels",
    "logging": "logging",
    "networks": "networks or names in them",
    "ports": "published ports",
    "restart": "the restart policy",
    "user": "the user",
    "volumes": "storage",
    "working_dir": "the working directory",
}
FOREIGN = "was not made by this program"


def causes(old: EngineContainer, new: WantedService, image_id: str | None) -> tuple[str, ...]:
    """Return why a container is not what is wanted; nothing if it is."""
    before = parts_in(old.labels.get(PARTS))
    if before is None:
        return (FOREIGN,)
    after = new.parts(old.labels.get(SALT, ""))
    found = [*_image_causes(old, new, image_id), *_variable_causes(before, after)]
    others = (key for key in sorted(before.keys() | after.keys()) if _is_other(key))
    found += [_words(key, new) for key in others if before.get(key) != after.get(key)]
    return tuple(dict.fromkeys(found))


def _is_other(key: str) -> bool:
    return key != "image" and not key.startswith(ENV)


def _image_causes(old: EngineContainer, new: WantedService, image_id: str | None) -> list[str]:
    before = old.labels.get(IMAGE, old.image)
    if before != new.image:
        return [f"image changed from {before} to {new.image}"]
    if image_id is not None and image_id != old.image_id:
        return [f"the server has another {new.image} by now"]
    return []


def _variable_causes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    found = []
    for key in sorted(before.keys() | after.keys()):
        if key.startswith(ENV) and before.get(key) != after.get(key):
            verb = "added" if key not in before else "removed" if key not in after else "changed"
            found.append(f"{key.removeprefix(ENV)} {verb}")
    return found


def _words(key: str, new: WantedService) -> str:
    if key == FILES:
        return "its files changed" if new.is_reloadable else "automations changed"
    return f"{_WORDS.get(key, key)} changed"

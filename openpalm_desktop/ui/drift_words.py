"""How differences between the spec and what runs are called."""

from typing import TYPE_CHECKING

from openpalm_desktop.deploy.container_traits import NETWORK
from openpalm_desktop.deploy.difference import CADDYFILE, FILE, MADE, NAME, STATE, UNKNOWN

from .words import owner_of, title_of, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.difference import Difference
    from openpalm_desktop.model.stack import StackSpec


def field_title(one: "Difference", spec: "StackSpec") -> str:
    """Return what differs, as the forms call it, else in Compose's words."""
    match one.path:
        case (*_, "labels", str(key)):
            return tr("Label {}").format(key)
        case (*_, "compose", str(key)):
            return key
    if one.key.startswith(NETWORK):
        return tr("Network {}").format(one.key.removeprefix(NETWORK))
    if one.key.startswith(FILE):
        name = one.key.removeprefix(FILE)
        is_script = one.path[2:] == ("script",)
        return tr("Script of {}").format(owner_of(spec, one.path)) if is_script else name
    known = {
        STATE: tr("State"),
        NAME: tr("Container name"),
        MADE: tr("Container"),
        UNKNOWN: tr("Service"),
        CADDYFILE: "Caddyfile",
    }
    if one.key in known:
        return known[one.key]
    return title_of(spec, one.path) if len(one.path) > 1 else one.key.rpartition(" ")[2]

"""A target in words: its name, whether it answers, who it is."""

from typing import TYPE_CHECKING

from openpalm_desktop.deploy.target import LOCAL

from .target_desk import Sight, Standing
from .theme import Tokens
from .words import counted, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpalm_desktop.deploy.engine import EngineContainer
    from openpalm_desktop.deploy.saved_targets import SavedTarget
    from openpalm_desktop.deploy.visit import Visit


def target_name(name: str) -> str:
    """Return what people call a target."""
    if not name:
        return tr("No target")
    return tr("This computer") if name == LOCAL else name


def standing_words(standing: Standing) -> str:
    """Return in a word or two whether a target answers."""
    return {
        Standing.NONE: "",
        Standing.NOT_ASKED: tr("not asked"),
        Standing.ASKING: tr("asking…"),
        Standing.REACHABLE: tr("reachable"),
        Standing.UNREACHABLE: tr("unreachable"),
    }[standing]


def standing_colour(standing: Standing, colours: Tokens) -> str:
    """Return the colour of the dot that goes with the word."""
    return {
        Standing.REACHABLE: colours.string,
        Standing.UNREACHABLE: colours.error,
        Standing.ASKING: colours.warning,
    }.get(standing, colours.off)


def engine_words(visit: "Visit") -> str:
    """Return who answers: `Docker 28.5.2 · API 1.51 · linux/amd64`."""
    info = visit.info
    name = info.name.split(" - ")[0]
    parts = (f"{name} {info.version}", f"API {info.api_version}")
    return " · ".join((*parts, f"{info.system}/{info.architecture}"))


def stack_words(containers: "Sequence[EngineContainer]") -> str:
    """Return what of the stack is there."""
    if not containers:
        return tr("This stack is not deployed there yet.")
    running = sum(one.is_running for one in containers)
    if running < len(containers):
        return tr("{} of {} containers of this stack run there.").format(running, len(containers))
    said = counted(
        running, "container of this stack runs there", "containers of this stack run there"
    )
    return f"{said}."


def others_words(visit: "Visit") -> str:
    """Return what else is on the engine."""
    names = visit.others
    if not names:
        return tr("Nothing else is there.")
    shown = ", ".join(names[:4])
    more = len(names) - 4
    if more > 0:
        return tr("Also there: {} and {} more").format(shown, more)
    return tr("Also there: {}").format(shown)


def sight_words(sight: Sight) -> str:
    """Return a target with how it stands, as one says it."""
    words = standing_words(sight.standing)
    name = target_name(sight.name)
    return tr("Target: {}, {}").format(name, words) if words else name


def way_words(target: "SavedTarget") -> str:
    """Return how a saved target is reached, in a word or two."""
    scheme = target.address.partition("://")[0]
    if scheme == "tcp":
        return tr("TLS") if target.tls_dir else tr("without TLS")
    return {"ssh": "ssh", "unix": tr("socket"), "npipe": tr("pipe")}.get(scheme, scheme)

"""What an undo step is called that changes one field."""

from openpalm_desktop.model import edits
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.phrases import is_english, with_small_letter

from .words import owner_of, title_of, tr

_HALF_SENTENCES = {  # fields whose titles stand beside a value, and name nothing
    *("dependsOn", "rewritePath", "interval", "timeout", "startInterval", "disable"),
}


def change_label(before: StackSpec, after: StackSpec, path: Path) -> str:
    """Return what changing a field is called: `Change image of Family blog`."""
    owner = owner_of(before, path) or owner_of(after, path)  # a new name has its first letter only
    what = _inside(title_of(after, path), path)
    if not owner:
        return tr("Change {}").format(what)
    if path[-1] == "exposure":
        return tr("Change who can reach {}").format(owner)
    if path[-1] == "enabled":
        is_off = edits.get(after, path) is False
        return (tr("Turn off {}") if is_off else tr("Turn on {}")).format(owner)
    return tr("Change {} of {}").format(what, owner)


def _inside(title: str, path: Path) -> str:
    """Return a title as it stands inside a sentence; a variable's name stays as it is."""
    if path[2:3] in (("env",), ("config",)):
        return title
    if not _HALF_SENTENCES.isdisjoint(path[2:]):
        return tr("‘{}’").format(title)
    return with_small_letter(title) if is_english() else title

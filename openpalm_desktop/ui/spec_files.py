"""A stack's file as the window knows it: new, saved, changed behind its back."""

from typing import TYPE_CHECKING

from openpalm_desktop.deploy.files import stamp_of
from openpalm_desktop.deploy.opening import Opened
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.stack import StackSpec

from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.save import Saved
    from openpalm_desktop.model.spec_file import SpecFile


def empty() -> Opened:
    """Return a new stack that has no file yet, and nothing in it."""
    return Opened(StackSpec())


def unsaved(file: "SpecFile") -> Opened:
    """Return a text as a new stack that has no file yet, and is worth asking about."""
    return Opened(file.spec, KeptText.of(file), is_unsaved=True)


def notes_of(opened: Opened) -> tuple[str, ...]:
    """Return what did not carry over from a converted file."""
    if not opened.lost_secrets:
        return opened.notes
    names = ", ".join(opened.lost_secrets)
    lost = tr("Secret values stood in the file; give them again: {}").format(names)
    return (*opened.notes, lost)


def opened_from(opened: Opened, saved: "Saved") -> Opened:
    """Return a stack that was saved as one that was opened from there."""
    file = KeptText.of(saved.file)
    return opened.replaced(
        spec=file.spec, file=file, path=saved.path, stamp=saved.stamp, is_unsaved=False
    )


def is_changed_on_disk(opened: Opened) -> bool:
    """Whether another program wrote, or took away, the file since it was opened or saved."""
    return opened.path is not None and stamp_of(opened.path) != opened.stamp

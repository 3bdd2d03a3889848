"""Reading what this program keeps in volumes' labels, which others may have written, too."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from openpalm_desktop.phrases import phrase

from .engine import EngineTrouble, EngineVolume

_SENSELESS = (LookupError, TypeError, ValueError, AttributeError, RecursionError, zlib.error)


class VolumeUnreadable(EngineTrouble):
    """A volume has the labels of a note or a release, and says nothing that makes sense."""


@contextmanager
def legible(volume: EngineVolume) -> Iterator[None]:
    """Raise what reading a volume's labels comes upon as a VolumeUnreadable."""
    try:
        yield
    except _SENSELESS as error:
        raise VolumeUnreadable(
            phrase(
                "The volume {name} says that this program made it, and cannot be read.",
                name=volume.name,
            ),
            phrase(
                "A newer version of this program may have made it: update this one. "
                "Otherwise remove it: such volumes are empty."
            ),
        ) from error

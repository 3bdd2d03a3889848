"""Writing one file that is made already, the old one or the new."""

from collections.abc import Generator
from pathlib import Path

from openpalm_desktop.phrases import phrase

from .files import write_atomically
from .progress import Progress


def write(path: Path, data: bytes) -> Generator[Progress, None, Path]:
    """Write a whole file; raises OpenPalmError, the file is then as it was before."""
    yield Progress(phrase("Writing {name}", name=path.name))
    write_atomically(path, data)
    return path

"""Saving a stack: its text with what was edited, then the file, the old one or the new."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.generate.artifact import Artifact
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.spec_file import SpecFile, new_file
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.phrases import phrase

from .files import Stamp, write_atomically
from .progress import Progress


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """What stands on the disk now: where, what it says, and how the file looks."""

    path: Path
    file: SpecFile
    stamp: Stamp


def save(
    base: SpecFile | KeptText | None, spec: StackSpec, path: Path
) -> Generator[Progress, None, Saved]:
    """Write a spec to a file, as an edit of the text it comes from, if it comes from one.

    Raises OpenPalmError; the file is then as it was before.
    """
    yield Progress(phrase("Preparing the text"))
    file = base.with_spec(spec) if base else new_file(spec)
    data = file.document.text.encode("utf-8")
    yield Progress(phrase("Writing {name}", name=path.name))
    return Saved(path, file, write_atomically(path, data))


def save_artifact(artifact: Artifact, path: Path) -> Generator[Progress, None, None]:
    """Write one generated file wherever the person wants it; raises OpenPalmError."""
    yield Progress(phrase("Writing {name}", name=path.name))
    write_atomically(path, artifact.content, artifact.mode)

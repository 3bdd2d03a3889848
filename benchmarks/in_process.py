"""P2, P3, P6, P7: what happens between a key press, a file and the generated files."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from openpalm_desktop.deploy.files import write_atomically
from openpalm_desktop.generate.generator import Generator
from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.edits import put
from openpalm_desktop.model.resolved_stack import Resolver
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

from .measure import Figure, Limit, Peer, alone, call_seconds
from .scale import goals, goals_beside_dump
from .specs import spec_text

CURVE = (10, 100, 1_000, 10_000)
GOAL_AT = 1_000


def all_files() -> Iterator[Figure]:
    """From a spec to every file's text, nothing kept from before."""
    for channels in CURVE:
        spec = spec_file(channels).spec
        yield from _figure(
            "P2", "spec to all files, cold", channels, partial(_all_files, spec), 0.060
        )


def one_edit() -> Iterator[Figure]:
    """From one channel's new image to every file's text."""
    for channels in CURVE:
        edit = Edits(spec_file(channels).spec)
        yield from _figure("P3", "one edit to all files", channels, edit, 0.002)


def open_file() -> Iterator[Figure]:
    """From a file's text to an editable spec with its problems and files."""
    for channels in CURVE[:-1]:
        call = partial(_open, spec_text(channels))
        yield from _figure("P6", "open a file", channels, call, 0.5)


def save_file() -> Iterator[Figure]:
    """From one edit to the file on the disk, comments kept."""
    for channels in CURVE[:-1]:
        file = spec_file(channels)
        with TemporaryDirectory() as folder:
            save = Save(file, Path(folder) / "openpalm.yaml")
            what = "save after one edit"
            yield from _figure("P7", what, channels, save, 0.3, goals_beside_dump)


def spec_file(channels: int) -> SpecFile:
    """Return the spec with so many channels."""
    read = read_spec(spec_text(channels))
    if not isinstance(read, SpecFile):
        sys.exit(f"The specs to measure with are not sound: {read[0].message}")
    return read


class Edits:
    """One edit after another, each of another channel, and every file's text after it."""

    def __init__(self, spec: StackSpec) -> None:
        self._workshop = (Resolver(), Generator())
        self._spec = spec
        self._count = 0
        self._make()

    def __call__(self) -> None:
        name = f"channel-{self._count % len(self._spec.channels)}"
        self._count += 1
        image = f"ghcr.io/example/blog:3.{self._count}"
        self._spec = put(self._spec, ("channels", name, "image"), image)
        self._make()

    def _make(self) -> None:
        resolver, generator = self._workshop
        for artifact in generator.generate(resolver.resolve(self._spec)).bundle:
            _ = artifact.text


class Save:
    """Saves a file with one channel's image changed, another one each time."""

    def __init__(self, file: SpecFile, path: Path) -> None:
        self._file, self._path, self._count = file, path, 0

    def __call__(self) -> None:
        self._count += 1
        spec = put(self._file.spec, ("channels", "channel-5", "image"), f"acme/blog:{self._count}")
        write_atomically(self._path, self._file.text_for(spec).encode())


def _all_files(spec: StackSpec) -> None:
    for artifact in Generator().generate(Resolver().resolve(spec)).bundle:
        _ = artifact.text


def _open(text: str) -> None:
    read = read_spec(text)
    if isinstance(read, SpecFile):
        Workshop().make(read.spec)


def _figure(
    measurement: str,
    what: str,
    channels: int,
    call: Callable[[], object],
    at_most: float,
    goals_of: Callable[[float], tuple[Limit, Peer]] = goals,
) -> Iterator[Figure]:
    """Measure one size; the goals stand at a thousand channels."""
    runs = 5 if channels > GOAL_AT else 20
    figure = partial(Figure, measurement, what, f"{channels:,} channels")
    samples = alone(partial(call_seconds, call), runs)
    if channels == GOAL_AT:
        yield from (figure(samples, goal) for goal in goals_of(at_most))
    else:
        yield figure(samples)

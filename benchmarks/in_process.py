"""P2, P3, P6, P7: what happens between a key press, a file and the generated files."""

import io
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ruamel.yaml import YAML

from openpalm_desktop.deploy.files import write_atomically
from openpalm_desktop.generate.generator import Generator
from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.edits import put
from openpalm_desktop.model.resolved_stack import Resolver
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

from .measure import Figure, Limit, Peer, alone, call_seconds, in_turn
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
        text = spec_text(channels)
        peer = partial(YAML().load, text) if channels == GOAL_AT else None
        call = partial(_open, text)
        yield from _figure("P6", "open a file", channels, call, 0.5, "ruamel.yaml's load", peer)


def save_file() -> Iterator[Figure]:
    """From one edit to the file on the disk, comments kept."""
    for channels in CURVE[:-1]:
        file = spec_file(channels)
        with TemporaryDirectory() as folder:
            save = Save(file, Path(folder) / "openpalm.yaml")
            peer = _dump(spec_text(channels)) if channels == GOAL_AT else None
            yield from _figure(
                "P7", "save after one edit", channels, save, 0.3, "ruamel.yaml's dump", peer
            )


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


def _dump(text: str) -> Callable[[], object]:
    yaml = YAML()
    data = yaml.load(text)
    return lambda: yaml.dump(data, io.StringIO())


def _figure(
    measurement: str,
    what: str,
    channels: int,
    call: Callable[[], object],
    at_most: float,
    peer_name: str = "",
    peer: Callable[[], object] | None = None,
) -> Iterator[Figure]:
    """Measure one size; the goal stands at a thousand channels, the peer beside it."""
    figure = partial(Figure, measurement, what, f"{channels:,} channels")
    runs = 5 if channels > GOAL_AT else 20
    if peer is None:
        goal = Limit(at_most) if channels == GOAL_AT else None
        yield figure(alone(partial(call_seconds, call), runs), goal)
        return
    mine, theirs = in_turn(partial(call_seconds, call), partial(call_seconds, peer), 5)
    yield figure(mine, Limit(at_most))
    yield figure(mine, Peer(peer_name, theirs))

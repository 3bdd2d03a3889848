"""What is on an engine of one stack: everything a plan is made from, read once."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from openpalm_desktop.generate.caddy_service import SERVICE as CADDY

from .engine import (
    Engine,
    EngineContainer,
    EngineImage,
    EngineInfo,
    EngineNetwork,
    EngineVolume,
    HostPort,
    NotThere,
)
from .image_names import familiar
from .journal import Note, is_alive, is_note, notes_in
from .labels import SERVICE, is_of_project
from .releases import ReleaseHead, heads_in, is_release

CADDY_FOLDER = "/etc/caddy"
CADDYFILE, NEXT_CADDYFILE = "Caddyfile", "Caddyfile.next"


@dataclass(frozen=True, slots=True)
class Held:
    """A port of the server, and the container of somebody else that has it."""

    port: HostPort
    container: str


@dataclass(frozen=True, eq=False)
class Observed:
    """One look at an engine, with one stack in mind."""

    engine: EngineInfo
    project: str
    containers: tuple[EngineContainer, ...]
    networks: Mapping[str, EngineNetwork]
    volumes: Mapping[str, EngineVolume]
    images: Mapping[str, EngineImage]
    held: tuple[Held, ...]
    files_in_caddy: Mapping[str, Mapping[str, bytes]]  # by container
    under_way: Note | None
    interrupted: tuple[Note, ...]
    releases: tuple[ReleaseHead, ...]

    def of_service(self, name: str) -> tuple[EngineContainer, ...]:
        """Return the containers of a service."""
        return tuple(one for one in self.containers if one.labels.get(SERVICE) == name)

    @property
    def caddy_files(self) -> Mapping[str, bytes]:
        """The Caddyfiles in the folder of the stack's Caddy."""
        for one in self.of_service(CADDY):
            return self.files_in_caddy.get(one.id, {})
        return {}

    @cached_property
    def fingerprint(self) -> str:
        """What a plan depends on; the same as long as nothing of that has changed."""
        known = [
            sorted(f"{e.id} {e.name} {e.image_id} {e.is_running}" for e in self.containers),
            sorted(
                f"{e.id} {e.name}"
                for e in self.networks.values()
                if e.name.startswith(f"{self.project}_")
            ),
            sorted(self.volumes),
            sorted(f"{name} {one.id}" for name, one in self.images.items()),
            sorted(f"{n} {sha256(d).hexdigest()}" for n, d in self.caddy_files.items()),
            [str(one.number) for one in self.releases],
        ]
        return sha256(repr(known).encode()).hexdigest()


def observe(engine: Engine, project: str, references: Iterable[str] = ()) -> Observed:
    """Look at an engine, changing nothing."""
    everything = engine.containers()
    ours = tuple(one for one in everything if is_of_project(one.labels, project))
    found = engine.volumes(f"{project}_")
    notes = notes_in(found, project)
    now = engine.now() if notes else ""
    under_way = [note for note in notes if is_alive(note, now)]
    return Observed(
        engine=engine.info(),
        project=project,
        containers=ours,
        networks={one.name: one for one in engine.networks()},
        volumes={
            one.name: one
            for one in found
            if one.name.startswith(f"{project}_") and not is_note(one) and not is_release(one)
        },
        images=_images(engine, tuple(references)),
        held=tuple(_held(one for one in everything if one not in ours)),
        files_in_caddy=_files_in_caddy(engine, ours),
        under_way=under_way[0] if under_way else None,
        interrupted=tuple(note for note in notes if note not in under_way),
        releases=heads_in(found, project),
    )


def _images(engine: Engine, references: Sequence[str]) -> Mapping[str, EngineImage]:
    """Return the images behind references; those that the engine lacks are left out."""
    if not references:
        return {}
    known: dict[str, EngineImage] = {}
    for image in engine.images():
        known |= {familiar(name): image for name in (*image.names, *image.digests)}
    found = {}
    for reference in references:
        image_or_none = known.get(familiar(reference)) or engine.image(reference)
        if image_or_none is not None:
            found[reference] = image_or_none
    return found


def _held(others: Iterable[EngineContainer]) -> Iterable[Held]:
    for one in others:
        for port in one.ports:
            yield Held(port, one.name)


def _files_in_caddy(
    engine: Engine, ours: Iterable[EngineContainer]
) -> Mapping[str, Mapping[str, bytes]]:
    """Return what Caddy's folder holds: a reload changes it, and no label can say so."""
    found = {}
    for one in ours:
        if one.labels.get(SERVICE) == CADDY:
            with suppress(NotThere):
                files = engine.read_files(one.id, CADDY_FOLDER)
                known = {CADDYFILE, NEXT_CADDYFILE}
                found[one.id] = {f.name: f.content for f in files if f.name in known}
    return found

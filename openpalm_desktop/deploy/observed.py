"""What is on an engine of one stack: everything a plan is made from, read once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, TypeVar

from openpalm_desktop.generate.automations import SERVICE as SCHEDULER
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.generate.crontab import FOLDER as AUTOMATIONS

from .comparison import Runs
from .engine import (
    PODMAN,
    ContainerSettings,
    Engine,
    EngineContainer,
    EngineImage,
    EngineInfo,
    EngineNetwork,
    EngineVolume,
    HostPort,
    ImageMissing,
    NotThere,
)
from .hidden_secrets import wanted_without_secrets
from .image_names import familiar
from .journal import Note, is_alive, is_note, notes_in
from .labels import PROJECT, SERVICE, is_of_project
from .releases import Release, ReleaseHead, heads_in, is_release, newest_in
from .side_by_side import side_by_side
from .wanted import WantedService

T = TypeVar("T")
CADDY_FOLDER = "/etc/caddy"
CADDYFILE, NEXT_CADDYFILE = "Caddyfile", "Caddyfile.next"


@dataclass(frozen=True, slots=True)
class Held:
    """A port of the server, and the container of somebody else that has it."""

    port: HostPort
    container: str


@dataclass(frozen=True, eq=False)
class Observed:
    """One look at an engine, with one stack in mind; only a close one knows settings."""

    engine: EngineInfo
    project: str
    containers: tuple[EngineContainer, ...]
    networks: Mapping[str, EngineNetwork]
    volumes: Mapping[str, EngineVolume]
    images: Mapping[str, EngineImage]
    held: tuple[Held, ...]
    files_in_caddy: Mapping[str, Mapping[str, bytes]]  # by container
    automations: Mapping[str, Mapping[str, bytes]]  # files of the scheduler, by container
    settings: Mapping[str, ContainerSettings] = field(repr=False)  # by container
    image_settings: Mapping[str, Mapping[str, Any]]  # by id
    strangers: tuple[EngineContainer, ...]  # containers of nobody's or of others
    under_way: Note | None
    interrupted: tuple[Note, ...]
    releases: tuple[ReleaseHead, ...]
    deployed: Release | None  # the newest release

    def of_service(self, name: str) -> tuple[EngineContainer, ...]:
        """Return the containers of a service."""
        return tuple(one for one in self.containers if one.labels.get(SERVICE) == name)

    def stand_in(self, service: str, name: str) -> EngineContainer | None:
        """Return what somebody has put in the place of a service that was deployed."""
        if self.deployed is None or service not in self.deployed.content.project.services:
            return None
        return next((one for one in self.strangers if is_stand_in(one, name)), None)

    def runs(self, one: EngineContainer) -> Runs | None:
        """Return how a container runs; None where it has gone meanwhile."""
        settings = self.settings.get(one.id)
        if settings is None:
            return None
        image = self.image_settings.get(one.image_id, {})
        return Runs(one, settings, image, self.automations.get(one.id, {}))

    @cached_property
    def was_deployed(self) -> Mapping[str, WantedService]:
        """The services of the last release, without the values of secrets."""
        if self.deployed is None:
            return {}
        return wanted_without_secrets(self.deployed.content).services

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
    strangers = tuple(one for one in everything if not is_of_project(one.labels, project))
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
        held=tuple(_held(strangers)),
        files_in_caddy=_files_in_caddy(engine, ours),
        automations={},
        settings={},
        image_settings={},
        strangers=strangers,
        under_way=under_way[0] if under_way else None,
        interrupted=tuple(note for note in notes if note not in under_way),
        releases=heads_in(found, project),
        deployed=newest_in(found, project),
    )


def observe_closely(engine: Engine, project: str, references: Iterable[str] = ()) -> Observed:
    """Look at an engine and, one by one, at what the containers there were made with."""
    found = observe(engine, project, references)
    if found.engine.name == PODMAN:
        return found  # it fills in other things, each of which would look like a change
    names = f"{project}-"
    named = [one for one in found.strangers if one.name.startswith(names)]
    containers = (*found.containers, *named)
    return replace(
        found,
        automations=dict(_automations(engine, found.containers)),
        settings=dict(_asked({one.id for one in containers}, engine.settings)),
        image_settings=dict(_asked({one.image_id for one in containers}, engine.image_settings)),
    )


def is_stand_in(one: EngineContainer, name: str) -> bool:
    """Whether a container has a name and belongs to no project."""
    return one.name == name and PROJECT not in one.labels


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


def _automations(
    engine: Engine, ours: Iterable[EngineContainer]
) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    for one in ours:
        if one.labels.get(SERVICE) == SCHEDULER:
            with suppress(NotThere):
                files = engine.read_files(one.id, AUTOMATIONS)
                yield one.id, {file.name: file.content for file in files}


def _asked(ids: Iterable[str], ask: Callable[[str], T]) -> Iterator[tuple[str, T]]:
    """Yield an answer for each id, but for what has gone meanwhile; several are asked at once."""
    found: dict[str, T] = {}

    def note(id_: str) -> None:
        with suppress(NotThere, ImageMissing):
            found[id_] = ask(id_)

    for _ in side_by_side([partial(note, id_) for id_ in ids]):
        pass
    yield from found.items()

"""What is on an engine of one stack: everything a plan is made from, read once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

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
from .side_by_side import all_done
from .wanted import WantedService

T = TypeVar("T")
Call: TypeAlias = Callable[[], None]
Files: TypeAlias = Mapping[str, bytes]
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
    files_in_caddy: Mapping[str, Files]  # by container
    automations: Mapping[str, Files]  # files of the scheduler, by container
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
    def caddy_files(self) -> Files:
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
    found = _listed(engine, project, tuple(references))
    in_caddy: dict[str, Files] = {}
    all_done(_caddy_files(engine, found, in_caddy))
    return replace(found, files_in_caddy=in_caddy)


def observe_closely(engine: Engine, project: str, references: Iterable[str] = ()) -> Observed:
    """Look at an engine and, one by one, at what the containers there were made with."""
    found = _listed(engine, project, tuple(references))
    in_caddy: dict[str, Files] = {}
    calls = _caddy_files(engine, found, in_caddy)
    if found.engine.name == PODMAN:  # it fills in other things, which would look like changes
        all_done(calls)
        return replace(found, files_in_caddy=in_caddy)
    automations: dict[str, Files] = {}
    settings: dict[str, ContainerSettings] = {}
    image_settings: dict[str, Mapping[str, Any]] = {}
    named = [one for one in found.strangers if one.name.startswith(f"{project}-")]
    containers = (*found.containers, *named)
    schedulers = [one.id for one in found.of_service(SCHEDULER)]
    calls += _asking(schedulers, partial(_files, engine, folder=AUTOMATIONS), automations)
    calls += _asking({one.id for one in containers}, engine.settings, settings)
    calls += _asking({one.image_id for one in containers}, engine.image_settings, image_settings)
    all_done(calls)
    return replace(
        found,
        files_in_caddy=in_caddy,
        automations=automations,
        settings=settings,
        image_settings=image_settings,
    )


def is_stand_in(one: EngineContainer, name: str) -> bool:
    """Whether a container has a name and belongs to no project."""
    return one.name == name and PROJECT not in one.labels


def _listed(engine: Engine, project: str, references: Sequence[str]) -> Observed:
    """Return what an engine's lists tell."""
    with ThreadPoolExecutor() as beside:
        asked_containers = beside.submit(engine.containers)
        asked_volumes = beside.submit(engine.volumes, f"{project}_")
        asked_networks = beside.submit(engine.networks)
        asked_images = beside.submit(_images, engine, references)
        asked_info = beside.submit(engine.info)
    everything, found = asked_containers.result(), asked_volumes.result()
    strangers = tuple(one for one in everything if not is_of_project(one.labels, project))
    notes = notes_in(found, project)
    now = engine.now() if notes else ""
    under_way = [note for note in notes if is_alive(note, now)]
    return Observed(
        engine=asked_info.result(),
        project=project,
        containers=tuple(one for one in everything if is_of_project(one.labels, project)),
        networks={one.name: one for one in asked_networks.result()},
        volumes={
            one.name: one
            for one in found
            if one.name.startswith(f"{project}_") and not is_note(one) and not is_release(one)
        },
        images=asked_images.result(),
        held=tuple(_held(strangers)),
        files_in_caddy={},
        automations={},
        settings={},
        image_settings={},
        strangers=strangers,
        under_way=under_way[0] if under_way else None,
        interrupted=tuple(note for note in notes if note not in under_way),
        releases=heads_in(found, project),
        deployed=newest_in(found, project),
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


def _caddy_files(engine: Engine, found: Observed, answers: dict[str, Files]) -> list[Call]:
    """Return the calls for what Caddy's folder holds: a reload changes it, no label can say so."""

    def read(id_: str) -> Files:
        files = _files(engine, id_, CADDY_FOLDER)
        return {name: files[name] for name in (CADDYFILE, NEXT_CADDYFILE) if name in files}

    return _asking([one.id for one in found.of_service(CADDY)], read, answers)


def _files(engine: Engine, id_: str, folder: str) -> Files:
    return {file.name: file.content for file in engine.read_files(id_, folder)}


def _asking(ids: Iterable[str], ask: Callable[[str], T], answers: dict[str, T]) -> list[Call]:
    """Return calls that note the answer for each id, but for what has gone meanwhile."""

    def note(id_: str) -> None:
        with suppress(NotThere, ImageMissing):
            answers[id_] = ask(id_)

    return [partial(note, id_) for id_ in ids]

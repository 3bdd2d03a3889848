"""A stack that runs, stopped, started and taken down, without its spec."""

from collections.abc import Generator, Sequence
from functools import partial

from openpalm_desktop.phrases import phrase

from .engine import Engine, EngineContainer, EngineTrouble
from .journal import is_note
from .labels import DEPENDS_ON, NETWORK, PROJECT, SERVICE, VOLUME, is_of_project
from .note_keeper import NoteKeeper
from .progress import Progress, listed
from .releases import is_release
from .side_by_side import side_by_side

Work = Generator[Progress, None, int]


class NotDeployed(EngineTrouble):
    """Nothing of a stack, or of one of its services, is on an engine."""


def containers_of(
    engine: Engine, project: str, services: Sequence[str] = ()
) -> Sequence[EngineContainer]:
    """Return the containers of a stack, or of some of its services, those first that others need.

    Raises NotDeployed.
    """
    found = [one for one in engine.containers() if is_of_project(one.labels, project)]
    if not found:
        raise NotDeployed(
            phrase("There is no container of {project} on the server.", project=project),
            phrase("Deploy it first: deploy SPEC"),
        )
    names = {one.labels[SERVICE] for one in found}
    for name in services:
        if name not in names:
            known = ", ".join(sorted(names))
            raise NotDeployed(
                phrase("{project} runs no service {name}.", project=project, name=name),
                phrase("It has: {known}.", known=known),
            )
    chosen = [one for one in found if not services or one.labels[SERVICE] in services]
    return [one for wave in _waves(chosen) for one in wave]


def stop(engine: Engine, project: str, services: Sequence[str] = ()) -> Work:
    """Stop a stack or some of its services, and return how many containers that were."""
    chosen = [one for one in containers_of(engine, project, services) if one.is_running]
    for wave in reversed(_waves(chosen)):
        for done in side_by_side([partial(engine.stop, one.id) for one in wave]):
            yield Progress(phrase("Stopping {names}", names=_names(wave)), done, len(wave))
    return len(chosen)


def start(engine: Engine, project: str, services: Sequence[str] = ()) -> Work:
    """Start a stack or some of its services again, and return how many containers that were."""
    chosen = [one for one in containers_of(engine, project, services) if not one.is_running]
    for wave in _waves(chosen):
        for done in side_by_side([partial(engine.start, one.id) for one in wave]):
            yield Progress(phrase("Starting {names}", names=_names(wave)), done, len(wave))
    return len(chosen)


def restart(engine: Engine, project: str, services: Sequence[str] = ()) -> Work:
    """Restart a stack or some of its services, and return how many containers that were."""
    chosen = containers_of(engine, project, services)
    for wave in _waves(chosen):
        for done in side_by_side([partial(engine.restart, one.id) for one in wave]):
            yield Progress(phrase("Restarting {names}", names=_names(wave)), done, len(wave))
    return len(chosen)


def take_down(engine: Engine, project: str, *, volumes: bool = False) -> Work:
    """Remove a stack's containers and networks; its volumes and releases only if that is said."""
    keeper = NoteKeeper(engine, project)
    keeper.begin()
    try:
        found = [one for one in engine.containers() if is_of_project(one.labels, project)]
        for wave in reversed(_waves(found)):
            for done in side_by_side([partial(engine.stop, one.id) for one in wave]):
                keeper.keep()
                yield Progress(phrase("Stopping {names}", names=_names(wave)), done, len(wave))
        for done in side_by_side([partial(engine.remove, one.id) for one in found]):
            yield Progress(phrase("Removing containers"), done, len(found))
        for network in engine.networks():
            if network.labels.get(PROJECT) == project and NETWORK in network.labels:
                yield Progress(phrase("Removing the network {name}", name=network.name))
                engine.remove_network(network.id)
        _remove_notes(engine, project, but=keeper.note.volume)
        if volumes:
            yield Progress(phrase("Removing volumes"))
            _remove_volumes(engine, project)
    finally:
        keeper.end()
    return len(found)


def _remove_notes(engine: Engine, project: str, but: str) -> None:
    """Nothing is left that an interrupted deployment could be finished with."""
    for volume in engine.volumes(f"{project}_"):
        is_ours = is_note(volume) and volume.labels["openpalm.project"] == project
        if is_ours and volume.name != but:
            engine.remove_volume(volume.name)


def _remove_volumes(engine: Engine, project: str) -> None:
    for volume in engine.volumes(f"{project}_"):
        is_data = volume.labels.get(PROJECT) == project and VOLUME in volume.labels
        is_ours = is_release(volume) and volume.labels["openpalm.project"] == project
        if (is_data or is_ours) and not is_note(volume):
            engine.remove_volume(volume.name)


def _waves(containers: Sequence[EngineContainer]) -> list[list[EngineContainer]]:
    """Return containers in the order in which they start, as Compose's label says."""
    left = list(containers)
    waves = []
    while left:
        names = {one.labels[SERVICE] for one in left}
        ready = [one for one in left if not names & _needs(one)] or left
        waves.append(ready)
        left = [one for one in left if one not in ready]
    return waves


def _needs(one: EngineContainer) -> set[str]:
    said = one.labels.get(DEPENDS_ON, "")
    return {each.partition(":")[0] for each in said.split(",") if each}


def _names(containers: Sequence[EngineContainer]) -> str:
    return listed([one.labels[SERVICE] for one in containers])

"""What a deployment left behind whose program is gone, and what puts it in order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.phrases import marked, phrase

from .engine import Engine, EngineContainer
from .journal import Note, Phase
from .labels import DEPLOYMENT, NAME, NEXT, PARTS
from .observed import CADDYFILE, NEXT_CADDYFILE, Observed
from .running_caddy import Caddy

_FINISHED = marked("A deployment by {writer} was interrupted; it is finished first.")
_RENAMED = marked("{now} was renamed by hand; it is called {name} again.")
_TAKEN_BACK = marked("A deployment by {writer} was interrupted; it is taken back first.")


@dataclass(frozen=True, eq=False)
class Recovery:
    """The steps that finish an interrupted deployment, or take it back."""

    notes: tuple[Note, ...]
    remove: tuple[EngineContainer, ...]
    restart: tuple[EngineContainer, ...]
    rename: tuple[tuple[EngineContainer, str], ...]
    caddy: EngineContainer | None  # told again what to serve
    takes_next_caddyfile: bool

    @property
    def sentence(self) -> str:
        """What happened, and what comes of it."""
        if not self.notes and self.rename and not self.remove:
            return " ".join(phrase(_RENAMED, now=one.name, name=name) for one, name in self.rename)
        if not self.notes:
            return phrase("Something unfinished of an earlier deployment is removed.")
        note = self.notes[-1]
        said = _FINISHED if note.phase is Phase.DECIDED else _TAKEN_BACK
        return phrase(said, writer=note.writer)


def recovery(observed: Observed) -> Recovery | None:
    """Return what an interrupted deployment needs, or None where there is none."""
    decided = {note.token for note in observed.interrupted if note.phase is Phase.DECIDED}
    broken = {note.token for note in observed.interrupted} - decided
    new = [one for one in observed.containers if one.labels.get(DEPLOYMENT) in broken]
    by_hand = [one for one in observed.containers if is_renamed_by_hand(one)]
    strays = [
        one for one in observed.containers if _is_misnamed(one) and one not in [*new, *by_hand]
    ]
    by_name = {one.name: one for one in observed.containers}
    finished = [one for one in strays if _deserves_its_name(one, by_name, decided)]
    taken = by_name.keys() | {one.name for one in observed.strangers}
    renamed = [one for one in by_hand if one.labels[NAME] not in taken and one not in new]
    replaced = [by_name[n] for one in finished if (n := one.labels[NAME]) in by_name]
    remove = [*new, *(one for one in strays if one not in finished), *replaced]
    remove += _left_over(observed, decided, remove)
    wanted_again = {id_ for note in observed.interrupted for id_ in note.restart}
    restart = [
        one
        for one in (*observed.containers, *observed.strangers)
        if one.id in wanted_again and one not in remove and not one.is_running
    ]
    if not (observed.interrupted or remove or finished or renamed):
        return None
    caddy = _caddy(observed, remove, restart)
    return Recovery(
        notes=observed.interrupted,
        remove=tuple(remove),
        restart=tuple(restart),
        rename=tuple((one, one.labels[NAME]) for one in [*finished, *renamed]),
        caddy=caddy,
        takes_next_caddyfile=bool(decided) and caddy is not None,
    )


def settled(observed: Observed, steps: Recovery | None) -> Observed:
    """Return how an engine will look after a recovery."""
    if steps is None:
        return observed
    names = {one.id: name for one, name in steps.rename}
    again = {one.id for one in steps.restart}
    containers = tuple(
        replace(
            one,
            name=names.get(one.id, one.name),
            state="running" if one.id in again else one.state,
        )
        for one in observed.containers
        if one not in steps.remove
    )
    files = {id_: dict(some) for id_, some in observed.files_in_caddy.items()}
    if steps.caddy is not None:
        own = files.setdefault(steps.caddy.id, {})
        following = own.pop(NEXT_CADDYFILE, None)
        if steps.takes_next_caddyfile and following is not None:
            own[CADDYFILE] = following
    return replace(observed, containers=containers, files_in_caddy=files, interrupted=())


def recover(engine: Engine, steps: Recovery, observed: Observed) -> None:
    """Carry a recovery out; killed on the way, the next one does the rest."""
    in_the_way = [one for one in steps.remove if one.ports]
    for one in in_the_way:
        engine.remove(one.id)
    for one in steps.restart:
        engine.start(one.id)
    if steps.caddy is not None:
        caddy = Caddy(engine, steps.caddy.id)
        following = observed.files_in_caddy.get(steps.caddy.id, {}).get(NEXT_CADDYFILE)
        if steps.takes_next_caddyfile and following is not None:
            caddy.keep_next(following)
        caddy.serve()
    for one in steps.remove:
        engine.remove(one.id)
    for one, name in steps.rename:
        engine.rename(one.id, name)
    for note in steps.notes:
        for name in note.volumes:
            engine.remove_volume(name)


def is_renamed_by_hand(one: EngineContainer) -> bool:
    """Whether somebody has given a container a name that no deployment gives, not for a while."""
    return _is_misnamed(one) and not one.name.startswith(NEXT)


def _is_misnamed(one: EngineContainer) -> bool:
    return PARTS in one.labels and one.labels.get(NAME, one.name) != one.name


def _deserves_its_name(
    one: EngineContainer, by_name: Mapping[str, EngineContainer], decided: set[str]
) -> bool:
    """A new container without its name stays if that was decided, or if nothing else is left."""
    return one.labels.get(DEPLOYMENT) in decided or (
        one.labels[NAME] not in by_name and one.is_running
    )


def _left_over(
    observed: Observed, decided: set[str], removed: list[EngineContainer]
) -> list[EngineContainer]:
    """Return the old containers that a decided deployment had no time to remove."""
    old = {id_ for note in observed.interrupted if note.token in decided for id_ in note.restart}
    everything = (*observed.containers, *observed.strangers)
    return [one for one in everything if one.id in old and one not in removed]


def _caddy(
    observed: Observed, removed: list[EngineContainer], restarted: list[EngineContainer]
) -> EngineContainer | None:
    for one in observed.of_service(CADDY):
        if one not in removed and (one.is_running and one not in restarted):
            return one
    return None

"""One deployment under way: the new containers beside the old ones, until all have come up."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from openpalm_desktop import __version__
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY

from . import readiness
from .detours import CLOSED
from .engine import Engine, EngineContainer, EngineTrouble
from .handover import Caddy
from .journal import Phase
from .labels import SERVICE, network_labels, volume_labels
from .new_container import NewContainer, create
from .note_keeper import NoteKeeper
from .observed import CADDYFILE, Observed
from .plan import Change, Plan
from .plan_steps import Kind, Way
from .progress import Progress
from .readiness import Started, wait_until_ready
from .releases import KeptImage, keep_release
from .side_by_side import side_by_side
from .start_order import waves

_LAST_WORDS = 3  # seconds
Steps = Generator[Progress, None, None]


class Deployment:
    """The state of one deployment; each step is done side by side where it can be."""

    def __init__(self, plan: Plan, engine: Engine, keeper: NoteKeeper) -> None:
        self._plan = plan
        self.engine = engine
        self._keeper = keeper
        self._seen: dict[str, EngineContainer] = {}
        self._new: dict[str, NewContainer] = {}
        self._since: dict[str, float] = {}  # when each service's container was started
        self._networks: list[str] = []
        self._stopped: list[EngineContainer] = []
        found = plan.observed.of_service(CADDY)
        running = [one for one in found if one.is_running]
        self._caddy = Caddy(engine, running[0].id) if running else None

    def see(self, now: Observed) -> None:
        """Take in how the engine is at the beginning."""
        self._seen = {one.id: one for one in now.containers}

    def bring_up(self) -> Steps:
        """Do everything that can still be taken back."""
        yield from self._pull()
        yield from self._make_room()
        yield from self._create()
        self._keeper.write(Phase.WORKING, self._to_restart())
        direct = [one for one in self._plan.changes if not _is_handed_over(one)]
        yield from self._start_in_order(direct)
        handed_over = [one for one in self._plan.changes if _is_handed_over(one)]
        if handed_over:
            yield from self._hand_over(handed_over)
        yield from self._tell_caddy()

    def settle(self, returns_to: int | None) -> int:
        """Do what is left once all have come up; killed here, it is finished the next time."""
        if self._plan.reloads_caddy and self._caddy is not None:
            self._caddy.keep_next(self._caddyfile())
        old = [one.old for one in self._plan.changes if one.old and one.kind is not Kind.START]
        gone = [*old, *self._plan.removals]
        _finish(partial(self.engine.stop, one.id) for one in gone)
        _finish(partial(self.engine.remove, one.id) for one in gone)
        for new in self._new.values():
            if new.name != new.service.container:
                self.engine.rename(new.id, new.service.container)
        for name in self._plan.old_networks:
            self.engine.remove_network(self._plan.observed.networks[name].id)
        return self._keep_release(returns_to)

    def take_back(self) -> None:
        """Undo everything that was done, the old containers first where they can stand beside."""
        direct = [one for one in self._plan.changes if not _is_handed_over(one)]
        self._remove_new(direct)
        for old in self._stopped:
            self.engine.start(old.id)
        if self._caddy is not None and self._caddy.is_changed:
            self._caddy.serve()
        self._remove_new(self._plan.changes)
        for id_ in self._networks:
            self.engine.remove_network(id_)

    def _pull(self) -> Steps:
        images = self._plan.pulls
        layers = dict.fromkeys(images, (0, 0))

        def pull(image: str) -> None:
            for at in self.engine.pull(image):
                layers[image] = (at.done, at.total)

        for done in side_by_side([partial(pull, image) for image in images]):
            left = len(images) - done
            what = f"Fetching {images[0]}" if len(images) == 1 else f"Fetching {left} images"
            total = sum(total for _, total in layers.values())
            so_far = sum(behind for behind, _ in layers.values())
            yield Progress(what, so_far, total, is_bytes=True)

    def _make_room(self) -> Steps:
        project = self._plan.wanted.project
        for name, own in self._plan.networks.items():
            yield Progress(f"Making the network {name}")
            made = self.engine.create_network(name, network_labels(project, own))
            self._networks.append(made)
        makers = [
            partial(self.engine.create_volume, name, volume_labels(project, own))
            for name, own in self._plan.volumes.items()
        ]
        for done in side_by_side(makers):
            yield Progress("Making volumes", done, len(makers))

    def _create(self) -> Steps:
        taken = {one.name for one in self._plan.observed.containers}
        changes = [one for one in self._plan.changes if one.kind is not Kind.START]

        def make(index: int, change: Change) -> None:
            service = change.service
            is_free = service.container not in taken
            name = service.container if is_free else f"next-{self._keeper.note.token}-{index}"
            volumes = change.old.nameless_volumes if change.old else {}
            salt = os.urandom(12).hex()
            made = NewContainer(service, name, self._keeper.note.token, salt, volumes)
            self._new[service.name] = create(self.engine, made)
            if change.kind is Kind.CREATE and not service.waits:
                self._start(change)  # it waits for nobody and stands in nobody's way

        for done in side_by_side([partial(make, i, one) for i, one in enumerate(changes)]):
            yield Progress("Making containers", done, len(changes))

    def _to_restart(self) -> tuple[str, ...]:
        replaced = (one.old for one in self._plan.changes if one.kind is not Kind.START)
        return tuple(old.id for old in replaced if old is not None and old.is_running)

    def _start_in_order(self, changes: Sequence[Change]) -> Steps:
        """Start what others wait for first, and wait for the health that they ask for."""
        started: list[Started] = []
        done = 0
        for wave in waves([one.service for one in changes]):
            some = [one for one in changes if one.service in wave.services]
            calls = [partial(self._exchange, one) for one in some]
            for count in side_by_side(calls):
                yield Progress(_names("Starting", some), done + count, len(changes))
            done += len(some)
            fresh = [self._started(one) for one in some]
            started += fresh
            needed = [
                replace(one, must_end=one.service.name in wave.ending)
                for one in fresh
                if one.service.name in wave.awaited
            ]
            yield from wait_until_ready(self.engine, needed)
        yield from wait_until_ready(self.engine, started)

    def _exchange(self, change: Change) -> None:
        if change.service.name in self._since:
            return
        if change.old is not None and change.kind is not Kind.START:
            self._stop(change.old)
        self._start(change)

    def _start(self, change: Change) -> None:
        self.engine.start(self._id_of(change))
        self._since[change.service.name] = time.monotonic()

    def _started(self, change: Change) -> Started:
        name = change.service.name
        settles = readiness.SETTLED if change.old is None else readiness.SETTLED_INSTEAD
        return Started(change.service, self._id_of(change), self._since[name], settles)

    def _stop(self, old: EngineContainer, seconds: int | None = None) -> None:
        if old.is_running:
            self._stopped.append(old)
        self.engine.stop(old.id, seconds)

    def _leave(self, change: Change) -> None:
        """Stop an old container that has neither data nor visitors any more: soon, if it may."""
        if change.old is not None:
            is_said = "stop_grace_period" in change.service.definition
            self._stop(change.old, None if is_said else _LAST_WORDS)

    def _hand_over(self, changes: Sequence[Change]) -> Steps:
        """Exchange containers behind Caddy: side by side where they keep no data, else held."""
        assert self._caddy is not None  # noqa: S101 – the plan hands over where Caddy runs
        beside = [one for one in changes if one.way is Way.SIDE_BY_SIDE]
        held = [one for one in changes if one.way is Way.HELD]
        yield Progress("Telling Caddy what is going to happen")
        self._caddy.make_doors({h: self._old_address(one) for one in changes for h in _hosts(one)})
        calls = [partial(self._start, one) for one in beside]
        for done in side_by_side(calls):
            yield Progress(_names("Starting", beside), done, len(beside))
        yield from self._exchange_held(held)
        yield from wait_until_ready(self.engine, [self._answering(one) for one in changes])
        for one in changes:
            for host in _hosts(one):
                self._caddy.turn(host, self._address_of(one), _port(one))
        yield from self._caddy.drain([self._old_address(one) for one in beside] or ["none"])
        for done in side_by_side([partial(self._leave, one) for one in beside]):
            yield Progress(_names("Stopping the old", beside), done, len(beside))

    def _exchange_held(self, changes: Sequence[Change]) -> Steps:
        """Close the doors, so that visitors wait, and exchange what is behind them."""
        assert self._caddy is not None  # noqa: S101 – the plan hands over where Caddy runs
        for one in changes:
            for host in _hosts(one):
                self._caddy.turn(host, CLOSED)
        yield from self._caddy.drain([self._old_address(one) for one in changes])
        for done in side_by_side([partial(self._exchange, one) for one in changes]):
            yield Progress(_names("Exchanging", changes), done, len(changes))

    def _old_address(self, change: Change) -> str:
        old = self._seen.get(change.old.id) if change.old else None
        return self._where_caddy_is((old.addresses or {}) if old else {})

    def _address_of(self, change: Change) -> str:
        return self._where_caddy_is(self.engine.look(self._id_of(change)).addresses)

    def _where_caddy_is(self, addresses: Mapping[str, str]) -> str:
        """Return a container's address in the stack's own network, which Caddy is in, too."""
        project = self._plan.wanted.content.project
        address = addresses.get(f"{project.name}_{project.network}")
        if not address:
            raise EngineTrouble("A running container has no address.", "Make the plan again.")
        return f"[{address}]" if ":" in address else address

    def _answering(self, change: Change) -> Started:
        id_ = self._id_of(change)
        port = int(change.service.upstreams[0].rpartition(":")[2])
        caddy = self._caddy

        def answers() -> bool | None:
            look = self.engine.look(id_)
            if caddy is None or look.state != "running":
                return False
            return caddy.answers(self._where_caddy_is(look.addresses), port)

        return replace(self._started(change), answers=answers)

    def _tell_caddy(self) -> Steps:
        if self._caddy is None:
            return
        if self._plan.reloads_caddy:
            yield Progress("Telling Caddy what to serve")
            self._caddy.serve_next(self._caddyfile())
        elif self._caddy.is_changed:
            yield Progress("Telling Caddy what to serve")
            self._caddy.serve()

    def _caddyfile(self) -> bytes:
        placed = self._plan.wanted.services[CADDY].placed
        return next(f.content for one in placed for f in one.files if f.name == CADDYFILE)

    def _id_of(self, change: Change) -> str:
        if change.kind is Kind.START and change.old is not None:
            return change.old.id
        return self._new[change.service.name].id

    def _remove_new(self, changes: Iterable[Change]) -> None:
        ids = [
            self._new.pop(one.service.name).id for one in changes if one.service.name in self._new
        ]
        _finish(partial(self.engine.remove, id_) for id_ in ids)

    def _keep_release(self, returns_to: int | None) -> int:
        images = {}
        for reference in self._plan.wanted.images:
            found = self.engine.image(reference)
            if found is not None:
                images[reference] = KeptImage(found.id, next(iter(found.digests), ""))
        said = {
            "openpalm.time": datetime.now(UTC).isoformat(timespec="seconds"),
            "openpalm.program": __version__,
            "openpalm.writer": self._keeper.note.writer,
            **({"openpalm.returns-to": str(returns_to)} if returns_to else {}),
        }
        content, before = self._plan.wanted.content, self._plan.observed.releases
        return keep_release(self.engine, content, images, before, said)


def _finish(calls: Iterable[Callable[[], object]]) -> None:
    for _ in side_by_side(list(calls)):
        pass


def _is_handed_over(change: Change) -> bool:
    return change.way is not Way.STOP_FIRST


def _hosts(change: Change) -> set[str]:
    """Return the hosts by which Caddy knows the service now."""
    if change.kind is Kind.RENAME and change.old is not None:
        return {change.old.labels[SERVICE]}
    return {dial.rpartition(":")[0] for dial in change.service.upstreams}


def _port(change: Change) -> str:
    """Return the new container's port where it has only one; else ports stay as they were."""
    ports = {dial.rpartition(":")[2] for dial in change.service.upstreams}
    return ports.pop() if len(ports) == 1 else ""


def _names(verb: str, changes: Sequence[Change]) -> str:
    names = [one.service.name for one in changes]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{verb} {', '.join(names[:3])}{more}"

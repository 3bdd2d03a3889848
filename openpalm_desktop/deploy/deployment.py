"""One deployment under way: the new containers beside the old ones, until all have come up."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from openpalm_desktop import __version__
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.phrases import phrase

from .content import images_of
from .engine import Engine
from .exchange import Exchange
from .handover import Handover
from .journal import Phase
from .listening import CaddysEar
from .needs import fetch_images, make_networks, make_volumes
from .note_keeper import NoteKeeper
from .observed import CADDYFILE, Observed
from .plan import Change, Plan
from .plan_steps import Kind, Way
from .progress import Progress, Steps
from .releases import KeptImage, keep_release
from .running_caddy import Caddy
from .side_by_side import all_done


class Deployment:
    """The state of one deployment; each step is done side by side where it can be."""

    def __init__(self, plan: Plan, engine: Engine, keeper: NoteKeeper) -> None:
        self._plan = plan
        self.engine = engine
        self._keeper = keeper
        self._exchange = Exchange(engine, keeper.note.token)
        self._networks: list[str] = []
        found = plan.observed.of_service(CADDY)
        running = [one for one in found if one.is_running]
        self._caddy = Caddy(engine, running[0].id) if running else None

    def bring_up(self, now: Observed) -> Steps:
        """Do everything that can still be taken back, from how the engine is now."""
        plan = self._plan
        project = plan.wanted.project
        yield from fetch_images(self.engine, plan.pulls)
        yield from make_networks(self.engine, project, plan.networks, self._networks)
        yield from make_volumes(self.engine, project, plan.volumes)
        olds = (one.old for one in plan.changes if one.old and one.kind is not Kind.START)
        taken = {one.name for one in (*plan.observed.containers, *olds)}
        yield from self._exchange.create(plan.changes, taken)
        self._keeper.write(Phase.WORKING, self._to_restart())
        yield from self._exchange.start_in_order(self._direct, self._listening())
        yield from self._hand_over(now)
        yield from self._tell_caddy()

    def settle(self, returns_to: int | None) -> int:
        """Do what is left once all have come up; killed here, it is finished the next time."""
        if self._plan.reloads_caddy and self._caddy is not None:
            self._caddy.keep_next(self._caddyfile())
        old = [one.old for one in self._plan.changes if one.old and one.kind is not Kind.START]
        gone = [*old, *self._plan.removals]
        all_done(partial(self.engine.stop, one.id) for one in gone)
        all_done(partial(self.engine.remove, one.id) for one in gone)
        self._exchange.take_names()
        for name in self._plan.old_networks:
            self.engine.remove_network(self._plan.observed.networks[name].id)
        return self._keep_release(returns_to)

    def take_back(self) -> None:
        """Undo everything that was done, the old containers first where they can stand beside."""
        self._exchange.remove_new(self._direct)
        self._exchange.start_old()
        if self._caddy is not None and self._caddy.is_changed:
            self._caddy.serve()
        self._exchange.remove_new(self._plan.changes)
        for id_ in self._networks:
            self.engine.remove_network(id_)

    @property
    def _direct(self) -> Sequence[Change]:
        """The changes that Caddy need not know of."""
        return [one for one in self._plan.changes if one.way is Way.STOP_FIRST]

    @property
    def _network(self) -> str:
        project = self._plan.wanted.content.project
        return f"{project.name}_{project.network}"

    def _to_restart(self) -> tuple[str, ...]:
        replaced = (one.old for one in self._plan.changes if one.kind is not Kind.START)
        return tuple(old.id for old in replaced if old is not None and old.is_running)

    def _hand_over(self, now: Observed) -> Steps:
        changes = [one for one in self._plan.changes if one.way is not Way.STOP_FIRST]
        if not changes:
            return
        assert self._caddy is not None  # noqa: S101 – the plan hands over where Caddy runs
        seen = {one.id: one for one in now.containers}
        handover = Handover(self.engine, self._caddy, self._exchange, self._network, seen)
        yield from handover.hand_over(changes)

    def _listening(self) -> CaddysEar:
        """Return the way to ask new containers whether they listen; Caddy may be one of them."""
        fresh = [self._exchange.id_of(one) for one in self._direct if one.service.name == CADDY]
        running = [one.id for one in self._plan.observed.of_service(CADDY)]
        return CaddysEar(self.engine, next(iter([*fresh, *running]), ""), self._network)

    def _tell_caddy(self) -> Steps:
        if self._caddy is None:
            return
        if self._plan.reloads_caddy:
            yield Progress(phrase("Telling Caddy what to serve"))
            self._caddy.serve_next(self._caddyfile())
        elif self._caddy.is_changed:
            yield Progress(phrase("Telling Caddy what to serve"))
            self._caddy.serve()

    def _caddyfile(self) -> bytes:
        placed = self._plan.wanted.services[CADDY].placed
        return next(f.content for one in placed for f in one.files if f.name == CADDYFILE)

    def _keep_release(self, returns_to: int | None) -> int:
        content, before = self._plan.content, self._plan.observed.releases
        images = {}
        for reference in images_of(content):
            found = self.engine.image(reference)
            if found is not None:
                images[reference] = KeptImage(found.id, next(iter(found.digests), ""))
        said = {
            "openpalm.time": datetime.now(UTC).isoformat(timespec="seconds"),
            "openpalm.program": __version__,
            "openpalm.writer": self._keeper.note.writer,
            **({"openpalm.returns-to": str(returns_to)} if returns_to else {}),
        }
        return keep_release(self.engine, content, images, before, said)

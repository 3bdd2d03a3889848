"""What a deployment would do: pure, from what is wanted and what was observed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.phrases import form_for, marked, phrase

from .causes import causes, changed_by_hand, differs_in_names
from .content import Content, mixed
from .engine import EngineContainer
from .labels import NETWORK, PARTS, PROJECT, SERVICE
from .observed import CADDYFILE, Observed
from .plan_steps import Away, Kind, Step, Thing, Way
from .recovery import Recovery, recovery, settled
from .wanted import Wanted, WantedService, caddyfile_of

if TYPE_CHECKING:
    from .preflight import Finding

_START = 2  # seconds that a program takes to come up, for an estimate
_CADDYFILE = marked("Caddyfile changed")
_NOTHING, _SOMETHING = marked("Nothing to do for {project}:"), marked("To be done for {project}:")
_REACHES = {
    Exposure.HOST: marked("the server itself"),
    Exposure.LAN: marked("the local network"),
    Exposure.PUBLIC: marked("everyone"),
}


@dataclass(frozen=True, eq=False)
class Change:
    """One service whose container is made, made anew, or started."""

    kind: Kind
    service: WantedService
    old: EngineContainer | None
    causes: tuple[str, ...]
    way: Way
    away: Away | None

    @property
    def step(self) -> Step:
        """The change as a line of the plan."""
        name = self.service.name
        if self.kind is Kind.RENAME and self.old is not None:
            old = self.old.labels[SERVICE]
            name = phrase("{old} to {new}", old=old, new=name)
        replaces = self.old is not None and self.kind is not Kind.START
        way = self.way if replaces else None
        return Step(self.kind, Thing.SERVICE, name, self.causes, way, self.away)


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that a deployment does, decided; and the look at the engine it is bound to."""

    wanted: Wanted
    observed: Observed  # once what was interrupted is in order
    recovery: Recovery | None
    blocked: tuple[str, ...]
    pulls: tuple[str, ...]
    networks: Mapping[str, str]
    volumes: Mapping[str, str]
    changes: tuple[Change, ...]
    reloads_caddy: bool
    removals: tuple[EngineContainer, ...]
    orphans: tuple[EngineContainer, ...]
    old_networks: tuple[str, ...]
    unchanged: int
    only: frozenset[str] = frozenset()  # the services that may be touched; none: all
    warnings: tuple[str, ...] = ()  # what a look around found; nothing of it is in the way
    findings: tuple["Finding", ...] = ()  # all of it, as data

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The plan's lines, in the order in which people should read them."""
        return tuple(self._steps())

    @property
    def content(self) -> Content:
        """What is deployed once this is done: where only some are touched, the rest as before."""
        before = self.observed.deployed
        if not self.only or before is None:
            return self.wanted.content
        return mixed(before.content, self.wanted.content, self.only)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do; orphans that stay are nothing."""
        quiet = {Kind.REACH, Kind.ORPHAN, Kind.WARNING}
        return all(step.kind in quiet for step in self.steps)

    def _steps(self) -> Iterator[Step]:
        stack = self.wanted.project
        yield from reach_steps(self.wanted, self.observed)
        yield from (Step(Kind.BLOCKED, Thing.STACK, stack, (why,)) for why in self.blocked)
        yield from (Step(Kind.WARNING, Thing.STACK, stack, (why,)) for why in self.warnings)
        if self.recovery is not None:
            yield Step(Kind.SETTLE, Thing.STACK, stack, (self.recovery.sentence,))
        yield from (Step(Kind.PULL, Thing.IMAGE, name) for name in self.pulls)
        yield from (Step(Kind.CREATE, Thing.NETWORK, name) for name in self.networks)
        yield from (Step(Kind.CREATE, Thing.VOLUME, name) for name in self.volumes)
        yield from (change.step for change in self.changes)
        if self.reloads_caddy:
            why = _caddyfile_cause(self.observed, self.wanted)
            yield Step(Kind.RELOAD, Thing.SERVICE, CADDY, (why,))
        for one in self.removals:
            why = phrase("no longer part of the stack; its volumes stay")
            yield Step(Kind.REMOVE, Thing.SERVICE, one.labels[SERVICE], (why,))
        for name in self.old_networks:
            yield Step(Kind.REMOVE, Thing.NETWORK, name, (phrase("no longer part of the stack"),))
        for one in self.orphans:
            why = phrase(
                "is not in the spec and was not made by this program; {name} stays", name=one.name
            )
            yield Step(Kind.ORPHAN, Thing.SERVICE, one.labels[SERVICE], (why,))

    def __str__(self) -> str:
        lines = [str(step) for step in self.steps]
        if self.unchanged:
            noun = form_for(self.unchanged, "service stays as it is", "services stay as they are")
            lines.append(f"= {self.unchanged} {noun}")
        said = _NOTHING if self.is_empty else _SOMETHING
        head = phrase(said, project=self.wanted.project)
        return "\n".join([head, *(f"  {line}" for line in lines)])


def plan(
    wanted: Wanted,
    observed: Observed,
    *,
    remove_orphans: bool = False,
    only: Collection[str] = (),
) -> Plan:
    """Return what makes an engine run what is wanted, one small step for each difference.

    `only` names services: then no other is touched.
    """
    steps = recovery(observed)
    found = settled(observed, steps)
    everything, renamed, unchanged = _changes(wanted, found)
    changes = tuple(one for one in everything if not only or one.service.name in only)
    gone = [
        one
        for one in _gone(wanted, found)
        if one not in renamed
        and one not in [change.old for change in everything]
        and (not only or one.labels[SERVICE] in only)
    ]
    used = {name for one in changes for name in one.service.endpoints}
    ours = tuple(one for one in gone if PARTS in one.labels or remove_orphans)
    return Plan(
        wanted=wanted,
        observed=found,
        recovery=steps,
        blocked=tuple(_blocked(wanted, found, changes)),
        pulls=_pulls(found, changes),
        networks={
            name: own
            for name, own in wanted.networks.items()
            if name not in found.networks and (not only or name in used)
        },
        volumes={k: v for k, v in wanted.volumes.items() if k not in found.volumes},
        changes=changes,
        reloads_caddy=(not only or CADDY in only) and _reloads(wanted, found, changes),
        removals=ours,
        orphans=tuple(one for one in gone if one not in ours),
        old_networks=() if only else _old_networks(wanted, found),
        unchanged=unchanged + len(everything) - len(changes),
        only=frozenset(only),
    )


def reach_steps(wanted: Wanted, observed: Observed) -> Iterator[Step]:
    """Yield who may reach what from now on, where that differs from the release before."""
    if not observed.releases:
        return
    before, after = observed.releases[0].reach, wanted.content.reach
    for name in after:
        old, new = before.get(name), after[name]
        if old != new:
            yield Step(Kind.REACH, Thing.SERVICE, name, (_reach(old, new),))


def _reach(old: str | None, new: str) -> str:
    now = phrase(_REACHES[Exposure(new)])
    if not old:
        return phrase("{who} may reach it", who=now)
    before = phrase(_REACHES[Exposure(old)])
    return phrase("{who} may reach it, instead of {before}", who=now, before=before)


def _changes(
    wanted: Wanted, observed: Observed
) -> tuple[tuple[Change, ...], list[EngineContainer], int]:
    """Return the services to change, the containers that get another name, and how many stay."""
    gone = _gone(wanted, observed)
    found: list[Change] = []
    renamed: list[EngineContainer] = []
    unchanged = 0
    caddy_stays = _is_same(wanted.services.get(CADDY), observed)
    for service in wanted.services.values():
        old = next(iter(observed.of_service(service.name)), None)
        stand_in = observed.stand_in(service.name, service.container)
        if old is None and stand_in is not None:
            found.append(_anew(wanted, service, stand_in, _stand_in(), caddy_stays=caddy_stays))
        elif old is None:
            renamed_from = _renamed_from(service, [one for one in gone if one not in renamed])
            renamed += [renamed_from] if renamed_from else []
            found.append(_new(wanted, service, renamed_from, caddy_stays=caddy_stays))
        elif why := _causes(old, service, observed):
            found.append(_anew(wanted, service, old, why, caddy_stays=caddy_stays))
        elif old.is_running or (service.may_end and old.has_ended_well):
            unchanged += 1
        elif _has_another_caddyfile(service, observed):
            told = (_caddyfile_cause(observed, wanted),)
            found.append(Change(Kind.RECREATE, service, old, told, Way.STOP_FIRST, None))
        else:
            found.append(
                Change(Kind.START, service, old, (phrase("is stopped"),), Way.STOP_FIRST, None)
            )
    return tuple(found), renamed, unchanged


def _causes(old: EngineContainer, service: WantedService, observed: Observed) -> tuple[str, ...]:
    image = observed.images.get(service.image)
    deployed = observed.was_deployed.get(service.name)
    return causes(old, service, image.id if image else None, observed.runs(old), deployed)


def _is_same(service: WantedService | None, observed: Observed) -> bool:
    """Whether the Caddy that runs stays, so that it can hand visitors over."""
    if service is None:
        return False
    old = next(iter(observed.of_service(CADDY)), None)
    return bool(old and old.is_running and not _causes(old, service, observed))


def _new(
    wanted: Wanted, service: WantedService, old: EngineContainer | None, *, caddy_stays: bool
) -> Change:
    if old is None:
        return Change(Kind.CREATE, service, None, (), Way.STOP_FIRST, None)
    way = _way(service, old, caddy_stays=caddy_stays)
    why = (phrase("it is the same under another name"),)
    return Change(Kind.RENAME, service, old, why, way, _away(wanted, service, way))


def _anew(
    wanted: Wanted,
    service: WantedService,
    old: EngineContainer,
    why: tuple[str, ...],
    *,
    caddy_stays: bool,
) -> Change:
    way = _way(service, old, caddy_stays=caddy_stays)
    away = _away(wanted, service, way) if old.is_running else None
    return Change(Kind.RECREATE, service, old, why, way, away)


def _way(service: WantedService, old: EngineContainer, *, caddy_stays: bool) -> Way:
    is_served = bool(service.upstreams) and caddy_stays and old.is_running
    if not is_served or service.has_fixed_place or PROJECT not in old.labels:
        return Way.STOP_FIRST
    return Way.HELD if service.keeps_data or old.volumes else Way.SIDE_BY_SIDE


def _away(wanted: Wanted, service: WantedService, way: Way) -> Away | None:
    if way is not Way.STOP_FIRST:
        return None
    along = wanted.behind_caddy() if service.name == CADDY else ()
    check = service.healthcheck or {}
    first_answer = check.get("StartInterval") or check.get("Interval") or 0
    return Away(service.stop_seconds + _START + first_answer // 10**9, along)


def _renamed_from(service: WantedService, gone: list[EngineContainer]) -> EngineContainer | None:
    """Return the container of a service that is gone and differs from this one in names only."""
    for one in gone:
        why = causes(one, service, None)
        if differs_in_names(why):
            return one
    return None


def _gone(wanted: Wanted, observed: Observed) -> list[EngineContainer]:
    """Return the containers that no service of the spec wants, and those too many of one."""
    kept = [observed.of_service(name)[:1] for name in wanted.services]
    return [one for one in observed.containers if not any(one in some for some in kept)]


def _pulls(observed: Observed, changes: tuple[Change, ...]) -> tuple[str, ...]:
    needed = [one.service.image for one in changes if one.kind is not Kind.START]
    return tuple(dict.fromkeys(name for name in needed if name not in observed.images))


def _reloads(wanted: Wanted, observed: Observed, changes: tuple[Change, ...]) -> bool:
    caddy = wanted.services.get(CADDY)
    if caddy is None or any(change.service is caddy for change in changes):
        return False
    return _has_another_caddyfile(caddy, observed)


def _has_another_caddyfile(service: WantedService, observed: Observed) -> bool:
    if not service.is_reloadable:
        return False
    return caddyfile_of(service) != observed.caddy_files.get(CADDYFILE)


def _stand_in() -> tuple[str, ...]:
    """Return why a container of nobody's project gives way that has the name of one of ours."""
    return (changed_by_hand([phrase("somebody’s own container has its name")]),)


def _caddyfile_cause(observed: Observed, wanted: Wanted) -> str:
    """Return why Caddy is told again: the spec has changed since, or somebody has edited it."""
    deployed, caddy = observed.was_deployed.get(CADDY), wanted.services[CADDY]
    is_by_hand = deployed is not None and caddyfile_of(deployed) == caddyfile_of(caddy)
    return changed_by_hand(["Caddyfile"]) if is_by_hand else phrase(_CADDYFILE)


def _old_networks(wanted: Wanted, observed: Observed) -> tuple[str, ...]:
    return tuple(
        name
        for name, one in observed.networks.items()
        if one.labels.get(PROJECT) == wanted.project
        and NETWORK in one.labels
        and name not in wanted.networks
    )


def _blocked(wanted: Wanted, observed: Observed, changes: tuple[Change, ...]) -> Iterator[str]:
    if observed.under_way is not None:
        yield phrase("{writer} deploys this stack right now", writer=observed.under_way.writer)
    for name in wanted.networks:
        known = observed.networks.get(name)
        if known is not None and known.labels.get(PROJECT) != wanted.project:
            yield phrase(
                "the network name {name} is taken by something else on the server", name=name
            )
    for change in changes:
        for port in change.service.ports:
            for held in observed.held:
                if _collide(port.taken.address, held.port.address) and (
                    (port.host_port, port.protocol) == (held.port.port, held.port.protocol)
                ):
                    yield phrase(
                        "port {port} is in use by the container {name}",
                        port=port.host_port,
                        name=held.container,
                    )
                    break


def _collide(one: str, other: str) -> bool:
    everywhere = {"", "0.0.0.0", "::"}  # noqa: S104 – compared, not bound
    return one == other or one in everywhere or other in everywhere

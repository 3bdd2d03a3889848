"""Who reaches what, before and after: computed from routes and published ports alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import Route
from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

from .change import Change, Reach
from .pairs import Pairs
from .places import Address, Ports, listed_addresses, listed_ports, own_site, ports_of
from .sides import Sides
from .ways import Ways, addresses
from .words import TO_WHOM, WHO, capital, title_of

# For one place, and for several.
_OPENS = (marked("{place} opens to {whom}"), marked("{place} open to {whom}"))
_LEADS = (marked("{place} now leads to {title}"), marked("{place} now lead to {title}"))
_LEADS_OPEN = (
    marked("{place} now leads to {title}, open to {whom}"),
    marked("{place} now lead to {title}, open to {whom}"),
)
_LEADS_NO_LONGER = (
    marked("{place} no longer leads to {title}"),
    marked("{place} no longer lead to {title}"),
)


class Shift(Record):
    """One address of one container, and who reached it there before and reaches it now."""

    owner: Path
    title: str
    address: Address
    before: Exposure | None
    after: Exposure | None
    rival: Path | None = None  # who was there before, or is there now

    @property
    def is_wider(self) -> bool:
        """Whether somebody more reaches it."""
        return _width(self.after) > _width(self.before)

    @property
    def is_both(self) -> bool:
        """Whether it was there before and is there now."""
        return self.before is not None and self.after is not None

    @property
    def is_succeeded(self) -> bool:
        """Whether another container is there now, which tells it."""
        return self.after is None and self.rival is not None


@dataclass
class Shifts:
    """All that shifted for one container; each is taken by the sentence that tells it."""

    addresses: list[Shift] = field(default_factory=list)
    opened: list[Ports] = field(default_factory=list)
    closed: list[Ports] = field(default_factory=list)
    everyone: Mapping[Path, "Shifts"] = field(default_factory=dict, repr=False)

    def take(
        self, which: Callable[[Shift], bool] | None = None, *, ports: bool = False
    ) -> "Shifts":
        """Return some of them, which are then no longer here; without `which`, no address.

        Where one container took another's place, what both have of it goes together.
        """
        chosen = [shift for shift in self.addresses if which is not None and which(shift)]
        self.addresses = [shift for shift in self.addresses if shift not in chosen]
        chosen += [other for shift in chosen for other in self._counterpart(shift)]
        if not ports:
            return Shifts(chosen)
        taken = Shifts(chosen, self.opened, self.closed)
        self.opened, self.closed = [], []
        return taken

    def take_all(self) -> "Shifts":
        """Return all of them, which are then no longer here."""
        return self.take(lambda _: True, ports=True)

    def _counterpart(self, shift: Shift) -> list[Shift]:
        rival = self.everyone.get(shift.rival) if shift.rival else None
        if rival is None:
            return []
        found = [one for one in rival.addresses if one.address == shift.address]
        rival.addresses = [one for one in rival.addresses if one not in found]
        return found

    @property
    def reach(self) -> Reach:
        """Wider as soon as anyone reaches more."""
        if self.opened or any(shift.is_wider for shift in self.addresses):
            return Reach.WIDER
        return Reach.NARROWER if self.closed or self.addresses else Reach.SAME

    @property
    def port_clauses(self) -> list[str]:
        """What becomes of ports of the server, to follow a sentence."""
        opens = [phrase("opens {ports}", ports=listed_ports(self.opened))] if self.opened else []
        closes = [phrase("closes {ports}", ports=listed_ports(self.closed))] if self.closed else []
        return opens + closes

    @property
    def opening_clauses(self) -> list[str]:
        """What is open now and to whom, the widest first."""
        clauses = []
        for who in sorted(TO_WHOM, key=_width, reverse=True):
            places = [s.address for s in self.addresses if s.is_wider and s.after is who]
            if places:
                clauses.append(
                    phrase(
                        _OPENS[_is_many(places)],
                        place=listed_addresses(places),
                        whom=phrase(TO_WHOM[who]),
                    )
                )
        return clauses + (
            [phrase("opens {ports}", ports=listed_ports(self.opened))] if self.opened else []
        )

    @property
    def succession_clauses(self) -> list[str]:
        """Where the places of what is gone lead now."""
        places: dict[str, list[Address]] = {}
        for shift in self.addresses:
            if shift.after is not None:
                places.setdefault(shift.title, []).append(shift.address)
        return [
            phrase(_LEADS[_is_many(some)], place=listed_addresses(some), title=to)
            for to, some in places.items()
        ]


class AllShifts(Record):
    """The shifts of every container that has any, by its path."""

    by_owner: dict[Path, Shifts]

    @classmethod
    def between(cls, sides: Sides) -> "AllShifts":
        """Return what shifted between two stacks."""
        found = cls({})
        sections = (
            ("services", sides.services, sides.before.services, sides.after.services),
            ("channels", sides.channels, sides.before.channels, sides.after.channels),
        )
        routes: list[Route] = []
        for section, pairs, before, after in sections:
            for name, one, other in _parts(pairs, before, after):
                found._shift_ports((section, name), one, other)
                old, new = one.routes if one else (), other.routes if other else ()
                if old != new:
                    routes += (*new, *old)
        if routes:
            found._shift_addresses(sides, routes)
        return found

    def of(self, owner: Path) -> Shifts:
        """Return what is left of one container's shifts."""
        return self.by_owner.get(owner) or Shifts()

    def left_over(self, sides: Sides) -> Iterator[Change]:
        """Tell what no sentence has told: what a change of one thing does to another."""
        for owner, shifts in self.by_owner.items():
            part = sides.part_after(owner) or sides.part_before(owner)
            title = title_of(part.resolved) if part else str(owner[1])
            yield from address_changes(owner, title, shifts.take_all())

    def _shift_ports(self, owner: Path, before: Part | None, after: Part | None) -> None:
        old, new = ports_of(before) if before else (), ports_of(after) if after else ()
        if old == new:
            return
        shifts = self._all_of(owner)
        shifts.opened, shifts.closed = (
            [piece for one in new for piece in one.without(old)],
            [piece for one in old for piece in one.without(new)],
        )

    def _shift_addresses(self, sides: Sides, routes: Iterable[Route]) -> None:
        old, new = Ways(sides.sites_before), Ways(sides.sites_after)
        for domain, prefix in addresses(routes, old, new):
            before, after = old.route(domain, prefix), new.route(domain, prefix)
            owner_before = _owner(before, sides.renamed)
            owner_after = _owner(after)
            address = Address(domain, prefix)
            reach_before, reach_after = _reach(before), _reach(after)
            if owner_before == owner_after:
                if reach_before is not reach_after:
                    self._add(sides, owner_after, address, reach_before, reach_after)
                continue
            if before is not None:
                self._add(sides, owner_before, address, reach_before, None, owner_after)
            if after is not None:
                self._add(sides, owner_after, address, None, reach_after, owner_before)

    def _add(
        self,
        sides: Sides,
        owner: Path,
        address: Address,
        before: Exposure | None,
        after: Exposure | None,
        rival: Path = (),
    ) -> None:
        part = sides.part_after(owner) or sides.part_before(owner)
        title = title_of(part.resolved) if part else str(owner[1])
        shift = Shift(owner, title, address, before, after, rival or None)
        self._all_of(owner).addresses.append(shift)

    def _all_of(self, owner: Path) -> Shifts:
        return self.by_owner.setdefault(owner, Shifts(everyone=self.by_owner))


def address_changes(owner: Path, title: str, shifts: Shifts) -> Iterator[Change]:
    """Tell shifts in sentences of their own, alike ones together."""
    alike: dict[tuple[object, ...], list[Shift]] = {}
    for shift in shifts.addresses:
        if not shift.is_succeeded:
            has_domain = shift.address.domain is not None
            key = (shift.owner, shift.before, shift.after, shift.rival is None, has_domain)
            alike.setdefault(key, []).append(shift)
    for group in alike.values():
        has_domain = group[0].address.domain is not None
        yield Change(_path(owner, has_domain=has_domain), _sentence(group), Shifts(group).reach)
    if shifts.opened:
        text = phrase("{title} opens {ports}", title=title, ports=listed_ports(shifts.opened))
        yield Change(_ports_path(owner), text, Reach.WIDER)
    if shifts.closed:
        text = phrase("{title} closes {ports}", title=title, ports=listed_ports(shifts.closed))
        yield Change(_ports_path(owner), text, Reach.NARROWER)


def _sentence(alike: list[Shift]) -> str:
    one, places = alike[0], [shift.address for shift in alike]
    place, is_many = _at_start(listed_addresses(places)), _is_many(places)
    if one.after is None:
        return phrase(_LEADS_NO_LONGER[is_many], place=place, title=one.title)
    if one.before is not None:
        return f"{place}: {phrase(WHO[one.before])} → {phrase(WHO[one.after])}"
    whom = phrase(TO_WHOM[one.after])
    if one.rival is not None:
        return phrase(_LEADS_OPEN[is_many], place=place, title=one.title, whom=whom)
    return phrase(_OPENS[is_many], place=place, whom=whom)


def _at_start(places: str) -> str:
    """Domains and paths stand as they are typed; only our own words take a capital."""
    return capital(places) if places.startswith(own_site()) else places


def _is_many(places: list[Address]) -> bool:
    return len(set(places)) > 1


def _path(owner: Path, *, has_domain: bool) -> Path:
    if owner[0] == "services":
        return (*owner, "routes")
    return (*owner, "domains" if has_domain else "pathPrefixes")


def _ports_path(owner: Path) -> Path:
    return (*owner, "ports" if owner[0] == "services" else "hostPort")


def _parts(
    pairs: Pairs, before: Mapping[str, Part], after: Mapping[str, Part]
) -> Iterator[tuple[str, Part | None, Part | None]]:
    for name, old in pairs.differing.items():
        yield name, before[old], after[name]
    for name in pairs.added:
        yield name, None, after[name]
    for name in pairs.removed:
        yield name, before[name], None


def _owner(route: Route | None, renamed: Mapping[Path, Path] | None = None) -> Path:
    owner = route.origin[:2] if route else ()
    return renamed.get(owner, owner) if renamed else owner


def _reach(route: Route | None) -> Exposure | None:
    return route.reach if route else None


def _width(reach: Exposure | None) -> int:
    return -1 if reach is None else reach.width

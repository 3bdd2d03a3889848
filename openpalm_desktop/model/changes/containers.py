"""What differs between channels and services: one sentence a thing, with the reach it changes."""

from collections.abc import Iterator

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import published_port
from openpalm_desktop.phrases import marked, phrase

from .certificates import certificate_changes
from .change import Change, Weight
from .fields import Fields, is_same
from .places import listed_addresses
from .shifts import AllShifts, Shifts, address_changes
from .sides import Sides
from .words import SWITCHED, TO_WHOM, WHO, change_of, listed, title_of, with_clauses

_TOLD_HERE = ("enabled", "label", "exposure", "host_port", "container_port")
_BY_ADDRESSES = ("domains", "path_prefixes", "routes")


def channel_changes(sides: Sides, shifts: AllShifts) -> Iterator[Change]:
    """Yield what differs between the channels."""
    pairs, before, after = sides.channels, sides.before.channels, sides.after.channels
    for name in pairs.added:
        yield _added(("channels", name), after[name], shifts, marked("A new channel {title}"))
    for name in pairs.removed:
        yield _removed(("channels", name), before[name], shifts)
    for name, old in pairs.differing.items():
        yield from _Changed(sides, ("channels", name), before[old], after[name], shifts).tell()
    if pairs.is_reordered:
        yield Change(("channels",), phrase("Channels are in another order"), weight=Weight.LIGHT)


def service_changes(sides: Sides, shifts: AllShifts) -> Iterator[Change]:
    """Yield what differs between the services; those of a preset come and go with it."""
    pairs, before, after = sides.services, sides.before.services, sides.after.services
    if sides.before.spec.preset is not sides.after.spec.preset:
        yield _preset_change(sides, shifts)
    came, went = (preset_layer(one.spec.preset).services for one in (sides.after, sides.before))
    for name in pairs.added:
        if name not in came:
            yield _added(("services", name), after[name], shifts, marked("A new service {title}"))
    for name in pairs.removed:
        if name not in went:
            yield _removed(("services", name), before[name], shifts)
    for name, old in pairs.differing.items():
        yield from _Changed(sides, ("services", name), before[old], after[name], shifts).tell()
    if pairs.is_reordered:
        yield Change(("services",), phrase("Services are in another order"), weight=Weight.LIGHT)


def _added(path: Path, part: Part, shifts: AllShifts, what: str) -> Change:
    taken = shifts.of(path).take_all()
    head = phrase(what, title=title_of(part.resolved))
    head += "" if part.is_enabled else phrase(", switched off")
    return Change(path, with_clauses(head, taken.opening_clauses, ": "), taken.reach, Weight.HEAVY)


def _removed(path: Path, part: Part, shifts: AllShifts) -> Change:
    taken = shifts.of(path).take_all()
    head = phrase("{title} is removed", title=title_of(part.resolved))
    return Change(path, with_clauses(head, taken.succession_clauses), taken.reach, Weight.HEAVY)


def _preset_change(sides: Sides, shifts: AllShifts) -> Change:
    before, after = sides.before.spec.preset, sides.after.spec.preset
    came = [n for n in sides.services.added if n in preset_layer(after).services]
    went = [n for n in sides.services.removed if n in preset_layer(before).services]
    taken = Shifts()
    for name in (*came, *went):
        more = shifts.of(("services", name)).take_all()
        taken.addresses += more.addresses
        taken.opened += more.opened
        taken.closed += more.closed
    head = phrase("Core services change from {before} to {after}", before=before, after=after)
    if came:
        head = phrase(
            "Core services are added: {titles}",
            titles=_titles(sides.after.services[n] for n in came),
        )
    elif went:
        head = phrase(
            "Core services are removed: {titles}",
            titles=_titles(sides.before.services[n] for n in went),
        )
    clauses = taken.opening_clauses if came else taken.succession_clauses
    return Change(("preset",), with_clauses(head, clauses), taken.reach, Weight.HEAVY)


def _titles(parts: Iterator[Part]) -> str:
    return listed([title_of(part.resolved) for part in parts])


class _Changed:
    """One channel or service that was there before and is there now."""

    def __init__(
        self, sides: Sides, path: Path, before: Part, after: Part, shifts: AllShifts
    ) -> None:
        self.sides, self.path, self.before, self.after = sides, path, before, after
        self.shifts = shifts.of(path)
        self.title = title_of(after.resolved)
        self.fields = Fields(before.resolved.container, after.resolved.container, path, self.title)
        self.differing = [
            name
            for name in ([] if self._is_from_preset() else self.fields.differing())
            if not self._is_from_stack(name)
        ]

    def tell(self) -> Iterator[Change]:
        """Yield what differs, the sentences about reach first."""
        if not self._is_from_preset():
            yield from self._name()
        if not self.differing:
            return  # what the stack around it changes is told there, or left over
        yield from self._switch()
        yield from self._exposure()
        yield from self._ports()
        yield from self._places()
        certificates = list(certificate_changes(self.sides, self.path, self.title, self.after))
        yield from certificates
        left_out = {*_TOLD_HERE, *_BY_ADDRESSES}
        if certificates:
            left_out.add("internal_tls")
        for name in self.differing:
            if name not in left_out:
                yield from self.fields.tell(name)

    def _is_from_preset(self) -> bool:
        """Whether the spec says of it what it said before, and only a preset comes or goes."""
        before, after = self.sides.before.spec, self.sides.after.spec
        is_moved = self.path[0] == "services" and before.preset is not after.preset
        said = before.services.get(self.before.service), after.services.get(self.after.service)
        return is_moved and is_same(*said)

    def _is_from_stack(self, name: str) -> bool:
        """A preset's image takes the stack's namespace and tag, which are told once."""
        if name != "image" or self.path[0] != "services":
            return False
        before, after = self.sides.before.spec, self.sides.after.spec
        is_said = any(
            one.services[key].image is not None
            for one, key in ((before, self.before.service), (after, self.after.service))
            if key in one.services
        )
        is_moved = (before.image_namespace, before.image_tag) != (
            after.image_namespace,
            after.image_tag,
        )
        return is_moved and not is_said

    def _name(self) -> Iterator[Change]:
        old, new = title_of(self.before.resolved), self.title
        names = self.before.resolved.name, self.after.resolved.name
        if old != new:
            yield Change(
                self._name_path(),
                phrase("{old} is now called {new}", old=old, new=new),
                weight=Weight.HEAVY,
            )
        elif names[0] != names[1]:
            text = phrase(
                "{new}: its name in the stack changes from {old} to {name}",
                new=new,
                old=names[0],
                name=names[1],
            )
            yield Change(self.path, text, weight=Weight.HEAVY)
        elif "label" in self.differing:
            yield Change(self._name_path(), change_of(marked("Label"), new), weight=Weight.LIGHT)

    def _name_path(self) -> Path:
        return (*self.path, "label") if "label" in self.differing else self.path

    def _switch(self) -> Iterator[Change]:
        if "enabled" not in self.differing:
            return
        taken = self.shifts.take_all()
        path = (*self.path, "enabled")
        is_on = self.after.is_enabled
        clauses = taken.opening_clauses if is_on else taken.succession_clauses
        text = with_clauses(
            phrase(SWITCHED[self.after.is_enabled], title=self.title),
            clauses,
            ": " if is_on else "; ",
        )
        yield Change(path, text, taken.reach, Weight.HEAVY)

    def _exposure(self) -> Iterator[Change]:
        before, after = self.fields.before, self.fields.after
        if not (isinstance(before, Channel) and isinstance(after, Channel)):
            return
        if before.exposure is after.exposure:
            return
        taken = self.shifts.take(lambda shift: shift.is_both, ports=True)
        text = f"{self.title}: {phrase(WHO[before.exposure])} → {phrase(WHO[after.exposure])}"
        places = listed_addresses(shift.address for shift in taken.addresses)
        text += phrase(", at {places}", places=places) if places else ""
        clauses = [*taken.port_clauses, *self._limits(before, after)]
        yield Change((*self.path, "exposure"), with_clauses(text, clauses), taken.reach)

    def _limits(self, before: Channel, after: Channel) -> Iterator[str]:
        """What the chosen reach does not do."""
        own = [route.reach for route in self.after.routes if route.domain is None]
        if own and own[0].width < after.exposure.width:
            yield phrase("the stack’s own site keeps it to {whom}", whom=phrase(TO_WHOM[own[0]]))
        ports = [
            port
            for part in (self.before, self.after)
            for port in [published_port(part.resolved, part.routes)]
            if part.is_enabled and port is not None
        ]
        if (
            Exposure.HOST not in {before.exposure, after.exposure}
            and len(ports) > 1
            and ports[0] == ports[1]
        ):
            yield phrase("port {port} of the server is open to both", port=ports[0])

    def _ports(self) -> Iterator[Change]:
        for name in ("host_port", "container_port"):
            if name in self.differing:
                taken = self.shifts.take(ports=True)
                text = with_clauses(self.fields.sentence(name), taken.port_clauses)
                yield Change(self.fields.path_of(name), text, taken.reach)
        if "ports" in self.differing and (self.shifts.opened or self.shifts.closed):
            self.differing.remove("ports")

    def _places(self) -> Iterator[Change]:
        """Tell addresses and ports that came or went; where none did, the field that says them."""
        addresses = self.shifts.addresses
        has_domains = any(shift.address.domain is not None for shift in addresses)
        has_paths = any(shift.address.prefix != "/" for shift in addresses)
        is_told = {"domains": has_domains, "path_prefixes": has_paths, "routes": bool(addresses)}
        yield from address_changes(self.path, self.title, self.shifts.take_all())
        for name in _BY_ADDRESSES:
            if name in self.differing and not is_told[name]:
                yield from self.fields.tell(name)

"""What differs at the top of two specs and in Caddy's settings."""

from collections.abc import Iterator

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.service import Service
from openpalm_desktop.phrases import marked, phrase

from .certificates import authority_name
from .change import Change, Reach, Weight
from .fields import Fields
from .shifts import AllShifts, Shift, Shifts
from .sides import Sides
from .words import TO_WHOM, with_clauses

_CONSEQUENCES = {
    "project_name": marked("everything is made anew, with empty volumes"),
    "network": marked("every container is made anew"),
    "timezone": marked("every schedule goes by its clock"),
    "image_namespace": marked("the built-in images follow"),
    "image_tag": marked("the built-in images follow"),
    "data_root": marked("data does not move along by itself"),
}
_SCOPE = {
    True: (
        marked("The stack’s own site reaches {whom}"),
        marked("The stack’s own site may reach {whom}; nothing differs by that"),
    ),
    False: (
        marked("The stack’s own site reaches {whom} only"),
        marked("The stack’s own site may reach {whom} only; nothing differs by that"),
    ),
}
_HEAVY = ("project_name", "network", "data_root")
_OF_THEIR_OWN = (
    "access_scope",
    "caddy",
    "preset",
    "services",
    "channels",
    "scheduler",
    "automations",
)


def stack_changes(sides: Sides, shifts: AllShifts) -> Iterator[Change]:
    """Yield what differs in the stack's own fields."""
    before, after = sides.before.spec, sides.after.spec
    fields = Fields(before, after, (), of=phrase("the stack"))
    if before.access_scope is not after.access_scope:
        yield _scope_change(sides, shifts)
    for name in fields.differing(besides=_OF_THEIR_OWN):
        for change in fields.tell(name):
            what = _CONSEQUENCES.get(name)
            text = with_clauses(change.sentence, [phrase(what)] if what else [], ": ")
            weight = Weight.HEAVY if name in _HEAVY else change.weight
            yield Change(change.path, text, weight=weight)


def caddy_changes(sides: Sides) -> Iterator[Change]:
    """Yield what differs in Caddy's settings; another port of its is a port that opens."""
    before, after = sides.before.spec.caddy, sides.after.spec.caddy
    fields = Fields(before, after, ("caddy",), of="Caddy")
    open_before = {before.http_port, before.https_port} if sides.before.sites else set()
    open_after = {after.http_port, after.https_port} if sides.after.sites else set()
    for name in fields.differing():
        path = fields.path_of(name)
        if name == "acme":
            old, new = authority_name(before.acme), authority_name(after.acme)
            text = (
                phrase("Certificate authority changes from {old} to {new}", old=old, new=new)
                if old != new
                else phrase("Certificate authority changes its address")
            )
            yield Change(path, text)
        elif name in {"http_port", "https_port"}:
            yield _port_change(fields, name, open_before, open_after)
        else:
            yield from fields.tell(name)


def _port_change(fields: Fields, name: str, before: set[int], after: set[int]) -> Change:
    old, new = getattr(fields.before, name), getattr(fields.after, name)
    reach, clauses = Reach.SAME, []
    if new in after - before:
        reach, clauses = Reach.WIDER, [phrase("opens port {new} of the server", new=new)]
    elif old in before - after:
        reach, clauses = Reach.NARROWER, [phrase("closes port {old} of the server", old=old)]
    return Change(fields.path_of(name), with_clauses(fields.sentence(name), clauses), reach)


def _scope_change(sides: Sides, shifts: AllShifts) -> Change:
    taken = Shifts()
    for owner, some in shifts.by_owner.items():
        if _is_told_by_scope(sides, owner):
            taken.addresses += some.take(_is_on_own_site).addresses
    before, after = sides.before.spec.access_scope, sides.after.spec.access_scope
    reaches, may_reach = _SCOPE[after.width > before.width]
    text = phrase(reaches, whom=phrase(TO_WHOM[after]))
    if taken.reach is Reach.SAME:
        text = phrase(may_reach, whom=phrase(TO_WHOM[after]))
    return Change(("accessScope",), text, taken.reach, Weight.HEAVY)


def _is_told_by_scope(sides: Sides, owner: Path) -> bool:
    """Whether a container wants of itself what it wanted before."""
    before, after = sides.part_before(owner), sides.part_after(owner)
    if before is None or after is None:
        return False
    match before.resolved.container, after.resolved.container:
        case Channel() as old, Channel() as new:
            return old.exposure is new.exposure
        case Service() as old, Service() as new:
            return old.routes == new.routes
        case _:
            return False


def _is_on_own_site(shift: Shift) -> bool:
    return shift.is_both and shift.address.domain is None

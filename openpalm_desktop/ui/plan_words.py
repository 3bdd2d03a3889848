"""The steps of a plan in words: what happens to what, and the colour that goes with it."""

from typing import TYPE_CHECKING, NamedTuple

from openpalm_desktop.deploy.plan_steps import Kind, Step, Thing

from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.plan import Plan

    from .theme import Tokens


class Colours(NamedTuple):
    """What a kind of step is written in, and on."""

    front: str
    back: str


def verb(step: Step) -> str:
    """Return what happens, as it stands beside the name of what it happens to."""
    if step.kind is Kind.CREATE:
        return tr("new")
    return {
        Kind.REACH: tr("reach changes"),
        Kind.BLOCKED: tr("in the way"),
        Kind.WARNING: tr("to know beforehand"),
        Kind.SETTLE: tr("put in order first"),
        Kind.PULL: tr("fetched"),
        Kind.RECREATE: tr("made anew"),
        Kind.RENAME: tr("renamed"),
        Kind.START: tr("started"),
        Kind.RELOAD: tr("told its new files"),
        Kind.REMOVE: tr("removed"),
        Kind.ORPHAN: tr("stays"),
    }[step.kind]


def thing_name(step: Step) -> str:
    """Return what kind of thing a step is about; nothing for services, which most are."""
    return {
        Thing.IMAGE: tr("image"),
        Thing.NETWORK: tr("network"),
        Thing.VOLUME: tr("volume"),
    }.get(step.thing, "")


def causes(step: Step) -> str:
    """Return why, in a line."""
    return "; ".join(step.causes)


def spoken(step: Step) -> str:
    """Return a step as a screen reader says it."""
    parts = (f"{thing_name(step)} {step.name}".strip(), verb(step), causes(step), step.absence)
    return ". ".join(filter(None, parts))


def colours_of(kind: Kind, tokens: "Tokens") -> Colours:
    """Return the colours of a kind of step; the sign and the word say the same without them."""
    match kind:
        case Kind.REACH:
            return Colours(tokens.public, tokens.publicsoft)
        case Kind.BLOCKED | Kind.REMOVE:
            return Colours(tokens.error, tokens.errorsoft)
        case Kind.RECREATE | Kind.SETTLE | Kind.WARNING:
            return Colours(tokens.warning, tokens.warningsoft)
        case Kind.CREATE | Kind.START:
            return Colours(tokens.accent, tokens.accentsoft)
        case Kind.PULL | Kind.RELOAD | Kind.RENAME:
            return Colours(tokens.lan, tokens.lansoft)
        case Kind.ORPHAN:
            return Colours(tokens.host, tokens.hostsoft)


def plan_summary(plan: "Plan") -> str:
    """Return what a plan does, in a line or two: how much of what, and who is away."""
    kinds = [step.kind for step in plan.steps if step.thing is Thing.SERVICE]
    made = kinds.count(Kind.CREATE)
    anew = kinds.count(Kind.RECREATE) + kinds.count(Kind.RENAME)
    gone = kinds.count(Kind.REMOVE)
    parts = (
        tr("{} new").format(counted(made, "service", "services")) if made else "",
        tr("{} made anew").format(counted(anew, "service", "services")) if anew else "",
        tr("{} removed").format(counted(gone, "service", "services")) if gone else "",
        tr("{} to fetch").format(counted(len(plan.pulls), "image", "images")) if plan.pulls else "",
        tr("{} as before").format(counted(plan.unchanged, "service", "services"))
        if plan.unchanged
        else "",
    )
    return " · ".join(filter(None, parts))


def absence_summary(plan: "Plan") -> str:
    """Return who is away and for how long at most, or that nobody will notice."""
    away = [change for change in plan.changes if change.away is not None]
    if not away:
        noticed = any(change.old is not None for change in plan.changes)
        return tr("Nobody is away meanwhile.") if noticed else ""
    seconds = max(one.away.seconds for one in away if one.away)
    names = dict.fromkeys(one.service.name for one in away)
    along = dict.fromkeys(name for one in away if one.away for name in one.away.takes_along)
    everybody = list(names | along)
    shown = ", ".join(everybody[:4])
    if len(everybody) > 4:
        shown = tr("{} and {} more").format(shown, len(everybody) - 4)
    return tr("Away for up to {} s: {}").format(seconds, shown)

"""What the overview tells, as entries: who reaches what, what is wrong, new, and certified."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from openpalm_desktop.generate.entries import Entries
from openpalm_desktop.model.changes import Change, Reach
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.ways_in import Ways, WaysOf

from .navigation import aim_of, place_words
from .way_words import first_way_words
from .words import certificate_name, counted, owner_of, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.ingress import CaddySettings
    from openpalm_desktop.model.problem import Problem
    from openpalm_desktop.model.routes import Certificate, Site

    from .state import State


Reached: TypeAlias = tuple[Path, Ways]


class Mark(StrEnum):
    """What stands before an entry."""

    NONE = ""
    ERROR = "error"
    WARNING = "warning"
    WIDER = "wider"
    NARROWER = "narrower"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read, and where a click on it goes."""

    title: str
    detail: str = ""
    path: Path = ()
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Facts:
    """A heading, the first of its entries, and how many more there are."""

    heading: str
    note: str
    entries: tuple[Entry, ...] = ()
    more: int = 0


def reach_facts(state: "State", known: WaysOf, most: int) -> tuple[Facts, Facts, Facts]:
    """Return who can reach what: each container once, under the widest circle of its visitors."""
    stack = state.product.stack
    found: dict[Exposure, list[Reached]] = {one: [] for one in Exposure}
    for section, some in (("channels", known.channels(stack)), ("services", known.services(stack))):
        for name, ways in some.items():
            if ways.reach is not None:
                found[ways.reach].append(((section, name), ways))
    host, lan, public = (
        Facts(
            heading,
            note if found[reach] else empty,
            _reached(state, found[reach][:most]),
            max(0, len(found[reach]) - most),
        )
        for reach, heading, note, empty in _circles()
    )
    return host, lan, public


def problem_facts(state: "State", most: int) -> Facts:
    """Return how many problems there are, and the first ones, errors before warnings."""
    problems = state.product.problems
    errors = [one for one in problems if one.is_error]
    warnings = [one for one in problems if not one.is_error]
    note = ", ".join(
        counted(len(some), one, many)
        for some, one, many in (
            (errors, "error", "errors"),
            (warnings, "warning", "warnings"),
        )
        if some
    )
    entries = tuple(_problem(state, one) for one in [*errors, *warnings][:most])
    if state.product.awaits_secrets:
        note = note or tr("Nothing is wrong so far. Secrets have yet to be looked at.")
    note = note or tr("Nothing is wrong. The files are ready to use.")
    return Facts(tr("Problems"), note, entries, max(0, len(problems) - most))


def change_facts(changes: Sequence[Change], *, is_saved: bool, most: int) -> Facts:
    """Return what changed since the last save, with a mark where reach grows."""
    entries = tuple(_change(one) for one in changes[:most])
    heading = tr("Since the last save") if is_saved else tr("Not saved yet")
    if changes:
        wider = sum(one.reach is Reach.WIDER for one in changes)
        note = counted(len(changes), "change", "changes")
        if wider:
            let = tr("lets more people in") if wider == 1 else tr("let more people in")
            note = f"{note}, {wider} {let}"
    else:
        note = tr("Nothing changed.") if is_saved else tr("Save the stack to keep it.")
    return Facts(heading, note, entries, max(0, len(changes) - most))


def replaced_facts(changes: Sequence[Change], *, most: int) -> Facts:
    """Return what an export changes in what is there, with a mark where reach grows."""
    return replace(change_facts(changes, is_saved=True, most=most), heading=tr("What it changes"))


def certificate_facts(sites: "tuple[Site, ...]", caddy: "CaddySettings", most: int) -> Facts:
    """Return which certificates are in use, and for which domains."""
    by_kind: dict[Certificate, list[Site]] = {}
    for site in sites:
        by_kind.setdefault(site.certificate, []).append(site)
    entries = tuple(
        Entry(
            certificate_name(some[0], caddy.acme) if some[0].has_tls else tr("Plain HTTP"),
            _listed([one.domain or tr("the stack’s own site") for one in some], most),
            ("caddy",),
        )
        for _, some in sorted(by_kind.items(), reverse=True)
    )
    return Facts(tr("Caddy and certificates"), caddy_words(sites, caddy), entries)


def caddy_words(sites: "tuple[Site, ...]", caddy: "CaddySettings") -> str:
    """Return where Caddy listens, and for whom its ports are open."""
    if not sites:
        return tr("Nothing goes through Caddy, so it is not started.")
    entries = Entries.of((route for site in sites for route in site.routes), caddy)
    text = {
        Exposure.HOST: tr("Caddy listens on ports {} and {}, for this host only."),
        Exposure.LAN: tr("Caddy listens on ports {} and {}, for the local network."),
        Exposure.PUBLIC: tr("Caddy listens on ports {} and {}, open to the internet."),
    }[entries.reach]
    return text.format(entries.http_port, entries.https_port)


def _circles() -> tuple[tuple[Exposure, str, str, str], ...]:
    """Return each circle of visitors: its heading, who they are, and what to say of none."""
    return (
        (Exposure.HOST, tr("This host"), tr("The server itself"), tr("Nothing for it alone")),
        (
            Exposure.LAN,
            tr("Local network"),
            tr("At home, and this host"),
            tr("Nothing for it alone"),
        ),
        (Exposure.PUBLIC, tr("Internet"), tr("Anyone, anywhere"), tr("Nothing is open to it")),
    )


def _reached(state: "State", some: Iterable[Reached]) -> tuple[Entry, ...]:
    return tuple(
        Entry(owner_of(state.spec, path), first_way_words(ways.all), path) for path, ways in some
    )


def _problem(state: "State", problem: "Problem") -> Entry:
    mark = Mark.ERROR if problem.is_error else Mark.WARNING
    aim = aim_of(problem, state)
    return Entry(problem.message, place_words(state.spec, aim), aim, mark)


def _change(change: Change) -> Entry:
    mark = {Reach.WIDER: Mark.WIDER, Reach.NARROWER: Mark.NARROWER, Reach.SAME: Mark.CHANGED}
    detail = tr("Lets more people in") if change.reach is Reach.WIDER else ""
    return Entry(change.sentence, detail, change.path, mark[change.reach])


def _listed(texts: Sequence[str], most: int) -> str:
    shown = ", ".join(texts[:most])
    return f"{shown} +{len(texts) - most}" if len(texts) > most else shown

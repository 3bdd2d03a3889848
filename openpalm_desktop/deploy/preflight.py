"""What is known to go wrong, or to surprise, before anything is done: pure, from what was seen."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_address

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.phrases import phrase

from .engine import PODMAN, Engine, EngineInfo
from .plan import Plan
from .progress import Progress, listed
from .surroundings import Surroundings, look_ahead

_NO_ROOM, _LITTLE_ROOM = 64 * 1024**2, 1024**3  # bytes
_START_INTERVAL = (1, 44)
_OLDEST_PODMAN, _STEADY_PODMAN = (4, 0), (4, 8)  # its bridge kept no address before
_SAME = {"x86_64": "amd64", "aarch64": "arm64", "armhf": "arm"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know beforehand: why, as a clause, and what to do; an error blocks."""

    code: str
    is_error: bool
    why: str
    hint: str
    registry: str = ""  # that wants a login

    def __str__(self) -> str:
        return f"{self.why}. {self.hint}"


def checked(engine: Engine, plan: Plan) -> Generator[Progress, None, Plan]:
    """Return a plan with what a look around found; one with nothing to do needs none."""
    if plan.is_empty:
        return plan
    around = yield from look_ahead(engine, plan)
    return with_findings(plan, tuple(findings(plan, around)))


def with_findings(plan: Plan, found: tuple[Finding, ...]) -> Plan:
    """Return a plan that is blocked by errors, and shows warnings."""
    errors = tuple(str(one).removesuffix(".") for one in found if one.is_error)
    warnings = tuple(str(one) for one in found if not one.is_error)
    return replace(plan, blocked=(*plan.blocked, *errors), warnings=warnings, findings=found)


def findings(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Yield what is in the way, and what people should know; errors first."""
    found = [
        *_engine(plan.observed.engine, plan),
        *_images(plan, around),
        *_silent(around),
        *_disk(plan, around),
        *_ports(plan, around),
        *_visitors(plan, around),
        *_names(around),
        *_certificates(plan),
    ]
    yield from sorted(found, key=lambda one: not one.is_error)


def _podman(info: EngineInfo) -> Iterator[Finding]:
    version = tuple(int(part) for part in info.version.split(".")[:2] if part.isdecimal())
    if version < _OLDEST_PODMAN:
        why = phrase("Podman {version} is too old for a deployment", version=info.version)
        hint = phrase("Update it to 4.0 or newer, or use Docker.")
        yield Finding("podman-old", why=why, is_error=True, hint=hint)
        return
    why = phrase("it is Podman {version} that answers", version=info.version)
    if version < _STEADY_PODMAN:
        hint = phrase(
            "While containers are exchanged its network may lose requests for up to two minutes; "
            "that of Podman 4.8 and newer does not."
        )
    else:
        hint = phrase("What is tried and tested is Docker; look at what runs afterwards.")
    yield _warning("podman", why, hint)


def _engine(info: EngineInfo, plan: Plan) -> Iterator[Finding]:
    if info.name == PODMAN:
        yield from _podman(info)
    slow = [
        change.service.name
        for change in plan.changes
        if (change.service.healthcheck or {}).get("StartInterval")
    ]
    if slow and _version(info.api_version) < _START_INTERVAL:
        why = phrase(
            "Docker {version} does not know start_interval, which {names} asks for",
            version=info.version,
            names=", ".join(slow),
        )
        hint = phrase("It checks as often as interval says; Docker 25 and newer know it.")
        yield _warning("start-interval", why, hint)


def _images(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    own = plan.observed.engine.architecture
    for name, platform in around.platforms.items():
        if not _fits(platform, own):
            why = phrase(
                "the image {name} is made for {platform}, and the server is {own}",
                name=name,
                platform=platform,
                own=own,
            )
            yield _warning("architecture", why, phrase("It runs only where an emulator is set up."))
    for name, offer in around.offers.items():
        if offer.registry:
            why = _not_to_be_had(name, offer.refusal)
            yield Finding("login", is_error=True, why=why, hint=offer.hint, registry=offer.registry)
        elif offer.is_final:
            why = _not_to_be_had(name, offer.refusal)
            hint = phrase("Check its name and tag.")
            yield Finding("image", why=why, is_error=True, hint=hint)
        elif offer.platforms and not any(_fits(one, own) for one in offer.platforms):
            why = phrase(
                "the image {name} is there for {platforms} only, and the server is {own}",
                name=name,
                platforms=", ".join(offer.platforms),
                own=own,
            )
            hint = phrase("Choose another tag or image, one that is made for {own}.", own=own)
            yield Finding("architecture", why=why, is_error=True, hint=hint)


def _silent(around: Surroundings) -> Iterator[Finding]:
    """Yield at most one: without a network, it is the same of all images."""
    silent = {
        name: offer.refusal
        for name, offer in sorted(around.offers.items())
        if offer.refusal and not offer.is_final
    }
    if not silent:
        return
    names, reason = listed([*silent]), next(iter(silent.values()))
    if len(silent) == 1:
        why = phrase(
            "the registry does not say whether there is an image {name} ({reason})",
            name=names,
            reason=reason,
        )
    else:
        why = phrase(
            "no registry says whether these images are there: {names} ({reason})",
            names=names,
            reason=reason,
        )
    yield _warning("registry", why, phrase("It is tried all the same, before anything changes."))


def _not_to_be_had(name: str, reason: str) -> str:
    return phrase("the image {name} may not be had: {reason}", name=name, reason=reason)


def _disk(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    free = around.free_bytes
    if free is None or free >= _LITTLE_ROOM:
        return
    size = phrase("{count} MB", count=free // 1024**2)
    if free < _NO_ROOM:
        why = phrase("the server’s disk is full: {size} are free", size=size)
        hint = phrase("Free some space there: docker image prune removes unused images.")
        yield Finding("disk-full", why=why, is_error=True, hint=hint)
    elif plan.pulls or plan.changes:
        why = phrase("the server’s disk is nearly full: {size} are free", size=size)
        yield _warning("disk", why, phrase("Images take several hundred megabytes each."))


def _ports(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    wanted = {p.host_port: c.service.name for c in plan.changes for p in c.service.ports}
    for port in sorted(around.answering & wanted.keys()):
        why = phrase(
            "somebody who is no container answers on port {port}, which {name} wants",
            port=port,
            name=wanted[port],
        )
        yield _warning("port", why, phrase("Stop that program, or choose another port."))


def _visitors(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    kept = plan.wanted.kept_apart
    if not around.hides_visitors or not kept:
        return
    why = phrase(
        "this engine shows Caddy all visitors under one private address, as those without root and"
        " Docker Desktop do"
    )
    hints = {
        Exposure.LAN: phrase(
            "Where only the local network should, whoever reaches the server’s ports gets in: keep"
            " others out by a firewall."
        ),
        Exposure.HOST: phrase("What is for this host alone answers nobody."),
    }
    hint = " ".join(said for reach, said in hints.items() if reach in kept)
    yield _warning("visitors", why, hint)


def _names(around: Surroundings) -> Iterator[Finding]:
    server = [one for one in around.server if ip_address(one.partition("%")[0]).is_global]
    for domain, found in around.addresses.items():
        if not found:
            why = phrase("{domain} has no address in the DNS yet", domain=domain)
            hint = phrase("Until it has one, nobody finds it and no certificate is issued.")
            yield _warning("dns", why, hint)
        elif server and not set(found) & set(server):
            why = phrase(
                "{domain} leads to {found}, and the server is {server}",
                domain=domain,
                found=", ".join(found),
                server=", ".join(server),
            )
            hint = phrase("Change its DNS records, unless a proxy or a relay stands in between.")
            yield _warning("dns", why, hint)


def _certificates(plan: Plan) -> Iterator[Finding]:
    public = plan.wanted.content.public
    if public is None or not public.is_certified:
        return
    if "staging" in public.acme:
        why = phrase("certificates come from a staging authority, which browsers do not trust")
        hint = phrase("Choose the real one once everything works.")
        yield _warning("acme-staging", why, hint)
    if not public.has_email and public.acme != "zerossl":
        why = phrase("certificates are asked for without an e-mail address")
        hint = phrase("With one, the authority can write to you when something is wrong.")
        yield _warning("acme-email", why, hint)


def _warning(code: str, why: str, hint: str) -> Finding:
    return Finding(code, is_error=False, why=why, hint=hint)


def _fits(platform: str, own: str) -> bool:
    parts = platform.split("/")
    architecture = parts[1] if len(parts) > 1 else parts[0]
    return _SAME.get(architecture, architecture) == _SAME.get(own, own)


def _version(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return int(major), int(minor or 0)

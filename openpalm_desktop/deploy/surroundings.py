"""What a deployment will meet beside the engine's own things: disk, registries, DNS, ports."""

import re
import socket
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import urlsplit

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.phrases import phrase

from .engine import Engine, EngineTrouble, ImageMissing, NotThere
from .plan import Plan
from .plan_steps import Kind
from .progress import Progress
from .registry_access import LoginNeeded, question
from .side_by_side import side_by_side
from .ssh import SshAddress, host_name
from .target import Target

_T = TypeVar("_T")

_SECONDS = 1.5  # for a port to answer
_REFUSED = re.compile("denied|unauthorized|not found|manifest unknown")


@dataclass(frozen=True)
class Offer:
    """What a registry says of an image: for which platforms it is there, or why it is not."""

    platforms: tuple[str, ...] = ()
    refusal: str = ""
    is_final: bool = False  # the registry was asked, and said no
    registry: str = ""  # that wants to know who asks
    hint: str = ""


@dataclass(frozen=True)
class Surroundings:
    """One look around; what could not be found out is left out, and nothing is said of it."""

    free_bytes: int | None = None
    platforms: Mapping[str, str] = field(default_factory=dict)  # of images that are there
    offers: Mapping[str, Offer] = field(default_factory=dict)  # of images that will be fetched
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by domain
    server: tuple[str, ...] = ()  # the target's own addresses
    answering: frozenset[int] = frozenset()  # ports where somebody who is no container answers
    hides_visitors: bool = False  # from Caddy, where it keeps some out


def look_ahead(engine: Engine, plan: Plan) -> Generator[Progress, None, Surroundings]:
    """Find out what a plan will meet; changes nothing, and every question has a deadline."""
    sentence = phrase("Looking at the server’s disk, ports, images and names")
    yield Progress(sentence)
    target = engine.target
    server = _server(target)
    changed = [one.service.image for one in plan.changes if one.kind is not Kind.START]
    there = dict.fromkeys(name for name in changed if name in plan.observed.images)
    platforms: dict[str, str] = {}
    offers: dict[str, Offer] = {}
    addresses: dict[str, tuple[str, ...]] = {}
    answering: set[int] = set()
    hides_visitors: dict[str, bool] = {}

    def ask(port: int) -> None:
        if _answers(server[0] if server else "127.0.0.1", port):
            answering.add(port)

    calls: list[Callable[[], object]] = [
        *(partial(_keep, platforms, name, partial(engine.platform, name)) for name in there),
        *(partial(_keep, offers, name, partial(_offer, engine, name)) for name in plan.pulls),
        *(partial(_keep, addresses, n, partial(_resolved, n)) for n in _names(plan)),
        *(partial(ask, port) for port in _ports(plan, target)),
    ]
    if plan.wanted.kept_apart:
        calls.append(partial(_keep, hides_visitors, "", engine.hides_visitors))
    for done in side_by_side(calls):
        yield Progress(sentence, done, len(calls))
    free = _free_bytes(engine, plan)
    return Surroundings(
        free,
        platforms,
        offers,
        addresses,
        server,
        frozenset(answering),
        hides_visitors.get("", False),
    )


def _keep(found: dict[str, _T], name: str, ask: Callable[[], _T]) -> None:
    with suppress(OpenPalmError):
        found[name] = ask()


def _offer(engine: Engine, reference: str) -> Offer:
    try:
        return Offer(tuple(engine.offered(reference)))
    except LoginNeeded as error:
        return Offer((), error.why, is_final=True, registry=error.registry, hint=error.hint)
    except EngineTrouble as error:
        said = error.sentence.removeprefix(f"{question(reference)}: ").rstrip(".")
        is_final = isinstance(error, ImageMissing | NotThere) or bool(_REFUSED.search(said))
        return Offer(refusal=said, is_final=is_final)


def _names(plan: Plan) -> Sequence[str]:
    public = plan.wanted.content.public
    return public.domains if public is not None else ()


def _resolved(name: str) -> tuple[str, ...]:
    """Return the addresses of a name; none for one that does not exist."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}:
            return ()
        raise OpenPalmError(str(error)) from error  # nobody could be asked
    except OSError as error:
        raise OpenPalmError(str(error)) from error
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def _server(target: Target) -> tuple[str, ...]:
    """Return the addresses of the engine's machine, where it is another one."""
    parts = urlsplit(target.address)
    try:
        if target.is_over_ssh:
            return _resolved(host_name(SshAddress.parse(target.address)))
        return _resolved(parts.hostname or "") if parts.scheme == "tcp" else ()
    except (OpenPalmError, OSError):
        return ()


def _ports(plan: Plan, target: Target) -> set[int]:
    """Return the TCP ports that will be taken, and that no container has."""
    observed = plan.observed
    known = {port.port for one in observed.containers for port in one.ports}
    known |= {held.port.port for held in observed.held}
    is_here = target.address.startswith(("unix:", "npipe:"))
    wanted = {
        port.host_port
        for change in plan.changes
        for port in change.service.ports
        if port.protocol == "tcp" and (is_here or not _is_loopback(port.address))
    }
    return wanted - known - {0}


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _answers(server: str, port: int) -> bool:
    try:
        socket.create_connection((server, port), _SECONDS).close()
    except OSError:
        return False
    return True


def _free_bytes(engine: Engine, plan: Plan) -> int | None:
    """Ask the engine, or inside the stack's own Caddy, whose disk is the engine's."""
    with suppress(EngineTrouble, IndexError, ValueError):
        free = engine.free_bytes()
        if free is not None:
            return free
        for one in plan.observed.of_service(CADDY):
            if one.is_running:
                lines = engine.run(one.id, ("df", "-Pk", "/")).output.splitlines()
                return int(lines[-1].split()[3]) * 1024
    return None

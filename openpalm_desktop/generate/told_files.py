"""What generated files say for themselves: containers, images, open ports, ways through Caddy.

For a folder whose stack is not at hand any more: from its files alone it is told who will reach
more when they are replaced.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from openpalm_desktop.model.changes.change import Change, Reach, Weight, in_order
from openpalm_desktop.model.changes.words import TO_WHOM, WHO
from openpalm_desktop.model.exposure import Exposure, widest
from openpalm_desktop.model.path import Path
from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

_SERVICE = re.compile(r"  (?P<name>[A-Za-z0-9_.-]+):")
_IMAGE = re.compile(r"    image: \"?(?P<image>[^\"]+)\"?")
_PORT = re.compile(r"      - \"(?:(?P<bind>.+):)?(?P<port>\d+):\d+(?:/\w+)?\"")
_UPSTREAM = re.compile(r"reverse_proxy (?P<name>[^\s:]+):\d+")
_PATH = re.compile(r"@\S+ path (?P<prefix>\S+)")
_IMPORT = {"import host_only": Exposure.HOST, "import lan_only": Exposure.LAN}
_LOOPBACK = ("127.", "[::1]")


class Way(NamedTuple):
    """A site and a path of it, and the service behind it."""

    site: str
    prefix: str
    service: str

    def __str__(self) -> str:
        if self.prefix == "/":
            return self.site or phrase("the stack’s own site")
        return f"{self.site}{self.prefix}"


class ToldService(NamedTuple):
    """A service: its image, and from where each published port is reached."""

    image: str
    ports: Mapping[int, Exposure]


class Told(Record):
    """What a Compose file and a Caddyfile say."""

    services: Mapping[str, ToldService]
    ways: Mapping[Way, Exposure]


class Owner(NamedTuple):
    """What a service is called, and where in the spec it is."""

    title: str
    path: Path


def told(compose: Iterable[str], caddyfile: Iterable[str]) -> Told:
    """Return what two generated files say; of files that were edited, what can be made out.

    Both come in pieces that are whole at the top level; a piece that was seen before costs nothing.
    """
    services: dict[str, ToldService] = {}
    for piece in compose:
        services |= _services(piece)
    return Told(services, {way: reach for piece in caddyfile for way, reach in _ways(piece)})


def told_changes(old: Told, new: Told, owners: Mapping[str, Owner]) -> tuple[Change, ...]:
    """Return what changes in words, wider reach first."""
    return in_order([*_container_changes(old, new, owners), *_way_changes(old, new, owners)])


@lru_cache(maxsize=4096)
def _services(compose: str) -> Mapping[str, ToldService]:
    images: dict[str, str] = {}
    ports: dict[str, dict[int, Exposure]] = {}
    name, is_inside = "", compose.startswith(" ")
    for line in compose.splitlines():
        if line and not line.startswith(" "):
            is_inside = line.startswith("services:")
        elif is_inside and (found := _SERVICE.fullmatch(line)):
            name = found["name"]
            images[name], ports[name] = "", {}
        elif name and (found := _IMAGE.fullmatch(line)):
            images[name] = found["image"]
        elif name and (found := _PORT.fullmatch(line)):
            is_local = (found["bind"] or "").startswith(_LOOPBACK)
            reach = Exposure.HOST if is_local else Exposure.PUBLIC
            port = int(found["port"])
            ports[name][port] = widest([reach, ports[name].get(port, reach)]) or reach
    return {each: ToldService(image, ports[each]) for each, image in images.items()}


@lru_cache(maxsize=4096)
def _ways(caddyfile: str) -> tuple[tuple[Way, Exposure], ...]:
    return tuple(_each_way(caddyfile))


def _each_way(caddyfile: str) -> Iterator[tuple[Way, Exposure]]:
    """Yield each way and who is let through; a guard holds for what comes after it in its block."""
    site, prefix = "", "/"
    guards: list[Exposure] = []
    for raw in caddyfile.splitlines():
        line = raw.strip()
        if not raw.startswith("\t") and line.endswith("{"):
            site, guards = _site(line), [Exposure.PUBLIC]
        elif line.endswith("{"):
            guards.append(guards[-1] if guards else Exposure.PUBLIC)
        elif line == "}" and guards:
            guards.pop()
            prefix = "/" if len(guards) <= 2 else prefix
        elif line in _IMPORT and guards:
            guards[-1] = guards[-1].narrowed_to(_IMPORT[line])
        elif found := _PATH.match(line):
            prefix = found["prefix"]
        elif guards and (found := _UPSTREAM.match(line)):
            yield Way(site, prefix, found["name"]), guards[-1]


def _site(line: str) -> str:
    """Return a site's name; the stack's own has none."""
    address = line.removesuffix("{").split(",")[0].strip()
    return "" if address.startswith("http://:") else address.removeprefix("http://")


def _container_changes(old: Told, new: Told, owners: Mapping[str, Owner]) -> Iterator[Change]:
    for name in dict.fromkeys([*new.services, *old.services]):
        before, after = old.services.get(name), new.services.get(name)
        title, path = owners.get(name, Owner(name, ()))
        if before is None:
            yield Change(path, phrase("{title} is added", title=title), Reach.SAME, Weight.HEAVY)
        elif after is None:
            sentence = phrase("{title} is removed", title=title)
            yield Change(path, sentence, Reach.SAME, Weight.HEAVY)
        elif before.image != after.image:
            sentence = phrase(
                "{title}: image changes from {old} to {new}",
                title=title,
                old=before.image,
                new=after.image,
            )
            yield Change((*path, "image"), sentence)
        none = ToldService("", {})
        yield from _port_changes(before or none, after or none, title, path)


def _port_changes(
    before: ToldService, after: ToldService, title: str, path: Path
) -> Iterator[Change]:
    for port in dict.fromkeys([*after.ports, *before.ports]):
        one, other = before.ports.get(port), after.ports.get(port)
        if one is other:
            continue
        words = {"title": title, "port": port}
        if other is None:
            sentence = phrase("{title} closes port {port} of the server", **words)
            yield Change(path, sentence, Reach.NARROWER)
        elif other is Exposure.HOST:
            sentence = phrase("{title} opens port {port} to this host only", **words)
            yield Change(path, sentence, Reach.WIDER if one is None else Reach.NARROWER)
        else:
            sentence = phrase("{title} opens port {port} of the server to the network", **words)
            yield Change(path, sentence, Reach.WIDER)


def _way_changes(old: Told, new: Told, owners: Mapping[str, Owner]) -> Iterator[Change]:
    for way in dict.fromkeys([*new.ways, *old.ways]):
        before, after = old.ways.get(way), new.ways.get(way)
        title, path = owners.get(way.service, Owner(way.service, ()))
        if before is after:
            continue
        if after is None:
            sentence = phrase("{place} leads to {title} no longer", place=way, title=title)
            yield Change(path, sentence, Reach.NARROWER)
        elif before is None:
            whom = phrase(TO_WHOM[after])
            sentence = phrase("{place} opens {title} to {whom}", place=way, title=title, whom=whom)
            yield Change(path, sentence, Reach.WIDER)
        else:
            is_wider = after.width > before.width
            sentence = f"{way}: {phrase(WHO[before])} → {phrase(WHO[after])}"
            yield Change(path, sentence, Reach.WIDER if is_wider else Reach.NARROWER)

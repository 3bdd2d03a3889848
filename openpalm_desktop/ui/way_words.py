"""Ways to a container in words: `blog.example.org`, `this site /notes`, `127.0.0.1:9091`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpalm_desktop.model.changes.places import Ports
from openpalm_desktop.model.routes import Route
from openpalm_desktop.model.ways_in import WayIn

from .site_tree import route_field
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.stack import StackSpec


def way_words(way: WayIn) -> str:
    """Return the address that a visitor uses."""
    return _route_words(way.door) if isinstance(way.door, Route) else _ports_words(way.door)


def first_way_words(ways: Sequence[WayIn]) -> str:
    """Return the first address, and how many more there are."""
    if not ways:
        return ""
    first = way_words(ways[0])
    return first if len(ways) == 1 else f"{first} +{len(ways) - 1}"


def way_field(spec: "StackSpec", way: WayIn) -> "Path":
    """Return the path of the field that makes a way."""
    return route_field(spec, way.door) if isinstance(way.door, Route) else way.origin


def _route_words(route: Route) -> str:
    if route.domain is None:
        return tr("this site {}").format("" if route.covers_all else route.prefix).strip()
    return route.domain if route.covers_all else f"{route.domain}{route.prefix}"


def _ports_words(ports: Ports) -> str:
    if ports.is_every:
        return tr("every port it listens on")
    if ports.chosen_for:
        return tr("a port that Docker chooses")
    number = str(ports.first) if ports.first == ports.last else f"{ports.first}–{ports.last}"
    number = number if ports.protocol == "tcp" else f"{number}/{ports.protocol}"
    if ports.is_loopback:
        return (
            f"[{ports.address}]:{number}" if ":" in ports.address else f"{ports.address}:{number}"
        )
    return tr("port {}").format(number)

"""A change is marked wider exactly when somebody reaches a container where nobody did before.

What is reached is asked of others: of the rules that say how Caddy answers, and of the ports in the
Compose project that would run.
"""

from collections.abc import Iterator
from copy import deepcopy
from ipaddress import ip_address
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.entries import Entries
from openpalm_desktop.generate.project_maker import ProjectMaker
from openpalm_desktop.model.answer import answer
from openpalm_desktop.model.changes import Reach, changes
from openpalm_desktop.model.changes.pairs import paired
from openpalm_desktop.model.resolved_stack import ResolvedStack, resolved
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.strategies import sound_specs, without_errors

Reached: TypeAlias = set[tuple[Any, ...]]

VISITORS = [ip_address(a) for a in ("127.0.0.1", "192.168.7.7", "203.0.113.9", "2001:db8::9")]
NO_SITE = "nobody.example.net"


SECTIONS = ("channels", "services")
EXPOSURES = st.sampled_from(["host", "lan", "public"])
DOMAINS = st.sampled_from(["a.org", "*.a.org", "b.a.org", "c.a.org"])
PREFIXES = {"a": ("/", "/x"), "b": ("/A", "/a/b/c"), "c": ("/A/b", "/ab"), "s": ("/s", "/a/b/C/d")}
"""One place of each name only: no two lead to the same one, some lie inside others."""

PORTS = st.sampled_from(
    [
        *("{}0:1", "127.0.0.1:{}0:1", "[::]:{}0:1", "[::1]:{}0:1", "192.168.1.5:{}0:1"),
        *("{}0-{}3:10-13", "{}2-{}5:12-15", "{}0:1/udp", "1", "127.0.0.1::1"),
    ]
)
ROUTES = st.fixed_dictionaries(
    {"port": st.just(80), "exposure": EXPOSURES, "pathPrefix": st.sampled_from(PREFIXES["s"])},
    optional={"domain": DOMAINS},
)


def _channel(name: str, number: int) -> st.SearchStrategy[Any]:
    fields = {
        "image": st.just(f"image-{name}"),
        "containerPort": st.just(8080 + number),
        "exposure": EXPOSURES,
        "enabled": st.sampled_from([True, True, True, False]),
        "domains": st.lists(DOMAINS, max_size=2, unique=True),
        "pathPrefixes": st.lists(st.sampled_from(PREFIXES[name]), min_size=1, unique=True),
        "hostPort": st.sampled_from(["none", 9000 + number, 9100 + number]),
    }
    ports = st.fixed_dictionaries({"ports": st.lists(_ports(number), max_size=1)})
    return st.fixed_dictionaries(fields, optional={"internalTls": st.booleans(), "compose": ports})


def _service() -> st.SearchStrategy[Any]:
    fields = {"routes": st.lists(ROUTES, max_size=1), "ports": st.lists(_ports(4), max_size=2)}
    return st.fixed_dictionaries({"image": st.just("image-s")} | fields)


def _ports(number: int) -> st.SearchStrategy[str]:
    return PORTS.map(lambda port: port.replace("{}", f"70{number}"))


DATA: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "version": st.just(4),
        "accessScope": EXPOSURES,
        "channels": st.fixed_dictionaries(
            {"a": _channel("a", 0), "b": _channel("b", 1)}, optional={"c": _channel("c", 2)}
        ),
        "services": st.fixed_dictionaries({}, optional={"s": _service()}),
        "caddy": st.fixed_dictionaries({"httpPort": st.sampled_from([80, 81])}),
        "preset": st.sampled_from(["none", "none", "none", "openpalm"]),
    }
)


@st.composite
def two_specs(draw: st.DrawFn) -> tuple[StackSpec, StackSpec]:
    """Two specs without errors, the second a few edits away from the first."""
    one, other = draw(DATA), draw(DATA)
    places = [(section, name) for section in SECTIONS for name in (one[section] | other[section])]
    places += [(field, "") for field in ("accessScope", "caddy", "preset")]
    mixed = dict(one) | {section: dict(one[section]) for section in SECTIONS}
    edits = st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True)
    for section, name in draw(edits):
        if not name:
            mixed[section] = other[section]
        elif name not in mixed[section]:
            mixed[section][name] = other[section][name]
        elif name not in other[section] or draw(st.integers(0, 3)) == 0:
            del mixed[section][name]
        else:
            fields = other[section][name]
            chosen = draw(st.sets(st.sampled_from(sorted(fields)), min_size=1))
            mixed[section][name] = mixed[section][name] | {field: fields[field] for field in chosen}
    return _sound(one), _sound(mixed)


def publishing() -> st.SearchStrategy[StackSpec]:
    """A spec without errors that publishes some ports of one service, and nothing else."""
    ports = st.lists(_ports(0), min_size=1, max_size=2)
    services = ports.map(lambda some: {"s": {"image": "image", "ports": some}})
    return services.map(lambda some: _sound({"version": 4, "services": some}))


def _sound(data: dict[str, Any]) -> StackSpec:
    return without_errors(StackSpec.from_data(data))


@fewer
@given(
    specs=two_specs()
    | st.tuples(publishing(), publishing())
    | st.tuples(sound_specs(), sound_specs())
)
def test_there_is_a_wider_change_exactly_when_more_is_reached(
    specs: tuple[StackSpec, StackSpec],
) -> None:
    before, after = map(resolved, specs)
    places = _places(before) | _places(after)
    services = paired(before.services, after.services).renamed
    channels = paired(before.channels, after.channels).renamed
    renamed = {("services", a): ("services", b) for a, b in services.items()}
    renamed |= {("channels", a): ("channels", b) for a, b in channels.items()}
    old = {(*where, renamed.get(who, who)) for *where, who in _reached(before, places)}
    new = _reached(after, places)
    found = changes(before, after)
    assert any(change.reach is Reach.WIDER for change in found) is bool(new - old), found


@fewer
@given(specs=two_specs())
def test_the_way_back_is_wider_where_something_was_lost(specs: tuple[StackSpec, StackSpec]) -> None:
    before, after = map(resolved, specs)
    lost = [c for c in changes(before, after) if c.reach is Reach.NARROWER]
    gained = [c for c in changes(after, before) if c.reach is Reach.WIDER]
    assert gained or not lost


@fewer
@given(spec=sound_specs())
def test_nothing_changes_between_a_stack_and_itself(spec: StackSpec) -> None:
    assert changes(resolved(spec), resolved(deepcopy(spec))) == ()


def _places(stack: ResolvedStack) -> set[tuple[str, str]]:
    """Return a host and a path inside every part of every site."""
    hosts = {str(site.domain) for site in stack.sites if site.domain}
    hosts = {host.replace("*", "any-other-name") for host in hosts} | {NO_SITE}
    paths = {route.prefix for route in stack.routes} | {"/", "/no/such/path"}
    return {(host, path) for host in hosts for path in paths}


def _reached(stack: ResolvedStack, places: set[tuple[str, str]]) -> Reached:
    return {*_through_caddy(stack, places), *_beside_caddy(stack)}


def _through_caddy(stack: ResolvedStack, places: set[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    if not stack.sites:
        return
    caddy = stack.spec.caddy
    yield from (("port", port, "Caddy") for port in (caddy.http_port, caddy.https_port))
    for host, path in places:
        for scheme, port in (("http", caddy.http_port), ("https", caddy.https_port)):
            for visitor in VISITORS:
                found = answer(stack, f"{scheme}://{host}:{port}{path}", visitor)
                is_own_site = found.site is not None and found.site.domain is None
                if found.is_answered and (host == NO_SITE or not is_own_site):
                    yield visitor, host, path, found.origin


def _beside_caddy(stack: ResolvedStack) -> Iterator[tuple[Any, ...]]:
    """Return every single port of every single container that Compose would publish."""
    entries = Entries.of(stack.routes, stack.spec.caddy)
    for service in ProjectMaker().project(stack, entries).services.values():
        if service.name == "caddy":
            continue
        for entry in service.plain.get("ports", ()):
            address, published, protocol, target = _published(entry)
            addresses = [address] if address else ["0.0.0.0", "::"]
            if "0.0.0.0" in addresses:
                addresses += ["127.0.0.1", "192.168.1.5"]
            if "::" in addresses:
                addresses.append("::1")
            for each in addresses:
                for port in published or (f"chosen for {target}",):
                    yield each, port, protocol, service.origin


def _published(entry: str | dict[str, Any]) -> tuple[str, list[int], str, str]:
    if isinstance(entry, dict):
        published = str(entry.get("published", ""))
        protocol, target = entry.get("protocol", "tcp"), str(entry["target"])
        return entry.get("host_ip", ""), _range(published), protocol, target
    ports, _, protocol = entry.partition("/")
    rest, _, target = ports.rpartition(":")
    address, _, published = rest.rpartition(":")
    return address.strip("[]"), _range(published), protocol or "tcp", target


def _range(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1)) if first else []

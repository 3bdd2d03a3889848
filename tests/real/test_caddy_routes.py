"""The routes that Caddy reads in a Caddyfile are those the spec means, whatever its texts."""

from __future__ import annotations

import contextlib
import itertools
import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model import edits
from openpalm_desktop.model.exposure import Exposure, PathMode, widest
from openpalm_desktop.model.resolved_stack import ResolvedStack, resolved
from openpalm_desktop.model.routes import Certificate, Route, Site
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.model.stack import StackSpec
from tests.real.peers.caddy import CaddyError, UnixConnection
from tests.real.peers.compose import Compose
from tests.strategies import DOMAINS, sound_specs, specs, without_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.real.peers.caddy import Caddy

Steps: TypeAlias = "list[Any]"
"""What is done with a request, in order; steps for some paths only stand in a tuple with them."""

Doors: TypeAlias = "dict[tuple[str, str], Steps]"
"""The steps for each port and host; "*" is every other host."""

LOCAL = ("192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "127.0.0.1/8", "fd00::/8", "::1")
LOOPBACK = ("127.0.0.1", "{env.OPENPALM_GATEWAY}")
DESKTOP = "192.168.65.1"


class Adapter:
    """A Caddy at work that only says what Caddyfiles mean: faster than a process for each."""

    def __init__(self, connection: UnixConnection) -> None:
        self._connection = connection

    def adapt(self, caddyfile: str) -> Mapping[str, Any]:
        """The JSON that a Caddyfile means."""
        self._connection.request(
            "POST", "/adapt", caddyfile.encode(), {"Content-Type": "text/caddyfile"}
        )
        response = self._connection.getresponse()
        said = json.loads(response.read())
        if response.status != 200:
            raise CaddyError(said)
        result: Mapping[str, Any] = said["result"]
        return result


@pytest.fixture(scope="module")
def adapter(caddy: Caddy) -> Iterator[Adapter]:
    """One Caddy for all."""
    with (
        caddy.running("{\n\tauto_https off\n}\n") as running,
        contextlib.closing(UnixConnection(running._admin)) as connection,
    ):
        yield Adapter(connection)


def doors(adapted: Mapping[str, Any]) -> Doors:
    """What Caddy does at each port for each host."""
    found: Doors = {}
    for server in adapted["apps"]["http"]["servers"].values():
        (listen,) = server["listen"]
        assert server["automatic_https"]["disable_redirects"] is True
        if not any(route.get("terminal") for route in server["routes"]):
            # A site alone on its server, for any host, is not wrapped.
            found[listen, "*"] = [step for route in server["routes"] for step in guarded(route)]
            continue
        for index, route in enumerate(server["routes"]):
            assert route["terminal"] is True
            hosts = route.get("match", [{"host": ["*"]}])[0]["host"]
            if "match" not in route:
                assert index == len(server["routes"]) - 1
            for host in hosts:
                assert (listen, host) not in found
                found[listen, host] = steps(route["handle"])
    return found


def steps(handlers: Sequence[Mapping[str, Any]]) -> Steps:
    """What handlers do."""
    return [step for handler in handlers for step in step_of(handler)]


def step_of(handler: Mapping[str, Any]) -> Steps:
    """What one handler does, in our own words."""
    rest = {key: value for key, value in handler.items() if key != "handler"}
    match handler["handler"], rest:
        case "subroute", {"routes": routes}:
            return [step for route in routes for step in guarded(route)]
        case "reverse_proxy", {"upstreams": [{"dial": dial}]} if len(rest) == 1:
            return [f"proxy {dial}"]
        case "rewrite", {"strip_path_prefix": prefix} if len(rest) == 1:
            return [f"strip {prefix}"]
        case "rewrite", {"uri": uri} if len(rest) == 1:
            return [f"rewrite {uri}"]
        case "static_response", {"abort": True} if len(rest) == 1:
            return ["abort"]
        case "static_response", {"status_code": 404} if len(rest) == 1:
            return ["404"]
        case "static_response", {"status_code": 308, "headers": {"Location": [location]}}:
            return [f"redirect {location}"]
    raise AssertionError(handler)


def guarded(route: Mapping[str, Any]) -> Steps:
    """A route's steps, for those requests only that it is for."""
    inner = steps(route["handle"])
    match route.get("match"):
        case None:
            return inner
        case [{"path": paths, **nothing}] if not nothing:
            return [(tuple(paths), inner)]
        case [{"vars": {"{http.request.local.port}": ["1080", "1443"]}}] if inner == ["abort"]:
            return ["not over IPv6"]
        case [{"not": [{"remote_ip": {"ranges": ranges}}]}] if inner == ["abort"]:
            assert tuple(ranges) == LOCAL
            return ["lan only"]
        case [{"not": [{"vars": {"{http.request.remote.host}": hosts}}]}] if inner == ["abort"]:
            assert tuple(hosts) in (LOOPBACK, (*LOOPBACK, DESKTOP))
            return ["host only, desktop too" if DESKTOP in hosts else "host only"]
    raise AssertionError(route)


def meant_doors(stack: ResolvedStack) -> Doors:
    """The same, from the routes of the model."""
    reaches = {route.reach for route in stack.routes}
    is_split = Exposure.PUBLIC in reaches and len(reaches) > 1
    is_for_host = reaches == {Exposure.HOST}
    https = stack.spec.caddy.https_port
    location = f"https://{{http.request.host}}{'' if https == 443 else f':{https}'}"

    def guard(reach: Exposure) -> Steps:
        if reach is Exposure.PUBLIC:
            return []
        alone = "host only, desktop too" if is_for_host else "host only"
        by_source = alone if reach is Exposure.HOST else "lan only"
        return ["not over IPv6", by_source] if is_split else [by_source]

    def body(site: Site) -> Steps:
        reach = widest([route.reach for route in site.routes])
        assert reach
        found: Steps = guard(reach)
        for route in site.routes:
            inner = [] if route.reach is reach else guard(route.reach)
            inner += meant_steps(route)
            found += inner if route.covers_all else [(paths(route), inner)]
        return found if site.routes[-1].covers_all else [*found, "404"]

    found: Doors = {}
    for http, tls in ((":80", ":443"), (":1080", ":1443")) if is_split else ((":80", ":443"),):
        found[http, "*"] = ["404"]
        for site in stack.sites:
            reach = widest([route.reach for route in site.routes])
            assert reach
            if site.has_tls:
                found[tls, "*"] = ["abort"]
                found[tls, host_in(site)] = body(site)
                target = f"redirect {location}{{http.request.uri}}"
                found[http, host_in(site)] = [*guard(reach), target]
            else:
                found[http, host_in(site)] = body(site)
    return found


def host_in(site: Site) -> str:
    """A site's host as a host matcher has it; "*" is every other host."""
    return "*" if site.domain is None else site.domain.strip("[]")


def paths(route: Route) -> tuple[str, str]:
    """A prefix and what is below it, never what only begins alike."""
    return route.prefix, f"{route.prefix}/*"


def meant_steps(route: Route) -> Steps:
    """What happens to the path, and who gets the request."""
    proxy = f"proxy {route.upstream}:{route.container_port}"
    if route.path_mode is PathMode.REWRITE and route.rewrite_path:
        return [f"rewrite {route.rewrite_path}", proxy]
    if route.path_mode is not PathMode.STRIP:
        return [proxy]
    found = [] if route.covers_all else [f"strip {route.prefix}"]
    if route.upstream_prefix:
        found.append(f"rewrite {route.upstream_prefix}{{http.request.uri}}")
    return [*found, proxy]


def certificates(adapted: Mapping[str, Any], stack: ResolvedStack) -> Mapping[str, str]:
    """Who certifies each site that has a certificate."""
    policies = adapted["apps"]["tls"]["automation"]["policies"]
    by_name = {name: policy for policy in policies for name in policy.get("subjects", ())}
    others = [policy for policy in policies if "subjects" not in policy]
    found = {}
    for site in stack.sites:
        if site.domain and site.has_tls:
            (issuer,) = by_name.get(host_in(site), *others)["issuers"]
            found[site.domain] = issuer.get("ca", issuer["module"])
    return found


def meant_certificates(stack: ResolvedStack) -> Mapping[str, str]:
    """The same, from the sites of the model."""
    directory = stack.spec.caddy.directory
    return {
        site.domain: directory if site.certificate is Certificate.ACME else "internal"
        for site in stack.sites
        if site.domain and site.has_tls
    }


def without_own_text(spec: StackSpec) -> StackSpec:
    """A spec without the person's own Caddyfile text, which may bring any site of its own."""
    return edits.put(spec, ("caddy", "extraConfig"), None)


def assert_caddy_reads_what_is_meant(adapter: Adapter, spec: StackSpec) -> None:
    """Ask Caddy."""
    stack = resolved(spec)
    bundle = generated(spec).bundle
    if not stack.sites:
        assert "caddy/Caddyfile" not in bundle
        return
    adapted = adapter.adapt(bundle["caddy/Caddyfile"].text)
    assert doors(adapted) == meant_doors(stack)
    assert certificates(adapted, stack) == meant_certificates(stack)
    assert set(adapted["apps"]) == {"http", "tls"}
    assert adapted["admin"] == {"listen": "unix//run/caddy/admin.sock"}


exposures = st.sampled_from(["host", "lan", "public"])
prefixes = st.lists(
    st.sampled_from(["/", "/a", "/b/", "/A/c", "/ab", "/a/b/c", "/a.b", "/a~b", "/x_y-z"]),
    min_size=1,
    max_size=3,
)
hosts = st.lists(
    st.sampled_from(
        [*(domain for domain in DOMAINS if "*" not in domain), "a.test", "b.test", "x.a.test"]
    ),
    min_size=1,
    max_size=3,
)
paths_said = st.one_of(
    st.fixed_dictionaries({}, optional={"pathMode": st.sampled_from(["strip", "keep"])}),
    st.fixed_dictionaries(
        {"pathMode": st.just("rewrite"), "rewritePath": st.sampled_from(["/r", "/r/s", "/R-1.x"])}
    ),
)
places = st.one_of(
    st.fixed_dictionaries({"domains": hosts}, optional={"pathPrefixes": prefixes}),
    st.fixed_dictionaries({"domains": hosts, "pathPrefixes": prefixes}),
    st.fixed_dictionaries({"pathPrefixes": prefixes}),
    st.fixed_dictionaries({"domains": st.just(["*.wild.test"]), "internalTls": st.just(True)}),
)
channels = st.builds(
    lambda kind, place, path: {"image": "a", **kind, **place, **path},
    st.fixed_dictionaries(
        {"containerPort": st.integers(1, 65535), "exposure": exposures},
        optional={"internalTls": st.booleans(), "enabled": st.sampled_from([True, True, False])},
    ),
    places,
    paths_said,
)
names = st.sampled_from(
    ["a", "b", "c", "outside", "ipv6", "host-only", "x" * 63, "not", "1", "admin", "import"]
)
routed = st.fixed_dictionaries(
    {"version": st.just(4), "channels": st.dictionaries(names, channels, min_size=2, max_size=8)},
    optional={
        "accessScope": exposures,
        "preset": st.sampled_from(["none", "none", "openpalm"]),
        "caddy": st.fixed_dictionaries(
            {},
            optional={
                "acme": st.sampled_from(["letsencrypt-staging", "zerossl", "https://ca.test/dir"]),
                "email": st.just("a@b.test"),
                "httpsPort": st.sampled_from([443, 8443]),
                "httpPort": st.sampled_from([80, 8080]),
            },
        ),
    },
).map(lambda data: without_errors(StackSpec.from_data(data)))


@given(spec=routed)
def test_caddy_reads_exactly_the_routes_that_are_meant(adapter: Adapter, spec: StackSpec) -> None:
    assert_caddy_reads_what_is_meant(adapter, spec)


any_specs = st.one_of(specs().map(without_errors), sound_specs()).map(without_own_text)


@pytest.mark.slow
def test_no_text_in_any_field_changes_what_caddy_and_compose_read(
    adapter: Adapter, composes: Sequence[Compose], tmp_path: Path
) -> None:
    every = itertools.count()

    @given(spec=any_specs)
    def ask(spec: StackSpec) -> None:
        assert_caddy_reads_what_is_meant(adapter, spec)
        number = next(every)
        if number % 20 == 0:  # Compose needs a process for each
            assert_compose_reads_what_is_meant(composes, tmp_path / str(number), spec)

    ask()


@pytest.fixture(scope="module")
def composes(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Compose]:
    """The oldest and the newest Compose we know."""
    home = tmp_path_factory.mktemp("compose")
    return [Compose("2.26", home), Compose("2.40", home)]


def assert_compose_reads_what_is_meant(
    composes: Sequence[Compose], folder: Path, spec: StackSpec
) -> None:
    """Ask both versions of Compose."""
    spec = without_compose_keys(spec)
    services = generated(spec).project.services.values()
    said = (value for one in services for value, _ in one.environment.values())
    made = generated(spec, Supplies({name: "x" for name in map(secret_name, said) if name}))
    write_folder(folder, made.bundle)
    for compose in composes:
        read = compose.config(folder, env={"COMPOSE_PROFILES": "*"})
        assert set(read.get("services") or {}) == set(made.project.services)
        assert set(read.get("volumes", {})) == set(made.project.volumes)
        for one in made.project.services.values():
            assert set(one.plain) - {"env_file"} <= {*read["services"][one.name], *EMPTY_IS_DROPPED}


EMPTY_IS_DROPPED = ("depends_on", "labels", "command", "healthcheck", "volumes", "ports")


def without_compose_keys(spec: StackSpec) -> StackSpec:
    """A spec without what is passed on to Compose as it stands, sense or nonsense."""
    for section in ("services", "channels"):
        for name in getattr(spec, section):
            spec = edits.put(spec, (section, name, "compose"), None)
    return without_errors(spec)

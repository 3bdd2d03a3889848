"""`answer` says of any URL what real Caddy does with it, for visitors from everywhere.

Caddy runs where its container would: it sees the addresses that Docker shows it. Visitors from the
server itself bear the gateway's address, and those over IPv6 come in at their own ports.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import string
import subprocess
import time
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.caddy_service import CADDYFILE
from openpalm_desktop.generate.entries import HTTP_IPV6, HTTPS_IPV6, Entries
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.generate.sites import GATEWAY_VARIABLE
from openpalm_desktop.model.answer import Answer, Outcome, answer
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.resolved_stack import ResolvedStack, resolved
from openpalm_desktop.model.routes import Route, Site
from openpalm_desktop.model.stack import StackSpec
from tests.real.peers import fetch as fetching
from tests.real.peers import tools
from tests.real.peers.caddy import Caddy
from tests.real.peers.fetch import Refused, exchange, unverified
from tests.real.peers.network import PRIVATE, PUBLIC, new_lan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.real.peers.network import Host, Lan

FIRST_PORT = 20_000


def channel(exposure: str, **fields: Any) -> Mapping[str, Any]:
    """A channel; nobody asks its image for anything."""
    return {"image": "example/stub", "containerPort": 8080, "exposure": exposure, **fields}


def site(exposure: str, *domains: str, **fields: Any) -> Mapping[str, Any]:
    """A channel on domains that have a certificate by Caddy's own authority."""
    return channel(exposure, domains=domains, **{"internalTls": True, **fields})


STACKS: Mapping[str, Mapping[str, Any]] = {
    "something for everybody": {
        "accessScope": "public",
        "channels": {
            "home": channel("public", pathPrefixes=["/"]),
            "secret": channel("host", pathPrefixes=["/secret", "/Secret/Deep"]),
            "near": channel("lan", pathPrefixes=["/near", "/a/b"], pathMode="keep"),
            "hook": channel(
                "public", pathPrefixes=["/hook"], pathMode="rewrite", rewritePath="/in/here"
            ),
            "shop": site("public", "shop.test", "SHOP2.test."),
            "desk": site("host", "shop.test", pathPrefixes=["/desk", "/d~e-s_k.x"]),
            "cellar": site("lan", "cellar.test", pathPrefixes=["/wine"]),
            "safe": site("host", "safe.test"),
            "plain": site("lan", "plain.home.arpa", internalTls=False),
            "wild": site("lan", "*.wild.test"),
            "tame": site("public", "tame.wild.test"),
            "number": site("lan", "192.168.77.1"),
            "number6": site("public", "fd00:77::1", internalTls=False),
            "local": site("host", "localhost"),
            "nas": site("lan", "nas", internalTls=False),
            "books": site("public", "bücher.example"),
        },
    },
    "for the local network": {
        "preset": "openpalm",
        "channels": {
            "chat": {"template": "chat"},
            "blog": site("lan", "blog.test"),
            "secret": site("host", "blog.test", pathPrefixes=["/secret"]),
            "plain": site("host", "plain.test", internalTls=False),
        },
    },
    "for this host, on other ports": {
        "accessScope": "host",
        "caddy": {"httpPort": 8080, "httpsPort": 8443},
        "channels": {
            "chat": channel("lan", pathPrefixes=["/chat"]),
            "blog": site("host", "blog.test"),
            "plain": site("host", "plain.test", pathPrefixes=["/x"], internalTls=False),
        },
    },
    "for everybody, nothing on the own site": {
        "caddy": {"httpsPort": 8443},
        "channels": {
            "blog": site("public", "blog.test", "*.blog.test"),
            "api": site("public", "blog.test", pathPrefixes=["/api", "/api/v1"]),
        },
    },
    "without certificates": {
        "channels": {
            "chat": channel("lan", pathPrefixes=["/chat"]),
            "plain": site("lan", "plain.test", internalTls=False),
        },
    },
}


@dataclass(frozen=True)
class Case:
    """Who asks which stack for what."""

    stack: str
    who: str
    url: str


BothAnswers: TypeAlias = "Callable[[Case], tuple[str, str]]"


@dataclass(frozen=True)
class Serving:
    """A stack, and a Caddy that runs its Caddyfile."""

    stack: ResolvedStack
    lan: Lan
    entries: Entries
    upstreams: Mapping[int, str]

    def expected(self, url: str, who: str) -> str:
        """What `answer` says."""
        return told(answer(self.stack, url, ip_address(ADDRESSES[who])), urlsplit(url.strip()))

    def seen(self, url: str, who: str) -> str:
        """What Caddy does."""
        parts = urlsplit(url.strip())
        if not self.is_open(who):
            return "refused"
        host, address = self.way_in(who)
        port = self.door(parts.scheme, who)
        found = host.inside(lambda: browse(parts, address, port))
        return "refused" if isinstance(found, Refused) else self.told_by(found)

    def is_open(self, who: str) -> bool:
        """Whether Docker lets a visitor's packets through to Caddy at all."""
        ports = self.entries.ports
        if who.endswith("v6"):
            return any(p.startswith("[::]") or p.count(":") == 1 for p in ports)
        return who == "loopback" or not ports[0].startswith("127.")

    def way_in(self, who: str) -> tuple[Host, str]:
        """From where a visitor connects to which address, for Caddy to see what Docker shows."""
        place, _, family = who.partition(" ")
        if place == "loopback":
            return self.lan.engine, PRIVATE.engine_v6 if family else PRIVATE.engine_v4
        cable = PRIVATE if place == "private" else PUBLIC
        host = self.lan.private if place == "private" else self.lan.public
        return host, cable.engine_v6 if family else cable.engine_v4

    def door(self, scheme: str, who: str) -> int:
        """The port inside the container that a visitor is led to."""
        if self.entries.is_split and who.endswith("v6"):
            return HTTPS_IPV6 if scheme == "https" else HTTP_IPV6
        return 443 if scheme == "https" else 80

    def told_by(self, found: fetching.Answer) -> str:
        """What Caddy did, in a line."""
        match found.status:
            case 200 if found.body:
                return f"{self.upstreams[found.echo.local_port]} {found.echo.path}"
            case 308:
                return f"to {found.header('location')}"
            case 404:
                return "not found"
            case 400:
                return "refused"
        return f"{found.status} {found.text}"


def told(said: Answer, parts: SplitResult) -> str:
    """What `answer` says, in the same words."""
    query = f"?{parts.query}" if parts.query else ""
    match said.outcome:
        case Outcome.ANSWERED:
            return f"{said.upstream} {said.path}{query}"
        case Outcome.REDIRECTED:
            return f"to {said.location}"
        case Outcome.NOT_FOUND:
            return "not found"
        case Outcome.REFUSED:
            return "refused"


ADDRESSES = {
    "loopback": "127.0.0.1",
    "private": PRIVATE.neighbour_v4,
    "public": PUBLIC.neighbour_v4,
    "loopback v6": "::1",
    "private v6": PRIVATE.neighbour_v6,
    "public v6": PUBLIC.neighbour_v6,
}


TLS = unverified()
ASCII = string.ascii_letters + string.digits + string.punctuation


def browse(parts: SplitResult, address: str, port: int) -> fetching.Answer | Refused:
    """Ask as curl does: names in punycode, no last dot in the handshake, the path as it is."""
    name = (parts.hostname or "").encode("idna").decode() if "ü" in parts.netloc else parts.hostname
    shown = f"[{name}]" if ":" in (name or "") else name
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = shown if parts.port in (None, usual) else f"{shown}:{parts.port}"
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=ASCII)
    request = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    try:
        with socket.create_connection((address, port), 3) as plain:
            if parts.scheme == "http":
                return exchange(plain, request, "GET")
            in_handshake = (name or "").rstrip(".")
            with TLS.wrap_socket(plain, server_hostname=in_handshake) as connection:
                return exchange(connection, request, "GET")
    except OSError as error:
        return Refused(str(error))


class CaddyBehindGateway(Caddy):
    """Caddy as in its container, which knows the gateway's address."""

    def environment(self) -> Mapping[str, str]:
        """The server's own address plays the gateway."""
        return {**super().environment(), GATEWAY_VARIABLE: PRIVATE.engine_v4}


@pytest.fixture(scope="module")
def both_answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BothAnswers]:
    """What `answer` says and what Caddy does, for a URL of a visitor to one of the stacks.

    All stacks are there at once, each on a LAN of its own, each with a Caddy that has its
    certificates.
    """
    tools.engine("28.5")  # who may run an engine may make hosts
    caddy = CaddyBehindGateway(tmp_path_factory.mktemp("caddy"))
    with contextlib.ExitStack() as stays:
        servings = {name: stays.enter_context(serving(name, caddy)) for name in STACKS}

        def ask(case: Case) -> tuple[str, str]:
            one = servings[case.stack]
            return one.expected(case.url, case.who), one.seen(case.url, case.who)

        yield ask


def stack_of(name: str) -> ResolvedStack:
    """One of the stacks, as model and generators see it."""
    spec = StackSpec.from_data({"version": 4, **STACKS[name]})
    assert [p.message for p in check(spec) if p.is_error] == []
    return resolved(spec)


@contextlib.contextmanager
def serving(name: str, caddy: Caddy) -> Iterator[Serving]:
    """One stack, served until the end of the block."""
    stack = stack_of(name)
    spec = stack.spec
    upstreams = dict.fromkeys(f"{r.upstream}:{r.container_port}" for r in stack.routes)
    ports = dict(enumerate(upstreams, FIRST_PORT))
    dials = {upstream: f"127.0.0.1:{port}" for port, upstream in ports.items()}
    caddyfile = generated(spec).bundle[CADDYFILE].text
    with (
        new_lan() as lan,
        stub(lan.engine, *ports),
        caddy.running(caddyfile, host=lan.engine, dials=dials),
    ):
        one = Serving(stack, lan, Entries.of(stack.routes, spec.caddy), ports)
        wait_for_certificates(one)
        yield one


@contextlib.contextmanager
def stub(host: Host, *ports: int) -> Iterator[None]:
    """All the containers in one: the port it is asked at tells which one is meant."""
    process = subprocess.Popen(host.command(str(tools.stub()), *map(str, ports)))
    try:
        yield
    finally:
        process.kill()
        process.wait()


def wait_for_certificates(serving: Serving) -> None:
    """Caddy makes certificates after it has begun to serve."""
    for one in serving.stack.sites:
        if one.domain is None or not one.has_tls:
            continue
        parts = urlsplit(f"https://{one.domain.replace('*', 'any')}/")
        until = time.monotonic() + 10
        while "INTERNAL_ERROR" in str(
            serving.lan.engine.inside(lambda: browse(parts, PRIVATE.engine_v4, 443))  # noqa: B023
        ):
            assert time.monotonic() < until, f"no certificate for {one.domain}"
            time.sleep(0.02)


WORDS = (
    *("secret", "Secret", "deep", "near", "a", "b", "hook", "desk", "d~e-s_k.x", "wine", "chat"),
    *(
        "channels",
        "admin",
        "api",
        "opencode",
        "openmemory",
        "v1",
        "x",
        "CHAT",
        "webhook",
        "..",
        ".",
    ),
)
BETWEEN = ("/", "/", "/", "//", "%2f", "%2F", "/./", "/../", "/%2e%2e/", "\\", ";", "%5c", "")
ENDS = ("", "", "/", "//", "/.", "/..", "%2f", "x", ";x", "%20", "%00", ".", "/x")
SIGNS = string.ascii_letters + string.digits + "/%.-_~!$&'()*+,;=:@|^`\"<>{}[]\\ é€"

spelled = st.builds(
    lambda start, words, gaps, end: (
        start + "".join(f"{w}{g}" for w, g in zip(words, [*gaps, ""], strict=False)) + end
    ),
    st.sampled_from(("/", "/", "/", "//", "/%2f", "/./", "/../", "/%2e/")),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(BETWEEN), min_size=4, max_size=4),
    st.sampled_from(ENDS),
)
escaped = st.builds(
    lambda path, places: "".join(
        f"%{ord(sign):02x}" if index in places and sign != "%" else sign
        for index, sign in enumerate(path)
    ),
    spelled,
    st.sets(st.integers(1, 12), max_size=3),
)
wild = st.text(alphabet=SIGNS, max_size=12).map(lambda text: f"/{text}")
paths = st.one_of(spelled, escaped, wild, st.just(""))
queries = st.sampled_from(("", "", "", "?x=1", "?a/../b", "?%zz", "?a?b"))


def hosts(stack: ResolvedStack) -> st.SearchStrategy[str]:
    """The stack's own hosts, nearly those, and others."""
    known = [one.domain for one in stack.sites if one.domain]
    own = [domain.replace("*", "any") for domain in known]
    near = [f"x.{d}" for d in own if "[" not in d] + [f"{d}." for d in own if "[" not in d]
    other = [
        "unknown.test",
        "192.168.77.2",
        "[fd00:77::9]",
        "10.0.0.1",
        "localhost",
        "a.b.wild.test",
    ]
    return st.sampled_from([*own, *own, *[d.upper() for d in own], *near, *other])


def ports(stack: ResolvedStack, scheme: str) -> str:
    """The port a browser must name, if any."""
    caddy = stack.spec.caddy
    port = caddy.http_port if scheme == "http" else caddy.https_port
    return "" if port == {"http": 80, "https": 443}[scheme] else f":{port}"


def urls(stack: ResolvedStack) -> st.SearchStrategy[str]:
    """Whatever a person might type in front of a stack."""
    return st.builds(
        lambda scheme, host, path, query: f"{scheme}://{host}{ports(stack, scheme)}{path}{query}",
        st.sampled_from(("http", "https")),
        hosts(stack),
        paths,
        queries,
    )


def respelled(signs: str, ways: Sequence[str]) -> str:
    """A path in which each sign is written as the way of the same number says."""
    return "".join(itertools.starmap(respell, zip(signs, ways, strict=False)))


def respell(sign: str, way: str) -> str:
    """One sign of a path, written in another way that may or may not mean the same."""
    if sign == "/" and way in SLASHES:
        return SLASHES[way]
    return {"case": sign.swapcase(), "escape": f"%{ord(sign):02x}"}.get(way, sign)


SLASHES = {"escape": "%2F", "double": "//", "dot": "/./", "detour": "/x/../", "hidden": "/%2e/"}
AS_IT_IS = ("as it is",) * 12
spellings = st.one_of(
    st.just(AS_IT_IS * 3),
    st.lists(
        st.sampled_from((*AS_IT_IS, "case", "escape", *SLASHES)), min_size=30, max_size=30
    ).map(tuple),
    st.just(("case",) * 30),
)
tails = st.one_of(st.sampled_from(ENDS), st.sampled_from(ENDS), spelled)


def aimed_urls(stack: ResolvedStack) -> st.SearchStrategy[str]:
    """URLs that aim at one of a stack's routes, in many spellings."""
    routes = [(one, route) for one in stack.sites for route in one.routes]

    def url(aim: tuple[Site, Route], ways: Sequence[str], tail: str, query: str) -> str:
        one, route = aim
        scheme = "https" if one.has_tls else "http"
        host = (one.domain or "unknown.test").replace("*", "any")
        path = respelled(route.prefix, ways) + tail
        path = path if path.startswith("/") else f"/{path}"
        return f"{scheme}://{host}{ports(stack, scheme)}{path}{query}"

    return st.builds(url, st.sampled_from(routes), spellings, tails, queries)


cases = st.one_of(
    *(
        st.builds(
            Case, st.just(name), st.sampled_from(list(ADDRESSES)[:reach]), ask(stack_of(name))
        )
        for name in STACKS
        for ask, reach in ((aimed_urls, 3), (aimed_urls, 6), (urls, 6))
    )
)


@given(case=cases)
def test_any_url_gets_the_answer_that_caddy_gives(both_answers: BothAnswers, case: Case) -> None:
    said, seen = both_answers(case)
    assert said == seen

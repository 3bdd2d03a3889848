"""Who reaches what, asked with packets: the folder as `generate` writes it, on real engines."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.deploy.secret_store import read_secrets
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model.answer import Outcome, answer
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import Deploying
from tests.real.peers import images
from tests.real.peers.compose import Compose
from tests.real.peers.fetch import Answer, Refused
from tests.real.peers.network import PRIVATE, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Unpack

    from tests.real.peers.engine import Engine
    from tests.real.peers.fetch import Options
    from tests.real.peers.network import Host, Lan

pytestmark = pytest.mark.slow

COMPOSE_FOR = {"20.10": "2.26", "28.5": "2.40"}
SPECS = Path(__file__).resolve().parents[1] / "data" / "specs"
PATIENCE = 20  # seconds for Caddy to serve after it was started

Table: TypeAlias = "Mapping[str, Sequence[str]]"
"""For each way to a channel, the visitors that get an answer from it."""

LOOPBACK = ("loopback",)
NEAR = (*LOOPBACK, "private")
IPV4 = (*NEAR, "public")
IPV6 = ("loopback v6", "private v6", "public v6")
ALL = (*IPV4, *IPV6)


@dataclass(frozen=True)
class Visitor:
    """Somebody at a host, and the server's address as that one knows it."""

    host: Host
    server: str

    def fetch(self, url: str, **options: Unpack[Options]) -> Answer | Refused:
        """Ask the server for a URL, whatever the URL's own host is."""
        options["at"] = self.server
        return self.host.fetch(url, **options)


ADDRESSES = {
    "loopback": "127.0.0.1",
    "private": PRIVATE.neighbour_v4,
    "public": PUBLIC.neighbour_v4,
    "loopback v6": "::1",
    "private v6": PRIVATE.neighbour_v6,
    "public v6": PUBLIC.neighbour_v6,
}


def visitors(lan: Lan) -> Mapping[str, Visitor]:
    """Everybody who asks, over both families."""
    return {
        "loopback": Visitor(lan.engine, "127.0.0.1"),
        "private": Visitor(lan.private, PRIVATE.engine_v4),
        "public": Visitor(lan.public, PUBLIC.engine_v4),
        "loopback v6": Visitor(lan.engine, "::1"),
        "private v6": Visitor(lan.private, PRIVATE.engine_v6),
        "public v6": Visitor(lan.public, PUBLIC.engine_v6),
    }


@dataclass
class Running:
    """A generated folder that is up on an engine."""

    engine: Engine
    compose: Compose
    folder: Path
    spec: StackSpec = field(default_factory=StackSpec)

    def run(self, *words: str) -> str:
        """Run a compose command in the folder."""
        return self.compose.run(self.engine, self.folder, *words)

    @property
    def visitors(self) -> Mapping[str, Visitor]:
        """Everybody who asks."""
        return visitors(self.engine.lan)

    def write(self, data: Mapping[str, Any], secrets: Mapping[str, str] | None = None) -> None:
        """Write the folder of a spec anew."""
        self.spec = StackSpec.from_data(data)
        assert [p.message for p in check(self.spec, secrets) if p.is_error] == []
        write_folder(self.folder, generated(self.spec, Supplies(secrets or {})).bundle)

    def up(self) -> None:
        """Start it, and wait until Caddy serves."""
        self.run("up", "--detach", "--quiet-pull")
        self.wait_until_it_serves()

    def wait_until_it_serves(self) -> None:
        """Wait until Caddy answers."""
        until = time.monotonic() + PATIENCE
        ask = self.visitors["loopback"].fetch
        while isinstance(ask("http://nobody.test/"), Refused):
            assert time.monotonic() < until, self.run("logs", "caddy")
            time.sleep(0.1)

    def answering(self, ways: Mapping[str, str], name_of: Mapping[str, str]) -> Table:
        """Ask every way as every visitor, and return who was answered by the channel behind it."""

        def ask(visitor: Visitor) -> Mapping[str, bool]:
            return {
                way: is_from(visitor.fetch(url), name_of.get(way, way.split()[0]))
                for way, url in ways.items()
            }

        with ThreadPoolExecutor(len(self.visitors)) as pool:
            asked = dict(zip(self.visitors, pool.map(ask, self.visitors.values()), strict=True))
        return {way: tuple(who for who in asked if asked[who][way]) for way in ways}


def is_from(answer: Answer | Refused, name: str) -> bool:
    """Whether a channel answered; a redirect to HTTPS is an answer of the site that has it."""
    if isinstance(answer, Refused):
        return False
    if answer.status == 308:
        return True
    assert answer.status == 200, answer
    assert answer.body, "an empty page is neither an answer nor a refusal"
    assert answer.echo.name == name, answer.echo
    return True


@contextlib.contextmanager
def running(engine: Engine, folder: Path) -> Iterator[Running]:
    """An engine with nothing on it and an empty folder, tidied up at the end."""
    home = folder / "home"
    home.mkdir()
    project = folder / "project"
    project.mkdir()
    engine.clear()
    stack = Running(engine, Compose(COMPOSE_FOR[engine.version], home), project)
    try:
        yield stack
    finally:
        engine.clear()


@pytest.fixture
def stack(shared_engine: Engine, tmp_path: Path) -> Iterator[Running]:
    """An empty folder and an engine to try it on."""
    with running(shared_engine, tmp_path) as one:
        yield one


def channel(name: str, exposure: str, **fields: Any) -> Mapping[str, Any]:
    """A channel whose container says its name."""
    said = {"image": images.STUB, "containerPort": 8080, "env": {"STUB_NAME": name}}
    return {**said, "exposure": exposure, **fields}


def channels(*exposures: str) -> dict[str, Mapping[str, Any]]:
    """For each exposure a channel by domain and port, one by path, and one on plain HTTP."""
    found = {}
    for number, e in enumerate(exposures, 1):
        domains = [f"{e}.example.org"]
        found[e] = channel(e, e, domains=domains, internalTls=True, hostPort=9000 + number)
        found[f"path-{e}"] = channel(f"path-{e}", e, pathPrefixes=[f"/{e}"])
        if e != "public":
            plain = [f"plain-{e}.home.arpa"]
            found[f"plain-{e}"] = channel(f"plain-{e}", e, domains=plain, internalTls=False)
    return found


def ways(*exposures: str) -> Mapping[str, str]:
    """The URLs that lead to those channels."""
    found = {}
    for number, e in enumerate(exposures, 1):
        found[f"{e} by domain"] = f"https://{e}.example.org/x"
        found[f"{e} redirect"] = f"http://{e}.example.org/x"
        found[f"{e} by path"] = f"http://own.test/{e}/x"
        found[f"{e} by port"] = f"http://{e}.example.org:{9000 + number}/x"
        if e != "public":
            found[f"{e} on plain http"] = f"http://plain-{e}.home.arpa/x"
    return found


def names(*exposures: str) -> Mapping[str, str]:
    """Which channel is behind a way, where it is not the exposure's own."""
    by_path = {f"{e} by path": f"path-{e}" for e in exposures}
    return by_path | {f"{e} on plain http": f"plain-{e}" for e in exposures}


REACH = {"host": LOOPBACK, "lan": NEAR, "public": ALL}
# A published port has no guard: its address alone decides, and IPv4 is all it has.
PORT_REACH = {"host": LOOPBACK, "lan": IPV4, "public": IPV4}
WIDTH = ("host", "lan", "public")


def demanded(exposures: Sequence[str], scope: str) -> Table:
    """The exposure table of the spec's format, for those channels in a stack of a scope."""
    table = {}
    for way in ways(*exposures):
        e = way.split()[0]
        narrowed = min(e, scope, key=WIDTH.index)
        kind = way.partition(" ")[2]
        by_kind = {"by port": PORT_REACH[e], "by path": REACH[narrowed]}
        table[way] = by_kind.get(kind, REACH[e])
    return table


STACKS = {
    "host alone": (("host",), "host"),
    "host and lan": (("host", "lan"), "lan"),
    "public alone": (("public",), "public"),
    "all, own site for the host": (("host", "lan", "public"), "host"),
    "all, own site for the lan": (("host", "lan", "public"), "lan"),
    "all, own site for everyone": (("host", "lan", "public"), "public"),
}


@pytest.mark.parametrize(("exposures", "scope"), STACKS.values(), ids=STACKS)
def test_each_visitor_reaches_what_the_table_says_and_nothing_else(
    stack: Running, exposures: Sequence[str], scope: str
) -> None:
    stack.write({"version": 4, "accessScope": scope, "channels": channels(*exposures)})
    stack.up()
    found = stack.answering(ways(*exposures), names(*exposures))
    assert found == demanded(exposures, scope)
    assert found == predicted(stack.spec, ways(*exposures))
    assert_no_way_around(stack, exposures, scope)


def test_what_was_deployed_reaches_as_far_wider_and_narrower_again(
    stack: Running, engine: Engine
) -> None:
    opened = DockerEngine(Target("test", engine.host))
    for name in ("host alone", "all, own site for the lan", "host and lan"):
        exposures, scope = STACKS[name]
        data = {"version": 4, "accessScope": scope, "channels": channels(*exposures)}
        stack.write(data)
        Deploying(opened).deploy(data)
        stack.wait_until_it_serves()
        found = stack.answering(ways(*exposures), names(*exposures))
        assert found == demanded(exposures, scope), name
        assert_no_way_around(stack, exposures, scope)
    opened.close()


def predicted(spec: StackSpec, ways: Mapping[str, str]) -> Table:
    """What `routes URL --from ADDRESS` says of the same."""
    meant = resolved(spec)
    refused = {Outcome.REFUSED, Outcome.NOT_FOUND}

    def is_let_in(url: str, who: str) -> bool:
        return answer(meant, url, ip_address(ADDRESSES[who])).outcome not in refused

    return {way: tuple(who for who in ALL if is_let_in(url, who)) for way, url in ways.items()}


def assert_no_way_around(stack: Running, exposures: Sequence[str], scope: str) -> None:
    """A neighbour who routes to the container itself (engine 20.10 lets him) gains nothing."""
    query = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    container = stack.run("ps", "--quiet", "caddy").strip()
    address = stack.engine.docker("inspect", "--format", query, container)
    table = demanded(exposures, scope)
    tries = [
        (who, way, url, port)
        for way, url in ways(*exposures).items()
        for who in ("private", "public")
        for port in ((80, 1080) if url.startswith("http:") else (443, 1443))
        if who not in table[way] and not way.endswith("by port")
    ]

    def is_refused(one: tuple[str, str, str, int]) -> bool:
        who, _, url, port = one
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        visitor = Visitor(stack.visitors[who].host, address)
        answer = visitor.fetch(f"{scheme}://{host}:{port}/{path}", timeout=1)
        return isinstance(answer, Refused)

    with ThreadPoolExecutor(16) as pool:
        refused = list(pool.map(is_refused, tries))
    assert [one for one, was in zip(tries, refused, strict=True) if not was] == []


@pytest.fixture(scope="module")
def all_exposures(
    shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A stack whose own site holds something for everybody, and secrets for some."""
    with running(shared_engine, tmp_path_factory.mktemp("all")) as one:
        one.write(
            {
                "version": 4,
                "accessScope": "public",
                "channels": {
                    "home": channel("home", "public", pathPrefixes=["/"]),
                    "secret": channel("secret", "host", pathPrefixes=["/secret"]),
                    "near": channel("near", "lan", pathPrefixes=["/near", "/deep/near"]),
                    "shop": channel("shop", "public", domains=["shop.test"], internalTls=True),
                    "desk": channel("desk", "host", domains=["shop.test"], pathPrefixes=["/desk"]),
                    "safe": channel("safe", "host", domains=["safe.test"]),
                },
            }
        )
        one.up()
        yield one


SPELLINGS = (
    "/secret",
    "/secret/",
    "/secret/x",
    "//secret",
    "//secret//x",
    "/./secret/x",
    "/x/../secret",
    "/SECRET",
    "/SeCreT/x",
    "/%73ecret",
    "/%73ecret/x",
    "/%2fsecret",
    "/%2Fsecret%2Fx",
    "/secret%2fx",
    "/secret%2F..%2Fsecret",
    "/x/%2e%2e/secret",
    "/x%2f..%2fsecret/x",
    "/secret/.",
    "/secret?x",
    "/secret/;x",
    "/secret;x",
    "/secret%00",
    "/secret%20",
    "/secret.",
    "/secret\\x",
    "\\secret",
    "/secretx",
    "/x/secret",
    "http://own.test/secret",
    "http://own.test//secret",
    "/secret/%2e%2e/secret/x",
)


def targets_that_reach(stack: Running, who: str, channel: str, url: str, word: str) -> list[str]:
    """The spellings of a path with which a visitor got to a channel."""
    visitor = stack.visitors[who]

    def reaches(spelling: str) -> bool:
        target = spelling.replace("secret", word).replace("SECRET", word.upper())
        answer = visitor.fetch(url, target=target)
        return isinstance(answer, Answer) and answer.status == 200 and answer.echo.name == channel

    with ThreadPoolExecutor(8) as pool:
        reached = list(pool.map(reaches, SPELLINGS))
    return [spelling for spelling, yes in zip(SPELLINGS, reached, strict=True) if yes]


@pytest.mark.parametrize(
    ("who", "channel", "url"),
    [
        *((who, "secret", "http://own.test/") for who in ("private", "public", "public v6")),
        *((who, "desk", "https://shop.test/") for who in ("private", "public", "public v6")),
        *((who, "near", "http://own.test/") for who in ("public", "loopback v6", "private v6")),
    ],
)
def test_no_spelling_of_a_path_gets_past_its_guard(
    all_exposures: Running, who: str, channel: str, url: str
) -> None:
    assert targets_that_reach(all_exposures, who, channel, url, channel) == []


def test_spellings_of_a_path_lead_there_who_may_go(all_exposures: Running) -> None:
    owner = targets_that_reach(all_exposures, "loopback", "secret", "http://own.test/", "secret")
    assert {"/secret", "//secret", "/SECRET", "/%73ecret/x", "/secret%2fx"} <= set(owner)
    assert "/secretx" not in owner


def test_a_borrowed_name_in_the_handshake_opens_no_other_site(all_exposures: Running) -> None:
    for who in (*IPV4[1:], *IPV6):
        visitor = all_exposures.visitors[who]
        answer = visitor.fetch("https://shop.test/", headers={"Host": "safe.test"})
        assert isinstance(answer, Refused) or answer.status == 421, (who, answer)
    owner = all_exposures.visitors["loopback"].fetch("https://safe.test/")
    assert is_from(owner, "safe")


def test_forwarded_headers_make_nobody_another(all_exposures: Running) -> None:
    lies = {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    answer = all_exposures.visitors["public"].fetch("http://own.test/secret", headers=lies)
    assert isinstance(answer, Refused)


def test_a_host_nobody_has_gets_the_own_site_and_no_certificate(all_exposures: Running) -> None:
    visitors = all_exposures.visitors.values()
    for visitor in visitors:
        assert is_from(visitor.fetch("http://unknown.test/"), "home")
    with ThreadPoolExecutor(len(visitors)) as pool:
        asked = list(pool.map(lambda one: one.fetch("https://unknown.test/"), visitors))
    assert [answer for answer in asked if isinstance(answer, Answer)] == []


def test_a_changed_caddyfile_is_taken_over_by_reload_and_nothing_is_recreated(
    stack: Running,
) -> None:
    spec = {
        "version": 4,
        "channels": {"a": channel("a", "lan", pathPrefixes=["/a"])},
    }
    stack.write(spec)
    stack.up()
    before = stack.run("ps", "--all", "--format", "{{.ID}}", "--no-trunc")
    inode = (stack.folder / "caddy" / "Caddyfile").stat().st_ino
    spec["channels"] = {"a": channel("a", "lan", pathPrefixes=["/a", "/new"])}
    stack.write(spec)
    assert (stack.folder / "caddy" / "Caddyfile").stat().st_ino != inode
    ask = stack.visitors["private"].fetch
    answer = ask("http://own.test/new/x")
    assert isinstance(answer, Answer)
    assert answer.status == 404
    reload = ("caddy", "reload", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile")
    stack.run("exec", "--no-TTY", "caddy", *reload)
    assert is_from(ask("http://own.test/new/x"), "a")
    stack.run("up", "--detach")
    assert stack.run("ps", "--all", "--format", "{{.ID}}", "--no-trunc") == before


def test_down_leaves_nothing_but_the_volumes(stack: Running) -> None:
    stack.write({"version": 4, "channels": {"a": channel("a", "lan", pathPrefixes=["/a"])}})
    stack.up()
    stack.run("down", "--timeout", "2")
    docker = stack.engine.docker
    assert docker("container", "ls", "--all", "--quiet") == ""
    assert docker("network", "ls", "--quiet", "--filter", "type=custom") == ""
    kept = docker("volume", "ls", "--format", "{{.Name}}").split()
    assert kept == ["openpalm_caddy-config", "openpalm_caddy-data"]


def test_every_enabled_service_of_a_household_runs(stack: Running) -> None:
    spec = read_spec((SPECS / "typical.yaml").read_text(encoding="utf-8"))
    assert isinstance(spec, SpecFile)
    stub_only = {
        # No program of the real images is in the stub, and none has a digest of our choice.
        ("services", "postgres", "healthcheck"): {"test": ["CMD", "true"], "interval": "1s"},
        ("channels", "blog", "healthcheck"): {"test": ["CMD", "true"], "interval": "1s"},
        ("channels", "files", "image"): "registry.example.org:5000/team/files:1",
    }
    data: Any = spec.spec.to_data()
    for path, value in stub_only.items():
        section, name, field = path
        data[section][name][field] = value
    secrets = read_secrets(SPECS / "typical.secrets.env")
    stack.write(data, secrets)
    project = generated(StackSpec.from_data(data), Supplies(secrets)).project
    for service in project.services.values():
        if service.name not in {"caddy", "scheduler"}:
            images.load_stub(stack.engine, str(service.plain["image"]), port=8080)
    stack.up()
    states = stack.run("ps", "--all", "--format", "{{.Service}} {{.State}}").split("\n")
    running = {line.split()[0] for line in states if line.endswith(" running")}
    assert running == set(project.services)
    assert {"caddy", "scheduler", "postgres", "channel-chat", "admin"} <= running
    answer = stack.visitors["private"].fetch("https://files.home.arpa/a")
    assert isinstance(answer, Answer)
    assert answer.echo.name == "registry.example.org:5000/team/files:1"

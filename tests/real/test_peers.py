"""Each real peer is there and does what tests will ask of it."""

from __future__ import annotations

import json
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.real.peers import images, tools
from tests.real.peers.caddy import Caddy, CaddyError
from tests.real.peers.compose import ComposeError
from tests.real.peers.engine import running_engine
from tests.real.peers.fetch import Answer, Refused, fetch, free_port
from tests.real.peers.leftovers import PLACES
from tests.real.peers.network import PREFIX, PRIVATE, PUBLIC, new_host

if TYPE_CHECKING:
    from tests.real.peers.compose import Compose
    from tests.real.peers.engine import Engine
    from tests.real.peers.network import Host, Lan

ONE_ENGINE = pytest.mark.parametrize("engine_version", ["28.5"], indirect=True)
ONE_COMPOSE = pytest.mark.parametrize("compose", ["2.40"], indirect=True)

SITE = """
{
    http_port 80
    https_port 443
}
http://a.test {
    handle_path /chat/* {
        reverse_proxy chat:8080
    }
    respond "no such route" 404
}
https://b.test {
    tls internal
    respond "secret"
}
"""


def source(answer: Answer | Refused) -> str:
    """The address the stub saw, or "refused"."""
    return answer.echo.remote if isinstance(answer, Answer) else "refused"


def test_caddy_adapts_validates_and_refuses(caddy: Caddy) -> None:
    caddy.validate(SITE)
    assert list(caddy.adapt(SITE)["apps"]["http"]["servers"]) == ["srv0", "srv1"]
    assert caddy.fmt("a.test{\nrespond hi\n}") == "a.test {\n\trespond hi\n}\n"
    with pytest.raises(CaddyError, match="unrecognized directive: nonsense"):
        caddy.adapt("a.test {\n nonsense\n}")


def test_caddy_serves_on_this_machine_without_privileges(caddy: Caddy) -> None:
    http, https = free_port(), free_port()
    with caddy.running(SITE, ports={80: http, 443: https}) as running:
        plain = fetch(f"http://a.test:{http}/other", at="127.0.0.1")
        secret = fetch(f"https://b.test:{https}/", at="127.0.0.1")
        running.load("http://a.test {\n respond other\n}")
        other = fetch(f"http://a.test:{http}/", at="127.0.0.1")
    texts = [x.text for x in (plain, secret, other) if isinstance(x, Answer)]
    assert texts == ["no such route", "secret", "other"]
    assert isinstance(fetch(f"http://a.test:{http}/", at="127.0.0.1"), Refused)


def test_caddy_serves_on_a_host_of_its_own(caddy: Caddy) -> None:
    tools.engine("28.5")  # who may run an engine may make hosts
    with (
        new_host("ingress") as host,
        caddy.running(SITE, host=host, dials={"chat:8080": "127.0.0.1:9"}),
    ):
        missing = host.fetch("http://a.test/chat/x", at="127.0.0.1")
        secret = host.fetch("https://b.test/", at="::1")
    assert isinstance(missing, Answer)
    assert missing.status == 502
    assert isinstance(secret, Answer)
    assert secret.text == "secret"


def test_compose_reads_a_project_without_an_engine(
    compose: Compose, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAG", "of this machine")
    (tmp_path / "chat.env").write_text("GREETING='hé $$ #'\n")
    (tmp_path / "docker-compose.yml").write_text(
        "name: t\nservices:\n chat:\n  image: chat:${TAG:-latest}\n  env_file: chat.env\n"
    )
    chat = compose.config(tmp_path)["services"]["chat"]
    assert chat["image"] == "chat:latest"
    assert chat["environment"] == {"GREETING": "hé $$$$ #"}
    assert compose.config(tmp_path, env={"TAG": "2"})["services"]["chat"]["image"] == "chat:2"


def test_compose_refuses_with_a_reason(compose: Compose, tmp_path: Path) -> None:
    (tmp_path / "docker-compose.yml").write_text("services:\n chat:\n  nonsense: 1\n")
    with pytest.raises(ComposeError, match="nonsense"):
        compose.config(tmp_path)


@pytest.mark.slow
def test_engine_is_of_its_version_and_alone(engine: Engine) -> None:
    shown = engine.docker("version", "--format", "{{.Server.Version}}")
    assert shown.startswith(engine.version)
    assert engine.docker("info", "--format", "{{.Driver}}") in ("overlay2", "vfs")
    assert engine.docker("container", "ls", "--all", "--quiet") == ""
    bridge = f"palm{os.getpid()}"
    engine.docker("network", "create", "--opt", f"com.docker.network.bridge.name={bridge}", "n")
    assert bridge in names_of_links(engine.lan.engine)
    assert bridge not in [name for _, name in socket.if_nameindex()]


@pytest.mark.slow
def test_stub_tells_what_reached_it(engine: Engine) -> None:
    images.load_stub(engine, "example.org/team/chat:1.2", port=3000)
    publish = ("--publish", "80:3000")
    engine.docker("run", "--detach", *publish, "example.org/team/chat:1.2", "npm", "start")
    answer = engine.lan.private.fetch(
        "http://chat.test/?q",
        at=PRIVATE.engine_v4,
        target="//a/%2e%2e/b",
        method="POST",
        headers={"X-Word": 'a"b\\c'},
        body="hé".encode(),
    )
    assert isinstance(answer, Answer)
    assert answer.status == 200
    echo = answer.echo
    assert (echo.name, echo.path) == ("example.org/team/chat:1.2", "//a/%2e%2e/b")
    assert (echo.remote, echo.local_port) == (PRIVATE.neighbour_v4, 3000)
    assert (echo.header("host"), echo.header("x-word")) == ("chat.test", 'a"b\\c')
    assert echo.body.encode("latin-1").decode() == "hé"


@pytest.mark.slow
@ONE_ENGINE
def test_stub_stands_a_hundred_requests_a_second(engine: Engine) -> None:
    engine.docker("run", "--detach", "--publish", "80:8080", images.STUB)
    host = engine.lan.private
    url = f"http://{PRIVATE.engine_v4}/health"

    def some() -> list[Answer | Refused]:
        return [fetch(url) for _ in range(50)]

    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(host.inside, [some] * 8))
    took = time.monotonic() - started
    answers = [answer for batch in batches for answer in batch]
    assert [a for a in answers if isinstance(a, Refused)] == []
    assert len(answers) / took > 100


@pytest.mark.slow
def test_neighbours_reach_a_published_port_as_themselves(engine: Engine, lan: Lan) -> None:
    engine.docker("network", "create", "stack")
    query = ("--format", "{{(index .IPAM.Config 0).Gateway}}")
    gateway = engine.docker("network", "inspect", "stack", *query)
    both = ("--publish", "0.0.0.0:80:80", "--publish", "[::]:80:1080")
    publish = (*both, "--publish", "127.0.0.1:81:80")
    engine.docker("run", "--detach", "--network", "stack", *publish, images.STUB, "80", "1080")
    seen = {
        "loopback": source(lan.engine.fetch("http://127.0.0.1/")),
        "private": source(lan.private.fetch(f"http://{PRIVATE.engine_v4}/")),
        "public": source(lan.public.fetch(f"http://{PUBLIC.engine_v4}/")),
        "private v6": source(lan.private.fetch(f"http://[{PRIVATE.engine_v6}]/")),
        "public v6": source(lan.public.fetch(f"http://[{PUBLIC.engine_v6}]/")),
        "private to loopback's": source(lan.private.fetch(f"http://{PRIVATE.engine_v4}:81/")),
    }
    assert seen == {
        "loopback": gateway,
        "private": PRIVATE.neighbour_v4,
        "public": PUBLIC.neighbour_v4,
        "private v6": gateway,
        "public v6": gateway,
        "private to loopback's": "refused",
    }


@pytest.mark.slow
@ONE_ENGINE
def test_alpine_has_cron_and_a_lock(engine: Engine) -> None:
    run = ("run", "--rm", images.ALPINE)
    assert engine.docker(*run, "flock", "/tmp/lock", "echo", "locked") == "locked"
    assert "crond" in engine.docker(*run, "sh", "-c", "which crond; ls /var/spool/cron")


@pytest.mark.slow
@ONE_COMPOSE
def test_compose_brings_up_caddy_before_a_stub(
    engine: Engine, compose: Compose, lan: Lan, tmp_path: Path
) -> None:
    images.load_stub(engine, "registry.example.org/chat", port=8080)
    (tmp_path / "caddy").mkdir()
    (tmp_path / "caddy" / "Caddyfile").write_text("http:// {\n reverse_proxy chat:8080\n}\n")
    health = ["CMD", "wget", "-q", "-O-", "http://127.0.0.1:8080/health"]
    services = {
        "caddy": {
            "image": images.CADDY,
            "ports": ["80:80"],
            "volumes": ["./caddy:/etc/caddy"],
            "depends_on": {"chat": {"condition": "service_healthy"}},
        },
        "chat": {
            "image": "registry.example.org/chat",
            "healthcheck": {"test": health, "interval": "1s"},
        },
    }
    (tmp_path / "docker-compose.yml").write_text(json.dumps({"services": services}))
    compose.run(engine, tmp_path, "up", "--detach", "--wait")
    answer = lan.public.fetch(f"http://{PUBLIC.engine_v4}/hello")
    compose.run(engine, tmp_path, "down", "--timeout", "1")
    assert isinstance(answer, Answer)
    assert answer.echo.name == "registry.example.org/chat"
    assert answer.echo.header("x-forwarded-for") == PUBLIC.neighbour_v4


@pytest.mark.slow
@pytest.mark.parametrize("version", ["20.10", "28.5"])
def test_engine_keeps_its_containers_over_a_restart_and_leaves_nothing(version: str) -> None:
    with running_engine(version) as engine:
        images.load_stub(engine, images.STUB)
        engine.docker("run", "--detach", "--restart", "always", "--name", "kept", images.STUB)
        engine.stop()
        engine.start()
        assert engine.docker("container", "ls", "--format", "{{.Names}}") == "kept"
        mine = engine.folder
    left = [path for place in PLACES for path in place.glob(f"{PREFIX}{os.getpid()}-*")]
    assert mine not in left
    assert str(mine) not in Path("/proc/mounts").read_text()
    assert not any(str(mine) in command for command in command_lines())


def command_lines() -> list[str]:
    """The command lines of all processes of this machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_text(errors="replace"))
        except OSError:  # ended meanwhile
            continue
    return found


@pytest.mark.slow
def test_hosts_are_apart() -> None:
    tools.engine("28.5")
    with new_host("one") as one, new_host("other") as other:
        assert one.name != other.name
        assert isinstance(one.fetch("http://127.0.0.1/"), Refused)
        assert names_of_links(one) == ["lo"]


def names_of_links(host: Host) -> list[str]:
    """A host's network interfaces."""
    return [link["ifname"] for link in json.loads(host.run("ip", "-j", "link"))]

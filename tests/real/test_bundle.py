"""A bundle on a server: checked, started, updated and stopped by its own scripts."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyrage import x25519

from openpalm_desktop.deploy.age_file import ForPassphrase, Lock, for_keys, locked
from openpalm_desktop.deploy.archive import archive
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.generate.locked_secrets import env_text
from openpalm_desktop.generate.server_bundle import NO_EXTRAS, Extras, server_bundle
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.stack import StackSpec
from tests.real.peers import images, tools
from tests.real.peers.fetch import Refused
from tests.real.peers.network import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]
SECRET = 'it\'s a "$HOME" #1 \\ secret'
PATIENCE = 20  # seconds


class Server:
    """A machine that has Docker with Docker Compose, sh and nothing of ours."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        programs, plugins = folder / "bin", folder / "docker" / "cli-plugins"
        programs.mkdir()
        plugins.mkdir(parents=True)
        (programs / "docker").symlink_to(tools.docker())
        (plugins / "docker-compose").symlink_to(tools.compose("2.40"))
        self.project = folder / "home"

    def unpack(self, bundle: bytes) -> None:
        """Bring a bundle here."""
        subprocess.run(["tar", "-xzf", "-", "-C", str(self.folder)], input=bundle, check=True)

    def run(self, script: str, *words: str, status: int = 0) -> str:
        """Run one of the bundle's scripts and return all it said."""
        environment = {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "DOCKER_CONFIG": str(self.folder / "docker"),
            "DOCKER_HOST": self.engine.host,
        }
        done = subprocess.run(
            [f"./{script}", *words],
            cwd=self.project,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def answer(self, path: str) -> str | None:
        """Return the name of what answers a neighbour at a path of the own site."""
        got = self.engine.lan.private.fetch(
            f"http://own.test{path}", at=PRIVATE.engine_v4, timeout=2
        )
        if isinstance(got, Refused) or got.status != 200:
            return None
        return got.echo.name

    def eventually(self, path: str, name: str | None) -> None:
        """Wait until a path is answered by a channel."""
        until = time.monotonic() + PATIENCE
        while self.answer(path) != name:
            assert time.monotonic() < until, self.answer(path)
            time.sleep(0.2)


@pytest.fixture
def server(engine: Engine, tmp_path: Path) -> Iterator[Server]:
    yield Server(engine, tmp_path)
    shutil.rmtree(tmp_path / "home", ignore_errors=True)


def bundle(channels: Mapping[str, Any], project: str = "home", extras: Extras = NO_EXTRAS) -> bytes:
    data = {"version": 4, "projectName": project, "channels": channels}
    spec = StackSpec.from_data(data)
    assert [one.message for one in check(spec, {"CHAT_TOKEN"}) if one.is_error] == []
    return archive("x.tar.gz", project, server_bundle(generated(spec), "version: 4\n", extras))


def channel(name: str, **fields: Any) -> Mapping[str, Any]:
    env = {"STUB_NAME": name, **fields.pop("env", {})}
    common = {"image": images.STUB, "containerPort": 8080, "exposure": "lan"}
    return {**common, "pathPrefixes": [f"/{name}"], "env": env, **fields}


CHAT = channel("chat", env={"TOKEN": "${CHAT_TOKEN}"}, volumes=["chat-data:/data"])


def container(server: Server, service: str) -> str:
    query = f"label=com.docker.compose.service={service}"
    return server.engine.docker("container", "ls", "--quiet", "--no-trunc", "--filter", query)


def in_volume(server: Server, *words: str) -> str:
    """Run a command that sees the chat's volume under /d."""
    mount = ("--volume", "home_chat-data:/d")
    return server.engine.docker("run", "--rm", *mount, images.ALPINE, *words)


def test_a_bundle_starts_updates_and_stops_and_keeps_its_data(server: Server) -> None:
    server.unpack(bundle({"chat": CHAT, "old": channel("old")}))
    assert "every file is" in server.run("verify").lower()

    said = server.run("up", status=1)
    assert "secrets.template" in said
    shutil.copy(server.project / "secrets.template", server.project / ".env")
    assert "    CHAT_TOKEN" in server.run("up", status=1)
    (server.project / ".env").write_text("CHAT_TOKEN='one'\n")
    server.run("up")
    assert (server.project / ".env").stat().st_mode & 0o777 == 0o600
    server.eventually("/chat", "chat")
    server.eventually("/old", "old")
    chat, caddy = container(server, "channel-chat"), container(server, "caddy")
    server.engine.docker(
        "run", "--rm", "-v", "home_chat-data:/d", images.ALPINE, "touch", "/d/kept"
    )

    newer = server.folder / "newer.tar.gz"
    newer.write_bytes(bundle({"chat": CHAT, "new": channel("new")}))
    server.run("update", str(newer))
    server.eventually("/new", "new")
    server.eventually("/old", None)
    assert container(server, "channel-chat") == chat
    assert container(server, "caddy") == caddy
    assert container(server, "channel-old") == ""
    assert not (server.project / "env" / "channel-old.env").exists()
    assert "CHAT_TOKEN=" in (server.project / ".env").read_text()

    server.run("down")
    assert server.engine.docker("container", "ls", "--all", "--quiet") == ""
    kept = server.engine.docker("run", "--rm", "-v", "home_chat-data:/d", images.ALPINE, "ls", "/d")
    assert kept == "kept"


def test_a_secret_reaches_its_container_byte_for_byte(server: Server) -> None:
    server.unpack(bundle({"chat": CHAT}))
    quoted = SECRET.replace("'", "\\'")
    (server.project / ".env").write_text(f"CHAT_TOKEN='{quoted}'\n")
    server.run("up")
    query = "{{range .Config.Env}}{{println .}}{{end}}"
    chat = container(server, "channel-chat")
    found = server.engine.docker("inspect", "--format", query, chat).splitlines()
    assert f"TOKEN={SECRET}" in found


def locked_bundle(value: str, lock: Lock) -> bytes:
    """Return a bundle with one secret inside, locked, where the server can open it."""
    tools.age()
    secrets = locked(env_text({"CHAT_TOKEN": value}).encode(), lock)
    return bundle({"chat": CHAT}, extras=Extras(secrets))


def token_of(server: Server) -> str:
    query = "{{range .Config.Env}}{{println .}}{{end}}"
    lines = server.engine.docker("inspect", "--format", query, container(server, "channel-chat"))
    return next(line[6:] for line in lines.splitlines() if line.startswith("TOKEN="))


def test_locked_secrets_are_opened_on_the_server_and_data_outlives_an_update(
    server: Server,
) -> None:
    mine, other = x25519.Identity.generate(), x25519.Identity.generate()
    for name, key in (("mine", mine), ("other", other)):
        (server.folder / name).write_text(f"{key}\n", encoding="utf-8")
    lock = for_keys([str(mine.to_public())])
    server.unpack(locked_bundle(SECRET, lock))
    server.run("verify")
    assert "./unlock KEY-FILE" in server.run("up", status=1)
    assert "Say where its file is" in server.run("unlock", status=1)
    assert "The secrets stay locked." in server.run("unlock", "../other", status=1)
    assert not (server.project / ".env").exists()
    server.run("unlock", "../mine")
    assert (server.project / ".env").stat().st_mode & 0o777 == 0o600
    server.run("up")
    server.eventually("/chat", "chat")
    assert token_of(server) == SECRET
    in_volume(server, "touch", "/d/kept")

    newer = server.folder / "newer.tar.gz"
    newer.write_bytes(locked_bundle("another", lock))
    assert "This bundle brings secrets of its own." in server.run("update", str(newer))
    assert token_of(server) == SECRET
    assert ".env.before" in server.run("unlock", "../mine")
    assert "brings secrets" not in server.run("up")
    server.eventually("/chat", "chat")
    assert token_of(server) == "another"
    server.run("down")
    assert server.engine.docker("container", "ls", "--all", "--quiet") == ""
    assert in_volume(server, "ls", "/d") == "kept"


def test_a_passphrase_opens_them_and_a_flipped_byte_is_named(server: Server) -> None:
    server.unpack(locked_bundle(SECRET, ForPassphrase(SecretValue("correct horse"))))
    typed = ["script", "--quiet", "--return", "--command", "./unlock", "/dev/null"]
    done = subprocess.run(
        typed,
        cwd=server.project,
        input="correct horse\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "CHAT_TOKEN=" in (server.project / ".env").read_text(encoding="utf-8")
    file = server.project / "secrets.env.age"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert "secrets.env.age is not as it was written." in server.run("verify", status=1)
    assert "secrets.env.age" in server.run("unlock", status=1)


def test_a_damaged_file_is_named_and_nothing_is_started(server: Server) -> None:
    server.unpack(bundle({"old": channel("old")}))
    file = server.project / "caddy" / "Caddyfile"
    file.write_bytes(file.read_bytes().replace(b"8080", b"8081"))
    assert "caddy/Caddyfile is not as it was written." in server.run("verify", status=1)
    assert "caddy/Caddyfile" in server.run("up", status=1)
    (server.project / "env" / "channel-old.env").unlink()
    assert "env/channel-old.env is missing." in server.run("verify", status=1)
    assert server.engine.docker("container", "ls", "--all", "--quiet") == ""


def test_another_stack_is_no_update(server: Server) -> None:
    server.unpack(bundle({"old": channel("old")}))
    before = sorted(path.name for path in server.project.iterdir())
    other = server.folder / "other.tar.gz"
    other.write_bytes(bundle({"old": channel("old")}, "work"))
    assert "another stack: work, not home" in server.run("update", str(other), status=1)
    assert sorted(path.name for path in server.project.iterdir()) == before


def test_a_damaged_bundle_is_no_update(server: Server) -> None:
    server.unpack(bundle({"old": channel("old")}))
    damaged = server.folder / "damaged.tar.gz"
    damaged.write_bytes(bundle({"old": channel("old")}).replace(b"STUB_NAME=old", b"STUB_NAME=odd"))
    assert "cannot be unpacked" in server.run("update", str(damaged), status=1)
    server.run("verify")

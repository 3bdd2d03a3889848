"""Servers over ssh on the command line: what is asked on a terminal, and what is said without."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.real.peers.network import PRIVATE
from tests.real.peers.sshd import PASSPHRASE, Sshd, running_sshd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.parametrize("engine_version", ["28.5"], indirect=True)

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds


@pytest.fixture
def sshd(shared_engine: Engine) -> Iterator[Sshd]:
    """An ssh server on the engine's host, which nobody knows yet."""
    host = shared_engine.lan.engine
    with (
        tempfile.TemporaryDirectory(prefix="sshd-") as folder,
        running_sshd(Path(folder), host, PRIVATE.engine_v4) as server,
    ):
        yield server


class Typist:
    """Somebody on a neighbour of the engine's host who types commands."""

    def __init__(self, sshd: Sshd, engine: Engine, home: Path) -> None:
        self.target = f"ssh://server{engine.socket}"
        self.sshd, self.home = sshd, home
        self.client = engine.lan.private

    def command(self, *words: str) -> Sequence[str]:
        return [sys.executable, "-m", "openpalm_desktop", *words]

    def environment(self, key: str) -> dict[str, str]:
        return {
            **os.environ,
            "PATH": f"{self.sshd.command_for(self.client, key)}:{os.environ['PATH']}",
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "DOCKER_CONFIG": str(self.home / "docker"),
            "TMPDIR": str(self.home),
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *words: str, key: str = "id") -> subprocess.CompletedProcess[str]:
        """Run a command where nobody can be asked."""
        return subprocess.run(
            self.command(*words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=self.environment(key),
            timeout=PATIENCE,
            check=False,
        )

    def run_on_terminal(
        self, *words: str, types: Sequence[tuple[str, str]], key: str = "id"
    ) -> tuple[int, str]:
        """Run a command on a terminal, and type each answer when its question is there."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe(sys.executable, list(self.command(*words)), self.environment(key))
        shown, waiting, until = "", list(types), time.monotonic() + PATIENCE
        os.set_blocking(terminal, False)
        while time.monotonic() < until:
            try:
                piece = os.read(terminal, 4096)
            except BlockingIOError:
                time.sleep(0.02)
                continue
            except OSError:
                break
            shown += piece.decode()
            if waiting and waiting[0][0] in shown:
                os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


@pytest.fixture
def typist(sshd: Sshd, shared_engine: Engine, tmp_path: Path) -> Typist:
    return Typist(sshd, shared_engine, tmp_path)


def assert_nothing_is_left(typist: Typist) -> None:
    assert [one.name for one in typist.home.glob("openpalm-*")] == []
    found = subprocess.run(["pgrep", "-f", str(typist.home)], capture_output=True, check=False)
    assert found.stdout == b""


TRUST = ("Type yes to trust it:", "yes")


def test_an_unknown_server_is_asked_about_once_with_its_fingerprint(typist: Typist) -> None:
    done = typist.run("target", "test", typist.target)
    assert done.returncode == 1
    assert typist.sshd.fingerprint in done.stderr
    assert f"target test {typist.target}” in a terminal" in done.stderr
    assert str(typist.sshd.known_hosts) in done.stderr

    status, shown = typist.run_on_terminal("target", "test", typist.target, types=[TRUST])
    assert status == 0, shown
    assert typist.sshd.fingerprint in shown
    assert "28.5" in shown

    again = typist.run("target", "test", typist.target, "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["version"].startswith("28.5")
    assert_nothing_is_left(typist)


def test_a_server_that_is_not_trusted_is_not_noted(typist: Typist) -> None:
    no = (TRUST[0], "no")
    status, shown = typist.run_on_terminal("target", "test", typist.target, types=[no])
    assert status == 1
    assert "was not trusted; nothing was done" in shown
    assert not typist.sshd.known_hosts.exists()
    assert_nothing_is_left(typist)


def test_a_passphrase_is_asked_for_and_not_shown(typist: Typist) -> None:
    asked = ("Enter passphrase", "wrong"), ("That is not the passphrase", PASSPHRASE)
    status, shown = typist.run_on_terminal(
        "target", "test", typist.target, types=[TRUST, *asked], key="locked"
    )
    assert status == 0, shown
    assert PASSPHRASE not in shown
    assert "28.5" in shown
    silent = typist.run("target", "test", typist.target, key="locked")
    assert silent.returncode == 1
    assert "has a passphrase" in silent.stderr
    assert "ssh-add" in silent.stderr


def test_a_saved_server_and_a_docker_context_over_ssh_go_the_same_way(
    typist: Typist, shared_engine: Engine
) -> None:
    typist.run_on_terminal("target", "test", typist.target, types=[TRUST])
    saved = typist.run("target", "add", "home", typist.target)
    assert saved.returncode == 0, saved.stderr
    assert typist.target in typist.run("target", "list").stdout
    by_name = typist.run("status", "--project", "nothing", "--target", "home")
    assert "There is no container of nothing on the server" in by_name.stderr
    shared_engine.docker(
        *("--config", str(typist.home / "docker")),
        *("context", "create", "far", "--docker", f"host={typist.target}"),
    )
    by_context = typist.run("target", "test", "far")
    assert by_context.stdout.startswith("far answers: "), by_context.stderr
    assert typist.run("target", "remove", "home").returncode == 0
    assert "There is no target “home”" in typist.run("target", "test", "home").stderr
    assert_nothing_is_left(typist)


def test_a_target_with_a_password_or_a_typing_mistake_is_refused(typist: Typist) -> None:
    for address in ("ssh://me:secret@server", "ssh://", "ssh://server:x"):
        done = typist.run("target", "add", "home", address)
        assert done.returncode == 1
        assert "is no ssh target" in done.stderr
        assert "secret" not in done.stderr


def test_a_command_that_is_ended_from_outside_leaves_no_tunnel(typist: Typist) -> None:
    typist.run_on_terminal("target", "test", typist.target, types=[TRUST])
    words = typist.command("status", "--project", "x", "--target", typist.target)
    typist.client.run("ip", "route", "replace", "blackhole", "192.168.77.1/32")
    try:
        with subprocess.Popen(words, env=typist.environment("id"), stderr=subprocess.PIPE) as it:
            until = time.monotonic() + PATIENCE
            while not list(typist.home.glob("openpalm-*")):
                assert time.monotonic() < until
                time.sleep(0.02)
            it.terminate()
            assert it.wait(PATIENCE) in (1, 130)
    finally:
        typist.client.run("ip", "route", "delete", "blackhole", "192.168.77.1/32")
    assert_nothing_is_left(typist)

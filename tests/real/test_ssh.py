"""The way to an engine over ssh, asked of a real ssh server and real engines."""

from __future__ import annotations

import socket
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.ssh import (
    ChangedHostKey,
    SshAddress,
    SshQuestion,
    Tunnel,
    UnknownHostKey,
    open_tunnel,
    trust,
)
from openpalm_desktop.errors import OpenPalmError
from tests.real.peers.sshd import PASSPHRASE, Sshd, free_port, running_sshd

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tests.real.peers.engine import Engine


one_engine = pytest.mark.parametrize("engine_version", ["28.5"], indirect=True)


@pytest.fixture
def sshd() -> Iterator[Sshd]:
    """An ssh server that nobody knows yet; its folder is one that every user may enter."""
    with tempfile.TemporaryDirectory(prefix="sshd-") as folder, running_sshd(Path(folder)) as it:
        yield it


@pytest.fixture
def known(sshd: Sshd) -> Sshd:
    """An ssh server whose key is trusted."""
    trust(unknown_key(sshd, "server"))
    return sshd


def drive(work: Generator[Any, None, Tunnel]) -> Tunnel:
    """Do a piece of work to its end."""
    made: list[Tunnel] = []

    def whole() -> Generator[Any, None, None]:
        made.append((yield from work))

    for _ in whole():
        pass
    return made[0]


def connect(server: Sshd, path: object, host: str = "server", **more: Any) -> Tunnel:
    more.setdefault("config", server.config)
    return drive(open_tunnel(SshAddress(host, socket=str(path)), **more))


def unknown_key(server: Sshd, host: str) -> Any:
    with pytest.raises(UnknownHostKey) as raised:
        connect(server, "/nowhere", host)
    return raised.value.key


def ping(tunnel: Tunnel) -> bytes:
    """Return what the engine at the other end says to a ping."""
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(10)
        end.connect(str(tunnel.socket))
        end.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
        said = b""
        while chunk := end.recv(4096):
            said += chunk
        return said


def left_behind() -> set[str]:
    return {each.name for each in Path(tempfile.gettempdir()).glob("openpalm-*")}


@one_engine
def test_the_engine_answers_through_the_tunnel(known: Sshd, shared_engine: Engine) -> None:
    tunnel = connect(known, shared_engine.socket)
    try:
        assert ping(tunnel).endswith(b"OK")
        assert tunnel.socket.parent.stat().st_mode & 0o777 == 0o700
    finally:
        tunnel.close()
    assert not tunnel.socket.parent.exists()


def test_an_unknown_server_shows_its_fingerprint_and_is_let_in_once_trusted(sshd: Sshd) -> None:
    key = unknown_key(sshd, "server")
    assert key.fingerprint == sshd.fingerprint
    assert key.kind == "ED25519"
    assert not sshd.known_hosts.exists()
    trust(key)
    with pytest.raises(OpenPalmError, match="No Docker engine runs on server"):
        connect(sshd, "/nowhere")


def test_trusting_a_server_keeps_the_keys_known_before(sshd: Sshd) -> None:
    sshd.known_hosts.write_text("old.example.org ssh-ed25519 AAAA")
    trust(unknown_key(sshd, "server"))
    lines = sshd.known_hosts.read_text().splitlines()
    assert lines[0] == "old.example.org ssh-ed25519 AAAA"
    assert len(lines) == 2


@one_engine
def test_a_server_behind_a_jump_host_shows_its_own_key(known: Sshd, shared_engine: Engine) -> None:
    trust(unknown_key(known, "inner"))
    tunnel = connect(known, shared_engine.socket, "inner")
    try:
        assert ping(tunnel).endswith(b"OK")
    finally:
        tunnel.close()


def test_an_unknown_jump_host_is_named(sshd: Sshd) -> None:
    with pytest.raises(OpenPalmError, match="A host on the way to inner is not known") as raised:
        connect(sshd, "/nowhere", "inner")
    assert not isinstance(raised.value, UnknownHostKey)


def test_a_changed_key_is_an_alarm_and_nothing_is_sent(known: Sshd) -> None:
    right = known.known_hosts.read_text().split()
    known.new_host_key("other")
    other = (known.folder / "other.pub").read_text().split()
    known.known_hosts.write_text(f"{right[0]} {other[0]} {other[1]}\n")
    with pytest.raises(ChangedHostKey, match="another key") as raised:
        connect(known, "/nowhere")
    assert raised.value.fingerprint == known.fingerprint
    assert raised.value.place == f"{known.known_hosts}:1"
    assert "Accepted" not in (known.folder / "log").read_text()


@one_engine
def test_a_passphrase_is_asked_for_and_its_answer_let_in(
    known: Sshd, shared_engine: Engine
) -> None:
    config = known.config_with_locked_key
    with pytest.raises(SshQuestion, match="has a passphrase") as raised:
        connect(known, shared_engine.socket, config=config)
    assert not raised.value.was_wrong
    answers = {raised.value.question: PASSPHRASE}
    tunnel = connect(known, shared_engine.socket, config=config, answers=answers)
    try:
        assert ping(tunnel).endswith(b"OK")
        in_files = [f.read_bytes() for f in tunnel.socket.parent.iterdir() if f.is_file()]
        assert not any(PASSPHRASE.encode() in content for content in in_files)
    finally:
        tunnel.close()


def test_a_wrong_passphrase_is_told_from_a_missing_one(known: Sshd) -> None:
    config = known.config_with_locked_key
    with pytest.raises(SshQuestion) as first:
        connect(known, "/nowhere", config=config)
    with pytest.raises(SshQuestion, match="not the passphrase") as second:
        connect(known, "/nowhere", config=config, answers={first.value.question: "wrong"})
    assert second.value.was_wrong


def test_a_user_without_a_key_there_is_told_how_to_bring_one(known: Sshd) -> None:
    (known.folder / "authorized_keys").write_text("")
    with pytest.raises(OpenPalmError, match="does not let you in") as raised:
        connect(known, "/nowhere")
    assert "ssh-copy-id" in raised.value.hint


def test_a_user_who_may_not_use_the_engine_is_told_of_the_group(known: Sshd) -> None:
    path = known.folder / "root-only.sock"
    with socket.socket(socket.AF_UNIX) as engine:
        engine.bind(str(path))
        engine.listen()
        path.chmod(0o600)
        address = SshAddress("server", user="nobody", socket=str(path))
        with pytest.raises(OpenPalmError, match="but nobody may not use it") as raised:
            drive(open_tunnel(address, config=known.config))
    assert "usermod -aG docker nobody" in raised.value.hint


def test_a_port_where_nobody_listens_is_said(sshd: Sshd) -> None:
    address = SshAddress("server", port=free_port())
    with pytest.raises(OpenPalmError, match="nothing answers on its ssh port"):
        drive(open_tunnel(address, config=sshd.config))


def test_a_name_that_does_not_exist_is_said(sshd: Sshd) -> None:
    with pytest.raises(OpenPalmError, match=r"There is no server called nowhere\.invalid"):
        connect(sshd, "/nowhere", "nowhere.invalid")


def test_a_server_that_never_speaks_does_not_hang_us(sshd: Sshd) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = SshAddress("server", port=silent.getsockname()[1])
        with pytest.raises(OpenPalmError, match="does not answer"):
            drive(open_tunnel(address, config=sshd.config, seconds=1))


def test_a_cancel_leaves_neither_ssh_nor_files(sshd: Sshd) -> None:
    before = left_behind()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = SshAddress("server", port=silent.getsockname()[1])
        work = open_tunnel(address, config=sshd.config)
        next(work)
        end, _ = silent.accept()
        with end:
            work.close()
            end.settimeout(5)
            while end.recv(1024):  # its greeting, then nothing: ssh is gone
                pass
    assert left_behind() <= before


@one_engine
def test_a_connection_that_is_cut_says_so(known: Sshd, shared_engine: Engine) -> None:
    tunnel = connect(known, shared_engine.socket)
    try:
        assert tunnel.trouble() is None
        known.cut_connections()
        wait = threading.Event()
        for _ in range(100):
            if not tunnel.is_open:
                break
            wait.wait(0.1)
        trouble = tunnel.trouble()
        assert trouble is not None
        assert "was cut off" in trouble.sentence
    finally:
        tunnel.close()

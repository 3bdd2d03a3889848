"""From what a person calls a target to its address."""

from __future__ import annotations

import json
import socket
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy import targets
from openpalm_desktop.deploy.saved_targets import (
    SavedTarget,
    save_targets,
    saved_targets,
    targets_file,
)
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.deploy.targets import NoTarget, find_target, local_target

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody, so that no real one is read."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    monkeypatch.setenv("DOCKER_HOST", "tcp://never.example.org:1")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose name is short enough for a socket."""
    with TemporaryDirectory() as name:
        yield Path(name)


def context(home: Path, name: str, address: str, *, tls: bool = False) -> Path:
    """Docker's files of a context; returns where its TLS files are."""
    digest = sha256(name.encode()).hexdigest()
    folder = home / "docker" / "contexts"
    meta = folder / "meta" / digest
    meta.mkdir(parents=True)
    (meta / "meta.json").write_text(
        json.dumps({"Name": name, "Endpoints": {"docker": {"Host": address}}})
    )
    tls_dir = folder / "tls" / digest / "docker"
    if tls:
        tls_dir.parent.mkdir(parents=True)
        certificates(tls_dir)
    return tls_dir


def certificates(folder: Path) -> Path:
    """A folder with what a client of an engine needs."""
    folder.mkdir()
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (folder / name).write_text("x")
    return folder


def test_the_first_socket_that_is_there_is_local(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [short / "none", short / "file", short / "b", short / "c"]
    (short / "file").write_text("")
    with socket.socket(socket.AF_UNIX) as one, socket.socket(socket.AF_UNIX) as other:
        one.bind(str(short / "b"))
        other.bind(str(short / "c"))
        monkeypatch.setattr(targets, "_local_sockets", lambda: iter(places))
        assert local_target() == Target("local", f"unix://{short / 'b'}")
        assert find_target("local") == local_target()


def test_a_context_of_docker_is_known_with_its_certificates(home: Path) -> None:
    tls_dir = context(home, "nas", "tcp://nas.example.org:2376", tls=True)
    assert find_target("nas") == Target("nas", "tcp://nas.example.org:2376", tls_dir)
    context(home, "plain", "unix:///run/x.sock")
    assert find_target("plain") == Target("plain", "unix:///run/x.sock")
    context(home, "open", "tcp://nas.example.org:2375")
    with pytest.raises(NoTarget, match="without TLS"):
        find_target("open")


def test_a_saved_name_comes_before_a_context(home: Path) -> None:
    context(home, "nas", "tcp://other.example.org:2376")
    save_targets({"nas": SavedTarget("unix:///run/nas.sock")})
    assert find_target("nas") == Target("nas", "unix:///run/nas.sock")


def test_tcp_wants_tls_or_a_plain_word(home: Path) -> None:
    with pytest.raises(NoTarget, match="without TLS lets anybody on the way rule the server"):
        find_target("tcp://server:2375")
    assert find_target("tcp://server:2375", insecure=True).tls_dir is None
    folder = certificates(home / "tls")
    assert find_target("tcp://server:2376", folder).tls_dir == folder
    (folder / "key.pem").unlink()
    with pytest.raises(NoTarget, match=r"There is no key\.pem in "):
        find_target("tcp://server:2376", folder)


@pytest.mark.parametrize("name", ["nobody", "http://x", "unix://", "tcp://", ""])
def test_what_is_no_target_is_said_so(name: str) -> None:
    with pytest.raises(NoTarget) as raised:
        find_target(name)
    assert raised.value.hint


def test_targets_are_kept_without_credentials_for_nobody_else_to_read(home: Path) -> None:
    kept = {
        "a": SavedTarget("unix:///run/a.sock"),
        "b": SavedTarget("tcp://b:2376", home / "tls"),
        "c": SavedTarget("tcp://c:2375", None, insecure=True),
    }
    save_targets(kept)
    assert saved_targets() == kept
    assert list(saved_targets()) == ["a", "b", "c"]
    assert targets_file().stat().st_mode & 0o077 == 0


def test_a_broken_file_of_targets_is_named(home: Path) -> None:
    targets_file().parent.mkdir(parents=True)
    targets_file().write_text('{"targets": []}')
    with pytest.raises(Exception, match="does not hold targets"):
        saved_targets()
    assert home in targets_file().parents

"""An engine in another network, reached by TCP with certificates of its own authority."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import EngineUnreachable
from openpalm_desktop.deploy.saved_targets import SavedTarget
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.deploy.targets import NoTarget, target_at
from tests.real.peers.certificates import Authority, new_authority
from tests.real.peers.engine import Engine, running_engine
from tests.real.peers.network import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = f"tcp://{PRIVATE.engine_v4}"
PLAIN = 2375


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for the server and its clients."""
    return new_authority(tmp_path_factory.mktemp("tls") / "authority")


@pytest.fixture(scope="module")
def client(authority: Authority) -> Path:
    """What a client needs that the server lets in."""
    return authority.issue("client")


@pytest.fixture(scope="module")
def engine(authority: Authority) -> Iterator[Engine]:
    """An engine that speaks TLS."""
    server = authority.issue("server", server=f"IP:{PRIVATE.engine_v4}")
    with running_engine("28.5", *options(authority, server)) as it:
        yield it


def options(authority: Authority, server: Path) -> tuple[str, ...]:
    return (
        "--tlsverify",
        f"--tlscacert={authority.certificate}",
        f"--tlscert={server}/cert.pem",
        f"--tlskey={server}/key.pem",
        f"--host={ADDRESS}:2376",
    )


def asked(engine: Engine, tls_dir: Path | None, address: str = f"{ADDRESS}:2376") -> str:
    """What a neighbour hears who asks who is there."""

    def ask() -> str:
        opened = DockerEngine(Target("far", address, tls_dir))
        try:
            return opened.info().version
        finally:
            opened.close()

    return engine.lan.private.inside(ask)


def refusal(engine: Engine, tls_dir: Path | None, address: str = f"{ADDRESS}:2376") -> str:
    with pytest.raises(EngineUnreachable) as caught:
        asked(engine, tls_dir, address)
    assert caught.value.hint
    return caught.value.sentence


def folder(place: Path, base: Path, **files: Path) -> Path:
    """A copy of a client's folder with some files of others."""
    shutil.copytree(base, place)
    for name, file in files.items():
        shutil.copy(file, place / f"{name}.pem")
    return place


def test_the_right_certificates_let_in_whatever_is_meant_for_the_web(
    engine: Engine, client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "web.pem").write_bytes((new_authority(tmp_path / "web")).certificate.read_bytes())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "web.pem"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert asked(engine, client).startswith("28.5")


def test_each_mistake_with_certificates_has_its_sentence(
    engine: Engine, authority: Authority, client: Path, tmp_path: Path
) -> None:
    other = new_authority(tmp_path / "other")
    stranger = folder(tmp_path / "s", other.issue("stranger"), ca=authority.certificate)
    assert "was not made by the authority in ca.pem" in refusal(
        engine, folder(tmp_path / "wrong", client, ca=other.certificate)
    )
    assert "does not let you in" in refusal(engine, stranger)
    expired = authority.issue("expired", "-days", "-1")
    assert "expired" in refusal(engine, expired)
    mixed = folder(tmp_path / "mixed", client, key=stranger / "key.pem")
    assert "do not belong together" in refusal(engine, mixed)
    junk = tmp_path / "junk"
    junk.write_text("junk")
    assert "is not what its name says" in refusal(
        engine, folder(tmp_path / "no", client, cert=junk)
    )
    assert "speaks TLS only" in refusal(engine, None)
    closed = f"{ADDRESS}:2399"
    assert "nobody answers" in refusal(engine, client, closed)


@pytest.mark.parametrize(
    ("names", "more", "said"),
    [
        ("DNS:else.example.org", (), "is made out to another name"),
        (f"IP:{PRIVATE.engine_v4}", ("-days", "-1"), "has expired"),
    ],
    ids=["another name", "expired"],
)
def test_a_server_with_a_certificate_that_is_not_good_is_told(
    authority: Authority, client: Path, names: str, more: tuple[str, ...], said: str
) -> None:
    server = authority.issue(f"bad-{said.replace(' ', '-')}", *more, server=names)
    with running_engine("28.5", *options(authority, server)) as engine:
        sentence = refusal(engine, client)
        assert "the certificate of tcp://" in sentence
        assert said in sentence


def test_an_engine_without_tls_is_told_from_one_with(client: Path) -> None:
    address = f"{ADDRESS}:{PLAIN}"
    with running_engine("20.10", f"--host={address}", "--tls=false") as engine:
        assert "does not speak TLS" in refusal(engine, client, address)
        assert asked(engine, None, address).startswith("20.10")
    with pytest.raises(NoTarget, match="without TLS lets anybody"):
        target_at(SavedTarget(address), "far")


def test_a_folder_without_a_client_certificate_is_told_before_anything_is_sent(
    client: Path, tmp_path: Path
) -> None:
    place = folder(tmp_path / "half", client)
    (place / "cert.pem").unlink()
    with pytest.raises(NoTarget, match=r"There is no cert\.pem in"):
        target_at(SavedTarget(f"{ADDRESS}:2376", place), "far")


def test_a_machine_that_is_off_is_told_soon(engine: Engine, client: Path) -> None:
    lan = engine.lan
    lan.engine.run("ip", "route", "replace", "blackhole", f"{PRIVATE.neighbour_v4}/32")
    try:
        assert "did not answer in time" in refusal(engine, client)
    finally:
        lan.engine.run("ip", "route", "delete", "blackhole", f"{PRIVATE.neighbour_v4}/32")

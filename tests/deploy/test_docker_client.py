"""Sockets where no engine lets us in, as this machine's own system says it."""

from __future__ import annotations

import gc
import json
import os
import socket
import socketserver
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy import docker_client
from openpalm_desktop.deploy.docker_answers import hides_visitors_in
from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import EngineTrouble, EngineUnreachable, NotThere
from openpalm_desktop.deploy.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has pipes instead"),
    # The SDK forgets a socket that could not be connected; Python closes it, and says so.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

OLD = {"Version": "18.09.1", "ApiVersion": "1.39", "Os": "linux", "Arch": "amd64"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    with TemporaryDirectory(prefix="s") as name:
        yield Path(name)
    gc.collect()  # sockets that the SDK forgot, while that is no trouble


def refusal(path: Path) -> str:
    """What is said of an engine at a socket."""
    with pytest.raises(EngineTrouble) as raised:
        DockerEngine(Target("this computer", f"unix://{path}"))
    return f"{raised.value.sentence} {raised.value.hint}"


def test_where_no_engine_was_ever_installed_that_is_said(folder: Path) -> None:
    said = refusal(folder / "docker.sock")
    assert said.startswith("this computer cannot be used: there is no unix://")
    assert "Is Docker installed and running there?" in said


def test_where_an_engine_has_stopped_that_is_said(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(folder / "docker.sock"))
    assert "nobody answers at unix://" in refusal(folder / "docker.sock")


def test_who_may_not_use_an_engine_is_told_of_the_group(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "docker.sock"))
        listening.listen()
        (folder / "docker.sock").chmod(0)
        with as_somebody_else(folder):
            said = refusal(folder / "docker.sock")
    assert "you may not use unix://" in said
    assert "Join the group docker" in said


@contextmanager
def as_somebody_else(folder: Path) -> Iterator[None]:
    """Be no root for a while, who may do everything."""
    if os.geteuid() != 0:
        yield
        return
    folder.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


class OldEngine(BaseHTTPRequestHandler):
    """Answers as Docker 18.09 does when it is asked for its version."""

    speaks = "1.39"

    def do_GET(self) -> None:
        self.answer(OLD)

    def answer(self, said: object) -> None:
        """Say something, as every answer with the version of the API."""
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Api-Version", self.speaks)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Docker-Container-Path-Stat", "e30=")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_an_engine_that_is_too_old_is_told_what_to_become(folder: Path) -> None:
    with socketserver.ThreadingUnixStreamServer(str(folder / "s"), OldEngine) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = refusal(folder / "s")
        server.shutdown()
    assert "runs a Docker that is too old: its API is 1.39, and 1.40 is needed." in said
    assert said.endswith("Update Docker there; 20.10 and newer do.")


class OutOfSight(OldEngine):
    """Keeps its data where only root may look."""

    speaks, place = "1.43", ""

    def do_GET(self) -> None:
        """Tell of the place."""
        self.answer({"DockerRootDir": self.place})


def test_of_a_disk_where_one_may_not_look_it_is_not_known_how_much_is_free(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    (closed / "data").mkdir(parents=True)
    closed.chmod(0)
    monkeypatch.setattr(OutOfSight, "place", str(closed / "data"))
    with socketserver.ThreadingUnixStreamServer(str(folder / "s"), OutOfSight) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (folder / "s").chmod(0o777)
        with as_somebody_else(folder):
            engine = DockerEngine(Target("this computer", f"unix://{folder / 's'}"))
            assert engine.free_bytes() is None
            engine.close()
        server.shutdown()
    closed.chmod(0o700)


CONTAINER = {
    "Id": "c" * 64,
    "Names": ["/home-chat-1"],
    "Image": "a:1",
    "ImageID": "sha256:1",
    "State": "running",
    "Status": "Up",
    "Labels": {"a": "b"},
    "Ports": [{"IP": "::"}],
    "Mounts": [{"Type": "volume", "Name": "v", "Destination": "/v"}],
    "NetworkSettings": {"Networks": {"n": {"IPAddress": "10.0.0.2"}}},
}
INSPECTED = {
    "State": {"Status": "running", "ExitCode": 0, "Health": {"Log": [{"Output": "x"}]}},
    "Config": {"Image": "a:1", "Env": ["A=1"]},
    "HostConfig": {"Binds": ["/a:/b"]},
    "NetworkSettings": {"Networks": {"n": {"IPAddress": "10.0.0.2"}}},
}
NAMED: dict[str, Any] = {"Id": "x", "Name": "n", "Labels": {"a": "b"}, "CreatedAt": "now"}
ANSWERS: dict[str, Any] = {
    "/version": OLD | {"Platform": {"Name": "Docker"}, "Components": []},
    "/info": {"SystemTime": "2026-11-30T12:00:00Z", "SecurityOptions": ["name=rootless"]},
    "/containers/json": [CONTAINER],
    "/containers/x/json": INSPECTED,
    "/networks": [NAMED],
    "/volumes": {"Volumes": [NAMED]},
    "/images/json": [{"Id": "x", "RepoTags": ["a:1"], "RepoDigests": ["a@b"]}],
    "/images/a:1/json": {
        "Id": "x",
        "Os": "linux",
        "Architecture": "arm64",
        "Config": {"User": "a"},
    },
    "/distribution/a:1/json": {"Platforms": [{"os": "linux", "architecture": "arm64"}]},
}
QUESTIONS: tuple[Callable[[DockerEngine], object], ...] = (
    *(DockerEngine.info, DockerEngine.now, DockerEngine.containers, DockerEngine.networks),
    *(DockerEngine.images, lambda engine: engine.volumes("n"), lambda engine: engine.look("x")),
    *(lambda engine: engine.settings("x"), lambda engine: engine.image("a:1")),
    *(lambda engine: engine.platform("a:1"), lambda engine: engine.offered("a:1")),
    *(lambda engine: engine.image_settings("a:1"), DockerEngine.hides_visitors),
    lambda engine: engine.read_files("x", "/a"),
)


class SpoiltEngine(OldEngine):
    """Answers as Docker does at first, and then with parts of other kinds."""

    speaks = "1.43"
    dice: Random | None = None

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].removeprefix("/v1.43")
        said = ANSWERS.get(path, {})
        self.answer(said if self.dice is None else spoilt(said, self.dice))


def spoilt(said: Any, dice: Random) -> Any:
    """Something of another kind in the place of a part, or of the whole."""
    if dice.random() < 0.2:
        return dice.choice([None, 5, -1.5, True, "", "\x1b]0;x\x07", [], {}, [[5]], {"a": 5}])
    if isinstance(said, dict):
        return {key: spoilt(value, dice) for key, value in said.items() if dice.random() < 0.9}
    return [spoilt(value, dice) for value in said] if isinstance(said, list) else said


def test_what_no_engine_answers_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: set[str] = set()
    with socketserver.ThreadingUnixStreamServer(str(folder / "s"), SpoiltEngine) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        engine = DockerEngine(Target("this computer", f"unix://{folder / 's'}"))
        sound = [ask(engine) for ask in QUESTIONS[:-1]]
        monkeypatch.setattr(SpoiltEngine, "dice", Random(9317))
        for _ in range(60):
            for ask in QUESTIONS:
                try:
                    ask(engine)
                except EngineTrouble as error:
                    told.add(error.sentence)
        engine.close()
        server.shutdown()
    assert all(sound)
    assert (
        "The containers could not be listed: this computer does not answer as Docker does." in told
    )


@pytest.mark.parametrize(
    ("said", "hides"),
    [
        ({"SecurityOptions": ["name=seccomp,profile=builtin", "name=rootless"]}, True),
        ({"SecurityOptions": ["name=seccomp,profile=default"], "Rootless": True}, True),
        ({"OperatingSystem": "Docker Desktop", "SecurityOptions": None}, True),
        ({"SecurityOptions": ["name=seccomp,profile=default"], "Rootless": False}, False),
        ({"OperatingSystem": "Debian GNU/Linux 12 (bookworm)"}, False),
    ],
    ids=["Docker without root", "Podman without root", "Docker Desktop", "Podman", "Docker"],
)
def test_who_hides_visitors_is_told_from_what_an_engine_says_of_itself(
    said: dict[str, object], *, hides: bool
) -> None:
    assert hides_visitors_in(said) is hides


class KeptEngine(SpoiltEngine):
    """Keeps a connection for the next question, as Docker does, and counts them."""

    protocol_version = "HTTP/1.1"
    connections = 0

    def setup(self) -> None:
        type(self).connections += 1
        super().setup()


def test_one_question_after_another_needs_one_connection(folder: Path) -> None:
    with socketserver.ThreadingUnixStreamServer(str(folder / "s"), KeptEngine) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        engine = DockerEngine(Target("this computer", f"unix://{folder / 's'}"))
        for ask in QUESTIONS[:-1]:
            ask(engine)
        engine.close()
        server.shutdown()
    assert KeptEngine.connections == 1


class RefusingEngine(OldEngine):
    """Knows no container, and takes its time to say what it knows of an image."""

    speaks = "1.43"

    def do_GET(self) -> None:
        if "/images/" in self.path:
            time.sleep(1)
        if "/containers/" in self.path:
            self.send_response(404)
            self.end_headers()
            self.wfile.write(json.dumps({"message": "No such container: x"}).encode())
        else:
            self.answer({})


def test_a_refusal_and_a_late_answer_are_told_of_plain_questions_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docker_client, "PATIENCE", 0.3)
    with socketserver.ThreadingUnixStreamServer(str(folder / "s"), RefusingEngine) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        engine = DockerEngine(Target("this computer", f"unix://{folder / 's'}"))
        with pytest.raises(NotThere, match="could not be looked at: No such container: x"):
            engine.look("x")
        with pytest.raises(EngineUnreachable, match="this computer did not answer in time"):
            engine.image_settings("a:1")
        engine.close()
        server.shutdown()

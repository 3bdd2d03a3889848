"""An engine in memory: what was asked of it is written down, and it can be told to refuse."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from openpalm_desktop.deploy.docker_answers import image_settings_in, settings_in
from openpalm_desktop.deploy.engine import (
    ContainerLook,
    ContainerSettings,
    EngineContainer,
    EngineImage,
    EngineInfo,
    EngineNetwork,
    EngineVolume,
    FileInContainer,
    HostPort,
    ImageMissing,
    NameTaken,
    NotThere,
    Pulling,
    Ran,
    Sample,
)
from openpalm_desktop.deploy.image_names import registry_of
from openpalm_desktop.deploy.registry_access import login_needed, login_refused
from openpalm_desktop.deploy.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from openpalm_desktop.deploy.engine import Body
    from openpalm_desktop.deploy.registry_login import Login

IMAGE: Mapping[str, Any] = {
    "Env": ["PATH=/usr/bin", "LANG=C"],
    "Cmd": ["serve"],
    "Labels": {"org.example.title": "A program"},
}
"""What every image of the fake gives to containers that do not say otherwise."""
NOW = "2027-03-01T12:00:00.123456789Z"


T = TypeVar("T")


class FakeStream(Generic[T]):
    """Tells what it is told, and goes on until it is closed if it is endless."""

    def __init__(self, items: Iterable[T], *, is_endless: bool) -> None:
        self._items: SimpleQueue[T | _End] = SimpleQueue()
        self.is_closed = False
        for one in items:
            self._items.put(one)
        if not is_endless:
            self.close()

    def tell(self, one: T) -> None:
        """Tell one more thing."""
        self._items.put(one)

    def __iter__(self) -> Iterator[T]:
        while not isinstance(one := self._items.get(), _End):
            yield one

    def close(self) -> None:
        self.is_closed = True
        self._items.put(_End())


class _End:
    """The end of a stream."""


class FakeRun(FakeStream[bytes]):
    """A command that prints pieces and ends."""

    def __init__(self, pieces: Iterable[bytes], code: int) -> None:
        super().__init__(pieces, is_endless=False)
        self._code = code

    def exit_code(self) -> int:
        return self._code


@dataclass
class FakeContainer:
    """A container of the fake, and what became of it."""

    shown: EngineContainer
    body: Mapping[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    restarts: int = 0
    endpoints: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def set(self, **config: Any) -> None:
        """Let somebody have made it anew with other settings and the same labels."""
        self.body = {**self.body, **config}
        image = self.body["Image"]
        self.shown = replace(self.shown, image=image, image_id=f"sha256:{image}")

    def update(self, **host: Any) -> None:
        """Let somebody have changed what can be changed while it runs, or made it so."""
        self.set(HostConfig={**self.body["HostConfig"], **host})


class FakeEngine:
    """Does what an engine does, at once; `before` is called with each call that changes a thing."""

    def __init__(self, images: Iterable[str] = ()) -> None:
        self.target = Target("fake", "fake://engine")
        self.kept: dict[str, FakeContainer] = {}
        self.nets: dict[str, EngineNetwork] = {}
        self.vols: dict[str, EngineVolume] = {}
        self.imgs = {name: EngineImage(f"sha256:{name}", (name,), ()) for name in images}
        self.registry: dict[str, EngineImage] = {}
        self.calls: list[str] = []
        self.before: Callable[[str], None] = lambda _: None
        self.exiting: set[str] = set()  # images whose program ends at once
        self.sick: set[str] = set()  # images that never become healthy
        self.caddy_refuses = ""
        self.listening = ""  # what Caddy's container hears of who listens
        self.printed: dict[str, list[str]] = {}
        self.runs: dict[str, tuple[list[str], int]] = {}  # by automation: what it prints, its end
        self.histories = ""
        self.private: set[str] = set()  # registries that want a login, and the one they know
        self.accepts = ("me", "open sesame")
        self.logged_in: set[str] = set()
        self.caddy_certificates = ""  # as they are printed out of its storage
        self.caddy_root = ""
        self.hides = False  # whether containers see all visitors under one address
        self.goes_on = False  # whether what is followed has no end
        self.streams: list[tuple[str, FakeStream[bytes]]] = []
        self.events: FakeStream[str] | None = None
        self._moments = itertools.count(1)
        self._numbers = itertools.count(1)  # several threads may take from it, as from no generator
        self._addresses = map("172.18.0.{}".format, itertools.count(2))  # threads may share it

    # What tests ask

    def _all(self) -> list[FakeContainer]:
        """The containers, counted at once: threads make and remove them meanwhile."""
        return list(self.kept.values())

    def names(self) -> dict[str, str]:
        """The containers by name, with how they are."""
        return {one.shown.name: one.shown.state for one in self._all()}

    def ids(self) -> dict[str, str]:
        """The containers' ids by name."""
        return {one.shown.name: one.shown.id for one in self._all()}

    def named(self, name: str) -> FakeContainer:
        """The container of a name."""
        return next(one for one in self._all() if one.shown.name == name)

    def everything_said(self) -> str:
        """All that anybody may read who may list things."""
        listed = [*self.containers(), *self.networks(), *self.vols.values(), *self.calls]
        return repr(listed)

    # What a deployment asks

    def info(self) -> EngineInfo:
        return EngineInfo("Fake", "28.5.2", "1.51", "linux", "amd64")

    def now(self) -> str:
        return NOW

    def containers(self) -> Sequence[EngineContainer]:
        return [one.shown for one in self._all()]

    def networks(self) -> Sequence[EngineNetwork]:
        return list(self.nets.values())

    def volumes(self, name: str) -> Sequence[EngineVolume]:
        return [one for one in list(self.vols.values()) if name in one.name]

    def images(self) -> Sequence[EngineImage]:
        return list(self.imgs.values())

    def image(self, reference: str) -> EngineImage | None:
        return self.imgs.get(reference)

    def platform(self, reference: str) -> str:  # noqa: ARG002
        return "linux/amd64"

    def check_login(self, login: Login) -> None:
        if (login.user, login.password.text) != self.accepts:
            raise login_refused(login)
        self.logged_in.add(login.registry)

    def offered(self, reference: str) -> Sequence[str]:
        registry = registry_of(reference)
        if registry in self.private - self.logged_in:
            raise login_needed(reference, "The registry could not be asked", None)
        if reference not in self.registry:
            raise ImageMissing(f"There is no {reference}.", "")
        return ["linux/amd64", "linux/arm64"]

    def free_bytes(self) -> int | None:
        return None

    def hides_visitors(self) -> bool:
        return self.hides

    def pull(self, reference: str) -> Iterator[Pulling]:
        self._call("pull", reference)
        if reference not in self.registry:
            raise ImageMissing(f"The image {reference} could not be fetched: no such image.", "")
        yield Pulling(1, 2)
        self.imgs[reference] = self.registry[reference]
        yield Pulling(2, 2)

    def create_network(self, name: str, labels: Mapping[str, str]) -> str:
        self._call("create network", name)
        self.nets[name] = EngineNetwork(f"net-{name}", name, dict(labels))
        return f"net-{name}"

    def remove_network(self, id_: str) -> None:
        self._call("remove network", id_)
        self.nets = {name: one for name, one in list(self.nets.items()) if one.id != id_}

    def create_volume(self, name: str, labels: Mapping[str, str]) -> None:
        self._call("create volume", name)
        self.vols.setdefault(name, EngineVolume(name, dict(labels), NOW))

    def remove_volume(self, name: str) -> None:
        self._call("remove volume", name)
        self.vols.pop(name, None)

    def create_container(self, name: str, body: Body) -> str:
        self._call("create", name)
        if name in self.names():
            raise NameTaken(f"The name {name} is taken.", "")
        if body["Image"] not in self.imgs:
            raise ImageMissing(f"There is no image {body['Image']}.", "")
        id_ = f"{next(self._numbers):064x}"
        networks = body.get("NetworkingConfig", {}).get("EndpointsConfig", {})
        shown = EngineContainer(
            id=id_,
            name=name,
            labels=dict(body["Labels"]),
            image=body["Image"],
            image_id=self.imgs[body["Image"]].id,
            state="created",
            addresses=dict.fromkeys(networks, ""),
        )
        self.kept[id_] = FakeContainer(shown, dict(body), endpoints=dict(networks))
        return id_

    def connect(self, network: str, container: str, endpoint: Mapping[str, Any]) -> None:
        self._call("connect", f"{self._name(container)} to {network}")
        one = self.kept[container]
        one.endpoints[network] = endpoint
        addresses = {**(one.shown.addresses or {}), network: ""}
        one.shown = replace(one.shown, addresses=addresses)

    def start(self, id_: str) -> None:
        self._call("start", self._name(id_))
        one = self._kept(id_)
        bindings = one.body.get("HostConfig", {}).get("PortBindings", {})
        ports = tuple(
            HostPort(each["HostIp"], int(each["HostPort"] or 0))
            for some in bindings.values()
            for each in some
        )
        exits = one.shown.image in self.exiting
        one.restarts = 3 if exits else 0
        one.shown = replace(
            one.shown,
            state="restarting" if exits else "running",
            ports=ports,
            # As an engine lists them: by the networks' names.
            addresses={name: next(self._addresses) for name in sorted(one.shown.addresses or {})},
        )

    def stop(self, id_: str, seconds: int | None = None) -> None:  # noqa: ARG002
        self._call("stop", self._name(id_))
        if id_ in self.kept:
            self.kept[id_].shown = replace(self.kept[id_].shown, state="exited", ports=())

    def restart(self, id_: str) -> None:
        self._call("restart", self._name(id_))

    def rename(self, id_: str, name: str) -> None:
        self._call("rename", f"{self._name(id_)} to {name}")
        if name in self.names():
            raise NameTaken(f"The name {name} is taken.", "")
        self._kept(id_).shown = replace(self._kept(id_).shown, name=name)

    def remove(self, id_: str) -> None:
        self._call("remove", self._name(id_))
        self.kept.pop(id_, None)

    def look(self, id_: str) -> ContainerLook:
        one = self._kept(id_)
        check = one.body.get("Healthcheck") or {}
        health = ""
        if check:
            health = "unhealthy" if one.shown.image in self.sick else "healthy"
        return ContainerLook(
            state=one.shown.state,
            health=health,
            exit_code=1 if one.shown.image in self.exiting else 0,
            restarts=one.restarts,
            error="",
            health_output="no answer" if health == "unhealthy" else "",
            started=NOW,
            addresses=one.shown.addresses or {},
            healthcheck=check,
        )

    def inspected(self, id_: str) -> dict[str, Any]:
        """What an engine answers who is asked for all that it knows of a container."""
        one = self._kept(id_)
        known = {"Image": one.shown.image, "Labels": one.shown.labels}
        config = {"User": "", "Hostname": id_[:12], "Tty": False, **known, **one.body}
        host: Mapping[str, Any] = one.body.get("HostConfig") or {}
        config["Env"] = [*IMAGE["Env"], *(one.body.get("Env") or ())]
        config["Cmd"] = one.body.get("Cmd") or IMAGE["Cmd"]
        config["Labels"] = {**IMAGE["Labels"], **config["Labels"]}
        filled = {"ShmSize": 67108864, "IpcMode": "private", "Runtime": "runc", "Dns": []}
        networks = one.endpoints or {str(host.get("NetworkMode")): {}}
        aliases = {
            name: {**each, "Aliases": [*(each.get("Aliases") or ()), id_[:12]]}
            for name, each in networks.items()
        }
        return {
            "Config": config,
            "HostConfig": {**filled, **host},
            "NetworkSettings": {"Networks": aliases},
        }

    def settings(self, id_: str) -> ContainerSettings:
        return settings_in(self.inspected(id_))

    def image_settings(self, id_: str) -> Mapping[str, Any]:  # noqa: ARG002
        return image_settings_in({"Config": IMAGE})

    def put_files(self, id_: str, folder: str, files: Iterable[FileInContainer]) -> None:
        some = list(files)
        self._call("put", f"{', '.join(f.name for f in some)} into {self._name(id_)}")
        self._kept(id_).files.update({f"{folder}/{file.name}": file.content for file in some})

    def read_files(self, id_: str, folder: str) -> Sequence[FileInContainer]:
        return [
            FileInContainer(name.removeprefix(f"{folder}/"), content)
            for name, content in self._kept(id_).files.items()
            if name.startswith(f"{folder}/")
        ]

    def run(self, id_: str, command: Sequence[str], user: str = "") -> Ran:  # noqa: ARG002
        self._call("run", f"{' '.join(command)} in {self._name(id_)}")
        if command[0] == "rm":
            for path in command[1:]:
                self._kept(id_).files.pop(path, None)
        if command[:2] == ["caddy", "adapt"]:
            dials = re.findall(r"reverse_proxy (\S+)", self._kept(id_).files[command[3]].decode())
            return Ran(0, json.dumps({"apps": [{"upstreams": [{"dial": d}]} for d in dials]}))
        if command[:2] == ["caddy", "reload"] and self.caddy_refuses:
            return Ran(1, self.caddy_refuses)
        said = " ".join(command)
        for part, output in (
            ("nc -w 1", self.listening),
            ("jsonl", self.histories),
            ("root.crt", self.caddy_root),
            ("*.crt", self.caddy_certificates),
        ):
            if part in said:
                return Ran(0, output)
        return Ran(0, "")

    def run_live(self, id_: str, command: Sequence[str], user: str = "") -> FakeRun:
        done = self.run(id_, command, user)
        told = self.runs.get(command[-1])
        if told is None:
            return FakeRun([done.output.encode()], done.exit_code)
        pieces, code = told
        return FakeRun([piece.encode() for piece in pieces], code)

    def sample(self, id_: str) -> Sample:
        self._kept(id_)
        at = next(self._moments)
        return Sample(at * 10**8, at * 10**9, 2, 50_000_000, 1_000_000_000)

    def logs(self, id_: str, tail: int | None, *, timed: bool = False) -> str:  # noqa: ARG002
        name = self._name(id_)
        lines = self.printed.get(name, [f"the log of {name}"])
        return "".join(f"{NOW} {line}\n" if timed else f"{line}\n" for line in lines)

    def follow_logs(
        self, id_: str, tail: int | None, *, timed: bool = False, since: str = ""
    ) -> FakeStream[bytes]:
        said = "" if since else self.logs(id_, tail, timed=timed)
        stream = FakeStream([said.encode()], is_endless=self.goes_on)
        self.streams.append((self._name(id_), stream))
        return stream

    def follow_events(self, project: str) -> FakeStream[str]:  # noqa: ARG002
        self.events = FakeStream([], is_endless=self.goes_on)
        return self.events

    def close(self) -> None:
        pass

    # What tests do

    def prints(self, name: str, *lines: str) -> None:
        """Let a container print lines while somebody follows it."""
        for one, stream in list(self.streams):
            if one == name:
                stream.tell("".join(f"{NOW} {line}\n" for line in lines).encode())

    def becomes(self, name: str, **how: Any) -> None:
        """Let a container be otherwise, as if somebody else had done it, and tell of it."""
        one = self.named(name)
        one.shown = replace(one.shown, **how)
        if self.events is not None:
            self.events.tell("die")

    def _call(self, what: str, which: str) -> None:
        call = f"{what} {which}"
        self.before(call)
        self.calls.append(call)

    def _name(self, id_: str) -> str:
        return self.kept[id_].shown.name if id_ in self.kept else id_

    def _kept(self, id_: str) -> FakeContainer:
        if id_ not in self.kept:
            raise NotThere(f"There is no container {id_}.", "")
        return self.kept[id_]

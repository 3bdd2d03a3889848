"""What a deployment asks of a Docker engine: the one seam between plans and the SDK."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from openpalm_desktop.errors import OpenPalmError

from .target import Target

if TYPE_CHECKING:
    from .registry_login import Login

PODMAN = "Podman"  # as the name of an engine that is not Docker's own
_NAMELESS = re.compile("[0-9a-f]{64}")
T = TypeVar("T", covariant=True)  # noqa: PLC0105 – by its usual name
Body: TypeAlias = Mapping[str, Any]
"""A container as the Engine API takes it."""


class EngineTrouble(OpenPalmError):
    """An engine refused something, or something about it is not as it must be."""


class EngineUnreachable(EngineTrouble):
    """Nobody answers, or nobody lets us in; nothing was asked for."""


class NotThere(EngineTrouble):
    """What was asked for is not on the engine, or no longer."""


class NameTaken(EngineTrouble):
    """Something else has the name."""


class PortTaken(EngineTrouble):
    """Something else listens on a host port."""


class ImageMissing(EngineTrouble):
    """An image is neither on the engine nor to be had."""


class LoginsUnreadable(EngineTrouble):
    """The program that keeps Docker's own logins on this computer failed."""


class LoginRefused(EngineTrouble):
    """A registry does not know somebody by that password."""


def is_nameless(volume: str) -> bool:
    """Whether a volume has the name of one that nobody named."""
    return _NAMELESS.fullmatch(volume) is not None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Who answered: versions, and what the machine is."""

    name: str
    version: str
    api_version: str
    system: str
    architecture: str


@dataclass(frozen=True, slots=True)
class HostPort:
    """A port of the engine's machine that a container has published."""

    address: str
    port: int
    protocol: str = "tcp"


@dataclass(frozen=True, slots=True)
class EngineContainer:
    """A container as the engine lists it."""

    id: str
    name: str
    labels: Mapping[str, str]
    image: str
    image_id: str
    state: str
    status: str = ""
    ports: tuple[HostPort, ...] = ()
    addresses: Mapping[str, str] | None = None  # by network name
    volumes: Mapping[str, str] | None = None  # names of volumes by where they are mounted

    @property
    def is_running(self) -> bool:
        """Whether its program runs."""
        return self.state == "running"

    @property
    def has_ended_well(self) -> bool:
        """Whether its program has ended by itself and says that all went well."""
        return self.state == "exited" and self.status.startswith("Exited (0)")

    @property
    def nameless_volumes(self) -> Mapping[str, str]:
        """The volumes that nobody named, by where they are mounted."""
        return {at: name for at, name in (self.volumes or {}).items() if is_nameless(name)}

    @property
    def health(self) -> str:
        """What its healthcheck says: healthy, unhealthy, starting; empty without one."""
        for word in ("unhealthy", "healthy"):
            if f"({word})" in self.status:
                return word
        return "starting" if "health: starting" in self.status else ""


@dataclass(frozen=True, slots=True)
class EngineNetwork:
    """A network as the engine lists it."""

    id: str
    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EngineVolume:
    """A volume as the engine lists it."""

    name: str
    labels: Mapping[str, str]
    created: str  # the engine's own time, as RFC 3339


@dataclass(frozen=True, slots=True)
class EngineImage:
    """An image as the engine lists it; digests are those a registry knows it by."""

    id: str
    names: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContainerLook:
    """How one container is: what must be known to say whether it came up."""

    state: str
    health: str
    exit_code: int
    restarts: int
    error: str
    health_output: str
    started: str
    addresses: Mapping[str, str]
    healthcheck: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ContainerSettings:
    """What a container was made with and has been given since, in the Engine API's words.

    It holds the values of secrets.
    """

    config: Mapping[str, Any] = field(repr=False)
    host: Mapping[str, Any] = field(repr=False)
    networks: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class FileInContainer:
    """A file that is put into a container, or was read from one."""

    name: str
    content: bytes
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command in a container came to."""

    exit_code: int
    output: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a container has used so far: processor time of its own and of all, in nanoseconds."""

    processor: int
    everything: int
    processors: int
    memory: int
    most_memory: int


@dataclass(frozen=True, slots=True)
class Pulling:
    """How far the layers of an image are, in bytes."""

    done: int
    total: int


class Stream(Protocol[T]):
    """What goes on and on: read on one thread, and ended by `close` on any other."""

    def __iter__(self) -> Iterator[T]:
        """Begin, and return what comes; once only."""

    def close(self) -> None:
        """Want no more of it: whoever reads comes to its end."""


class LiveRun(Stream[bytes], Protocol):
    """A command that runs in a container, and what it prints; closing it lets it go on alone."""

    def exit_code(self) -> int:
        """Return its exit code, once it has come to its end."""


class Engine(Protocol):
    """One Docker engine; everything that it refuses is raised as an EngineTrouble."""

    @property
    def target(self) -> Target:
        """Where it is."""

    def info(self) -> EngineInfo:
        """Return who this is."""

    def now(self) -> str:
        """Return the engine's own time, as RFC 3339."""

    def containers(self) -> Sequence[EngineContainer]:
        """Return all containers, those that do not run too."""

    def networks(self) -> Sequence[EngineNetwork]:
        """Return all networks."""

    def volumes(self, name: str) -> Sequence[EngineVolume]:
        """Return the volumes with a text in their names."""

    def images(self) -> Sequence[EngineImage]:
        """Return all images that have a name."""

    def image(self, reference: str) -> EngineImage | None:
        """Return the image behind a reference, or None where the engine lacks it."""

    def platform(self, reference: str) -> str:
        """Return what an image that is there is made for, such as linux/arm64."""

    def offered(self, reference: str) -> Sequence[str]:
        """Return for which platforms an image's registry has it, asked by the engine."""

    def free_bytes(self) -> int | None:
        """Return how much fits on the engine's disk, if it can be seen from here."""

    def hides_visitors(self) -> bool:
        """Whether containers see all visitors under one private address."""

    def check_login(self, login: "Login") -> None:
        """Try a login at its registry; raises LoginRefused."""

    def pull(self, reference: str) -> Iterator[Pulling]:
        """Fetch an image, saying how far it is."""

    def create_network(self, name: str, labels: Mapping[str, str]) -> str:
        """Make a network and return its id."""

    def remove_network(self, id_: str) -> None:
        """Remove a network; one that is gone already is no trouble."""

    def create_volume(self, name: str, labels: Mapping[str, str]) -> None:
        """Make a volume, or leave the one that is there."""

    def remove_volume(self, name: str) -> None:
        """Remove a volume with what it holds; one that is gone already is no trouble."""

    def create_container(self, name: str, body: Body) -> str:
        """Make a container that does not run yet and return its id."""

    def connect(self, network: str, container: str, endpoint: Mapping[str, Any]) -> None:
        """Join a container to one more network."""

    def start(self, id_: str) -> None:
        """Start a container."""

    def stop(self, id_: str, seconds: int | None = None) -> None:
        """Stop a container, with the patience that it asks for or so many seconds.

        One that is gone is no trouble.
        """

    def restart(self, id_: str) -> None:
        """Stop a container and start it again."""

    def rename(self, id_: str, name: str) -> None:
        """Give a container another name."""

    def remove(self, id_: str) -> None:
        """Remove a container, running or not; one that is gone already is no trouble."""

    def look(self, id_: str) -> ContainerLook:
        """Return how a container is."""

    def settings(self, id_: str) -> ContainerSettings:
        """Return what a container was made with."""

    def image_settings(self, id_: str) -> Mapping[str, Any]:
        """Return what an image gives to containers that do not say otherwise."""

    def put_files(self, id_: str, folder: str, files: Iterable[FileInContainer]) -> None:
        """Put files into a container, making folders where there are none."""

    def read_files(self, id_: str, folder: str) -> Sequence[FileInContainer]:
        """Return the files of a folder in a container, names relative to it."""

    def run(self, id_: str, command: Sequence[str], user: str = "") -> Ran:
        """Run a command in a running container, as its own user or another, and wait for it."""

    def run_live(self, id_: str, command: Sequence[str], user: str = "") -> LiveRun:
        """Run a command in a running container, to be watched while it goes on."""

    def sample(self, id_: str) -> Sample:
        """Return what a running container has used so far."""

    def logs(self, id_: str, tail: int | None, *, timed: bool = False) -> str:
        """Return what a container printed: all, or its last lines; with their times if wanted."""

    def follow_logs(
        self, id_: str, tail: int | None, *, timed: bool = False, since: str = ""
    ) -> Stream[bytes]:
        """Return what a container printed, from a time on, and goes on printing, in pieces."""

    def follow_events(self, project: str) -> Stream[str]:
        """Return what happens to the containers of a project, in one word each, as it happens."""

    def close(self) -> None:
        """Let go of the connections."""

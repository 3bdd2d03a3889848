"""A Docker engine, by the Docker SDK: the only place that knows it."""

import io
import shutil
import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from .connecting import through
from .docker_errors import sentences
from .docker_streams import (
    DockerRun,
    DockerStream,
    event_stream,
    events_of_containers,
    log_stream,
    sample_of,
)
from .engine import (
    Body,
    ContainerLook,
    EngineContainer,
    EngineImage,
    EngineInfo,
    EngineNetwork,
    EngineTrouble,
    EngineVolume,
    FileInContainer,
    HostPort,
    ImageMissing,
    NotThere,
    Pulling,
    Ran,
    Sample,
)
from .ssh import Tunnel
from .target import Target

_PATIENCE = 60  # seconds for an answer
_CONNECT_PATIENCE = 10  # seconds for a way to be found
_STOP_PATIENCE = 60  # more for a container's own time to stop
_OLDEST = (1, 40)
_POOL = 32


class DockerEngine:
    """An engine at a target; opening it already speaks with it, so open it in a worker."""

    def __init__(self, target: Target, tunnel: Tunnel | None = None) -> None:
        self.target = target
        self._title = target.title
        self._tunnel = tunnel
        with through(tunnel), sentences(f"{target.title} cannot be used", target.address):
            self._api = _client(f"unix://{tunnel.socket}" if tunnel else target.address, target)
        if self._api_version() < _OLDEST:
            raise EngineTrouble(
                f"{target.title} runs a Docker that is too old: its API is "
                f"{self._api.api_version}, and 1.40 is needed.",
                "Update Docker there; 20.10 and newer do.",
            )

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()
        if self._tunnel is not None:
            self._tunnel.close()

    def info(self) -> EngineInfo:
        """Return who this is."""
        with self._asked("The engine could not be asked"):
            said = self._api.version()
        name = (said.get("Platform") or {}).get("Name") or "Docker"
        components = {each.get("Name", "") for each in said.get("Components") or ()}
        name = "Podman" if any("Podman" in each for each in components) else name
        return EngineInfo(name, said["Version"], said["ApiVersion"], said["Os"], said["Arch"])

    def now(self) -> str:
        """Return the engine's own time, as RFC 3339."""
        with self._asked("The engine could not be asked"):
            return str(self._api.info()["SystemTime"])

    def containers(self) -> Sequence[EngineContainer]:
        """Return all containers, those that do not run too."""
        with self._asked("The containers could not be listed"):
            return [_container(each) for each in self._api.containers(all=True)]

    def networks(self) -> Sequence[EngineNetwork]:
        """Return all networks."""
        with self._asked("The networks could not be listed"):
            found = self._api.networks()
        return [EngineNetwork(e["Id"], e["Name"], e.get("Labels") or {}) for e in found]

    def volumes(self, name: str) -> Sequence[EngineVolume]:
        """Return the volumes with a text in their names."""
        with self._asked("The volumes could not be listed"):
            found = self._api.volumes(filters={"name": name})["Volumes"] or ()
        return [
            EngineVolume(e["Name"], e.get("Labels") or {}, e.get("CreatedAt") or "") for e in found
        ]

    def images(self) -> Sequence[EngineImage]:
        """Return all images that have a name."""
        with self._asked("The images could not be listed"):
            return [_image(each) for each in self._api.images()]

    def image(self, reference: str) -> EngineImage | None:
        """Return the image behind a reference, or None where the engine lacks it."""
        try:
            with self._asked(f"The image {reference} could not be looked up"):
                return _image(self._api.inspect_image(reference))
        except (NotThere, ImageMissing):
            return None

    def platform(self, reference: str) -> str:
        """Return what an image that is there is made for, such as linux/arm64."""
        with self._asked(f"The image {reference} could not be looked up"):
            said = self._api.inspect_image(reference)
        return _platform({key.lower(): value for key, value in said.items()})

    def offered(self, reference: str) -> Sequence[str]:
        """Return for which platforms an image's registry has it, asked by the engine."""
        with self._asked(f"The registry could not be asked for {reference}"):
            said = self._api.inspect_distribution(reference)
        known = [_platform(each) for each in said.get("Platforms") or ()]
        return [one for one in known if "unknown" not in one]  # those are attestations

    def free_bytes(self) -> int | None:
        """Return how much fits on the engine's disk, if it can be seen from here."""
        if not self.target.address.startswith("unix:"):
            return None
        with self._asked("The engine could not be asked"):
            root = Path(self._api.info().get("DockerRootDir") or "")
        return shutil.disk_usage(root).free if root.is_absolute() and root.is_dir() else None

    def pull(self, reference: str) -> Iterator[Pulling]:
        """Fetch an image, saying how far it is."""
        what = f"The image {reference} could not be fetched"
        layers: dict[str, tuple[int, int]] = {}
        name, tag = _name_and_tag(reference)
        try:
            with self._asked(what):
                for event in self._api.pull(name, tag=tag, stream=True, decode=True):
                    _refuse_failed_pull(what, event)
                    detail = event.get("progressDetail") or {}
                    if event.get("status") == "Downloading" and detail.get("total"):
                        layers[event["id"]] = (detail["current"], detail["total"])
                    yield Pulling(
                        sum(done for done, _ in layers.values()),
                        sum(total for _, total in layers.values()),
                    )
        except NotThere as error:
            raise ImageMissing(error.sentence, _PULL_HINT) from error

    def create_network(self, name: str, labels: Mapping[str, str]) -> str:
        """Make a network and return its id."""
        with self._asked(f"The network {name} could not be made"):
            made = self._api.create_network(name, labels=dict(labels), check_duplicate=True)
        return str(made["Id"])

    def remove_network(self, id_: str) -> None:
        """Remove a network; one that is gone already is no trouble."""
        self._unless_gone("A network could not be removed", lambda: self._api.remove_network(id_))

    def create_volume(self, name: str, labels: Mapping[str, str]) -> None:
        """Make a volume, or leave the one that is there."""
        with self._asked(f"The volume {name} could not be made"):
            self._api.create_volume(name, labels=dict(labels))

    def remove_volume(self, name: str) -> None:
        """Remove a volume with what it holds; one that is gone already is no trouble."""
        what = f"The volume {name} could not be removed"
        self._unless_gone(what, lambda: self._api.remove_volume(name))

    def create_container(self, name: str, body: Body) -> str:
        """Make a container that does not run yet and return its id."""
        with self._asked(f"The container {name} could not be made"):
            made = self._api.create_container_from_config(dict(body), name)
        return str(made["Id"])

    def connect(self, network: str, container: str, endpoint: Mapping[str, Any]) -> None:
        """Join a container to one more network."""
        with self._asked(f"The network {network} could not be joined"):
            url = self._api._url("/networks/{0}/connect", network)  # noqa: SLF001 – the SDK's own method leaves out half of the endpoint's settings
            data = {"Container": container, "EndpointConfig": dict(endpoint)}
            self._api._raise_for_status(self._api._post_json(url, data=data))  # noqa: SLF001 – the same

    def start(self, id_: str) -> None:
        """Start a container."""
        with self._asked("A container could not be started"):
            self._api.start(id_)

    def stop(self, id_: str, seconds: int | None = None) -> None:
        """Stop a container, with the patience that it asks for or so many seconds.

        One that is gone is no trouble.
        """
        what = "A container could not be stopped"
        self._unless_gone(what, lambda: self._patient("stop", id_, seconds))

    def restart(self, id_: str) -> None:
        """Stop a container and start it again."""
        with self._asked("A container could not be restarted"):
            self._patient("restart", id_)

    def rename(self, id_: str, name: str) -> None:
        """Give a container another name."""
        with self._asked(f"A container could not be renamed to {name}"):
            self._api.rename(id_, name)

    def remove(self, id_: str) -> None:
        """Remove a container, running or not; one that is gone already is no trouble."""
        what = "A container could not be removed"
        self._unless_gone(what, lambda: self._api.remove_container(id_, force=True, v=True))

    def look(self, id_: str) -> ContainerLook:
        """Return how a container is."""
        with self._asked("A container could not be looked at"):
            said = self._api.inspect_container(id_)
        state = said["State"]
        health = state.get("Health") or {}
        log = health.get("Log") or [{}]
        return ContainerLook(
            state=state["Status"],
            health=health.get("Status", "").replace("none", ""),
            exit_code=state["ExitCode"],
            restarts=said.get("RestartCount", 0),
            error=state.get("Error", ""),
            health_output=str(log[-1].get("Output", "")).strip(),
            started=state.get("StartedAt", ""),
            addresses=_addresses(said["NetworkSettings"]),
            healthcheck=said["Config"].get("Healthcheck") or {},
        )

    def put_files(self, id_: str, folder: str, files: Iterable[FileInContainer]) -> None:
        """Put files into a container, making folders where there are none."""
        with self._asked(f"Files could not be put into {folder} of a container"):
            self._api.put_archive(id_, "/", _tar(folder, files))

    def read_files(self, id_: str, folder: str) -> Sequence[FileInContainer]:
        """Return the files of a folder in a container, names relative to it."""
        with self._asked(f"The files in {folder} of a container could not be read"):
            pieces, _ = self._api.get_archive(id_, folder)
            return _untar(b"".join(pieces))

    def run(self, id_: str, command: Sequence[str], user: str = "") -> Ran:
        """Run a command in a running container, as its own user or another, and wait for it."""
        with self._asked(f"{command[0]} could not be run in a container"):
            made = self._api.exec_create(id_, list(command), user=user)
            output = self._api.exec_start(made["Id"])
            code = self._api.exec_inspect(made["Id"])["ExitCode"]
        return Ran(code or 0, output.decode("utf-8", errors="replace"))

    def run_live(self, id_: str, command: Sequence[str], user: str = "") -> DockerRun:
        """Run a command in a running container, to be watched while it goes on."""
        asked = partial(self._asked, f"{command[0]} could not be run in a container")
        return DockerRun(self._api, id_, command, user, asked)

    def sample(self, id_: str) -> Sample:
        """Return what a running container has used so far."""
        with self._asked("A container's use could not be read"):
            return sample_of(self._api, id_)

    def logs(self, id_: str, tail: int | None, *, timed: bool = False) -> str:
        """Return what a container printed: all, or its last lines; with their times if wanted."""
        with self._asked("A container's log could not be read"):
            last = "all" if tail is None else tail
            said = self._api.logs(id_, tail=last, timestamps=timed)
        return bytes(said).decode("utf-8", errors="replace")

    def follow_logs(
        self, id_: str, tail: int | None, *, timed: bool = False, since: str = ""
    ) -> DockerStream[bytes]:
        """Return what a container printed, from a time on, and goes on printing, in pieces."""
        begin = partial(log_stream, self._api, id_, tail, timed=timed, since=since)
        return DockerStream(
            begin, iter, partial(self._asked, "A container's log could not be read")
        )

    def follow_events(self, project: str) -> DockerStream[str]:
        """Return what happens to the containers of a project, in one word each, as it happens."""
        begin = partial(event_stream, self._api, project)
        asked = partial(self._asked, "The engine could not be listened to")
        return DockerStream(begin, events_of_containers, asked)

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        with through(self._tunnel), sentences(what, self._title):
            yield

    def _unless_gone(self, what: str, ask: Any) -> None:
        try:
            with self._asked(what):
                ask()
        except NotThere:
            return

    def _patient(self, verb: str, id_: str, seconds: int | None = None) -> None:
        """The engine answers when the container has stopped, which is up to the container."""
        url = self._api._url("/containers/{0}/{1}", id_, verb)  # noqa: SLF001 – the SDK's own method always says how long
        query = {} if seconds is None else {"t": seconds}
        wait = _PATIENCE + (seconds or self._stop_timeout(id_) or _STOP_PATIENCE)
        self._api._raise_for_status(self._api._post(url, params=query, timeout=wait))  # noqa: SLF001 – the same

    def _stop_timeout(self, id_: str) -> int | None:
        timeout = self._api.inspect_container(id_)["Config"].get("StopTimeout")
        return int(timeout) if timeout else None

    def _api_version(self) -> tuple[int, int]:
        major, _, minor = str(self._api.api_version).partition(".")
        return int(major), int(minor)


_PULL_HINT = "Check its name and tag; a private one needs a login on the server."


def _client(address: str, target: Target) -> Any:
    from docker import APIClient  # noqa: PLC0415 – a fifth of a second, only for who deploys
    from docker.tls import TLSConfig  # noqa: PLC0415 – the same

    tls: Any = False
    if target.tls_dir is not None:
        folder = target.tls_dir
        tls = TLSConfig(
            client_cert=(str(folder / "cert.pem"), str(folder / "key.pem")),
            ca_cert=str(folder / "ca.pem"),
            verify=True,
        )
    # A machine that is off is noticed soon; one that is at work may take its time.
    wait: Any = (_CONNECT_PATIENCE, _PATIENCE) if address.startswith("tcp:") else _PATIENCE
    api: Any = APIClient(address, version="1.40", timeout=wait, tls=tls, num_pools=_POOL)
    # Else proxies and a bundle of authorities that are meant for the web would get in between.
    api.trust_env = False
    api._version = api._retrieve_server_version()  # noqa: SLF001 – the SDK asks before we can say so
    return api


def _container(said: Mapping[str, Any]) -> EngineContainer:
    names = [name.lstrip("/") for name in said.get("Names") or () if name.count("/") == 1]
    return EngineContainer(
        id=said["Id"],
        name=names[0] if names else said["Id"][:12],
        labels=said.get("Labels") or {},
        image=said["Image"],
        image_id=said["ImageID"],
        state=said["State"],
        status=said["Status"],
        ports=tuple(
            HostPort(port.get("IP", ""), port["PublicPort"], port["Type"])
            for port in said.get("Ports") or ()
            if port.get("PublicPort")
        ),
        addresses=_addresses(said.get("NetworkSettings") or {}),
        volumes={
            mount["Destination"]: mount["Name"]
            for mount in said.get("Mounts") or ()
            if mount.get("Type") == "volume" and mount.get("Name")
        },
    )


def _addresses(settings: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        name: endpoint.get("IPAddress") or endpoint.get("GlobalIPv6Address") or ""
        for name, endpoint in (settings.get("Networks") or {}).items()
    }


def _image(said: Mapping[str, Any]) -> EngineImage:
    names = tuple(said.get("RepoTags") or ())
    return EngineImage(said["Id"], names, tuple(said.get("RepoDigests") or ()))


def _platform(said: Mapping[str, Any]) -> str:
    parts = (said.get("os"), said.get("architecture"), said.get("variant"))
    return "/".join(str(part) for part in parts if part)


def _name_and_tag(reference: str) -> tuple[str, str | None]:
    """Return what the API wants apart; without a tag it would fetch every tag there is."""
    if "@" in reference:
        name, _, digest = reference.partition("@")
        return name, digest
    name, colon, tag = reference.rpartition(":")
    if not colon or "/" in tag:
        return reference, "latest"
    return name, tag


def _refuse_failed_pull(what: str, event: Mapping[str, Any]) -> None:
    """An error may come in the middle of a stream that began well."""
    said = event.get("error")
    if said:
        kind = EngineTrouble if "no space left" in said else ImageMissing
        raise kind(f"{what}: {' '.join(str(said).split())}.", _PULL_HINT)


def _tar(folder: str, files: Iterable[FileInContainer]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        made: set[PurePosixPath] = set()
        for file in files:
            path = PurePosixPath(folder.lstrip("/"), file.name)
            for parent in reversed(path.parents[:-1]):
                if parent not in made and parent in _own_folders(folder, file.name):
                    archive.addfile(_folder(parent))
                made.add(parent)
            member = tarfile.TarInfo(str(path))
            member.size, member.mode = len(file.content), file.mode
            archive.addfile(member, io.BytesIO(file.content))
    return buffer.getvalue()


def _own_folders(folder: str, name: str) -> Sequence[PurePosixPath]:
    """The folder itself and what lies below it; those above are the image's, with its modes."""
    path = PurePosixPath(folder.lstrip("/"), name)
    top = PurePosixPath(folder.lstrip("/"))
    return [parent for parent in path.parents if parent == top or parent.is_relative_to(top)]


def _folder(path: PurePosixPath) -> tarfile.TarInfo:
    member = tarfile.TarInfo(str(path))
    member.type, member.mode = tarfile.DIRTYPE, 0o755
    return member


def _untar(data: bytes) -> list[FileInContainer]:
    """Return an archive's files, named below the one folder that the engine puts at its top."""
    files = []
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                _, _, name = member.name.partition("/")
                files.append(FileInContainer(name or member.name, content.read(), member.mode))
    return files

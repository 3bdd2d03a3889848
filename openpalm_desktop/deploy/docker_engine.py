"""A Docker engine, by the Docker SDK, which only this and its neighbours `docker_…` know."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from openpalm_desktop.phrases import phrase

from .connecting import through
from .docker_answers import (
    container_in,
    hides_visitors_in,
    image_in,
    image_settings_in,
    info_in,
    look_in,
    mapping_in,
    network_in,
    platform_in,
    settings_in,
    volume_in,
)
from .docker_archives import packed, unpacked
from .docker_client import PATIENCE, open_client
from .docker_errors import IMAGE_HINT, sentences
from .docker_pull import pulling
from .docker_streams import (
    DockerRun,
    DockerStream,
    event_stream,
    events_of_containers,
    log_stream,
    sample_of,
)
from .engine import (
    PODMAN,
    Body,
    ContainerLook,
    ContainerSettings,
    EngineContainer,
    EngineImage,
    EngineInfo,
    EngineNetwork,
    EngineTrouble,
    EngineVolume,
    FileInContainer,
    ImageMissing,
    NotThere,
    Pulling,
    Ran,
    Sample,
)
from .engine_time import moment
from .podman_body import podman_body
from .registry_access import (
    Credentials,
    RegistryAccess,
    is_denied,
    kept_login,
    login_refused,
    question,
)
from .registry_login import Login
from .ssh import Tunnel
from .target import Target

_STOP_PATIENCE = 60  # more for a container's own time to stop


class DockerEngine:
    """An engine at a target; opening it already speaks with it, so open it in a worker."""

    def __init__(
        self,
        target: Target,
        tunnel: Tunnel | None = None,
        find_login: Callable[[str], Login | None] = kept_login,
    ) -> None:
        self.target = target
        self._title = target.title
        self._tunnel = tunnel
        self._registries = RegistryAccess(find_login)
        self._api = open_client(target, tunnel)

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()
        if self._tunnel is not None:
            self._tunnel.close()

    def info(self) -> EngineInfo:
        """Return who this is."""
        return self._info

    def now(self) -> str:
        """Return the engine's own time, as RFC 3339."""
        with self._asked(phrase("The engine could not be asked")):
            said = str(self._api.info()["SystemTime"])
            moment(said)  # what is no time is no answer of Docker's
            return said

    def containers(self) -> Sequence[EngineContainer]:
        """Return all containers, those that do not run too."""
        with self._asked(phrase("The containers could not be listed")):
            return [container_in(each) for each in self._api.containers(all=True)]

    def networks(self) -> Sequence[EngineNetwork]:
        """Return all networks."""
        with self._asked(phrase("The networks could not be listed")):
            return [network_in(each) for each in self._api.networks()]

    def volumes(self, name: str) -> Sequence[EngineVolume]:
        """Return the volumes with a text in their names."""
        with self._asked(phrase("The volumes could not be listed")):
            found = self._api.volumes(filters={"name": name})["Volumes"] or ()
            return [volume_in(each) for each in found]

    def images(self) -> Sequence[EngineImage]:
        """Return all images that have a name."""
        with self._asked(phrase("The images could not be listed")):
            return [image_in(each) for each in self._api.images()]

    def image(self, reference: str) -> EngineImage | None:
        """Return the image behind a reference, or None where the engine lacks it."""
        try:
            with self._asked(phrase("The image {name} could not be looked up", name=reference)):
                return image_in(self._api.inspect_image(reference))
        except (NotThere, ImageMissing):
            return None

    def platform(self, reference: str) -> str:
        """Return what an image that is there is made for, such as linux/arm64."""
        with self._asked(phrase("The image {name} could not be looked up", name=reference)):
            said = self._api.inspect_image(reference)
            return platform_in({key.lower(): value for key, value in said.items()})

    def offered(self, reference: str) -> Sequence[str]:
        """Return for which platforms an image's registry has it, asked by the engine."""
        what = question(reference)
        said = self._registries.asked(reference, what, partial(self._distribution, reference, what))
        with self._asked(what):
            known = [platform_in(each) for each in said.get("Platforms") or ()]
        return [one for one in known if "unknown" not in one]  # those are attestations

    def free_bytes(self) -> int | None:
        """Return how much fits on the engine's disk, if it can be seen from here."""
        if not self.target.address.startswith("unix:"):
            return None
        with self._asked(phrase("The engine could not be asked")):
            root = Path(self._api.info().get("DockerRootDir") or "")
        try:
            return shutil.disk_usage(root).free if root.is_absolute() else None
        except OSError:  # it is in a machine of its own, or nobody but root may look
            return None

    def hides_visitors(self) -> bool:
        """Whether containers see all visitors under one private address."""
        with self._asked(phrase("The engine could not be asked")):
            return hides_visitors_in(self._api.info())

    def pull(self, reference: str) -> Iterator[Pulling]:
        """Fetch an image, saying how far it is."""
        what = phrase("The image {name} could not be fetched", name=reference)
        try:
            yield from self._registries.followed(
                reference, what, lambda login: self._pulling(reference, what, login)
            )
        except NotThere as error:
            raise ImageMissing(error.sentence, phrase(IMAGE_HINT)) from error

    def check_login(self, login: Login) -> None:
        """Try a login at its registry; raises LoginRefused."""
        what = phrase("The login at {registry} could not be tried", registry=login.registry)
        try:
            with self._asked(what):
                answer = self._api._post_json(self._api._url("/auth"), data=dict(login.fields))  # noqa: SLF001 – the SDK's own method also uses it from then on
                self._api._raise_for_status(answer)  # noqa: SLF001 – see above
        except EngineTrouble as error:
            if not is_denied(error, login.registry):
                raise
            raise login_refused(login) from error

    def create_network(self, name: str, labels: Mapping[str, str]) -> str:
        """Make a network and return its id."""
        with self._asked(phrase("The network {name} could not be made", name=name)):
            made = self._api.create_network(name, labels=dict(labels), check_duplicate=True)
            return str(made["Id"])

    def remove_network(self, id_: str) -> None:
        """Remove a network; one that is gone already is no trouble."""
        self._unless_gone(
            phrase("A network could not be removed"), lambda: self._api.remove_network(id_)
        )

    def create_volume(self, name: str, labels: Mapping[str, str]) -> None:
        """Make a volume, or leave the one that is there."""
        with self._asked(phrase("The volume {name} could not be made", name=name)):
            self._api.create_volume(name, labels=dict(labels))

    def remove_volume(self, name: str) -> None:
        """Remove a volume with what it holds; one that is gone already is no trouble."""
        what = phrase("The volume {name} could not be removed", name=name)
        self._unless_gone(what, lambda: self._api.remove_volume(name))

    def create_container(self, name: str, body: Body) -> str:
        """Make a container that does not run yet and return its id."""
        with self._asked(phrase("The container {name} could not be made", name=name)):
            taken = podman_body(body) if self._is_podman else body
            made = self._api.create_container_from_config(dict(taken), name)
            return str(made["Id"])

    def connect(self, network: str, container: str, endpoint: Mapping[str, Any]) -> None:
        """Join a container to one more network."""
        with self._asked(phrase("The network {network} could not be joined", network=network)):
            url = self._api._url("/networks/{0}/connect", network)  # noqa: SLF001 – the SDK's own method leaves out half of the endpoint's settings
            data = {"Container": container, "EndpointConfig": dict(endpoint)}
            self._api._raise_for_status(self._api._post_json(url, data=data))  # noqa: SLF001 – the same

    def start(self, id_: str) -> None:
        """Start a container."""
        with self._asked(phrase("A container could not be started")):
            self._api.start(id_)

    def stop(self, id_: str, seconds: int | None = None) -> None:
        """Stop a container, with the patience that it asks for or so many seconds.

        One that is gone is no trouble.
        """
        what = phrase("A container could not be stopped")
        self._unless_gone(what, lambda: self._patient("stop", id_, seconds))

    def restart(self, id_: str) -> None:
        """Stop a container and start it again."""
        with self._asked(phrase("A container could not be restarted")):
            self._patient("restart", id_)

    def rename(self, id_: str, name: str) -> None:
        """Give a container another name."""
        with self._asked(phrase("A container could not be renamed to {name}", name=name)):
            self._api.rename(id_, name)

    def remove(self, id_: str) -> None:
        """Remove a container, running or not; one that is gone already is no trouble."""
        what = phrase("A container could not be removed")
        self._unless_gone(what, lambda: self._api.remove_container(id_, force=True, v=True))

    def look(self, id_: str) -> ContainerLook:
        """Return how a container is."""
        with self._asked(phrase("A container could not be looked at")):
            return look_in(self._api.inspect_container(id_))

    def settings(self, id_: str) -> ContainerSettings:
        """Return what a container was made with."""
        with self._asked(phrase("A container could not be looked at")):
            return settings_in(self._api.inspect_container(id_))

    def image_settings(self, id_: str) -> Mapping[str, Any]:
        """Return what an image gives to containers that do not say otherwise."""
        with self._asked(phrase("An image could not be looked at")):
            return image_settings_in(self._api.inspect_image(id_))

    def put_files(self, id_: str, folder: str, files: Iterable[FileInContainer]) -> None:
        """Put files into a container, making folders where there are none."""
        with self._asked(
            phrase("Files could not be put into {folder} of a container", folder=folder)
        ):
            self._api.put_archive(id_, "/", packed(folder, files))

    def read_files(self, id_: str, folder: str) -> Sequence[FileInContainer]:
        """Return the files of a folder in a container, names relative to it."""
        with self._asked(
            phrase("The files in {folder} of a container could not be read", folder=folder)
        ):
            pieces, _ = self._api.get_archive(id_, folder)
            return unpacked(b"".join(pieces))

    def run(self, id_: str, command: Sequence[str], user: str = "") -> Ran:
        """Run a command in a running container, as its own user or another, and wait for it."""
        with self._asked(phrase("{program} could not be run in a container", program=command[0])):
            made = self._api.exec_create(id_, list(command), user=user)
            output = self._api.exec_start(made["Id"])
            code = int(self._api.exec_inspect(made["Id"])["ExitCode"] or 0)
        return Ran(code, output.decode("utf-8", errors="replace"))

    def run_live(self, id_: str, command: Sequence[str], user: str = "") -> DockerRun:
        """Run a command in a running container, to be watched while it goes on."""
        asked = partial(
            self._asked, phrase("{program} could not be run in a container", program=command[0])
        )
        return DockerRun(self._api, id_, command, user, asked)

    def sample(self, id_: str) -> Sample:
        """Return what a running container has used so far."""
        with self._asked(phrase("A container’s use could not be read")):
            return sample_of(self._api, id_)

    def logs(self, id_: str, tail: int | None, *, timed: bool = False) -> str:
        """Return what a container printed: all, or its last lines; with their times if wanted."""
        with self._asked(phrase("A container’s log could not be read")):
            last = "all" if tail is None else tail
            said = self._api.logs(id_, tail=last, timestamps=timed)
        return bytes(said).decode("utf-8", errors="replace")

    def follow_logs(
        self, id_: str, tail: int | None, *, timed: bool = False, since: str = ""
    ) -> DockerStream[bytes]:
        """Return what a container printed, from a time on, and goes on printing, in pieces."""
        begin = partial(log_stream, self._api, id_, tail, timed=timed, since=since)
        return DockerStream(
            begin, iter, partial(self._asked, phrase("A container’s log could not be read"))
        )

    def follow_events(self, project: str) -> DockerStream[str]:
        """Return what happens to the containers of a project, in one word each, as it happens."""
        begin = partial(event_stream, self._api, project)
        asked = partial(self._asked, phrase("The engine could not be listened to"))
        return DockerStream(begin, events_of_containers, asked)

    def _distribution(self, reference: str, what: str, login: Credentials) -> Mapping[str, Any]:
        with self._asked(what):
            self._api.reload_config()  # somebody may have logged in meanwhile
            return mapping_in(self._api.inspect_distribution(reference, login))

    def _pulling(self, reference: str, what: str, login: Credentials) -> Iterator[Pulling]:
        with self._asked(what):
            self._api.reload_config()  # as above
            yield from pulling(self._api, reference, what, self._title, login)

    @cached_property
    def _info(self) -> EngineInfo:
        with self._asked(phrase("The engine could not be asked")):
            return info_in(self._api.version())

    @property
    def _is_podman(self) -> bool:
        return self._info.name == PODMAN

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
        wait = PATIENCE + (seconds or self._stop_timeout(id_) or _STOP_PATIENCE)
        self._api._raise_for_status(self._api._post(url, params=query, timeout=wait))  # noqa: SLF001 – the same

    def _stop_timeout(self, id_: str) -> int | None:
        timeout = self._api.inspect_container(id_)["Config"].get("StopTimeout")
        return int(timeout) if timeout else None

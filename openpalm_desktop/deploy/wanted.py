"""What should run: each service as the engine will get it, with its secrets' values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.generate.env_files import env_file_name
from openpalm_desktop.generate.project import ComposeProject, ComposeService
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.model.value import text_of
from openpalm_desktop.phrases import phrase

from .compose_units import SENSELESS, NotDeployable, as_list, as_text, pairs, read_back
from .container_body import container_body, stop_seconds
from .container_mounts import PlacedFiles, Storage, storage
from .container_networks import endpoints, network_mode
from .container_ports import Binding, bindings
from .content import Content
from .digests import parts_of
from .labels import container_labels

CADDYFILE_NAME = "Caddyfile"


class SecretMissing(NotDeployable):
    """A service refers to a secret that has no value."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A service that must run before another starts, and in which condition."""

    service: str
    condition: str


@dataclass(frozen=True, eq=False)
class WantedService:
    """One service as it should run; its body holds the values of secrets."""

    project: str
    name: str
    container: str
    image: str
    definition: Mapping[str, Any] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    endpoints: Mapping[str, Mapping[str, Any]]
    storage: Storage = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    waits: tuple[Waits, ...]
    upstreams: tuple[str, ...]

    @property
    def listens_on(self) -> int:
        """The first port to which Caddy sends visitors; 0: none comes by Caddy."""
        return int(self.upstreams[0].rpartition(":")[2]) if self.upstreams else 0

    @property
    def ports(self) -> tuple[Binding, ...]:
        """What it publishes on the server."""
        return bindings(self.definition.get("ports"))

    @property
    def placed(self) -> tuple[PlacedFiles, ...]:
        """The generated files that are put into it."""
        return self.storage.placed

    @property
    def is_reloadable(self) -> bool:
        """Whether changed files are taken over while it runs."""
        return self.name == CADDY and bool(self.placed)

    @property
    def stop_seconds(self) -> int:
        """How long it may take to stop."""
        return stop_seconds(self.definition)

    @property
    def may_end(self) -> bool:
        """Whether it is meant to come to an end, as a program that prepares something is."""
        policy: str = self.body["HostConfig"]["RestartPolicy"]["Name"]
        return policy in {"no", "on-failure"}

    @property
    def keeps_data(self) -> bool:
        """Whether two of it at once would write to the same place."""
        binds = any(not bind.rpartition(":")[2].startswith("ro") for bind in self.storage.binds)
        return binds or any(
            mount["Type"] in {"volume", "bind"} and not mount.get("ReadOnly")
            for mount in self.storage.mounts
        )

    @property
    def has_fixed_place(self) -> bool:
        """Whether no second one can stand beside it, for its ports or addresses."""
        fixed = any("IPAMConfig" in one or "MacAddress" in one for one in self.endpoints.values())
        return bool(self.ports) or fixed or not self.endpoints

    @property
    def healthcheck(self) -> Mapping[str, Any] | None:
        """Its own healthcheck as the engine takes it, or None; its image may still have one."""
        check: Mapping[str, Any] | None = self.body.get("Healthcheck")
        return check

    def parts(self, salt: str) -> dict[str, str]:
        """Return a digest of everything that its container is made from."""
        made = {
            "networks": self.endpoints,
            "volumes": [self.storage.binds, self.storage.mounts],
        }
        return parts_of(salt, self.definition, self.environment, made, self._kept_files())

    def _kept_files(self) -> tuple[PlacedFiles, ...]:
        """Return the files that cannot change while it runs; a Caddyfile can."""
        if not self.is_reloadable:
            return self.placed
        rest = (
            PlacedFiles(one.folder, tuple(f for f in one.files if f.name != CADDYFILE_NAME))
            for one in self.placed
        )
        return tuple(one for one in rest if one.files)

    @property
    def labels(self) -> dict[str, str]:
        """The labels that are known beforehand."""
        depends_on = ",".join(f"{one.service}:{one.condition}:false" for one in self.waits)
        own = dict(pairs(self.definition.get("labels")))
        return own | container_labels(self.project, self.name, depends_on)


@dataclass(frozen=True, eq=False)
class Wanted:
    """A whole stack as it should run."""

    content: Content
    services: Mapping[str, WantedService]
    secrets: Mapping[str, str] = field(repr=False)

    @property
    def project(self) -> str:
        """The project's name."""
        return self.content.project.name

    @property
    def networks(self) -> Mapping[str, str]:
        """Each network's name on the engine, and in the project."""
        return {f"{self.project}_{name}": name for name in self.content.project.networks}

    @property
    def volumes(self) -> Mapping[str, str]:
        """Each volume's name on the engine, and in the project."""
        return {f"{self.project}_{name}": name for name in self.content.project.volumes}

    @property
    def images(self) -> tuple[str, ...]:
        """The images that are needed, each once."""
        return tuple(dict.fromkeys(one.image for one in self.services.values()))

    def behind_caddy(self) -> tuple[str, ...]:
        """Return the services that are reached through Caddy."""
        return tuple(name for name, one in self.services.items() if one.upstreams)

    @property
    def kept_apart(self) -> frozenset[Exposure]:
        """The exposures behind Caddy for which it must know where a visitor comes from."""
        reach = self.content.reach
        behind = {Exposure(reach[name]) for name in self.content.upstreams if name in reach}
        if behind == {Exposure.HOST}:  # then Caddy listens for the server only
            return frozenset()
        return frozenset(behind - {Exposure.PUBLIC})


def wanted(content: Content, secrets: Mapping[str, str]) -> Wanted:
    """Return what should run; here, and nowhere before, secrets become values."""
    services = {
        name: _understood(content.project, one, content, secrets)
        for name, one in content.project.services.items()
    }
    return Wanted(content, services, secrets)


def _understood(
    project: ComposeProject,
    service: ComposeService,
    content: Content,
    secrets: Mapping[str, str],
) -> WantedService:
    try:
        made = _service(project, service, content, secrets)
        made.labels  # noqa: B018 – nobody else would say that they are none
    except SENSELESS as error:
        raise NotDeployable(
            phrase(
                "What {service} says in Compose’s words is nothing that an engine could be told.",
                service=service.name,
            ),
            phrase("See in Compose’s documentation how its keys are written."),
        ) from error
    return made


def _service(
    project: ComposeProject,
    service: ComposeService,
    content: Content,
    secrets: Mapping[str, str],
) -> WantedService:
    definition = read_back(service.plain, service.name)
    _refuse_foreign_env_files(definition, service.name)
    container = as_text(definition.get("container_name")) or f"{project.name}-{service.name}-1"
    joined = _environment(definition, service, secrets)
    store = storage(project.name, service.name, definition.get("volumes"), content.files)
    nets = endpoints(project.name, service.name, definition, container)
    mode = network_mode(service.name, definition, nets)
    return WantedService(
        project=project.name,
        name=service.name,
        container=container,
        image=_image(definition, service.name),
        definition=definition,
        environment=joined,
        endpoints=nets,
        storage=store,
        body=container_body(definition, joined, store, mode),
        waits=_waits(definition.get("depends_on")),
        upstreams=content.upstreams.get(service.name, ()),
    )


def _image(definition: Mapping[str, Any], service: str) -> str:
    if definition.get("image"):
        return str(definition["image"])
    raise NotDeployable(
        phrase(
            "{service} has no image: it is built, which a deployment does not do.", service=service
        ),
        phrase("Build the image, name it in the spec, and have it on the server or in a registry."),
    )


def _environment(
    definition: Mapping[str, Any], service: ComposeService, secrets: Mapping[str, str]
) -> dict[str, str]:
    joined = {}
    for name, (value, _) in service.environment.items():
        secret = secret_name(value)
        if secret is not None and not secrets.get(secret):
            raise SecretMissing(
                phrase(
                    "{name} needs the secret {secret}, which has no value.",
                    name=service.name,
                    secret=secret,
                ),
                phrase("Give it one, or remove it from the environment."),
            )
        joined[name] = text_of(value) if secret is None else secrets[secret]
    return joined | dict(pairs(definition.get("environment")))


def _refuse_foreign_env_files(definition: Mapping[str, Any], service: str) -> None:
    for file in as_list(definition.get("env_file")):
        name = file.get("path") if isinstance(file, Mapping) else file
        if name != env_file_name(service):
            raise NotDeployable(
                phrase(
                    "{service} reads {name}, a file beside the Compose file; the server has none.",
                    service=service,
                    name=name,
                ),
                phrase("Move what it says to the environment."),
            )


def _waits(depends_on: Any) -> tuple[Waits, ...]:
    if isinstance(depends_on, Mapping):
        return tuple(
            Waits(name, (options or {}).get("condition") or "service_started")
            for name, options in depends_on.items()
        )
    return tuple(Waits(name, "service_started") for name in depends_on or ())


def caddyfile_of(service: WantedService) -> bytes | None:
    """Return the Caddyfile that is put into a service; None where there is none."""
    files = {file.name: file.content for one in service.placed for file in one.files}
    return files.get(CADDYFILE_NAME)

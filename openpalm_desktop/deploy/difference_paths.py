"""Where a spec says what differs, or would say it."""

from collections.abc import Mapping

from openpalm_desktop.generate.artifact import Artifact
from openpalm_desktop.generate.automations import FOLDER as AUTOMATIONS
from openpalm_desktop.generate.project import ComposeService
from openpalm_desktop.model.path import Path

from .container_traits import ENV, IMAGE, LABEL, NETWORK, PORTS, VOLUMES
from .difference import CADDYFILE, FILE, MADE, NAME, STATE

_FIELDS = {
    IMAGE: "image",
    VOLUMES: "volumes",
    STATE: "enabled",
    "command": "command",
    "healthcheck": "healthcheck",
    "user": "user",
    "working_dir": "workingDir",
}
_PORTS: Mapping[str | int, Path] = {"channels": ("hostPort",), "services": ("ports",)}


def path_of(service: ComposeService, key: str, files: Mapping[str, Artifact]) -> Path:
    """Return the path for a key of a service."""
    origin = service.origin
    if key.startswith(ENV):
        return _path_of_variable(service, key.removeprefix(ENV))
    if key.startswith(LABEL):
        return (*origin, "labels", key.removeprefix(LABEL))
    if key.startswith(FILE):
        return _path_of_file(files.get(f"{AUTOMATIONS}/{key.removeprefix(FILE)}"))
    if key.startswith(NETWORK):
        return (*origin, "networks")
    if key == PORTS:
        return (*origin, *_PORTS.get(origin[0], ()))
    if origin[0] not in {"channels", "services"}:  # Caddy and the scheduler have few fields
        return (*origin, _FIELDS[key]) if key in {IMAGE, VOLUMES} else origin
    if key in {MADE, NAME, CADDYFILE}:
        return origin
    return (*origin, _FIELDS[key]) if key in _FIELDS else (*origin, "compose", key)


def _path_of_variable(service: ComposeService, name: str) -> Path:
    said = service.environment.get(name, ("", ()))[1]
    is_own = said[:1] == ("scheduler",) or said[2:3] in {("env",), ("config",)}
    return said if is_own else (*service.origin, "env", name)


def _path_of_file(artifact: Artifact | None) -> Path:
    blocks = artifact.blocks if artifact else ()
    origins = [block.origins[0] for block in blocks if block.origins]
    return next((one for one in origins if one), ("automations",))

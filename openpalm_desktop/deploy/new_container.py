"""Makes one container: its labels with digests, its networks, its files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .digests import config_hash, parts_label
from .engine import Engine
from .labels import CONFIG_HASH, DEPLOYMENT, IMAGE, IMAGE_ID, NAME, PARTS, SALT
from .wanted import WantedService


@dataclass(frozen=True, eq=False)
class NewContainer:
    """A container to be: for which service, under which name at first, in which deployment."""

    service: WantedService
    name: str
    deployment: str
    salt: str
    nameless_volumes: Mapping[str, str]  # of the container whose place it takes
    image_id: str
    id: str = ""


def create(engine: Engine, new: NewContainer) -> NewContainer:
    """Make a container with everything that it needs to start, and return it with its id."""
    id_ = engine.create_container(new.name, _body(new))
    for network, endpoint in list(new.service.endpoints.items())[1:]:
        engine.connect(network, id_, endpoint)
    for placed in new.service.placed:
        engine.put_files(id_, placed.folder, placed.files)
    return replace(new, id=id_)


def _body(new: NewContainer) -> dict[str, Any]:
    """Return the whole body; the other networks are joined later, as old engines take only one."""
    service = new.service
    parts = service.parts(new.salt)
    labels = {
        **service.labels,
        CONFIG_HASH: config_hash(parts),
        IMAGE_ID: new.image_id,
        NAME: service.container,
        IMAGE: service.image,
        SALT: new.salt,
        PARTS: parts_label(parts),
        DEPLOYMENT: new.deployment,
    }
    first = dict(list(service.endpoints.items())[:1])
    networking = {"NetworkingConfig": {"EndpointsConfig": first}} if first else {}
    return {**_with_volumes(new), "Labels": labels, **networking}


def _with_volumes(new: NewContainer) -> Mapping[str, Any]:
    """Return the body with the data of volumes that only the old container knows by name."""
    service = new.service
    inherited = {
        at: {"Type": "volume", "Target": at, "Source": name}
        for at, name in new.nameless_volumes.items()
        if at not in service.storage.named_targets
    }
    if not inherited:
        return service.body
    host = service.body["HostConfig"]
    others = [one for one in host.get("Mounts") or () if one["Target"] not in inherited]
    return {**service.body, "HostConfig": {**host, "Mounts": [*others, *inherited.values()]}}

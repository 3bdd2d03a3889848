"""What was deployed, kept on the engine: each release is an empty volume whose labels hold it.

So every workstation sees them, no container runs for it, and nothing is left when they are removed.
Secrets are references in it, as in the spec.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openpalm_desktop.generate.artifact import Artifact, Block
from openpalm_desktop.generate.project import ComposeProject, ComposeService
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.phrases import phrase

from .content import Content
from .engine import Engine, EngineTrouble, EngineVolume
from .legible import legible

_KEPT = 10
_MARK = "_openpalm-release-"


class NoSuchRelease(EngineTrouble):
    """There is no release with a number."""


@dataclass(frozen=True, slots=True)
class ReleaseHead:
    """What is said of a release without reading it whole."""

    number: int
    time: str
    program: str
    writer: str
    returns_to: int | None
    reach: Mapping[str, str]
    volume: str


@dataclass(frozen=True, eq=False)
class Release:
    """A release whole: what was deployed, and which images that were, by reference."""

    head: ReleaseHead
    content: Content
    images: Mapping[str, "KeptImage"]


@dataclass(frozen=True, slots=True)
class KeptImage:
    """An image by what never changes: its id, and a registry's digest if it has one."""

    id: str
    digest: str


def is_release(volume: EngineVolume) -> bool:
    """Whether a volume is a release and holds nobody's data."""
    return volume.labels.get("openpalm.note") == "release"


def heads_in(volumes: Iterable[EngineVolume], project: str) -> tuple[ReleaseHead, ...]:
    """Return the releases of a project, the newest first."""
    heads = [
        _head(one)
        for one in volumes
        if is_release(one) and one.labels.get("openpalm.project") == project
    ]
    return tuple(sorted(heads, key=lambda head: -head.number))


def _head(volume: EngineVolume) -> ReleaseHead:
    said = volume.labels
    with legible(volume):
        reach = json.loads(said["openpalm.reach"])
        return ReleaseHead(
            number=int(said["openpalm.release"]),
            time=said["openpalm.time"],
            program=said["openpalm.program"],
            writer=said["openpalm.writer"],
            returns_to=int(said.get("openpalm.returns-to") or 0) or None,
            reach={name: Exposure(who) for name, who in reach.items()},
            volume=volume.name,
        )


def newest_in(volumes: Iterable[EngineVolume], project: str) -> Release | None:
    """Return the newest release of a project, which is what was deployed last."""
    by_name = {one.name: one for one in volumes}
    for head in heads_in(by_name.values(), project)[:1]:
        return _whole(head, by_name[head.volume])
    return None


def keep_release(
    engine: Engine,
    content: Content,
    images: Mapping[str, KeptImage],
    before: tuple[ReleaseHead, ...],
    said: Mapping[str, str],
) -> int:
    """Keep what was deployed, forget the oldest, and return the new release's number."""
    project = content.project.name
    number = 1 + max((head.number for head in before), default=0)
    labels = {
        "openpalm.note": "release",
        "openpalm.project": project,
        "openpalm.release": str(number),
        "openpalm.reach": json.dumps(content.reach, sort_keys=True),
        "openpalm.content": _packed(content, images),
        **said,
    }
    engine.create_volume(f"{project}{_MARK}{number}", labels)
    for head in before[_KEPT - 1 :]:
        engine.remove_volume(head.volume)
    return number


def read_release(engine: Engine, project: str, number: int | None = None) -> Release:
    """Return a release; without a number the one before the newest.

    Raises NoSuchRelease.
    """
    volumes = {one.name: one for one in engine.volumes(f"{project}{_MARK}")}
    heads = heads_in(volumes.values(), project)
    chosen = [head for head in heads if head.number == number] if number else list(heads[1:2])
    if not chosen:
        known = ", ".join(str(head.number) for head in heads)
        raise NoSuchRelease(
            _no_release(project, number),
            phrase("There are: {known}.", known=known)
            if known
            else phrase("Deploy the stack first."),
        )
    head = chosen[0]
    return _whole(head, volumes[head.volume])


def _no_release(project: str, number: int | None) -> str:
    if not number:
        return phrase("There is no release to go back to of {project}.", project=project)
    return phrase("There is no release {number} of {project}.", number=number, project=project)


def needed_secrets(content: Content) -> frozenset[str]:
    """Return the names of the secrets that a release refers to."""
    return frozenset(
        name
        for service in content.project.services.values()
        for value, _ in service.environment.values()
        if (name := secret_name(value))
    )


def _packed(content: Content, images: Mapping[str, KeptImage]) -> str:
    project = content.project
    data = {
        "project": {
            "name": project.name,
            "network": project.network,
            "services": {name: _service_data(one) for name, one in project.services.items()},
        },
        "files": {
            name: {"text": file.text, "mode": file.mode} for name, file in content.files.items()
        },
        "upstreams": content.upstreams,
        "reach": content.reach,
        "images": {name: [one.id, one.digest] for name, one in images.items()},
    }
    text = json.dumps(data, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _service_data(service: ComposeService) -> dict[str, Any]:
    return {
        "definition": service.plain,
        "environment": {name: value for name, (value, _) in service.environment.items()},
        "volumes": service.named_volumes,
        "networks": service.networks,
    }


def _whole(head: ReleaseHead, volume: EngineVolume) -> Release:
    with legible(volume):
        return _unpacked(head, volume.labels["openpalm.content"])


def _unpacked(head: ReleaseHead, packed: str) -> Release:
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    services = {
        name: ComposeService(
            name=name,
            origin=(),
            definition=one["definition"],
            environment={key: (value, ()) for key, value in one["environment"].items()},
            named_volumes=tuple(one["volumes"]),
            networks=tuple(one["networks"]),
        )
        for name, one in data["project"]["services"].items()
    }
    files = {
        name: Artifact(name, (Block.from_text(one["text"], ()),), one["mode"])
        for name, one in data["files"].items()
    }
    content = Content(
        ComposeProject(data["project"]["name"], services, data["project"]["network"]),
        files,
        {name: tuple(some) for name, some in data["upstreams"].items()},
        data["reach"],
    )
    images = {name: KeptImage(*both) for name, both in data["images"].items()}
    return Release(head, content, images)

"""The labels of what is deployed: Compose's, so that it sees its own, and ours."""

from collections.abc import Mapping

PROJECT = "com.docker.compose.project"
SERVICE = "com.docker.compose.service"
DEPENDS_ON = "com.docker.compose.depends_on"
CONFIG_HASH = "com.docker.compose.config-hash"
IMAGE_ID = "com.docker.compose.image"
NETWORK = "com.docker.compose.network"
VOLUME = "com.docker.compose.volume"
_ONE_OFF = "com.docker.compose.oneoff"

SALT = "openpalm.salt"
PARTS = "openpalm.parts"
IMAGE = "openpalm.image"
DEPLOYMENT = "openpalm.deployment"
NAME = "openpalm.name"

NEXT = "next-"
"""How the name of a new container begins, for as long as the old one has its own."""


def container_labels(project: str, service: str, depends_on: str) -> dict[str, str]:
    """Return what Compose says on a container, but for digests.

    The folder is none of any machine: who deploys next may sit at another one.
    """
    folder = f"/openpalm/{project}"
    return {
        PROJECT: project,
        SERVICE: service,
        "com.docker.compose.container-number": "1",
        DEPENDS_ON: depends_on,
        _ONE_OFF: "False",
        "com.docker.compose.project.config_files": f"{folder}/docker-compose.yml",
        "com.docker.compose.project.working_dir": folder,
    }


def network_labels(project: str, name: str) -> dict[str, str]:
    """Return what Compose says on a network."""
    return {PROJECT: project, NETWORK: name}


def volume_labels(project: str, name: str) -> dict[str, str]:
    """Return what Compose says on a volume."""
    return {PROJECT: project, VOLUME: name}


def is_of_project(labels: Mapping[str, str], project: str) -> bool:
    """Whether labels are those of a project's own service, and no one-off run."""
    is_service = SERVICE in labels and labels.get(_ONE_OFF, "False") == "False"
    return is_service and labels.get(PROJECT) == project

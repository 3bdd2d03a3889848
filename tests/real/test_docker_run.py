"""A docker run line, and the service it becomes, make the same container on a real engine."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.formats.compose_roles import Role
from openpalm_desktop.model.formats.docker_run import docker_run
from openpalm_desktop.model.formats.shell_words import shell_commands
from openpalm_desktop.model.stack import StackSpec
from tests.real.peers.images import STUB

if TYPE_CHECKING:
    from pathlib import Path

    from tests.real.peers.compose import Compose
    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
    pytest.mark.parametrize("compose", ["2.40"], indirect=True),
]

LINES = {
    "process": "-e 'A=it''s $5' -e B= -u 1000:1000 -w /srv -h web --init -it --entrypoint /bin/sh"
    f" {STUB} -c 'echo \"a $b\"'",
    "ports": f"-p 127.0.0.1:8080:80 -p 8443:443 -p 53:53/udp --expose 9000 {STUB}",
    "limits": "-m 64m --memory-reservation 32m --cpus 1.5 -c 512 --cpuset-cpus 0 --pids-limit 99"
    f" --ulimit nofile=1024:2048 --ulimit nproc=50 --shm-size 32m --oom-score-adj 5 {STUB}",
    "rights": "--cap-add NET_ADMIN --cap-drop ALL --security-opt no-new-privileges --read-only"
    f" --tmpfs /tmp:size=1m --group-add 44 --device /dev/null"
    f" --sysctl net.core.somaxconn=99 {STUB}",
    "names": "--add-host db:10.0.0.1 --dns 1.1.1.1 --dns-search home.arpa --dns-option ndots:2"
    f" --domainname home.arpa {STUB}",
    "ends": f"--restart on-failure:3 --stop-signal SIGINT --stop-timeout 7 {STUB}",
    "health": "--health-cmd 'test $HOME || exit 1' --health-interval 30s --health-timeout 5s"
    f" --health-retries 3 --health-start-period 1m {STUB}",
    "unhealthy": f"--no-healthcheck {STUB}",
    "log": f"--log-driver json-file --log-opt max-size=5m --log-opt max-file=2 {STUB}",
    "storage": "-v /srv:/data:ro --mount type=bind,source=/tmp,target=/b,readonly"
    f" --mount type=tmpfs,destination=/t,tmpfs-size=1000000,tmpfs-mode=1777 {STUB}",
    "spaces": f"--pid host --ipc private --uts host --privileged -l team=home -l 'cost=$5' {STUB}",
    "host": f"--network host {STUB}",
}
SAME = {
    "Config": (
        *("Hostname", "Domainname", "User", "Env", "Cmd", "Entrypoint", "WorkingDir", "Tty"),
        *("OpenStdin", "Labels", "StopSignal", "StopTimeout", "Healthcheck", "ExposedPorts"),
    ),
    "HostConfig": (
        *("PortBindings", "Memory", "MemoryReservation", "MemorySwap", "NanoCpus", "CpuShares"),
        *("CpusetCpus", "PidsLimit", "Ulimits", "ShmSize", "OomScoreAdj", "CapAdd", "CapDrop"),
        *("SecurityOpt", "ReadonlyRootfs", "Tmpfs", "GroupAdd", "Devices", "Sysctls", "Init"),
        *("ExtraHosts", "Dns", "DnsSearch", "DnsOptions", "RestartPolicy", "LogConfig"),
        *("PidMode", "IpcMode", "UTSMode", "Privileged"),
    ),
}


def inspected(engine: Engine, container: str) -> dict[str, Any]:
    """What the engine says of a container, as far as a line decides it."""
    said = json.loads(engine.docker("inspect", container))[0]
    found = {key: said[part].get(key) for part, keys in SAME.items() for key in keys}
    found["Hostname"] = "" if said["Id"].startswith(found["Hostname"]) else found["Hostname"]
    found["Env"] = sorted(found["Env"] or [])
    ports = found["ExposedPorts"] or {}  # Compose leaves out what is tcp anyway
    found["ExposedPorts"] = {port if "/" in port else f"{port}/tcp" for port in ports}
    found["Ulimits"] = sorted(found["Ulimits"] or [], key=str)
    labels = found["Labels"] or {}
    found["Labels"] = {k: v for k, v in labels.items() if not k.startswith("com.docker.")}
    mounts = ("Type", "Source", "Destination", "RW", "Propagation")
    found["Mounts"] = sorted(tuple(str(m.get(k)) for k in mounts) for m in said["Mounts"])
    found["TmpfsMounts"] = [
        (m["Target"], m.get("TmpfsOptions"))
        for m in said["HostConfig"].get("Mounts") or []
        if m["Type"] == "tmpfs"
    ]
    return {key: value or None for key, value in found.items()}


@pytest.mark.parametrize("name", LINES)
def test_both_make_the_same_container(
    name: str, engine: Engine, compose: Compose, tmp_path: Path
) -> None:
    line = f"docker run -d --restart unless-stopped {LINES[name]}"
    if "--restart" in LINES[name]:
        line = f"docker run -d {LINES[name]}"
    (words,), _ = shell_commands(line)
    own_log = [] if name == "log" else ["--log-opt", "max-size=10m", "--log-opt", "max-file=3"]
    options = [word.text for word in words[3:]]
    by_run = engine.docker("create", "--log-driver", "json-file", *own_log, *options)
    made = docker_run(line, Role.SERVICE)
    assert not made.problem
    spec = StackSpec.from_data({"version": 4, "services": {"one": dict(made.data)}})
    files = generated(spec)
    write_folder(tmp_path / "out", files.bundle)
    compose.run(engine, tmp_path / "out", "create")
    by_compose = compose.run(engine, tmp_path / "out", "ps", "--all", "--quiet").strip()
    assert inspected(engine, by_compose) == inspected(engine, by_run), shlex.join(options)

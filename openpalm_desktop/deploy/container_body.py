"""From a Compose service to a container as the Engine API takes it, key by key as Compose does."""

import shlex
from collections.abc import Callable, Mapping
from typing import Any

from openpalm_desktop.phrases import phrase

from .compose_units import (
    SENSELESS,
    NotDeployable,
    as_list,
    as_text,
    nanoseconds,
    number_of_bytes,
    pairs,
)
from .container_mounts import Storage
from .container_ports import bindings, exposed_ports, port_bindings

_Definition = Mapping[str, Any]


def container_body(
    definition: _Definition,
    environment: Mapping[str, str],
    storage: Storage,
    network_mode: str,
) -> dict[str, Any]:
    """Return the body of a create request, without labels and networks."""
    _refuse_unknown(definition)
    ports = bindings(definition.get("ports"))
    host = {
        **_limits(definition),
        **_converted(definition, HOST),
        "NetworkMode": network_mode,
        "PortBindings": port_bindings(ports),
        "RestartPolicy": _restart(definition.get("restart")),
        "Binds": list(storage.binds) or None,
        "Mounts": [dict(mount) for mount in storage.mounts] or None,
        "LogConfig": _logging(definition.get("logging")),
    }
    return {
        **_converted(definition, CONFIG),
        "Env": [f"{name}={value}" for name, value in environment.items()],
        "ExposedPorts": exposed_ports(ports, definition.get("expose")),
        "AttachStdout": True,
        "AttachStderr": True,
        "HostConfig": {key: value for key, value in host.items() if value is not None},
    }


def stop_seconds(definition: _Definition) -> int:
    """Return how long a container may take to stop."""
    grace = definition.get("stop_grace_period")
    return 10 if grace is None else -(-nanoseconds(grace) // 10**9)


def _converted(definition: _Definition, table: Mapping[str, "_Rule"]) -> dict[str, Any]:
    return {
        name: _understood(key, convert, definition[key])
        for key, (name, convert) in table.items()
        if definition.get(key) is not None
    }


def _understood(key: str, convert: Callable[[Any], Any], value: Any) -> Any:
    try:
        return convert(value)
    except SENSELESS as error:
        raise NotDeployable(
            phrase("What {key} says is nothing that an engine could be told.", key=key),
            phrase("See in Compose’s documentation how it is written."),
        ) from error


def _words(value: Any) -> list[str]:
    return shlex.split(value) if isinstance(value, str) else [as_text(each) for each in value]


def _texts(value: Any) -> list[str]:
    return [as_text(each) for each in as_list(value)]


def _map(value: Any) -> dict[str, str]:
    return dict(pairs(value))


def _tmpfs(value: Any) -> dict[str, str]:
    paths = (as_text(each).partition(":") for each in as_list(value))
    return {path: options for path, _, options in paths}


def _seconds(value: Any) -> int:
    return -(-nanoseconds(value) // 10**9)


def _nano_cpus(value: Any) -> int:
    return int(float(value) * 10**9)


def _hosts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{name}:{each}" for name, some in value.items() for each in _texts(some)]
    return [as_text(each).replace("=", ":", 1) for each in value]


def _ulimits(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"Name": name, "Soft": one["soft"], "Hard": one["hard"]}
        if isinstance(one, Mapping)
        else {"Name": name, "Soft": int(one), "Hard": int(one)}
        for name, one in value.items()
    ]


def _devices(value: Any) -> list[dict[str, str]]:
    found = []
    for each in as_list(value):
        source, _, rest = as_text(each).partition(":")
        target, _, rights = rest.partition(":")
        device = {"PathOnHost": source, "PathInContainer": target or source}
        found.append({**device, "CgroupPermissions": rights or "rwm"})
    return found


def _healthcheck(value: Mapping[str, Any]) -> dict[str, Any]:
    if value.get("disable"):
        return {"Test": ["NONE"]}
    test = value.get("test")
    check: dict[str, Any] = {}
    if test:
        check["Test"] = ["CMD-SHELL", test] if isinstance(test, str) else _texts(test)
    for key, name in _HEALTH_TIMES.items():
        if value.get(key) is not None:
            check[name] = nanoseconds(value[key])
    if value.get("retries") is not None:
        check["Retries"] = int(value["retries"])
    return check


def _restart(value: Any) -> dict[str, Any]:
    name, _, count = as_text(value or "no").partition(":")
    return {"Name": name, "MaximumRetryCount": int(count or 0)}


def _logging(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not value:
        return None
    options = {key: as_text(each) for key, each in (value.get("options") or {}).items()}
    return {"Type": value.get("driver") or "", "Config": options}


def _limits(definition: _Definition) -> dict[str, Any]:
    """Return what `deploy.resources` says; keys of the service itself come over it."""
    resources = (definition.get("deploy") or {}).get("resources") or {}
    limits, reservations = resources.get("limits") or {}, resources.get("reservations") or {}
    if set(reservations) - {"memory", "cpus"}:
        raise NotDeployable(
            phrase("Devices reserved under deploy.resources are not known to a deployment."),
            phrase("Use devices, or export the stack for Docker Compose."),
        )
    found: dict[str, Any] = {}
    if "memory" in limits:
        found["Memory"] = number_of_bytes(limits["memory"])
    if "cpus" in limits:
        found["NanoCpus"] = _nano_cpus(limits["cpus"])
    if "pids" in limits:
        found["PidsLimit"] = int(limits["pids"])
    if "memory" in reservations:
        found["MemoryReservation"] = number_of_bytes(reservations["memory"])
    return found


_HEALTH_TIMES = {
    "interval": "Interval",
    "timeout": "Timeout",
    "start_period": "StartPeriod",
    "start_interval": "StartInterval",
}
_Rule = tuple[str, Callable[[Any], Any]]
CONFIG: Mapping[str, _Rule] = {
    "image": ("Image", as_text),
    "command": ("Cmd", _words),
    "entrypoint": ("Entrypoint", _words),
    "hostname": ("Hostname", as_text),
    "domainname": ("Domainname", as_text),
    "user": ("User", as_text),
    "working_dir": ("WorkingDir", as_text),
    "tty": ("Tty", bool),
    "stdin_open": ("OpenStdin", bool),
    "stop_signal": ("StopSignal", as_text),
    "stop_grace_period": ("StopTimeout", _seconds),
    "healthcheck": ("Healthcheck", _healthcheck),
}
HOST: Mapping[str, _Rule] = {
    "cap_add": ("CapAdd", _texts),
    "cap_drop": ("CapDrop", _texts),
    "cgroup": ("CgroupnsMode", as_text),
    "cgroup_parent": ("CgroupParent", as_text),
    "cpu_count": ("CpuCount", int),
    "cpu_percent": ("CpuPercent", int),
    "cpu_period": ("CpuPeriod", int),
    "cpu_quota": ("CpuQuota", int),
    "cpu_rt_period": ("CpuRealtimePeriod", int),
    "cpu_rt_runtime": ("CpuRealtimeRuntime", int),
    "cpu_shares": ("CpuShares", int),
    "cpus": ("NanoCpus", _nano_cpus),
    "cpuset": ("CpusetCpus", as_text),
    "device_cgroup_rules": ("DeviceCgroupRules", _texts),
    "devices": ("Devices", _devices),
    "dns": ("Dns", _texts),
    "dns_opt": ("DnsOptions", _texts),
    "dns_search": ("DnsSearch", _texts),
    "extra_hosts": ("ExtraHosts", _hosts),
    "group_add": ("GroupAdd", _texts),
    "init": ("Init", bool),
    "ipc": ("IpcMode", as_text),
    "isolation": ("Isolation", as_text),
    "mem_limit": ("Memory", number_of_bytes),
    "mem_reservation": ("MemoryReservation", number_of_bytes),
    "mem_swappiness": ("MemorySwappiness", int),
    "memswap_limit": ("MemorySwap", number_of_bytes),
    "oom_kill_disable": ("OomKillDisable", bool),
    "oom_score_adj": ("OomScoreAdj", int),
    "pid": ("PidMode", as_text),
    "pids_limit": ("PidsLimit", int),
    "privileged": ("Privileged", bool),
    "read_only": ("ReadonlyRootfs", bool),
    "runtime": ("Runtime", as_text),
    "security_opt": ("SecurityOpt", _texts),
    "shm_size": ("ShmSize", number_of_bytes),
    "storage_opt": ("StorageOpt", _map),
    "sysctls": ("Sysctls", _map),
    "tmpfs": ("Tmpfs", _tmpfs),
    "ulimits": ("Ulimits", _ulimits),
    "userns_mode": ("UsernsMode", as_text),
    "uts": ("UTSMode", as_text),
}
_ELSEWHERE = frozenset(
    {
        *("environment", "env_file", "labels", "networks", "network_mode", "volumes", "ports"),
        *("expose", "restart", "logging", "depends_on", "deploy", "container_name"),
        *("pull_policy", "profiles"),
    }
)


def _refuse_unknown(definition: _Definition) -> None:
    known = CONFIG.keys() | HOST.keys() | _ELSEWHERE
    for key in definition:
        if key not in known and not key.startswith("x-"):
            raise NotDeployable(
                phrase("“{key}” is known to Docker Compose, but not to a deployment.", key=key),
                phrase("Leave it out, or export the stack and start it with Docker Compose."),
            )
    deploy = definition.get("deploy") or {}
    if int(deploy.get("replicas") or 1) != 1 or set(deploy) - {"resources", "replicas"}:
        raise NotDeployable(
            phrase("“deploy” may hold resources only, one container a service."),
            phrase("Leave the rest out, or export the stack and start it with Docker Compose."),
        )

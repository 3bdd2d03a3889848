"""What is read of an engine's answers about one container or image, and of which kind that is.

A part that is nothing, or not there, is what an engine says where it has nothing to say.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Shape: TypeAlias = Callable[[Any], bool]
_MOST = 2**63  # an engine's numbers have 64 bits


def text(said: Any) -> bool:
    """Whether it is a text, whole: half of a surrogate pair can be written nowhere."""
    return isinstance(said, str) and (said.isascii() or _is_whole(said))


def port(said: Any) -> bool:
    """Whether it is a port or a range of ports, as far as its length goes."""
    return text(said) and len(said) <= len("65535-65535")


def number(said: Any) -> bool:
    """Whether it is a number that an engine can count with."""
    return type(said) is int and -_MOST <= said < _MOST


def flag(said: Any) -> bool:
    """Whether it is true or false."""
    return isinstance(said, bool)


def many(shape: Shape) -> Shape:
    """Return the shape of a list."""
    return lambda said: isinstance(said, list) and all(map(shape, said))


def by_name(shape: Shape) -> Shape:
    """Return the shape of an object with any names."""
    return lambda said: (
        isinstance(said, dict) and all(map(text, said)) and all(map(shape, said.values()))
    )


def perhaps(shape: Shape) -> Shape:
    """Return the shape of what may be nothing."""
    return lambda said: said is None or shape(said)


def parts(needed: Mapping[str, Shape], usual: Mapping[str, Shape]) -> Shape:
    """Return the shape of an object with parts that are always there and parts that may be."""
    must, may = tuple(needed.items()), tuple(usual.items())

    def fits(said: Any) -> bool:
        if not isinstance(said, dict):
            return False
        for name, shape in must:
            if name not in said or not shape(said[name]):
                return False
        for name, shape in may:
            part = said.get(name)
            if part is not None and not shape(part):
                return False
        return True

    return fits


def _is_whole(said: str) -> bool:
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True


_TEXTS, _TEXT_BY_NAME = many(text), by_name(text)
HEALTHCHECK = parts(
    {},
    {
        "Test": _TEXTS,
        **dict.fromkeys(("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries"), number),
    },
)
CONFIG: Mapping[str, Shape] = {
    **dict.fromkeys(("Domainname", "Hostname", "StopSignal", "User", "WorkingDir"), text),
    **dict.fromkeys(("Cmd", "Entrypoint", "Env"), _TEXTS),
    **dict.fromkeys(("OpenStdin", "Tty"), flag),
    "Healthcheck": HEALTHCHECK,
    "Labels": _TEXT_BY_NAME,
    "StopTimeout": number,
}
HOST: Mapping[str, Shape] = {
    **dict.fromkeys(("CgroupParent", "CgroupnsMode", "CpusetCpus", "IpcMode", "Isolation"), text),
    **dict.fromkeys(("PidMode", "Runtime", "UTSMode", "UsernsMode"), text),
    **dict.fromkeys(("CpuCount", "CpuPercent", "CpuPeriod", "CpuQuota", "CpuShares"), number),
    **dict.fromkeys(("CpuRealtimePeriod", "CpuRealtimeRuntime", "NanoCpus"), number),
    **dict.fromkeys(("Memory", "MemoryReservation", "MemorySwap", "MemorySwappiness"), number),
    **dict.fromkeys(("OomScoreAdj", "PidsLimit", "ShmSize"), number),
    **dict.fromkeys(("Init", "OomKillDisable", "Privileged", "ReadonlyRootfs"), flag),
    **dict.fromkeys(("Binds", "CapAdd", "CapDrop", "DeviceCgroupRules", "Dns"), _TEXTS),
    **dict.fromkeys(("DnsOptions", "DnsSearch", "ExtraHosts", "GroupAdd", "SecurityOpt"), _TEXTS),
    **dict.fromkeys(("StorageOpt", "Sysctls", "Tmpfs"), _TEXT_BY_NAME),
    "Devices": many(
        parts(dict.fromkeys(("PathOnHost", "PathInContainer", "CgroupPermissions"), text), {})
    ),
    "LogConfig": parts({}, {"Type": text, "Config": _TEXT_BY_NAME}),
    "Mounts": many(parts({"Type": text, "Target": text}, {"Source": text, "ReadOnly": flag})),
    "PortBindings": by_name(perhaps(many(parts({}, {"HostIp": text, "HostPort": port})))),
    "RestartPolicy": parts({}, {"Name": text, "MaximumRetryCount": number}),
    "Ulimits": many(parts({"Name": text, "Soft": number, "Hard": number}, {})),
}
_ENDPOINT = parts(
    {},
    {
        "Aliases": _TEXTS,
        "IPAMConfig": parts({}, {"IPv4Address": text, "IPv6Address": text}),
    },
)
CONTAINER = parts(
    {
        "Config": parts({"Image": text}, CONFIG),
        "HostConfig": parts({}, HOST),
        "NetworkSettings": parts({}, {"Networks": by_name(perhaps(_ENDPOINT))}),
    },
    {},
)
IMAGE = parts({}, {"Config": parts({}, CONFIG)})

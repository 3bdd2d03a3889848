"""What an engine says of a container, in Compose's own words, as a spec takes them over."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .compose_units import as_text
from .container_traits import LOGGING, RESTART, Mount

_UNITS = (("g", 2**30), ("m", 2**20), ("k", 2**10))
_CHECK_TIMES = {
    "Interval": "interval",
    "Timeout": "timeout",
    "StartPeriod": "startPeriod",
    "StartInterval": "startInterval",
}


def compose_value(key: str, value: Any) -> Any:
    """Return the value of a Compose key; None where an engine says nothing."""
    if key == RESTART:
        return "no" if value is None else _restart(value)
    return None if value is None else _SAID.get(key, _as_it_is)(value)


def in_words(value: Any) -> str:
    """Return a value of Compose on one line."""
    match value:
        case Mapping():
            return ", ".join(f"{key}={in_words(each)}" for key, each in value.items())
        case list() | tuple():
            return shlex.join(in_words(each) for each in value)
        case _:
            return as_text(value)


def port_text(port: tuple[str, int, str]) -> str:
    """Return a published port as in `127.0.0.1:8080:80`."""
    address, host_port, inside = port
    number, _, protocol = inside.partition("/")
    shown = f"[{address}]" if ":" in address else address
    left = f"{shown}:" if address else ""
    right = number if protocol == "tcp" else f"{number}/{protocol}"
    return f"{left}{host_port or ''}:{right}"


def mount_text(project: str, mount: Mount) -> str:
    """Return what is mounted as in `blog-data:/var/lib/blog:ro`."""
    _, source, target, is_writable = mount
    end = "" if is_writable else ":ro"
    return f"{source.removeprefix(f'{project}_')}:{target}{end}" if source else f"{target}{end}"


def healthcheck_data(check: Mapping[str, Any]) -> dict[str, Any]:
    """Return a healthcheck with the field names of a spec."""
    test = list(check.get("Test") or ())
    if test == ["NONE"]:
        return {"disable": True}
    found: dict[str, Any] = {}
    if test:
        found["test"] = test[1] if test[0] == "CMD-SHELL" and len(test) == 2 else test
    for name, key in _CHECK_TIMES.items():
        if name in check:
            found[key] = _time(check[name])
    return found | ({"retries": check["Retries"]} if "Retries" in check else {})


def _as_it_is(value: Any) -> Any:
    return value


def _restart(policy: tuple[str, int]) -> str:
    name, count = policy
    return f"{name}:{count}" if count else name


def _logging(value: Mapping[str, Any]) -> dict[str, Any]:
    options = value.get("Config") or {}
    return {"driver": value.get("Type") or ""} | ({"options": dict(options)} if options else {})


def _size(count: int) -> str | int:
    for unit, size in _UNITS:
        if count % size == 0:
            return f"{count // size}{unit}"
    return count


def _time(nanoseconds: int) -> str:
    if nanoseconds % 10**9 == 0:
        return f"{nanoseconds // 10**9}s"
    return f"{nanoseconds // 10**6}ms"


def _ulimits(value: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {one["Name"]: {"soft": one["Soft"], "hard": one["Hard"]} for one in value}


def _devices(value: Sequence[Mapping[str, str]]) -> list[str]:
    return [
        f"{one['PathOnHost']}:{one['PathInContainer']}:{one['CgroupPermissions']}" for one in value
    ]


_SAID: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("mem_limit", "mem_reservation", "memswap_limit", "shm_size"), _size),
    "cpus": lambda nano: nano / 10**9,
    "stop_grace_period": lambda seconds: f"{seconds}s",
    "ulimits": _ulimits,
    "devices": _devices,
    "tmpfs": lambda some: [f"{path}:{opts}" if opts else path for path, opts in some.items()],
    LOGGING: _logging,
}

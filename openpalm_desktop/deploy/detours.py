"""Caddy's configuration with doors in it, by which visitors are sent elsewhere: pure data.

A door stands for one way Caddy dials a service. It is a file with an address that Caddy reads for
each request and each new try, so that turning visitors from one container to another, or letting
them wait, takes no further change of the configuration.
"""

from collections.abc import Iterable, Mapping
from typing import Any

FOLDER = "/tmp/openpalm-doors"  # noqa: S108 – in Caddy's container
CLOSED = "127.0.0.1:1"  # nobody listens there, so visitors wait
_PATIENCE = "60s"
_PAUSE = "50ms"


def door_of(dial: str) -> str:
    """Return the name of the file that is the door for a way to dial."""
    return dial.replace(":", "_").replace("/", "_")


def with_doors(value: Any, hosts: Iterable[str]) -> Any:
    """Return a configuration in which some hosts are dialled through their doors."""
    return _with_doors(value, frozenset(hosts))


def dials_in(value: Any, hosts: Iterable[str]) -> frozenset[str]:
    """Return the ways in which a configuration dials some hosts."""
    return frozenset(dial for dial in _dials(value) if _host(dial) in set(hosts))


def _with_doors(value: Any, hosts: frozenset[str]) -> Any:
    match value:
        case dict():
            changed = {key: _with_doors(item, hosts) for key, item in value.items()}
            upstreams = value.get("upstreams") or ()
            if any(_host(str(one.get("dial"))) in hosts for one in upstreams):
                changed |= _patient(value)
            dial = value.get("dial")
            if isinstance(dial, str) and _host(dial) in hosts:
                changed["dial"] = f"{{file.{FOLDER}/{door_of(dial)}}}"
            return changed
        case list():
            return [_with_doors(item, hosts) for item in value]
        case _:
            return value


def _patient(proxy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what lets visitors wait, and leaves no idle connection to a container that stops."""
    waits = {"try_duration": _PATIENCE, "try_interval": _PAUSE}
    transport = proxy.get("transport") or {"protocol": "http"}
    return {
        "load_balancing": {**(proxy.get("load_balancing") or {}), **waits},
        "transport": {**transport, "keep_alive": {"enabled": False}},
    }


def _dials(value: Any) -> Iterable[str]:
    match value:
        case dict():
            if isinstance(value.get("dial"), str):
                yield value["dial"]
            for item in value.values():
                yield from _dials(item)
        case list():
            for item in value:
                yield from _dials(item)


def _host(dial: str) -> str:
    return dial.rpartition(":")[0]

"""One service of a Compose file as a channel or service of a spec."""

import re
from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

from .compose_environment import environment
from .compose_parts import (
    command,
    depends_on,
    healthcheck,
    labels,
    one_line,
    volumes,
)
from .compose_ports import channel_port, service_ports
from .compose_roles import Role, is_store, listening_port
from .images import image
from .interpolation import interpolated
from .reading import Fields
from .run_ports import channel_reach

_SHARED = ("network_mode", "pid", "ipc")
_ADDRESSES = {"ipv4_address", "ipv6_address"}
_LEFT_OUT = {
    "configs": marked(
        "Compose’s configs are not declared here: mount the file as a volume instead."
    ),
    "secrets": marked(
        "Compose’s secrets are not declared here: write them in env, as in ${NAME}, or mount"
        " the file as a volume."
    ),
    "extends": marked("What it extends lies in another place: write those keys here."),
    "env_file": marked(
        "The file was not read: write what it holds into env, and secrets as in ${NAME}."
    ),
}


class Place(Record):
    """What a service needs to know of the file around it."""

    names: Mapping[str, str]
    compose_names: Mapping[str, str]
    network: str
    runs_once: frozenset[str]


def compose_service(fields: Fields, key: str, role: Role, place: Place) -> Data:
    """Return a service's data, a field for each key that has one, the rest under `compose`."""
    found = environment(fields)
    check, verbatim_check = healthcheck(fields)
    data: Data = {
        "label": key if place.names[key] != key.removeprefix("channel-") else None,
        "image": image(fields),
        **(_reach(fields) if role is Role.CHANNEL else {"ports": service_ports(fields)}),
        "env": found.env or None,
        "volumes": volumes(fields),
        "labels": labels(fields),
        "dependsOn": depends_on(fields, place.names),
        "networks": _networks(fields, place.network),
        "command": command(fields),
        "user": one_line(fields, "user"),
        "workingDir": one_line(fields, "working_dir"),
        "healthcheck": check,
    }
    if role is Role.SERVICE and data["ports"] and not is_store(fields.data):
        fields.note(
            "ports",
            phrase(
                "It stays a service: a channel publishes one plain TCP port. Its routes can"
                " lead Caddy to it."
            ),
        )
    for name, sentence in _LEFT_OUT.items():
        fields.drop(name, phrase(sentence))
    rest = _rest(fields, place)
    if verbatim_check is not None:
        rest["healthcheck"] = verbatim_check
    if found.verbatim:
        rest["environment"] = found.verbatim
    if key in place.runs_once:
        rest.setdefault("restart", "no")
    data["compose"] = rest or None
    return {name: value for name, value in data.items() if value is not None}


def _reach(fields: Fields) -> Data:
    ports = fields.take("ports")
    port = channel_port(ports)
    if port is None and isinstance(ports, list) and ports:
        texts = [interpolated(str(each)).text for each in ports if isinstance(each, str | int)]
        reach, notes = channel_reach(texts, ())
        for note in notes:
            fields.note("ports", note)
        return reach
    if port is None:
        fields.note(
            None,
            phrase(
                "It publishes no port, so nobody reaches it yet: {advice}.", advice=_advice(fields)
            ),
        )
        return {"containerPort": listening_port(fields.data), "hostPort": "none"}
    if "$" in str(ports):
        fields.note(
            "ports", phrase("The variables’ defaults were put in; variables are not read here.")
        )
    return {
        "exposure": str(port.exposure),
        "containerPort": port.container_port,
        "hostPort": port.host_port,
    }


def _advice(fields: Fields) -> str:
    """What another proxy's labels say of its domain."""
    domains = re.findall(r"Host\(`([^`]+)`\)", str(fields.peek("labels")))
    return (
        phrase("write domains: [{names}]", names=", ".join(domains))
        if domains
        else phrase("give it a domain or a path")
    )


def _networks(fields: Fields, own: str) -> Any:
    """Every container joins the stack's network; the ones it names are joined beside it."""
    given = fields.take("networks")
    if given is None:
        return None
    path = (*fields.path, "networks")
    more: Mapping[str, Any]
    if isinstance(given, Mapping) and all(map(_is_options, given.values())):
        options = {name: _options(fields, name, given[name]) for name in given}
        more = {name: options[name] for name in given if name != own or options[name]}
        names = list(given)
    elif isinstance(given, list) and all(isinstance(name, str) for name in given):
        names = given
        more = dict.fromkeys(name for name in given if name != own)
    else:
        fields.note("networks", phrase("These are no networks and were left out."))
        return None
    if own not in names and not fields.peek("network_mode"):
        fields.reading.note(
            path, phrase("It is on {own} too: every container of a stack is.", own=own)
        )
    return (more if any(more.values()) else list(more)) or None


def _options(fields: Fields, network: str, given: Mapping[str, Any] | None) -> Data:
    """A fixed address needs a subnet of the network's own, and networks have no options here."""
    for key in _ADDRESSES & (given or {}).keys():
        sentence = phrase(
            "{network} has no subnet of its own here, so a fixed address was left out.",
            network=network,
        )
        fields.reading.note((*fields.path, "networks", network, key), sentence)
    return {key: value for key, value in (given or {}).items() if key not in _ADDRESSES}


def _rest(fields: Fields, place: Place) -> Data:
    """Return the keys that have no field, word for word, but for names that changed."""
    rest = {name: fields.take(name) for name in fields.left}
    for name in _SHARED:
        value = rest.get(name)
        kind, separator, other = value.partition(":") if isinstance(value, str) else ("", "", "")
        if kind == "service" and separator and other in place.compose_names:
            rest[name] = f"service:{place.compose_names[other]}"
    for name in ("links", "volumes_from"):
        if isinstance(rest.get(name), list):
            rest[name] = [_renamed(item, place.compose_names) for item in rest[name]]
    if rest.get("network_mode"):
        fields.note(
            "network_mode", phrase("It is not on the stack’s network, so Caddy cannot lead to it.")
        )
    if _is_local_build(rest.get("build")):
        fields.note(
            "build",
            phrase(
                "The folder to build is now looked for beside the generated"
                " docker-compose.yml: put a copy there, or build the image yourself and name"
                " it."
            ),
        )
    return rest


def _renamed(item: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(item, str):
        return item
    name, separator, alias = item.partition(":")
    now = names.get(name, name)
    return f"{now}{separator}{alias}" if separator or now == name else f"{now}:{name}"


def _is_local_build(build: object) -> bool:
    context = build.get("context", ".") if isinstance(build, Mapping) else build
    if not isinstance(context, str) or "://" in context:
        return False
    return not context.startswith(("/", "git@"))


def _is_options(value: object) -> bool:
    return value is None or isinstance(value, Mapping)

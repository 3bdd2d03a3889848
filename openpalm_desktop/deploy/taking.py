"""What runs, taken into a spec: an edit for each difference that the spec has a place for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.automations import FOLDER as AUTOMATIONS
from openpalm_desktop.generate.compose_values import literal, placed_volume, snake_case
from openpalm_desktop.model import edits
from openpalm_desktop.model.checks.variables import looks_secret
from openpalm_desktop.model.container import Healthcheck
from openpalm_desktop.model.misfit import Misfit
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.secret import reference, secret_name, spelled_as_secret
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.phrases import marked, phrase

from .compose_said import compose_value, healthcheck_data, mount_text, port_text
from .compose_units import read_back
from .container_mounts import storage
from .container_ports import bindings
from .container_traits import (
    ENV,
    IMAGE,
    LABEL,
    NETWORK,
    PORTS,
    VOLUMES,
    Mount,
    asked_mounts,
)
from .difference import CADDYFILE, FILE, MADE, NAME, STATE, UNKNOWN, Finding

_Edit: TypeAlias = Callable[[StackSpec, Finding], StackSpec]
_NETWORK_MODES = frozenset({"none", "host", "bridge"})
_LIMITS = {
    "mem_limit": ("limits", "memory"),
    "cpus": ("limits", "cpus"),
    "pids_limit": ("limits", "pids"),
    "mem_reservation": ("reservations", "memory"),
}
_FIELDS = {"command": "command", "user": "user", "working_dir": "workingDir"}


class CannotBeTaken(OpenPalmError):
    """The spec has no place for what runs."""


def taken(spec: StackSpec, finding: Finding) -> StackSpec:
    """Return a spec that says what runs; raises CannotBeTaken."""
    if finding.key in _REFUSED:
        raise CannotBeTaken(phrase(_REFUSED[finding.key]))
    if finding.is_secret:
        raise CannotBeTaken(
            phrase("It is a secret, which no spec holds. Give it its value under Secrets.")
        )
    try:
        found = _edit_for(finding.key)(spec, finding)
    except Misfit as error:
        raise CannotBeTaken(phrase("The spec cannot hold what runs.")) from error
    if found is spec:
        raise CannotBeTaken(
            phrase("The spec itself does not say it: it comes from a template or a preset.")
        )
    return found


def hindrance(spec: StackSpec, finding: Finding) -> str:
    """Return why a difference cannot be taken into a spec; nothing if it can."""
    try:
        taken(spec, finding)
    except CannotBeTaken as error:
        return error.sentence
    return ""


def _edit_for(key: str) -> _Edit:
    for prefix, edit in _BY_PREFIX.items():
        if key.startswith(prefix):
            return edit
    return _BY_KEY.get(key, _compose_key)


def _image(spec: StackSpec, finding: Finding) -> StackSpec:
    if str(finding.found).startswith("sha256:"):
        raise CannotBeTaken(
            phrase("It was started by an image's id, which means nothing on another server.")
        )
    return edits.put(spec, (*finding.origin, "image"), finding.found)


def _variable(spec: StackSpec, finding: Finding) -> StackSpec:
    if finding.origin[0] == "caddy":
        raise _no_field()
    name = finding.key.removeprefix(ENV)
    own = finding.definition.get("environment")
    path = finding.path
    if isinstance(own, Mapping) and name in own:
        if finding.origin[0] == "scheduler":
            raise _no_field()
        path = (*finding.origin, "compose", "environment", name)
    elif own and any(str(each).partition("=")[0] == name for each in own):
        raise CannotBeTaken(phrase("The spec writes its Compose environment as a list."))
    if secret_name(finding.found or ""):
        raise CannotBeTaken(phrase("In a spec, it would be the name of a secret."))
    return edits.put(spec, path, finding.found)


def _label(spec: StackSpec, finding: Finding) -> StackSpec:
    path = (*_container(finding), "labels")
    name = finding.key.removeprefix(LABEL)
    labels = edits.get(spec, path)
    if isinstance(labels, tuple) and labels:
        kept = [one for one in labels if one.partition("=")[0] != name]
        new = [] if finding.found is None else [f"{name}={finding.found}"]
        return edits.put(spec, path, (*kept, *new))
    return edits.put(spec, (*path, name), finding.found)


def _process(spec: StackSpec, finding: Finding) -> StackSpec:
    value = tuple(finding.found) if isinstance(finding.found, list) else finding.found
    return edits.put(spec, (*_container(finding), _FIELDS[finding.key]), value)


def _health(spec: StackSpec, finding: Finding) -> StackSpec:
    path = (*_container(finding), "healthcheck")
    if finding.found is None:
        return edits.put(spec, path, None)
    return edits.put(spec, path, Healthcheck.from_data(healthcheck_data(finding.found)))


def _ports(spec: StackSpec, finding: Finding) -> StackSpec:
    origin = _container(finding)
    found, asked = finding.found or [], finding.asked or []
    if origin[0] == "services":
        return edits.put(
            spec, (*origin, "ports"), tuple(_port_entries(spec, origin, found)) or None
        )
    if not found:
        return edits.put(spec, (*origin, "hostPort"), None)
    inside = {(address, port) for address, _, port in asked}
    address, host_port, port = found[0]
    if len(found) > 1 or (asked and (address, port) not in inside):
        raise CannotBeTaken(
            phrase(
                "A channel publishes its own port, on all IPv4 addresses or on 127.0.0.1 alone; "
                "this is published otherwise."
            )
        )
    return edits.put(spec, (*origin, "hostPort"), host_port)


def _port_entries(
    spec: StackSpec, origin: Path, found: Sequence[tuple[str, int, str]]
) -> list[Any]:
    """Return the spec's own entries for what is still published, and new ones for the rest."""
    left = list(found)
    entries: list[Any] = []
    for entry in edits.get(spec, (*origin, "ports")) or ():
        said = snake_case(entry) if isinstance(entry, Mapping) else str(entry)
        own = [
            (one.address, one.host_port, f"{one.container_port}/{one.protocol}")
            for one in bindings(said)
        ]
        if all(one in left for one in own):
            left = [one for one in left if one not in own]
            entries.append(entry)
    return entries + [port_text(one) for one in left]


def _volumes(spec: StackSpec, finding: Finding) -> StackSpec:
    origin = finding.origin if finding.origin[0] == "scheduler" else _container(finding)
    found, asked = finding.found or [], finding.asked or []
    gone = [one for one in asked if one not in found]
    new = [one for one in found if one not in asked]
    entries: list[Any] = []
    for entry in edits.get(spec, (*origin, "volumes")) or ():
        placed = read_back(placed_volume(entry, spec.data_root), str(origin[-1]))
        own = asked_mounts(storage(finding.project, str(origin[-1]), [placed], {}))
        if own and all(one in gone for one in own):
            gone = [one for one in gone if one not in own]
        else:
            entries.append(entry)
    if gone:
        raise CannotBeTaken(
            phrase("The spec itself does not say it: it comes from a template or a preset.")
        )
    entries += [_mount_entry(spec, finding.project, one) for one in new]
    return edits.put(spec, (*origin, "volumes"), tuple(entries) or None)


def _mount_entry(spec: StackSpec, project: str, mount: Mount) -> Any:
    kind, source, target, is_writable = mount
    if kind == "volume" and (spec.data_root or not source.startswith(f"{project}_")):
        raise CannotBeTaken(phrase("The volume {name} does not belong to this stack.", name=source))
    if kind == "tmpfs":
        return {"type": "tmpfs", "target": target} | ({} if is_writable else {"readOnly": True})
    return mount_text(project, mount)


def _network(spec: StackSpec, finding: Finding) -> StackSpec:
    path = (*_container(finding), "networks")
    whole = finding.key.removeprefix(NETWORK)
    name = whole.removeprefix(f"{finding.project}_")
    if finding.asked is not None and finding.found is not None:
        raise CannotBeTaken(
            phrase("Others in the stack know it by these names and addresses: put it back.")
        )
    if name == spec.network:
        raise CannotBeTaken(phrase("Each container of a stack is in the stack's own network."))
    if name == whole or whole in _NETWORK_MODES:
        raise CannotBeTaken(phrase("The network {name} is none of this stack.", name=whole))
    networks = edits.get(spec, path) or ()
    if finding.found is None:
        if isinstance(networks, Mapping):
            return edits.put(spec, (*path, name), None)
        return edits.put(spec, path, tuple(one for one in networks if one != name) or None)
    if isinstance(networks, Mapping):
        return edits.put(spec, path, {**networks, name: None})
    return edits.put(spec, path, (*networks, name))


def _file(spec: StackSpec, finding: Finding) -> StackSpec:
    name = finding.key.removeprefix(FILE)
    for index, automation in enumerate(spec.automations):
        if name == f"scripts/{automation.id}.sh" and finding.found is not None:
            text = finding.found.decode("utf-8", errors="replace")
            return edits.put(spec, (AUTOMATIONS, index, "script"), text)
    raise CannotBeTaken(phrase("This file follows from the automations; change them instead."))


def _state(spec: StackSpec, finding: Finding) -> StackSpec:
    if finding.found is not None:
        raise CannotBeTaken(
            phrase("Whether it runs just now is not in the spec. Switch it off there to remove it.")
        )
    return edits.put(spec, (*_container(finding), "enabled"), value=False)


def _unknown(spec: StackSpec, finding: Finding) -> StackSpec:
    """Return a spec with one more service, as far as the spec has places for what it is."""
    name = str(finding.origin[-1])
    made = edits.add_service(spec, name, Service(image=finding.found))
    for key, value in finding.traits.items():
        variable = key.removeprefix(ENV)
        path = (*finding.origin, "env", variable)
        own = Finding(finding.project, finding.origin, path, key, None, value)
        if key.startswith(ENV) and looks_secret(variable, value):
            made = edits.put(made, path, reference(spelled_as_secret(variable)))
        elif key != IMAGE and not hindrance(made, own):
            made = taken(made, own)
    return made


def _compose_key(spec: StackSpec, finding: Finding) -> StackSpec:
    """Return a spec in which a key without a field of its own stands among the Compose keys."""
    compose = (*_container(finding), "compose")
    value = literal(compose_value(finding.key, finding.found))
    if finding.key in _LIMITS:
        path = (*compose, "deploy", "resources", *_LIMITS[finding.key])
        if edits.get(spec, path) is not None:
            return edits.put(spec, path, value)
    return edits.put(spec, (*compose, finding.key), value)


def _container(finding: Finding) -> Path:
    """Return where a channel or a service stands; Caddy and the scheduler have few fields."""
    if finding.origin[0] not in {"channels", "services"}:
        raise _no_field()
    return finding.origin


def _no_field() -> CannotBeTaken:
    return CannotBeTaken(phrase("The spec has no field for it: it follows from other parts."))


_REFUSED: Mapping[str, str] = {
    NAME: marked("Containers are named after the project and the service: put it back."),
    MADE: marked("Only a deployment gives a container its place in the stack: put it back."),
    CADDYFILE: marked(
        "The Caddyfile follows from the channels, and from your own text under Domains & TLS."
    ),
}
_BY_PREFIX: Mapping[str, _Edit] = {
    ENV: _variable,
    LABEL: _label,
    NETWORK: _network,
    FILE: _file,
}
_BY_KEY: Mapping[str, _Edit] = {
    IMAGE: _image,
    **dict.fromkeys(_FIELDS, _process),
    "healthcheck": _health,
    PORTS: _ports,
    VOLUMES: _volumes,
    STATE: _state,
    UNKNOWN: _unknown,
}

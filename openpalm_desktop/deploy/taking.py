"""What runs, taken into a spec: an edit for each difference that the spec has a place for."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from openpalm_desktop.generate.automations import FOLDER as AUTOMATIONS
from openpalm_desktop.generate.compose_values import literal
from openpalm_desktop.model import edits
from openpalm_desktop.model.checks.variables import looks_secret
from openpalm_desktop.model.container import Healthcheck
from openpalm_desktop.model.misfit import Misfit
from openpalm_desktop.model.secret import reference, secret_name, spelled_as_secret
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.phrases import marked, phrase

from .compose_said import compose_value, healthcheck_data
from .container_traits import (
    ENV,
    IMAGE,
    LABEL,
    NETWORK,
    PORTS,
    VOLUMES,
)
from .difference import CADDYFILE, FILE, MADE, NAME, STATE, UNKNOWN, Finding
from .taking_connections import take_network, take_ports, take_volumes
from .taking_refusals import CannotBeTaken, container_path, from_elsewhere, no_field

_Edit: TypeAlias = Callable[[StackSpec, Finding], StackSpec]
_LIMITS = {
    "mem_limit": ("limits", "memory"),
    "cpus": ("limits", "cpus"),
    "pids_limit": ("limits", "pids"),
    "mem_reservation": ("reservations", "memory"),
}
_FIELDS = {"command": "command", "user": "user", "working_dir": "workingDir"}


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
        raise from_elsewhere()
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
            phrase("It was started by an image’s id, which means nothing on another server.")
        )
    return edits.put(spec, (*finding.origin, "image"), finding.found)


def _variable(spec: StackSpec, finding: Finding) -> StackSpec:
    if finding.origin[0] == "caddy":
        raise no_field()
    name = finding.key.removeprefix(ENV)
    own = finding.definition.get("environment")
    path = finding.path
    if isinstance(own, Mapping) and name in own:
        if finding.origin[0] == "scheduler":
            raise no_field()
        path = (*finding.origin, "compose", "environment", name)
    elif own and any(str(each).partition("=")[0] == name for each in own):
        raise CannotBeTaken(phrase("The spec writes its Compose environment as a list."))
    if secret_name(finding.found or ""):
        raise CannotBeTaken(phrase("In a spec, it would be the name of a secret."))
    return edits.put(spec, path, finding.found)


def _label(spec: StackSpec, finding: Finding) -> StackSpec:
    path = (*container_path(finding), "labels")
    name = finding.key.removeprefix(LABEL)
    labels = edits.get(spec, path)
    if isinstance(labels, tuple) and labels:
        kept = [one for one in labels if one.partition("=")[0] != name]
        new = [] if finding.found is None else [f"{name}={finding.found}"]
        return edits.put(spec, path, (*kept, *new))
    return edits.put(spec, (*path, name), finding.found)


def _process(spec: StackSpec, finding: Finding) -> StackSpec:
    value = tuple(finding.found) if isinstance(finding.found, list) else finding.found
    return edits.put(spec, (*container_path(finding), _FIELDS[finding.key]), value)


def _health(spec: StackSpec, finding: Finding) -> StackSpec:
    path = (*container_path(finding), "healthcheck")
    if finding.found is None:
        return edits.put(spec, path, None)
    return edits.put(spec, path, Healthcheck.from_data(healthcheck_data(finding.found)))


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
    return edits.put(spec, (*container_path(finding), "enabled"), value=False)


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
    compose = (*container_path(finding), "compose")
    value = literal(compose_value(finding.key, finding.found))
    if finding.key in _LIMITS:
        path = (*compose, "deploy", "resources", *_LIMITS[finding.key])
        if edits.get(spec, path) is not None:
            return edits.put(spec, path, value)
    return edits.put(spec, (*compose, finding.key), value)


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
    NETWORK: take_network,
    FILE: _file,
}
_BY_KEY: Mapping[str, _Edit] = {
    IMAGE: _image,
    **dict.fromkeys(_FIELDS, _process),
    "healthcheck": _health,
    PORTS: take_ports,
    VOLUMES: take_volumes,
    STATE: _state,
    UNKNOWN: _unknown,
}

"""Rules for what is handed to Compose: networks, labels, and keys without a field of their own."""

import re
from collections.abc import Iterator, Mapping

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.phrases import phrase

from .names import RESOURCE_NAME, did_you_mean

_CONTAINER_NAME = r"[a-zA-Z0-9][a-zA-Z0-9_.-]+"
_OWN_FIELDS = {
    "image": "image",
    "env_file": "env",
    "environment": "env",
    "command": "command",
    "user": "user",
    "working_dir": "workingDir",
    "volumes": "volumes",
    "labels": "labels",
    "depends_on": "dependsOn",
    "networks": "networks",
    "healthcheck": "healthcheck",
}
_NETWORK_OPTIONS = (
    *("aliases", "ipv4Address", "ipv6Address", "linkLocalIps", "macAddress", "driverOpts"),
    *("priority", "gwPriority", "interfaceName"),
    *("ipv4_address", "ipv6_address", "link_local_ips", "mac_address", "driver_opts"),
    *("gw_priority", "interface_name"),
)
_WAIT_OPTIONS = ("condition", "required", "restart")
_CONDITIONS = ("service_started", "service_healthy", "service_completed_successfully")


def compose_problems(one: Resolved) -> Iterator[Problem]:
    """Yield what Compose would refuse of a container, or read otherwise than it is meant."""
    yield from network_problems(one)
    yield from label_problems(one)
    yield from wait_problems(one)
    yield from own_field_problems(one)
    yield from network_mode_problems(one)
    yield from container_name_problems(one)


def network_problems(one: Resolved) -> Iterator[Problem]:
    """More networks, by names that Docker accepts and with options that Compose knows."""
    networks = one.container.networks
    for index, name in enumerate(networks):
        path = (*one.origin, "networks", name if isinstance(networks, Mapping) else index)
        if not RESOURCE_NAME.fullmatch(name):
            hint = phrase("Use letters, digits, _, . and -, and start with a letter or digit.")
            message = phrase("“{name}” is no network name that Docker accepts.", name=name)
            yield Problem(path, "network-name", message, hint)
        options = (networks[name] or {}) if isinstance(networks, Mapping) else {}
        for key in options:
            if key not in _NETWORK_OPTIONS and key[:2] != "x-":
                message = phrase("A network has no option “{key}”.", key=key)
                known = phrase("Known here: {names}.", names=", ".join(_NETWORK_OPTIONS[:7]))
                hint = did_you_mean(key, _NETWORK_OPTIONS, known)
                yield Problem((*path, key), "network-option", message, hint)


def label_problems(one: Resolved) -> Iterator[Problem]:
    """A label needs a name."""
    labels = one.container.labels
    if isinstance(labels, Mapping):
        nameless = [name for name in labels if name == ""]
    else:
        nameless = [label for label in labels if label.partition("=")[0] == ""]
    if nameless:
        hint = phrase("Write it as in team: family.")
        message = phrase("A label of {name} has no name.", name=one.name)
        yield Problem((*one.origin, "labels"), "label-name", message, hint)


def wait_problems(one: Resolved) -> Iterator[Problem]:
    """How to wait must be said in Compose's words."""
    waits = one.container.depends_on
    if not isinstance(waits, Mapping):
        return
    for name, options in waits.items():
        path = (*one.origin, "dependsOn", name)
        for key in options:
            if key not in _WAIT_OPTIONS and key[:2] != "x-":
                message = phrase("Waiting for {name} has no option “{key}”.", name=name, key=key)
                hint = did_you_mean(
                    key,
                    _WAIT_OPTIONS,
                    phrase("Known here: {names}.", names=", ".join(_WAIT_OPTIONS)),
                )
                yield Problem((*path, key), "dependency-option", message, hint)
        for key in ("required", "restart"):
            if not isinstance(options.get(key, True), bool):
                message = phrase("{key} cannot be “{value}”.", key=key, value=options[key])
                yield Problem(
                    (*path, key), "dependency-flag", message, phrase("Write true or false.")
                )
        condition = options.get("condition", "service_started")
        if condition not in _CONDITIONS:
            message = phrase(
                "“{condition}” is nothing that {name} can wait for.",
                condition=condition,
                name=one.name,
            )
            hint = phrase("Write one of: {names}.", names=", ".join(_CONDITIONS))
            yield Problem((*path, "condition"), "dependency-condition", message, hint)


def own_field_problems(one: Resolved) -> Iterator[Problem]:
    """A Compose key that has a field of its own should be there."""
    ports = "hostPort" if isinstance(one.container, Channel) else "ports"
    for key in one.container.compose:
        field = (_OWN_FIELDS | {"ports": ports}).get(key)
        if field is not None and not (key == "healthcheck" and one.container.healthcheck is None):
            yield warning(
                (*one.origin, "compose", key),
                "compose-key-has-field",
                phrase("“{key}” replaces what the field {field} says.", key=key, field=field),
                phrase("Move it to {field}.", field=field),
            )


def network_mode_problems(one: Resolved) -> Iterator[Problem]:
    """Compose takes a network mode only from what is in no network."""
    if one.container.compose.get("network_mode") is not None:
        yield warning(
            (*one.origin, "compose", "network_mode"),
            "network-mode",
            phrase(
                "{name} is not in the stack’s network, so neither Caddy nor the others find it.",
                name=one.name,
            ),
            phrase("Remove the network mode, if anything of the stack should reach it."),
        )


def container_name_problems(one: Resolved) -> Iterator[Problem]:
    """A container's name is Docker's, for all stacks of the server."""
    name = one.container.compose.get("container_name")
    if name is not None and not (isinstance(name, str) and re.fullmatch(_CONTAINER_NAME, name)):
        yield Problem(
            (*one.origin, "compose", "container_name"),
            "container-name",
            phrase("“{name}” is no container name that Docker accepts.", name=name),
            phrase(
                "Use letters, digits, _, . and -, at least two, and start with a letter or digit."
            ),
        )

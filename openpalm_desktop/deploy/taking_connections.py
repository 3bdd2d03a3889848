"""Ports, storage and networks that run, taken into a spec."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpalm_desktop.generate.compose_values import placed_volume, snake_case
from openpalm_desktop.model import edits
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.phrases import phrase

from .compose_said import mount_text, port_text
from .compose_units import read_back
from .container_mounts import storage
from .container_ports import bindings
from .container_traits import NETWORK, Mount, asked_mounts
from .difference import Finding
from .taking_refusals import CannotBeTaken, container_path, from_elsewhere

_NETWORK_MODES = frozenset({"none", "host", "bridge"})


def take_ports(spec: StackSpec, finding: Finding) -> StackSpec:
    """Return a spec that publishes the ports that are published; raises CannotBeTaken."""
    origin = container_path(finding)
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


def take_volumes(spec: StackSpec, finding: Finding) -> StackSpec:
    """Return a spec that mounts what is mounted; raises CannotBeTaken."""
    origin = finding.origin if finding.origin[0] == "scheduler" else container_path(finding)
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
        raise from_elsewhere()
    entries += [_mount_entry(spec, finding.project, one) for one in new]
    return edits.put(spec, (*origin, "volumes"), tuple(entries) or None)


def _mount_entry(spec: StackSpec, project: str, mount: Mount) -> Any:
    kind, source, target, is_writable = mount
    if kind == "volume" and (spec.data_root or not source.startswith(f"{project}_")):
        raise CannotBeTaken(phrase("The volume {name} does not belong to this stack.", name=source))
    if kind == "tmpfs":
        return {"type": "tmpfs", "target": target} | ({} if is_writable else {"readOnly": True})
    return mount_text(project, mount)


def take_network(spec: StackSpec, finding: Finding) -> StackSpec:
    """Return a spec in which a container is in a network, or is not; raises CannotBeTaken."""
    path = (*container_path(finding), "networks")
    whole = finding.key.removeprefix(NETWORK)
    name = whole.removeprefix(f"{finding.project}_")
    if finding.asked is not None and finding.found is not None:
        raise CannotBeTaken(
            phrase("Others in the stack know it by these names and addresses: put it back.")
        )
    if name == spec.network:
        raise CannotBeTaken(phrase("Each container of a stack is in the stack’s own network."))
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

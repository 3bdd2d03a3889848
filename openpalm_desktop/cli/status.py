"""`status`: how each container and certificate of a stack is, and what was changed on the server.

Exit status 1 when one does not run, is sick, or was removed.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from openpalm_desktop.deploy.container_traits import NETWORK
from openpalm_desktop.deploy.difference import (
    CADDYFILE,
    FILE,
    MADE,
    NAME,
    STATE,
    UNKNOWN,
    Difference,
)
from openpalm_desktop.deploy.drift import drift
from openpalm_desktop.deploy.engine import Engine, EngineContainer, EngineTrouble
from openpalm_desktop.deploy.labels import IMAGE, SERVICE
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.running_stack import containers_of
from openpalm_desktop.deploy.site_certificates import (
    CertificateLook,
    Standing,
    certificates_in,
)
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.model.path import dotted

from .certificates import certificate_in_short, certificate_row, certified_sites
from .stack_on_target import NamedStack, add_stack, generated_stack, named_stack, open_engine
from .terminal import harmless

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_WITHOUT_PLACE = (CADDYFILE, FILE, MADE, NAME, NETWORK, UNKNOWN)


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `status` command."""
    parser = subparsers.add_parser("status", description=__doc__)
    add_stack(parser, "[SERVICE …]", "and names of services")
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print a line a container, then what differs from the spec, then a line a certificate."""
    stack = named_stack(args)
    engine = open_engine(args)
    found = containers_of(engine, stack.project, stack.words)
    differences = _differences(engine, stack)
    there = {one.labels[SERVICE] for one in found}
    removed = [one.service for one in differences if one.service not in there]
    rows = [*map(_row, found), *(_row_of_removed(name) for name in dict.fromkeys(removed))]
    certificates = _certificates(engine, stack, found)
    if args.json:
        told = [
            {
                **row,
                "drift": _told(differences, str(row["service"])),
                "certificates": _certified(certificates) if row["service"] == CADDY else None,
            }
            for row in rows
        ]
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _print_table(rows)
        _print_differences(differences)
        _print_certificates(certificates)
    is_well = all(one.is_running and one.health != "unhealthy" for one in found)
    return 0 if is_well and not removed else 1


def _differences(engine: Engine, stack: NamedStack) -> Sequence[Difference]:
    """Return what was changed on the server, of the services that are asked for."""
    made = generated_stack(stack)
    if made is None:
        return ()
    found = drift(made, observe_closely(engine, stack.project))
    return [one for one in found if not stack.words or one.service in stack.words]


def _certificates(
    engine: Engine, stack: NamedStack, found: Sequence[EngineContainer]
) -> CertificateLook | None:
    """Return how the certificates are; None where Caddy has none, or cannot be asked."""
    wanted = None if stack.file is None else certified_sites(stack.file)
    caddy = next((one for one in found if one.labels[SERVICE] == CADDY), None)
    if caddy is None or not caddy.is_running or wanted == {}:
        return None
    try:
        return certificates_in(engine, caddy, wanted)
    except EngineTrouble as error:  # containers are told of all the same
        print(error, file=sys.stderr)
        return None


def _certified(look: CertificateLook | None) -> list[Mapping[str, object]] | None:
    return None if look is None else [certificate_row(one, look.at) for one in look.sites]


def _told(differences: Sequence[Difference], service: str) -> list[Mapping[str, Any]]:
    return [
        {
            "path": dotted(one.path),
            "what": one.key,
            "spec": one.said,
            "running": one.runs,
            "cannotBeTaken": one.hindrance or None,
        }
        for one in differences
        if one.service == service
    ]


def _row(one: EngineContainer) -> Mapping[str, object]:
    return {
        "service": one.labels[SERVICE],
        "container": one.name,
        "id": one.id,
        "image": one.labels.get(IMAGE, one.image),
        "state": one.state,
        "health": one.health or None,
        "status": one.status,
        "ports": [f"{port.address}:{port.port}/{port.protocol}" for port in one.ports],
    }


def _row_of_removed(service: str) -> Mapping[str, object]:
    nothing = dict.fromkeys(("container", "id", "image", "health"))
    return {"service": service, **nothing, "state": "removed", "status": "removed", "ports": []}


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    lines = [("SERVICE", "STATE", "IMAGE", "PORTS")]
    for row in rows:
        ports = row["ports"]
        shown = ", ".join(dict.fromkeys(ports)) if isinstance(ports, list) else ""
        lines.append((str(row["service"]), str(row["status"]), str(row["image"] or "–"), shown))
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[3]]).rstrip())


def _print_differences(differences: Sequence[Difference]) -> None:
    if not differences:
        return
    print("\nChanged on the server:")
    for one in differences:
        what = ": ".join(filter(None, (one.service, _what(one))))
        print(harmless(f"  {what}: {one.said} in the spec, {one.runs} on the server"))


def _print_certificates(look: CertificateLook | None) -> None:
    if look is None or not look.sites:
        return
    print("\nCertificates:")
    for one in look.sites:
        print(harmless(f"  {one.domain}: {certificate_in_short(one, look.at)}"))
    if any(one.standing(look.at) is not Standing.GOOD for one in look.sites):
        print("The command `certificates` tells more.")


def _what(one: Difference) -> str:
    """Return the place in the spec, or what it is that has none there."""
    if one.key == STATE:
        return ""
    return one.key if one.key.startswith(_WITHOUT_PLACE) else dotted(one.path)

"""`status`: how each container of a stack is; exit status 1 when one does not run or is sick."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.engine import EngineContainer
from openpalm_desktop.deploy.labels import IMAGE, SERVICE
from openpalm_desktop.deploy.running_stack import containers_of

from .stack_on_target import add_stack, named_stack, open_engine

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `status` command."""
    parser = subparsers.add_parser("status", description=__doc__)
    add_stack(parser, "[SERVICE …]", "and names of services")
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print a line a container."""
    stack = named_stack(args)
    found = containers_of(open_engine(args), stack.project, stack.words)
    rows = [_row(one) for one in found]
    if args.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print_table(rows)
    is_well = all(one.is_running and one.health != "unhealthy" for one in found)
    return 0 if is_well else 1


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


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    lines = [("SERVICE", "STATE", "IMAGE", "PORTS")]
    for row in rows:
        ports = row["ports"]
        shown = ", ".join(dict.fromkeys(ports)) if isinstance(ports, list) else ""
        lines.append((str(row["service"]), str(row["status"]), str(row["image"]), shown))
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[3]]).rstrip())

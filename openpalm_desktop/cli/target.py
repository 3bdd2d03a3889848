"""`target`: names for engines: add one, list them, try one, remove one."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.saved_targets import SavedTarget, save_targets, saved_targets
from openpalm_desktop.deploy.target import LOCAL
from openpalm_desktop.deploy.targets import NoTarget, target_at

from .stack_on_target import add_target, open_engine

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `target` command and its own commands."""
    parser = subparsers.add_parser("target", description=__doc__)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    adding = verbs.add_parser("add", help="give an address a name")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("address", metavar="ADDRESS", help="ssh://…, tcp://… or unix://…")
    adding.add_argument("--tls-dir", metavar="DIR", type=Path, help="ca.pem, cert.pem, key.pem")
    adding.add_argument("--insecure-tcp", action="store_true", help="tcp:// without TLS")
    adding.set_defaults(run=run_add)
    listing = verbs.add_parser("list", help="all saved targets")
    listing.add_argument("--json", action="store_true", help="print a JSON list")
    listing.set_defaults(run=run_list)
    trying = verbs.add_parser("test", help="say who answers, or what is wrong")
    add_target(trying, is_option=False)
    trying.add_argument("--json", action="store_true", help="print JSON")
    trying.set_defaults(run=run_test)
    removing = verbs.add_parser("remove", help="forget a name")
    removing.add_argument("name", metavar="NAME")
    removing.set_defaults(run=run_remove)


def run_add(args: Namespace) -> int:
    """Save a target."""
    if args.name == LOCAL or "://" in args.name:
        raise NoTarget(f"“{args.name}” cannot be a target's name.", "Choose another.")
    folder = args.tls_dir.absolute() if args.tls_dir else None
    saved = SavedTarget(args.address, folder, args.insecure_tcp)
    target_at(saved, args.name)
    save_targets({**saved_targets(), args.name: saved})
    print(f"Saved: {args.name} is {args.address}.")
    return 0


def run_list(args: Namespace) -> int:
    """Print a line a target."""
    found = saved_targets()
    if args.json:
        rows = [
            {
                "name": name,
                "address": one.address,
                "tlsDir": str(one.tls_dir) if one.tls_dir else None,
                "insecure": one.insecure,
            }
            for name, one in found.items()
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    width = max((len(name) for name in found), default=0)
    for name, one in found.items():
        way = (
            "" if not one.address.startswith("tcp:") else "  (TLS)" if one.tls_dir else "  (no TLS)"
        )
        print(f"{name.ljust(width)}  {one.address}{way}")
    if not found:
        print("No targets are saved. Save one with: target add NAME ADDRESS", file=sys.stderr)
    return 0


def run_test(args: Namespace) -> int:
    """Say who answers."""
    info = open_engine(args).info()
    if args.json:
        fields = {
            "engine": info.name,
            "version": info.version,
            "apiVersion": info.api_version,
            "system": info.system,
            "architecture": info.architecture,
        }
        print(json.dumps(fields, indent=2))
    else:
        print(
            f"{args.target} answers: {info.name} {info.version}, API {info.api_version}, "
            f"{info.system}/{info.architecture}."
        )
    return 0


def run_remove(args: Namespace) -> int:
    """Forget a target."""
    found = dict(saved_targets())
    if args.name not in found:
        raise NoTarget(f"There is no saved target “{args.name}”.", "See: target list")
    del found[args.name]
    save_targets(found)
    print(f"Forgotten: {args.name}.")
    return 0

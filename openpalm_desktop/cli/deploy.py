"""`deploy`: plan, ask, carry out; what fails is taken back."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.engine import Engine
from openpalm_desktop.deploy.execute import Deployed, execute
from openpalm_desktop.deploy.plan import Plan

from .plan import add_plan, made_plan
from .stack_on_target import open_engine, wanted_stack
from .work import confirmed, driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `deploy` command."""
    parser = subparsers.add_parser("deploy", description=__doc__)
    add_plan(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Make the target run the stack."""
    spec: Path = args.spec
    what = wanted_stack(spec, args.secrets)
    engine = open_engine(args)
    return carried_out(args, engine, made_plan(args, engine, what))


def carried_out(args: Namespace, engine: Engine, found: Plan, returns_to: int | None = None) -> int:
    """Show a plan, ask, and carry it out."""
    print(found, file=sys.stderr if args.json else sys.stdout, flush=True)
    if found.is_empty:
        _print_result(args, "unchanged", None)
        return 0
    if not found.blocked and not confirmed(args, "Do this?"):
        return 1
    _print_result(args, "deployed", driven(execute(found, engine, returns_to=returns_to)))
    return 0


def _print_result(args: Namespace, outcome: str, done: Deployed | None) -> None:
    if args.json:
        release = None if done is None else done.release
        print(json.dumps({"outcome": outcome, "release": release}))
    elif done is not None:
        print(f"Done: {done.project} runs as release {done.release}.")
